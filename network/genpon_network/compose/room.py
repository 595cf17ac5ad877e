"""Whether an engine has the memory that a network needs."""

import re
from collections.abc import Sequence
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.topology import Layout, Municipality

NODE_MB = 80
"""What a peer or an orderer takes at rest, measured with Fabric 3.1; the limits in the compose file leave room for load."""
SERVICE_MB = 50
"""What a chaincode service, or a clock ticker, takes at rest."""
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB", re.MULTILINE)


def check_memory(layout: Layout, own: Sequence[Municipality], *, source: Path = Path("/proc/meminfo")) -> None:
    """Checks that the municipalities of this engine find the memory that they need at rest.

    Raises:
        NetworkError: if they do not.
    """
    names = [municipality.name for municipality in own]
    nodes = sum(node.municipality.name in names for node in (*layout.peers, *layout.orderers))
    needed = nodes * NODE_MB + 2 * len(own) * SERVICE_MB
    found = _AVAILABLE.search(source.read_text())
    available = int(found[1]) >> 10 if found else needed
    if available < needed:
        raise NetworkError(
            f"only {available} MB of memory are free, {len(own)} municipalities need {needed} at rest; "
            "give the engine more, or run fewer municipalities on it"
        )
