"""Whether an engine has the memory that a network needs."""

import re
from collections.abc import Sequence
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.topology import Layout, Municipality

NODE_MB = 80
"""What a peer or an orderer takes at rest, measured with Fabric 3.1; the limits in the compose file leave room for load."""
SERVICE_MB = 50
"""What a chaincode service, a clock ticker or a Fabric CA server takes at rest."""
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB", re.MULTILINE)


def needed_memory(layout: Layout, own: Sequence[Municipality]) -> int:
    """What the processes of some municipalities take at rest, in MB."""
    nodes: list[Municipality] = [node.municipality for node in (*layout.peers, *layout.orderers)]
    services = [node.municipality for node in (*layout.chaincodes, *layout.authorities)] + [clock.municipality for clock in layout.clocks]
    return sum(each in own for each in nodes) * NODE_MB + sum(each in own for each in services) * SERVICE_MB


def check_memory(layout: Layout, own: Sequence[Municipality], *, source: Path = Path("/proc/meminfo")) -> None:
    """Checks that the municipalities of this engine find the memory that they need at rest.

    Raises:
        NetworkError: if they do not.
    """
    needed = needed_memory(layout, own)
    found = _AVAILABLE.search(source.read_text())
    available = int(found[1]) >> 10 if found else needed
    if available < needed:
        raise NetworkError(
            "only {available} MB of memory are free, {count} municipalities need {needed} at rest; "
            "give the engine more, or run fewer municipalities on it",
            available=available,
            count=len(own),
            needed=needed,
        )
