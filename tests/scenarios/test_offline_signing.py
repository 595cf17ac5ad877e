"""Every kind of message signed elsewhere: the process that talks to the gateway has no key."""

from typing import Any

import pytest

from genpon.gateway import CallError, EvaluateError, Hash, PrivateKeySigner, SigningError
from genpon_core.fabric.protos import common
from tests.scenarios.conftest import Connect
from tests.support.event_kinds import EVENT_KINDS, EventKind
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, NAGASAKI, ScenarioLedger, connection


@pytest.fixture
def options(ledger: ScenarioLedger) -> dict[str, Any]:
    return connection(ledger, NAGASAKI)


@pytest.fixture
def signer(options: dict[str, Any]) -> PrivateKeySigner:
    """Stands for the place that has the key."""
    key: PrivateKeySigner = options.pop("signer")
    return key


@pytest.fixture
def keyless(connect: Connect, options: dict[str, Any], signer: PrivateKeySigner) -> Any:
    """Depends on `signer`, which takes the key out of the options."""
    del signer
    return connect(**options)


@pytest.fixture
def unsigned(keyless: Any) -> Any:
    return keyless.get_network(CHANNEL).get_contract(CHAINCODE)


def test_a_transaction_from_the_proposal_to_the_status(keyless: Any, unsigned: Any, signer: PrivateKeySigner, key: str) -> None:
    proposal = unsigned.new_proposal("put", key, "signed elsewhere")
    endorsed = keyless.restore_proposal(proposal.to_bytes(), signature=signer.sign(proposal.digest)).endorse()
    assert endorsed.transaction_id == proposal.transaction_id
    commit = keyless.restore_transaction(endorsed.to_bytes(), signature=signer.sign(endorsed.digest)).submit()
    status = keyless.restore_commit(commit.to_bytes(), signature=signer.sign(commit.digest)).status()
    assert (status.code, status.transaction_id) == ("VALID", proposal.transaction_id)
    query = unsigned.new_proposal("get", key)
    assert keyless.restore_proposal(query.to_bytes(), signature=signer.sign(query.digest)).evaluate() == b"signed elsewhere"


def test_a_message_keeps_its_signature(keyless: Any, unsigned: Any, signer: PrivateKeySigner) -> None:
    query = unsigned.new_proposal("echo", "1")
    signature = signer.sign(query.digest)
    signed = keyless.restore_proposal(query.to_bytes(), signature=signature)
    again = keyless.restore_proposal(signed.to_bytes())
    assert again.signature == signed.signature
    assert again.evaluate() == b"1"


def test_without_a_signature_nothing_is_sent(keyless: Any, unsigned: Any) -> None:
    with pytest.raises(SigningError):
        unsigned.evaluate_transaction("ping")
    with pytest.raises(SigningError):
        unsigned.new_proposal("put", "k", "1").endorse()
    with pytest.raises(SigningError), keyless.get_network(CHANNEL).get_block_events(start_block=0) as stream:
        next(stream)


def test_a_signature_over_something_else_is_refused(keyless: Any, unsigned: Any, signer: PrivateKeySigner) -> None:
    query = unsigned.new_proposal("ping")
    forged = keyless.restore_proposal(query.to_bytes(), signature=signer.sign(bytes(32)))
    with pytest.raises(EvaluateError) as refused:
        forged.evaluate()
    assert not refused.value.retryable


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=str)
def test_a_request_for_events(keyless: Any, contract: Any, signer: PrivateKeySigner, key: str, kind: EventKind) -> None:
    """The events are of another client's transaction, submitted as usual."""
    status = contract.new_proposal("emit", key, "1").endorse().submit().status()
    request = kind.request(keyless.get_network(CHANNEL), start_block=status.block_number)
    with kind.restored(keyless, request.to_bytes(), signature=signer.sign(request.digest)).get_events() as stream:
        assert status.transaction_id in kind.transactions(next(stream))


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=str)
def test_a_request_for_events_with_a_forged_signature(keyless: Any, signer: PrivateKeySigner, kind: EventKind) -> None:
    request = kind.request(keyless.get_network(CHANNEL), start_block=0)
    forged = kind.restored(keyless, request.to_bytes(), signature=signer.sign(bytes(32)))
    with pytest.raises(CallError) as refused, forged.get_events() as stream:
        next(stream)
    assert refused.value.code.name in ("PERMISSION_DENIED", "ABORTED")
    assert not refused.value.retryable


def test_a_signature_over_the_message_itself(connect: Connect, options: dict[str, Any], signer: PrivateKeySigner) -> None:
    """A signer that hashes by itself gets the payload; what the peers see is the same."""
    keyless = connect(**options, hash=Hash.NONE)
    query = keyless.get_network(CHANNEL).get_contract(CHAINCODE).new_proposal("echo", "1")
    usual = connect(**options).restore_proposal(query.to_bytes()).digest
    assert (len(usual), len(query.digest) > 32) == (32, True)
    assert keyless.restore_proposal(query.to_bytes(), signature=signer.sign(usual)).evaluate() == b"1"


def test_blocks_hold_the_signature_that_was_made_elsewhere(
    keyless: Any, unsigned: Any, network: Any, signer: PrivateKeySigner, key: str
) -> None:
    proposal = unsigned.new_proposal("put", key, "1")
    endorsed = keyless.restore_proposal(proposal.to_bytes(), signature=signer.sign(proposal.digest)).endorse()
    signed = keyless.restore_transaction(endorsed.to_bytes(), signature=signer.sign(endorsed.digest))
    commit = signed.submit()
    number = network.new_commit(commit.transaction_id).status().block_number
    with network.get_block_events(start_block=number) as stream:
        envelopes = [common.Envelope.FromString(data) for data in next(stream).data.data]
    assert signed.signature in [envelope.signature for envelope in envelopes]
