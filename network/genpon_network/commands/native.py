"""`genpon-network up`, `down`, `status`, `logs`, `clean`, `profile` and `tools`: real Fabric as plain processes."""

import os
import shutil
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from genpon_chaincode.label import package_label
from genpon_network.commands.descriptions import BasePort, ConsortiumFile, Example, chosen_description
from genpon_network.commands.options import Data, Json
from genpon_network.commands.output import Progress, guarded, print_json, soon, status_table, tell
from genpon_network.errors import NetworkError, UnreachableError, UsageError
from genpon_network.native.following import follow, tail
from genpon_network.native.network import NativeNetwork
from genpon_network.native.opening import make_or_open, open_charter, open_network, records
from genpon_network.native.processes import stop
from genpon_network.native.status import NodeStatus, administrators, network_status
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.profiles import FILE
from genpon_network.tools import require_ca_server, require_tools
from genpon_network.topology import Layout
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, example
from genpon_network.words import Message, Term, said

Node = Annotated[str, typer.Argument(help="A process, such as peer0.nagasaki; status lists them.")]


_EXAMPLES = {
    "up": "up --example prefecture --data ./ledger",
    "down": "down",
    "status": "status --json",
    "logs": "logs peer0.toda --follow",
    "clean": "clean --yes",
    "profile": "profile toda",
    "tools": "tools --ca",
}


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    for command in (up, down, status, logs, clean, profile, tools):
        app.command(epilog=f"Example: genpon-network {_EXAMPLES[command.__name__]}")(guarded(command))


def up(
    *,
    data: Data,
    consortium: ConsortiumFile = None,
    shipped: Example = None,
    base_port: BasePort = None,
    as_json: Json = False,
) -> None:
    """Starts the network and waits until every municipality's gateway endorses; a second time it changes nothing."""
    directory = DataDirectory(data.absolute())
    with Progress(quiet=as_json) as progress:
        description = chosen_description(consortium, shipped, base_port)
        if description is not None:
            description.anchors()
            description.bodies()
        with directory.locked():
            toolset = require_tools(os.environ, report=progress.step)
            progress.step(Message("Fabric {version} ({source})", version=toolset.version, source=Term(toolset.source)))
            default = Description(example(DEFAULT), DEFAULT)
            described, made = make_or_open(directory, description, default, report=progress.step)
            if made:
                progress.step(Message("made keys, charter and genesis block in {directory}", directory=directory.network))
            service = ChaincodeService(package_label(open_charter(directory).to_bytes()))
            changed = NativeNetwork(directory, described, toolset, service, progress.step).up()
    if as_json:
        print_json({"ready": True, "changed": made or changed, "data": str(directory.root), "seconds": progress.seconds})


def down(*, data: Data, as_json: Json = False) -> None:
    """Ends the network's processes; the ledger and the keys stay."""
    directory = DataDirectory(data.absolute())
    directory.require()
    with directory.locked():
        ended = stop(records(directory))
    if as_json:
        print_json({"ended": ended})
    else:
        tell(Message("{count} processes ended; the ledger stays in {directory}", count=len(ended), directory=directory.root))


def status(*, data: Data, as_json: Json = False) -> None:
    """Shows every process: state, role, pid, memory, ledger height, certificate expiry. Exit code 3 if one does not answer."""
    directory = DataDirectory(data.absolute())
    consortium = open_network(directory)
    nodes, until = network_status(directory, consortium), administrators(directory, consortium)
    if as_json:
        print_json(
            {"nodes": [node.to_json() for node in nodes], "administrators": {name: each.isoformat() for name, each in until.items()}}
        )
    else:
        Console(soft_wrap=True).print(status_table(nodes))
        for name in soon(until):
            expiring = Message(
                "the administrator's certificates of {name} expire {date}: genpon-network renew {name}", name=name, date=until[name].date()
            )
            tell(expiring, style="yellow")
    _require_all(nodes)


def _require_all(nodes: Sequence[NodeStatus]) -> None:
    silent = [node for node in nodes if node.state != "running"]
    if not silent:
        return
    names = [node.name for node in silent]
    pids = " ".join(str(node.pid) for node in silent if node.pid is not None)
    if pids:
        raise UnreachableError(
            "{silent} of {processes} processes do not answer: {names}; kill -9 what hangs ({pids}), then genpon-network up",
            silent=len(silent),
            processes=len(nodes),
            names=names,
            pids=pids,
        )
    raise UnreachableError(
        "{silent} of {processes} processes do not answer: {names}; genpon-network up starts them",
        silent=len(silent),
        processes=len(nodes),
        names=names,
    )


def logs(
    *,
    data: Data,
    node: Node,
    lines: Annotated[int, typer.Option("--lines", min=1, help="How many of the last lines.")] = 50,
    following: Annotated[bool, typer.Option("--follow", help="Go on until interrupted.")] = False,
    as_json: Json = False,
) -> None:
    """Prints the last lines of a process's log."""
    directory = DataDirectory(data.absolute())
    names = Layout.of(open_network(directory)).names()
    if node not in names:
        raise UsageError("there is no process {process!r}; it is one of {names}", process=node, names=names)
    last = tail(directory.log(node), lines)
    if as_json:
        print_json({"node": node, "lines": last})
        return
    console = Console(markup=False, highlight=False, soft_wrap=True)
    for line in last:
        console.print(line)
    if following:
        follow(directory.log(node), console.print)


def clean(
    *,
    data: Data,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Ends the network and deletes its ledger, logs and keys."""
    directory = DataDirectory(data.absolute())
    if not (directory.root / "lock").is_file():
        raise NetworkError("{directory} is no network's directory; nothing is deleted", directory=directory.root)
    if not yes and (
        as_json or not typer.confirm(said(Message("Delete the ledger and all keys in {directory}?", directory=directory.root)))
    ):
        raise NetworkError("nothing is deleted; say --yes to delete ledger and keys")
    with directory.locked():
        stop(records(directory))
        for name in ("ledgers", "processes", "logs", "draft", "authorities", "network"):
            shutil.rmtree(directory.root / name, ignore_errors=True)
        (directory.root / "lock").unlink()
    if not any(directory.root.iterdir()):
        directory.root.rmdir()
    if as_json:
        print_json({"deleted": str(directory.root)})
    else:
        tell(Message("deleted {directory}", directory=directory.root))


def profile(
    *,
    data: Data,
    municipality: Annotated[str | None, typer.Argument(help="A municipality's name; all without it.")] = None,
    as_json: Json = False,
) -> None:
    """Prints where the connection profiles are that the SDK and the `genpon` command read."""
    directory = DataDirectory(data.absolute())
    names = [member.name for member in open_network(directory).municipalities]
    if municipality is not None and municipality not in names:
        raise UsageError("there is no municipality {name!r}; it is one of {names}", name=municipality, names=names)
    paths = {name: str(directory.organisation(name) / FILE) for name in names if municipality in (None, name)}
    if as_json:
        print_json(paths)
    else:
        Console(highlight=False, soft_wrap=True).print("\n".join(paths.values()))


def tools(
    *,
    ca: Annotated[bool, typer.Option("--ca", help="Find or build fabric-ca-server too.")] = False,
    as_json: Json = False,
) -> None:
    """Finds Fabric's peer and orderer, or builds them once; fabric-ca-server only where asked for."""
    with Progress(quiet=as_json) as progress:
        toolset = require_tools(os.environ, report=progress.step)
        server = require_ca_server(os.environ, report=progress.step) if ca else None
    if as_json:
        print_json(toolset.to_json() | ({} if server is None else {"ca": server.to_json()}))
        return
    tell(
        Message(
            "Fabric {version} ({source}): {peer} and {orderer}",
            version=toolset.version,
            source=Term(toolset.source),
            peer=toolset.peer,
            orderer=toolset.orderer,
        )
    )
    if server is not None:
        place = Message("Fabric CA {version} ({source}): {file}", version=server.version, source=Term(server.source), file=server.binary)
        tell(place)
