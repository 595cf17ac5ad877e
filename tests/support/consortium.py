"""A ledger of four municipalities for tests, whatever it runs on: what tests may ask of it, and the embedded one."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from genpon.act_signers import KeySigner
from genpon_chaincode.server import build
from genpon_chaincode.shim import Chaincode, ChaincodeServer, ChaincodeStub, Response
from genpon_core.charters import Charter
from genpon_core.profiles import ConnectionProfile
from genpon_network.embedded import DEFAULT_ORGANISATIONS, Clock, EmbeddedLedger
from genpon_network.founding import Founding
from tests.support.book import founding

PACKAGE = "genpon:test"
Answer = Callable[[str, Response], Response]


class Consortium(Protocol):
    """A running ledger; one serves a whole session, so tests take case numbers and officers of their own."""

    @property
    def charter(self) -> Charter:
        """The founding agreement."""

    def profile(self, msp_id: str) -> Path:
        """The connection profile of an organisation, which names the charter."""

    def administrator(self, code: str, number: int = 1) -> KeySigner:
        """The signer of a municipality's first or second administrator key."""

    def body(self, name: str) -> KeySigner:
        """The signer of an accrediting body, `neutral` or `alliance`."""

    def stop(self, msp_id: str) -> None:
        """Stops an organisation's peer."""

    def start(self, msp_id: str) -> None:
        """Starts it again; returns when it answers."""

    def settle(self) -> None:
        """Waits until every peer has every block; a block may reach one after another."""

    def traces(self) -> Iterator[bytes]:
        """Everything that the ledger keeps: blocks, keys and values of the state, and what has been logged."""


class Faulty(Consortium, Protocol):
    """What the embedded ledger lets a test do besides."""

    def drop_next_reply(self, method: str) -> None:
        """Loses the reply to the next call of a gateway's method; the call itself is carried out."""

    def altered(self, msp_id: str, answer: Answer) -> AbstractContextManager[None]:
        """Alters an organisation's chaincode: what it answers to a function goes through `answer` first."""


@dataclass(frozen=True)
class Altered:
    """A chaincode that is not what its municipality agreed to."""

    honest: Chaincode
    answer: Answer

    def invoke(self, stub: ChaincodeStub) -> Response:
        return self.answer(stub.function, self.honest.invoke(stub))


@dataclass(frozen=True)
class EmbeddedConsortium:
    """The embedded ledger with the real chaincode, one service per organisation."""

    ledger: EmbeddedLedger
    founding: Founding
    profiles: Mapping[str, Path]
    services: Mapping[str, ChaincodeServer]

    @property
    def charter(self) -> Charter:
        return self.founding.charter

    def profile(self, msp_id: str) -> Path:
        return self.profiles[msp_id]

    def administrator(self, code: str, number: int = 1) -> KeySigner:
        return KeySigner.of(self.founding.administrators[code][number - 1])

    def body(self, name: str) -> KeySigner:
        return KeySigner.of(self.founding.bodies[name])

    def stop(self, msp_id: str) -> None:
        self.ledger.stop(msp_id)

    def start(self, msp_id: str) -> None:
        self.ledger.start(msp_id)

    def settle(self) -> None:
        """All peers read one state."""

    def drop_next_reply(self, method: str) -> None:
        self.ledger.drop_next_reply(method)

    @contextmanager
    def altered(self, msp_id: str, answer: Answer) -> Iterator[None]:
        service = ChaincodeServer(Altered(build(self.charter.to_bytes()), answer), package_id=PACKAGE, clock=self.ledger.clock.timestamp)
        self.ledger.use_chaincode(msp_id, service.start())
        try:
            yield
        finally:
            self.ledger.use_chaincode(msp_id, self.services[msp_id].address)
            service.stop()

    def traces(self) -> Iterator[bytes]:
        for block in self.ledger.blocks():
            yield block.SerializeToString()
        for (_, key), entry in self.ledger.state().items():
            yield key.encode()
            yield from entry
        # The file itself has the private collections, the transient store and whatever was deleted too.
        for path in self.ledger.directory.glob("ledger.sqlite*"):
            yield path.read_bytes()


@contextmanager
def embedded_consortium(directory: Path, **options: Any) -> Iterator[EmbeddedConsortium]:
    """Starts one in a directory; options as of `EmbeddedLedger`."""
    made = founding()
    clock = Clock()
    with ExitStack() as stack:
        services = {spec.msp_id: _service(made.charter, clock) for spec in DEFAULT_ORGANISATIONS}
        for service in services.values():
            service.start()
            stack.callback(service.stop)
        ledger = stack.enter_context(
            EmbeddedLedger(
                DEFAULT_ORGANISATIONS, chaincode_for=lambda msp_id: services[msp_id].address, directory=directory, clock=clock, **options
            )
        )
        made.write(directory)
        profiles = {spec.msp_id: _profile(ledger, spec.msp_id, directory) for spec in DEFAULT_ORGANISATIONS}
        yield EmbeddedConsortium(ledger, made, profiles, services)


def _service(charter: Charter, clock: Clock) -> ChaincodeServer:
    return ChaincodeServer(build(charter.to_bytes()), package_id=PACKAGE, clock=clock.timestamp)


def _profile(ledger: EmbeddedLedger, msp_id: str, directory: Path) -> Path:
    described: ConnectionProfile = replace(ledger.profile(msp_id), charter="charter.json")
    path = directory / f"{msp_id}.profile.json"
    path.write_text(described.to_json())
    return path
