"""Renewing the certificates of a running network: one process after another, so that the ledger goes on."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

from genpon_network.channel.consenters import ConsenterCertificates, with_consenter_renewed
from genpon_network.channel.updates import compute_update
from genpon_network.errors import UnreachableError, UsageError
from genpon_network.lifecycle.channel_updates import channel_configuration, submit_update
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.heights import Heights
from genpon_network.nodes.renewal import MEMBER, SERVER, Node, Renewal, renewal_of, renewal_of_administrator
from genpon_network.topology import Consortium, Layout, Municipality, OrdererNode
from genpon_network.words import Message, Report

PATIENCE = 60.0


class Processes(Protocol):
    """What runs the network's processes."""

    def exchange(self, node: Node, put_in_place: Callable[[], None]) -> bool:
        """Has a process take up newer certificates.

        Args:
            node: the process.
            put_in_place: replaces the older ones in its files.

        Returns:
            Whether it runs with them by now; otherwise somebody else starts it again.
        """

    def start_again(self, orderers: Sequence[OrdererNode]) -> None:
        """Starts orderers again that do not catch up.

        Raises:
            UnreachableError: if somebody else must.
        """


@dataclass(frozen=True, slots=True)
class Renewing:
    """Renews what a network's processes work with.

    Attributes:
        data: the files, with the keys of all municipalities concerned.
        consortium: the description.
        layout: the network's processes, which run.
        service: the chaincode service.
        processes: what runs them.
        report: told one line per step.
    """

    data: DataDirectory
    consortium: Consortium
    layout: Layout
    service: ChaincodeService
    processes: Processes
    report: Report

    def renew(self, names: Sequence[str], *, new_key: bool = False) -> None:
        """Gets processes newer certificates, for the same keys or for new ones, and starts them again, one after another.

        Args:
            names: processes; and municipalities, for what their commands administer with.
            new_key: whether the keys become others.

        Raises:
            UsageError: if there is none of a name.
            NetworkError: if an authority or the channel refuses.
            UnreachableError: if something does not answer, or is not well; the same again goes on where this has ended.
        """
        municipalities = {municipality.name: municipality for municipality in self.consortium.municipalities}
        nodes = {node.name: node for node in self.layout.all_nodes()}
        unknown = [name for name in names if name not in municipalities and name not in nodes]
        if unknown:
            raise UsageError("there is no process and no municipality {name!r}; genpon-network status lists the processes", name=unknown[0])
        for name in names:
            if name in municipalities:
                self._renew_administrator(municipalities[name], new_key=new_key)
            else:
                self._renew(nodes[name], new_key=new_key)

    def _renew(self, node: Node, *, new_key: bool) -> None:
        renewal = renewal_of(self.data, self.layout, node)
        others = [each for each in self.layout.orderers if each.name != node.name]
        if isinstance(node, OrdererNode):
            self._settle(others, node)
        renewal.prepare(new_key=new_key)
        if isinstance(node, OrdererNode):
            self._agree(node, renewal)
            # With this one away too, one that is behind could keep the rest from recording anything.
            self._settle(others, node)

        def put_in_place() -> None:
            self._tell(renewal, node.municipality, renewal.put_in_place(), new_key=new_key)

        if self.processes.exchange(node, put_in_place) and isinstance(node, OrdererNode):
            self._settle(self.layout.orderers, node)

    def _renew_administrator(self, municipality: Municipality, *, new_key: bool) -> None:
        renewal = renewal_of_administrator(self.data, self.layout, municipality)
        renewal.prepare(new_key=new_key)
        self._tell(renewal, municipality, renewal.put_in_place(), new_key=new_key)

    def _tell(self, renewal: Renewal, municipality: Municipality, old: Mapping[str, int], *, new_key: bool) -> None:
        self.report(Message("{owner} has newer certificates", owner=renewal.owner))
        members = [each for each in renewal.certificates if each.name == MEMBER]
        if new_key and members:
            identity, serial = members[0].registration.id, f"{old[MEMBER]:x}"[:12]
            self.report(
                Message(
                    "its old one is revoked by: genpon-network identity revoke {municipality} {identity} --serial {serial}",
                    municipality=municipality.name,
                    identity=identity,
                    serial=serial,
                )
            )

    def _settle(self, orderers: Sequence[OrdererNode], node: OrdererNode) -> None:
        try:
            Heights(Administration(self.data), self.consortium, self.layout, self.service, self.processes.start_again).settle(orderers)
        except UnreachableError as error:
            raise UnreachableError(
                "{process} is renewed only while all other orderers are well: {problem}", process=node.name, problem=error
            ) from None

    def _agree(self, node: OrdererNode, renewal: Renewal) -> None:
        """Puts an orderer's newer certificates into the channel's configuration, where they are not there yet."""
        before = {each.name: each.files.read().certificate_pem for each in renewal.certificates}
        old = ConsenterCertificates(before[MEMBER], before[SERVER])
        new = ConsenterCertificates(renewal.prepared(MEMBER).certificate_pem, renewal.prepared(SERVER).certificate_pem)
        consortium, administration = self.consortium, Administration(self.data)
        with ExitStack() as stack:
            peer = stack.enter_context(administration.peer(self.layout.peers_of(node.municipality)[0]))
            config = channel_configuration(peer, consortium.channel)
            updated = with_consenter_renewed(config, node.municipality.msp_id, old, new)
            if updated == config:
                return
            self.report(Message("all municipalities agree to newer certificates of {process}", process=node.name))
            orderers = [stack.enter_context(administration.orderer(each)) for each in self.layout.orderers]
            administrators = [administration.administrator(municipality) for municipality in consortium.municipalities]
            submit_update(orderers, consortium.channel, compute_update(consortium.channel, config, updated), administrators)

            def arrived() -> None:
                if channel_configuration(peer, consortium.channel).sequence == config.sequence:
                    raise UnreachableError("{peer} has not got the change yet; look at the orderers, then the same again", peer=peer.name)

            until_reachable(arrived, patience=PATIENCE, alive=lambda: None)
