"""The one-shot that renews certificates: `docker compose run --rm renew peer0.toda orderer.toda toda`.

It puts newer ones in place, an orderer's with all municipalities' agreement first; the operator then starts the process again, which is
the engine's affair. Where each municipality has a host of its own, an orderer's cannot be agreed to from one of them.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from genpon_chaincode.label import package_label
from genpon_network.compose import inside
from genpon_network.compose.handing_out import hand_out
from genpon_network.compose.ownership import give_away_home
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.nodes.builder import renew_built
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.renewal import Node
from genpon_network.nodes.renewing import Renewing
from genpon_network.topology import Layout, OrdererNode, PeerNode, Placement, read_consortium
from genpon_network.words import Message, Report, said
from genpon_network.x509_issuing import Enrolment


@dataclass(frozen=True, slots=True)
class EngineProcesses:
    """The processes in containers, as `Renewing` knows them: the operator starts them again.

    Attributes:
        data: the files.
        report: told one line per step.
    """

    data: DataDirectory
    report: Report

    def exchange(self, node: Node, put_in_place: Callable[[], None]) -> bool:
        """As `Processes.exchange`."""
        put_in_place()
        if isinstance(node, PeerNode):
            renew_built(inside.LEDGERS / node.name, Enrolment.read(self.data.node(node.name) / "tls"))
        self.report(Message("now start it again: docker compose restart {process}", process=node.name))
        return False

    def start_again(self, orderers: Sequence[OrdererNode]) -> None:
        """As `Processes.start_again`."""
        names = " ".join(each.name for each in orderers)
        raise UnreachableError("{names} does not catch up; docker compose restart {names}, then the same again", names=names)


def renew(names: Sequence[str], *, new_key: bool, report: Report) -> None:
    """Renews certificates.

    Args:
        names: processes; and municipalities, for what their commands administer with.
        new_key: whether the keys become others.
        report: told one line per step.

    Raises:
        NetworkError: if there is no network here, a name is wrong, or something refuses.
    """
    here = sorted(path.name for path in inside.ROOT.iterdir() if inside.files_of(path.name).exists)
    if not here:
        raise NetworkError("there is no network here; docker compose up -d makes it")
    first = inside.files_of(here[0])
    consortium = read_consortium(first.consortium.read_bytes(), name=str(first.consortium))
    layout, service = Layout.of(consortium, first.placement), ChaincodeService(package_label(first.charter.read_bytes()))
    own = [municipality for municipality in consortium.municipalities if municipality.name in here]
    apart = [node.name for node in layout.orderers if node.name in names and first.placement is Placement.HOSTS]
    if apart:
        raise NetworkError(
            "{process} cannot be renewed from here: more than half of the municipalities must sign for it, whose keys are on their hosts",
            process=apart[0],
        )
    with first.locked(), tempfile.TemporaryDirectory() as work:
        data = first if len(own) == 1 else inside.files_of_all(Path(work) / "all", [municipality.name for municipality in own])
        try:
            Renewing(data, consortium, layout, service, EngineProcesses(data, report), report).renew(names, new_key=new_key)
        finally:
            for municipality in own:
                hand_out(inside.files_of(municipality.name), consortium, layout, municipality)
                if layout.authorities:
                    give_away_home(inside.files_of(municipality.name), municipality)


def main() -> int:
    """Runs it; the exit code is that of the error, told in one line."""
    parser = argparse.ArgumentParser(prog="docker compose run --rm renew", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="+", help="processes, such as peer0.toda; or a municipality, for its administrator's certificates")
    parser.add_argument("--new-key", action="store_true", help="for new keys: the old ones are lost, or known to others")
    options = parser.parse_args()
    try:
        renew(list(dict.fromkeys(options.names)), new_key=options.new_key, report=tell)
    except NetworkError as error:
        tell(error.message)
        return error.exit_code
    return 0


def tell(line: Message) -> None:
    """One line of progress, for whoever types it."""
    sys.stderr.write(f"{said(line)}\n")


if __name__ == "__main__":
    sys.exit(main())
