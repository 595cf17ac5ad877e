"""Opening a network's directory: made now from a description, or made earlier."""

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

from genpon_core.charters import Charter, read_charter
from genpon_core.errors import Refusal
from genpon_network.errors import NetworkError
from genpon_network.native.authorities import AuthorityServers
from genpon_network.native.processes import stop
from genpon_network.native.starting import Starting
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.material import FORMAT, make_network
from genpon_network.tools import require_ca_server
from genpon_network.topology import Consortium, Layout
from genpon_network.topology.describing import Description
from genpon_network.words import Report, silent

NEEDED_BYTES = 256 << 20
"""What a network wants to find free before it starts: a full disk stops peers in the middle of a block."""


def open_network(data: DataDirectory) -> Consortium:
    """The description of the network that was made in a directory.

    Raises:
        NetworkError: if there is none, or it was made by another version.
    """
    data.require()
    facts = _facts(data)
    return Description(data.consortium.read_bytes(), str(data.consortium), facts.get("base_port")).read()


def open_charter(data: DataDirectory) -> Charter:
    """The founding agreement of the network in a directory.

    Raises:
        NetworkError: if it is damaged.
    """
    try:
        return read_charter(data.charter.read_bytes())
    except Refusal as refusal:
        raise NetworkError("{file} is damaged; restore it ({refusal})", file=data.charter, refusal=refusal) from None


def make_or_open(
    data: DataDirectory, description: Description | None, default: Description, *, report: Report = silent
) -> tuple[Consortium, bool]:
    """Opens a directory's network, or makes one, and says whether it was made now.

    Args:
        data: the directory, locked.
        description: what was asked for; None takes what is there, else the default.
        default: used where nothing is there and nothing was asked for.
        report: told one line per step.

    Raises:
        NetworkError: if another network is there, the description is wrong, an authority refuses, the disk is full, or the directory's path
            cannot be given to Fabric's programs.
        UnreachableError: if an authority does not answer, or its program cannot be had.
    """
    _check_path(data)
    _check_space(data)
    if not data.exists:
        chosen = description or default
        try:
            return _make(data, chosen, report), True
        except OSError as error:
            raise _storage(data, error) from None
    present = open_network(data)
    if description is not None and description.read() != present:
        raise NetworkError(
            "{directory} holds a network made from another description ({file}); use another --data, or clean it",
            directory=data.root,
            file=data.consortium,
        )
    return present, False


def records(data: DataDirectory) -> list[Path]:
    """The records of all processes that may run; also of a network that was never made whole, or by another version."""
    try:
        names = Layout.of(open_network(data)).names()
    except NetworkError:
        names = [f"ca.{home.name}" for home in (data.root / "authorities").glob("*")]
    return sorted({*map(data.record, names), *(data.root / "processes").glob("*.json")})


def _make(data: DataDirectory, description: Description, report: Report) -> Consortium:
    consortium, anchors, bodies = description.read(), description.anchors(), description.bodies()
    layout = Layout.of(consortium)
    try:
        if layout.authorities:
            servers = AuthorityServers(Starting(data, layout, report), require_ca_server(os.environ, report=report))
            servers.make()
            servers.up()
        make_network(data, consortium, description.content, base_port=description.base_port, anchors=anchors, bodies=bodies)
    except BaseException:
        stop([data.record(node.name) for node in layout.authorities])
        raise
    return consortium


def _facts(data: DataDirectory) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((data.network / "network.json").read_bytes())
        if facts["format"] == FORMAT:
            return facts
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise NetworkError(
        "{directory} was not made by this version of genpon-network; clean it, or use the version that made it", directory=data.network
    )


def _check_path(data: DataDirectory) -> None:
    # Fabric's programs split what the environment names as a list of files at these.
    if any(mark.isspace() or mark in ",[]" for mark in str(data.root)):
        raise NetworkError(
            "the path {directory} has a blank, a comma or a bracket; name another directory with --data", directory=data.root
        )


def _check_space(data: DataDirectory) -> None:
    free = shutil.disk_usage(data.root).free
    if free < NEEDED_BYTES:
        raise NetworkError(
            "only {free} MB are free for {directory}, {needed} are needed; make room or name another --data",
            free=free >> 20,
            directory=data.root,
            needed=NEEDED_BYTES >> 20,
        )


def _storage(data: DataDirectory, error: OSError) -> NetworkError:
    if error.errno == errno.ENOTEMPTY:
        return NetworkError(
            "{network} is there, but lacks its genesis block; restore it, or clean {directory}", network=data.network, directory=data.root
        )
    if error.errno == errno.ENOSPC:
        return NetworkError("the disk of {directory} is full; make room or name another directory with --data", directory=data.root)
    return NetworkError("{directory} cannot be written ({reason}); name another directory with --data", directory=data.root, reason=error)
