"""Who may read which of a municipality's files: each kind of process its own keys, all of them what is public."""

import os
from collections.abc import Iterator
from pathlib import Path

from genpon_network.compose import inside
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Layout, Municipality


def give_away(data: DataDirectory, layout: Layout, municipality: Municipality) -> None:
    """Gives each process its own directory of keys, and set-up and clock the members that they act as; the rest stays root's."""
    for directory, user in _owners(data, layout, municipality):
        for path in (directory, *directory.rglob("*")):
            os.chown(path, user, user, follow_symlinks=False)
    for name, user in _storing(layout, municipality):
        ledger = inside.LEDGERS / name
        if ledger.stat().st_uid != user:
            # An engine gives an empty volume back to root when it is mounted over a directory of an image.
            (ledger / ".owner").write_text(f"{name}\n")
            os.chown(ledger, user, user)


def give_away_home(data: DataDirectory, municipality: Municipality) -> None:
    """Gives a Fabric CA server its home."""
    home = data.authority(municipality.name)
    for path in (home, *home.rglob("*")):
        os.chown(path, inside.AUTHORITY, inside.AUTHORITY, follow_symlinks=False)
    # Where the volume begins there is nothing to read, but the server must get through.
    data.authorities.chmod(0o711)


def _storing(layout: Layout, municipality: Municipality) -> Iterator[tuple[str, int]]:
    for nodes, user in ((layout.peers, inside.PEER), (layout.orderers, inside.ORDERER)):
        yield from ((node.name, user) for node in nodes if node.municipality.name == municipality.name)


def _owners(data: DataDirectory, layout: Layout, municipality: Municipality) -> Iterator[tuple[Path, int]]:
    for name, user in _storing(layout, municipality):
        yield data.node(name), user
    yield data.node(layout.chaincode_of(municipality).name), inside.CHAINCODE
    organisation = data.organisation(municipality.name)
    yield organisation / "admin", inside.SETUP
    yield organisation / "admin-tls", inside.SETUP
    yield organisation / "client", inside.CLOCK
    yield organisation / "monitor-tls", inside.MONITOR
