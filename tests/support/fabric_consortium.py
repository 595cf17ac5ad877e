"""A real network of municipalities for the ledger tests."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from examples.demo.card_ca import CardAuthority
from genpon.act_signers import KeySigner
from genpon_core.charters import Charter
from genpon_network.founding import DEFAULT_BODIES
from genpon_network.lifecycle.joins import ledger_height
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.native.ledger import NativeLedger
from genpon_network.native.processes import stop
from genpon_network.nodes.administration import Administration
from genpon_network.tools import Toolset
from tests.support.waiting import until

STORES = "ledgers/**/*"
LOGS = "logs/*.log"


@dataclass(frozen=True)
class FabricConsortium:
    """Real peers, orderers and chaincode services of this machine."""

    ledger: NativeLedger

    @property
    def charter(self) -> Charter:
        return self.ledger.charter

    def profile(self, msp_id: str) -> Path:
        return self.ledger.profile(msp_id)

    def administrator(self, code: str, number: int = 1) -> KeySigner:
        return KeySigner.from_pem(self.ledger.administrator(code, number))

    def body(self, name: str) -> KeySigner:
        return KeySigner.from_pem(self.ledger.body(name))

    def stop(self, msp_id: str) -> None:
        peers = [peer for peer in self.ledger.network.layout.peers if peer.municipality.msp_id == msp_id]
        stop([self.ledger.data.record(peer.name) for peer in peers])

    def start(self, msp_id: str) -> None:
        del msp_id
        self.ledger.network.up()

    def settle(self) -> None:
        network = self.ledger.network
        administration = Administration(self.ledger.data)
        with ExitStack() as stack:
            peers = [stack.enter_context(administration.peer(peer)) for peer in network.layout.peers]
            until_reachable(lambda: _wait_for_one_height(peers, network.consortium.channel), patience=30, alive=lambda: None)

    def traces(self) -> Iterator[bytes]:
        """All that every peer and orderer stores: blocks with every key and value ever written, state, private data; and all logs."""
        for pattern in (STORES, LOGS):
            for path in self.ledger.data.root.glob(pattern):
                with suppress(FileNotFoundError, IsADirectoryError):
                    yield path.read_bytes()


def _wait_for_one_height(peers: Sequence[PeerAdministration], channel: str) -> None:
    until(lambda: len({ledger_height(peer, channel) for peer in peers}) == 1, pause=0.02)


@contextmanager
def fabric_consortium(
    directory: Path, authority: CardAuthority, description: bytes | None = None, tools: Toolset | None = None
) -> Iterator[FabricConsortium]:
    """Starts one in a directory, from a consortium file's text or the default; its charter names an authority as trust anchor."""
    with NativeLedger(directory, description=description, anchors=[authority.anchor], bodies=DEFAULT_BODIES, tools=tools) as ledger:
        yield FabricConsortium(ledger)
