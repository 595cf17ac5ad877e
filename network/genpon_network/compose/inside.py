"""What is where inside the containers, and as whom each process runs.

A municipality's files (keys, charter, genesis block) are one volume, which others mount read-only. Each kind of process runs as a user of
its own and owns its own keys, so that none can read another's.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from genpon_network.nodes.directory import DataDirectory

ROOT: Final = Path("/var/lib/genpon")
MEMBERSHIPS: Final = Path("/memberships")
"""Where the other municipalities' memberships are, if they run on hosts of their own."""
STORAGE: Final = Path("/var/hyperledger")
"""Where a peer or an orderer stores its ledger; the images declare a volume there, which the named one takes the place of."""
CONFIGURATION: Final = Path("/etc/hyperledger/fabric")
"""Where the images have the release's `core.yaml` and `orderer.yaml`."""

LEDGERS: Final = Path("/ledgers")
"""Where the first one-shot sees the volumes that peers and orderers store their ledgers in."""
MONITORING: Final = Path("/monitoring")
"""Prometheus' configuration."""
MEASUREMENTS: Final = Path("/measurements")
"""Where the first one-shot sees the volume that Prometheus keeps its measurements in."""
TEMPORARY: Final = "/tmp"  # noqa: S108 - a container's own, in memory
"""Where peers build chaincode packages, and a clock ticker keeps a tick until it is answered."""

PEER: Final = 10001
ORDERER: Final = 10002
CHAINCODE: Final = 10003
CLOCK: Final = 10004
AUTHORITY: Final = 10005
SETUP: Final = 10006
MONITOR: Final = 10007

CONSORTIUM: Final = "GENPON_CONSORTIUM"
"""The environment variable with the text of the description."""
MUNICIPALITY: Final = "GENPON_MUNICIPALITY"
"""The environment variable that names the one municipality of this engine; without it all are here."""

CHAINCODE_OPERATIONS_PORT: Final = 9443


def files_of_all(directory: Path, municipalities: Iterable[str]) -> DataDirectory:
    """The files of several municipalities as one directory of links, for what is done for all of them at once.

    Args:
        directory: where the links are made; empty.
        municipalities: whose; the first one's charter and description are the same as the others'.
    """
    together = DataDirectory(directory)
    for place in (together.organisation(""), together.node(""), together.authorities):
        place.mkdir(parents=True)
    for name in municipalities:
        own = files_of(name)
        together.organisation(name).symlink_to(own.organisation(name))
        together.authority(name).symlink_to(own.authority(name))
        for node in own.node("").glob(f"*.{name}"):
            together.node(node.name).symlink_to(node)
        for path in (own.charter, own.consortium):
            if not (together.network / path.name).exists():
                (together.network / path.name).symlink_to(path)
    return together


def files_of(municipality: str) -> DataDirectory:
    """A municipality's files, as every container sees them."""
    return DataDirectory(ROOT / municipality, storage=STORAGE)
