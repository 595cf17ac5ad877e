"""Whether all orderers are at the same block; and making them so.

A BFT orderer that was started again learns what it has missed with the next block, and on a quiet ledger that may take a while. So where it
matters, a transaction that writes nothing is recorded. Seen besides, in Fabric 3.1.1: where the leader is started again, one of the others
may miss the change to the next leader and wait for the old one for ever; it comes back when it is started again.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from genpon.gateway import GatewayError, Identity, PrivateKeySigner, Tls, connect
from genpon_network.errors import UnreachableError
from genpon_network.lifecycle.agreement import in_parallel
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.topology import Consortium, Layout, OrdererNode

PATIENCE = 60.0
PAUSE = 0.2
_EACH = 5.0
"""Seconds that orderers are given to catch up with a block before another one is made."""
_LONG = 15.0
"""Seconds after which one that is behind will not catch up by itself."""
_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Heights:
    """Compares the orderers of a network.

    Attributes:
        administration: connects to them.
        consortium: the description.
        layout: the network's processes.
        service: the chaincode service, whose probe is recorded.
        start_again: starts orderers again that do not catch up.
    """

    administration: Administration
    consortium: Consortium
    layout: Layout
    service: ChaincodeService
    start_again: Callable[[Sequence[OrdererNode]], None]

    def settle(self, orderers: Sequence[OrdererNode]) -> None:
        """Has a block made, and waits until orderers are at the same one.

        Args:
            orderers: which.

        Raises:
            UnreachableError: if one does not answer, or does not catch up in time.
        """
        begin, started_again = time.monotonic(), False
        while True:
            self._record_nothing()
            if self._is_level(orderers, time.monotonic() + _EACH):
                return
            waited, behind = time.monotonic() - begin, self._behind(orderers)
            if waited > PATIENCE:
                raise UnreachableError("{names} does not catch up; look at its log", names=[each.name for each in behind])
            if waited > _LONG and not started_again:
                self.start_again(behind)
                started_again = True

    def _behind(self, orderers: Sequence[OrdererNode]) -> list[OrdererNode]:
        heights = self._heights(orderers)
        return [node for node, height in zip(orderers, heights, strict=True) if height < max(heights)]

    def _is_level(self, orderers: Sequence[OrdererNode], deadline: float) -> bool:
        while len(set(self._heights(orderers))) > 1:
            if time.monotonic() > deadline:
                return False
            time.sleep(PAUSE)
        return True

    def _heights(self, orderers: Sequence[OrdererNode]) -> list[int]:
        channel = self.consortium.channel
        return in_parallel(lambda orderer: int(self.administration.participation(orderer).channel(channel).get("height", 0)), orderers)

    def _record_nothing(self) -> None:
        peer = self.layout.peers[0]
        administrator = self.administration.administrator(peer.municipality)
        tls_ca = (self.administration.data.organisation(peer.municipality.name) / "tlsca" / "certificate.pem").read_bytes()
        function, *arguments = (part.decode() for part in self.service.probe)
        keys = administrator.enrolment
        try:
            with connect(
                target=peer.inside_address,
                identity=Identity(administrator.msp_id, keys.certificate_pem),
                signer=PrivateKeySigner.from_pem(keys.private_key_pem),
                tls=Tls(tls_ca, server_name=peer.inside),
            ) as gateway:
                contract = gateway.get_network(self.consortium.channel).get_contract(self.service.name)
                contract.submit_transaction(function, *arguments, commit_timeout=_TIMEOUT)
        except GatewayError:
            # The orderers may be choosing a leader, or the block may be slow: the heights tell.
            pass
