"""Messages that leave as bytes, are signed by somebody else, and come back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genpon.gateway import Gateway, MessageError, Network, SigningError, connect
from genpon_core.fabric.protos import common
from genpon_core.fabric.signatures import verify_message
from tests.support.gateway_peer import Client, ScriptedPeer


@pytest.fixture
def keyless(peer: ScriptedPeer, client: Client) -> Iterator[Gateway]:
    """A gateway without a signer."""
    with connect(peer.target, identity=client.identity, tls=None) as connected:
        yield connected


def test_a_transaction_whose_three_signatures_are_all_made_elsewhere(peer: ScriptedPeer, keyless: Gateway, client: Client) -> None:
    def signed(message: Any) -> dict[str, Any]:
        assert message.signature == b""
        return {"data": message.to_bytes(), "signature": client.signer.sign(message.digest)}

    proposed = keyless.get_network("contracts").get_contract("genpon").new_proposal("put", "a", endorsing_organizations=["Org1MSP"])
    transaction = keyless.restore_proposal(**signed(proposed)).endorse()
    assert transaction.transaction_id == proposed.transaction_id
    commit = keyless.restore_transaction(**signed(transaction)).submit()
    status = keyless.restore_commit(**signed(commit)).status()
    assert (status.successful, status.transaction_id) == (True, proposed.transaction_id)
    [endorse], [submit], [asked] = (peer.asked(kind) for kind in ("EndorseRequest", "SubmitRequest", "SignedCommitStatusRequest"))
    assert list(endorse.endorsing_organizations) == ["Org1MSP"]
    key = client.key.public_key()
    assert verify_message(key, endorse.proposed_transaction.signature, endorse.proposed_transaction.proposal_bytes)
    assert verify_message(key, submit.prepared_transaction.signature, submit.prepared_transaction.payload)
    assert verify_message(key, asked.signature, asked.request)


def test_a_message_restored_with_its_signature_needs_no_signer(peer: ScriptedPeer, gateway: Gateway, keyless: Gateway) -> None:
    proposed = gateway.get_network("contracts").get_contract("genpon").new_proposal("show")
    proposed.evaluate()
    assert keyless.restore_proposal(proposed.to_bytes()).evaluate() == b"result"
    first, second = peer.asked("EvaluateRequest")
    assert first == second


REQUESTS: dict[str, Callable[[Network], Any]] = {
    "chaincode_events": lambda network: network.new_chaincode_events_request("genpon", start_block=3),
    "block_events": lambda network: network.new_block_events_request(start_block=3),
    "filtered_block_events": lambda network: network.new_filtered_block_events_request(),
    "block_and_private_data_events": lambda network: network.new_block_and_private_data_events_request(),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_requests_for_events_signed_elsewhere(peer: ScriptedPeer, keyless: Gateway, client: Client, name: str) -> None:
    message, payload = ("SignedChaincodeEventsRequest", "request") if name == "chaincode_events" else ("Envelope", "payload")
    request = REQUESTS[name](keyless.get_network("contracts"))
    restored = getattr(keyless, f"restore_{name}_request")(request.to_bytes(), signature=client.signer.sign(request.digest))
    with restored.get_events():
        peer.wait_for(message)
    [asked] = peer.asked(message)
    assert verify_message(client.key.public_key(), asked.signature, getattr(asked, payload))


def test_without_a_signer_or_signature_nothing_is_sent(peer: ScriptedPeer, keyless: Gateway) -> None:
    network = keyless.get_network("contracts")
    proposed = network.get_contract("genpon").new_proposal("show")
    for call in (proposed.evaluate, proposed.endorse, network.new_commit(proposed.transaction_id).status, network.get_block_events):
        with pytest.raises(SigningError, match="no signer"):
            call()
    assert peer.requests == []


def test_bytes_of_another_kind_are_refused(gateway: Gateway) -> None:
    network = gateway.get_network("contracts")
    proposed = network.get_contract("genpon").new_proposal("put")
    transaction = proposed.endorse()
    kinds: dict[str, bytes] = {
        "proposal": proposed.to_bytes(),
        "transaction": transaction.to_bytes(),
        "commit": transaction.commit.to_bytes(),
        "chaincode_events_request": network.new_chaincode_events_request("genpon").to_bytes(),
        "block_events_request": network.new_block_events_request().to_bytes(),
    }
    nonsense = (b"", b"\xff", common.Envelope(payload=b"\xff").SerializeToString())
    for name, data in kinds.items():
        restore = getattr(gateway, f"restore_{name}")
        assert restore(data).to_bytes() == data
        for other in {*kinds.values(), *nonsense} - {data}:
            with pytest.raises(MessageError, match="the bytes are no"):
                restore(other)
