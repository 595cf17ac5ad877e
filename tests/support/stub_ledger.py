"""A ledger with the chaincode that calls the stub, as the tests of the stub use it wherever it runs."""

from dataclasses import dataclass
from typing import Any, Protocol

from genpon.gateway import EndorseError, Gateway
from genpon_core.fabric.policies import signed_by
from genpon_network.lifecycle.private_collections import PrivateCollection
from tests.support.stub_script import Step, decode, encode
from tests.support.waiting import eventually

ORGANISATIONS = ("NagasakiMSP", "KawaguchiMSP", "TodaMSP")
SCRIPT = "script"
"""The chaincode that the tests call, endorsed by two of the three organisations."""
OTHER = "other"
"""A second one, which the first can call."""
CHANNEL = "genpon"
OTHER_CHANNEL = "second"
"""Another channel of the same peers, with both chaincodes."""
MEMBERS = ORGANISATIONS[:2]
COLLECTION = "shared"
"""A collection of `script` whose members are the first two organisations."""
OWN_POLICY = "own-policy"
"""One that anybody may use, and that the second organisation alone endorses."""
BRIEF = "brief"
"""One whose values live for two blocks."""
EAGER = "eager"
"""One that wants more peers than there are."""
COLLECTIONS = (
    PrivateCollection(name=COLLECTION, members=MEMBERS),
    PrivateCollection(
        name=OWN_POLICY, members=MEMBERS, member_only_read=False, member_only_write=False, endorsement=signed_by(MEMBERS[1], "peer")
    ),
    PrivateCollection(name=BRIEF, members=MEMBERS, block_to_live=2),
    PrivateCollection(name=EAGER, members=MEMBERS, required_peer_count=2),
)
IMPLICIT = "_implicit_org_NagasakiMSP"


class PeersDifferError(Exception):
    """Peers gave different results."""


class StubLedger(Protocol):
    """Where the chaincode runs."""

    def gateway(self, msp_id: str, at: str | None = None) -> Gateway:
        """An organisation's client, connected to its own gateway or that `at` another."""
        ...

    def restart_service(self, msp_id: str) -> None:
        """Ends an organisation's chaincode service without warning, and starts it again at the same address."""
        ...


@dataclass(frozen=True)
class Caller:
    """One organisation's client.

    Attributes:
        ledger: where it calls.
        msp_id: its organisation.
        channel: the channel.
    """

    ledger: StubLedger
    msp_id: str = ORGANISATIONS[0]
    channel: str = CHANNEL

    def proposal(self, *steps: Step, more: tuple[bytes, ...] = (), **options: Any) -> Any:
        contract = self.ledger.gateway(self.msp_id).get_network(self.channel).get_contract(SCRIPT)
        return contract.new_proposal("run", encode(steps), *more, **options)

    def evaluate(self, *steps: Step, more: tuple[bytes, ...] = (), **options: Any) -> Any:
        """What each step gives at this organisation's own peer."""
        return decode(self.proposal(*steps, more=more, endorsing_organizations=[self.msp_id], **options).evaluate())

    def endorse(self, *steps: Step, by: tuple[str, ...] = MEMBERS, **options: Any) -> Any:
        """An endorsed transaction. Where peers read differently, since one is a block behind another, they are asked again."""

        def attempt() -> Any:
            try:
                return self.proposal(*steps, endorsing_organizations=by, **options).endorse()
            except EndorseError as error:
                if "do not match" in str(error):
                    raise PeersDifferError from error
                raise

        return eventually(attempt, PeersDifferError)

    def submit(self, *steps: Step, by: tuple[str, ...] = MEMBERS, **options: Any) -> Any:
        """What each step gave, once the transaction is committed at this organisation's peer."""
        transaction = self.endorse(*steps, by=by, **options)
        transaction.submit_and_wait()
        return decode(transaction.result)
