"""A ledger with the fixture chaincode, wherever it runs: what scenarios may ask of it, and the embedded one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from genpon.gateway import Identity, PrivateKeySigner, Tls
from genpon_core.fabric.policies import all_of, signed_by
from genpon_core.profiles import ConnectionProfile
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger, PrivateCollection
from tests.support.fixture_service import FixtureService

CHANNEL = "genpon"
CHAINCODE = "fixtures"
ORGANISATIONS = tuple(spec.msp_id for spec in DEFAULT_ORGANISATIONS)
NAGASAKI, KAWAGUCHI, TODA, OMURA = ORGANISATIONS
ENDORSING = (NAGASAKI, KAWAGUCHI, TODA)
THRESHOLD = 2
"""Two of three endorse; Omura has a peer and a client, and endorses nothing unless a policy of its own asks for it."""
COLLECTIONS = (
    PrivateCollection(name="pair", members=(NAGASAKI, KAWAGUCHI)),
    PrivateCollection(name="others", members=(KAWAGUCHI, TODA), member_only_read=False, member_only_write=False),
    PrivateCollection(
        name="owned",
        members=(NAGASAKI, KAWAGUCHI, OMURA),
        endorsement=all_of(signed_by(NAGASAKI, "peer"), signed_by(OMURA, "peer")),
    ),
)
"""One as usual, one that the gateway of Nagasaki is no member of, and one with an endorsement policy of its own."""


class ScenarioLedger(Protocol):
    """A running ledger, which serves a whole session: tests take keys of their own, and others' blocks may come between theirs."""

    @property
    def services(self) -> Mapping[str, FixtureService]:
        """Each organisation's chaincode service."""

    def profile(self, msp_id: str) -> Path:
        """The connection profile of an organisation."""

    def stop(self, msp_id: str) -> None:
        """Stops an organisation's peer."""

    def start(self, msp_id: str) -> None:
        """Starts it again; returns when it answers."""

    def settle(self) -> None:
        """Waits until every peer has every block."""


def connection(ledger: ScenarioLedger, msp_id: str, member: str = "client", *, at: Sequence[str] = ()) -> dict[str, Any]:
    """The options with which a member of an organisation connects, to its own gateway or to those of the organisations named."""
    own, path = _profile(ledger, msp_id)
    identity = own.identity(member)
    endpoints = [_profile(ledger, one)[0].gateway() for one in at or (msp_id,)]
    [hostname] = {endpoint.tls_hostname for endpoint in endpoints}
    roots = "".join(endpoint.tls_ca_pem for endpoint in endpoints)
    return {
        "target": [endpoint.endpoint for endpoint in endpoints],
        "identity": Identity(own.msp_id, (path.parent / identity.certificate).read_bytes()),
        "signer": PrivateKeySigner.from_pem((path.parent / identity.private_key).read_bytes()),
        "tls": Tls(roots.encode(), server_name=hostname),
    }


def _profile(ledger: ScenarioLedger, msp_id: str) -> tuple[ConnectionProfile, Path]:
    path = ledger.profile(msp_id)
    return ConnectionProfile.from_json(path.read_bytes()), path


@dataclass(frozen=True)
class EmbeddedScenarios:
    """The embedded ledger."""

    ledger: EmbeddedLedger
    services: Mapping[str, FixtureService]

    def profile(self, msp_id: str) -> Path:
        return self.ledger.profile_path(msp_id)

    def stop(self, msp_id: str) -> None:
        self.ledger.stop(msp_id)

    def start(self, msp_id: str) -> None:
        self.ledger.start(msp_id)

    def settle(self) -> None:
        """All peers read one state."""


@contextmanager
def embedded_scenarios(directory: Path, **options: Any) -> Iterator[EmbeddedScenarios]:
    """Starts one in a directory; options as of `EmbeddedLedger`."""
    with ExitStack() as stack:
        services = {msp_id: FixtureService(msp_id, f"{CHAINCODE}:1") for msp_id in ORGANISATIONS}
        for service in services.values():
            stack.callback(service.stop)
        ledger = EmbeddedLedger(
            DEFAULT_ORGANISATIONS,
            chaincode_for=lambda msp_id: services[msp_id].address,
            channel=CHANNEL,
            chaincode_name=CHAINCODE,
            endorsing=ENDORSING,
            threshold=THRESHOLD,
            collections=COLLECTIONS,
            directory=directory,
            **options,
        )
        yield EmbeddedScenarios(stack.enter_context(ledger), services)
