"""What a transaction knows of itself: arguments, ids, time, creator, transient values, proposal; its event; other chaincodes."""

import base64
import hashlib
from datetime import datetime

import pytest

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import common, proposal
from tests.support.stub_ledger import CHANNEL, ORGANISATIONS, OTHER, OTHER_CHANNEL, SCRIPT, Caller
from tests.support.stub_script import decode, encode


def test_arguments_as_bytes_and_as_text(caller: Caller) -> None:
    script = (["args"], ["args_slice"], ["function"], ["parameters"], ["catch", "string_args"])
    args, whole, function, parameters, text = caller.evaluate(*script, more=(b"\xff\x00", "長崎".encode()))
    assert args == [b"run", encode(script), b"\xff\x00", "長崎".encode()]
    assert whole == b"".join(args)
    assert (function, parameters) == ("run", args[1:])
    assert text.startswith("UnicodeDecodeError")
    (name, arguments), strings = caller.evaluate(["function_and_parameters"], ["string_args"], more=("長崎".encode(),))
    assert (name, arguments[1:], strings[2:]) == ("run", ["長崎"], ["長崎"])


def test_ids_and_time(caller: Caller) -> None:
    steps = (["transaction_id"], ["channel_id"], ["transaction_time"], ["transaction_nanos"], ["transaction_timestamp"], ["is_init"])
    asked = caller.proposal(*steps, endorsing_organizations=[caller.msp_id])
    transaction_id, channel, seconds, nanos, timestamp, is_init = decode(asked.evaluate())
    assert (transaction_id, channel, is_init) == (asked.transaction_id, CHANNEL, False)
    header = common.ChannelHeader.FromString(_header(asked.to_bytes()).channel_header)
    assert (seconds, nanos) == (header.timestamp.seconds, header.timestamp.nanos)
    assert datetime.fromisoformat(timestamp).timestamp() == seconds + nanos // 1000 / 1e6


def test_creator_binding_and_signed_proposal(caller: Caller) -> None:
    asked = caller.proposal(["creator"], ["binding"], ["signed_proposal"], endorsing_organizations=[caller.msp_id])
    creator, binding, signed = decode(asked.evaluate())
    signature_header = common.SignatureHeader.FromString(_header(asked.to_bytes()).signature_header)
    assert SerializedIdentity.from_bytes(creator).msp_id == caller.msp_id
    assert creator == signature_header.creator
    assert binding == hashlib.sha256(signature_header.nonce + creator + bytes(8)).digest()
    assert proposal.SignedProposal.FromString(signed).proposal_bytes == _proposal_bytes(asked.to_bytes())


def test_the_clients_identity(caller: Caller) -> None:
    ((msp_id, identity, pem, is_client, attributes), creator) = caller.evaluate(["client_identity"], ["creator"])
    assert (msp_id, SerializedIdentity(msp_id, pem).to_bytes()) == (caller.msp_id, creator)
    assert base64.b64decode(identity).decode().startswith("x509::CN=client")
    assert is_client
    # Fabric CA writes them, and so do our own keys for real networks.
    assert attributes in ({}, {"hf.Affiliation": "", "hf.EnrollmentID": "client", "hf.Type": "client"})


def test_transient_values_and_decorations(caller: Caller) -> None:
    transient = {"secret": b"\xff", "other": b"2"}
    assert caller.evaluate(["transient"], ["decorations"], transient=transient) == [transient, {}]
    assert caller.evaluate(["transient"]) == [{}]


def test_the_organisation_of_the_peer(caller: Caller) -> None:
    others = [Caller(caller.ledger, msp_id) for msp_id in ORGANISATIONS]
    assert [other.evaluate(["peer_msp_id"]) for other in others] == [[msp_id] for msp_id in ORGANISATIONS]


def test_one_event_reaches_those_who_listen(caller: Caller) -> None:
    transaction = caller.proposal(["set_event", "first", b"1"], ["set_event", "last", b"\xff"], ["event"]).endorse()
    commit = transaction.submit()
    network = caller.ledger.gateway(caller.msp_id).get_network(CHANNEL)
    with network.get_chaincode_events(SCRIPT, start_block=commit.status().block_number) as events:
        event = next(iter(events))
    assert (event.event_name, event.payload, event.transaction_id) == ("last", b"\xff", commit.transaction_id)
    assert decode(transaction.result)[-1] == ["last", b"\xff"]


def test_another_chaincode_in_the_same_channel_writes_with_the_transaction(caller: Caller) -> None:
    inner = [b"run", encode([["put_state", "called", b"by the other"], ["creator"], ["transaction_id"]])]
    steps = (["put_state", "called", b"mine"], ["invoke_chaincode", OTHER, inner], ["creator"], ["transaction_id"])
    _, (status, payload, _message), creator, transaction_id = caller.submit(*steps)
    assert (status, decode(payload)[1:]) == (200, [creator, transaction_id])
    read = ["invoke_chaincode", OTHER, [b"run", encode([["get_state", "called"]])]]
    own, (_, others, _) = caller.evaluate(["get_state", "called"], read)
    assert (own, decode(others)) == (b"mine", [b"by the other"])


@pytest.mark.real("a second channel")
def test_another_chaincode_in_another_channel_is_only_asked(caller: Caller) -> None:
    there = Caller(caller.ledger, caller.msp_id, OTHER_CHANNEL)
    there.submit(["invoke_chaincode", OTHER, [b"run", encode([["put_state", "far", b"there"]])]])
    inner = [b"run", encode([["get_state", "far"], ["channel_id"], ["put_state", "far", b"overwritten"]])]
    ((status, payload, _),) = caller.submit(["invoke_chaincode", OTHER, inner, OTHER_CHANNEL])
    assert (status, decode(payload)) == (200, [b"there", OTHER_CHANNEL, None])
    ((_, payload, _),) = there.evaluate(["invoke_chaincode", OTHER, [b"run", encode([["get_state", "far"]])]])
    assert decode(payload) == [b"there"]


def test_another_chaincodes_refusal_and_one_that_is_not_there(caller: Caller) -> None:
    refusal = [b"run", encode([["respond", 409, "no"]])]
    refused, missing = caller.evaluate(["invoke_chaincode", OTHER, refusal], ["invoke_chaincode", "nothing", []])
    assert (refused[0], refused[2]) == (409, "no")
    assert missing[0] == 500
    assert "nothing" in missing[2]


def _proposal_bytes(data: bytes) -> bytes:
    from genpon_core.fabric.protos import gateway  # noqa: PLC0415

    return bytes(gateway.ProposedTransaction.FromString(data).proposal.proposal_bytes)


def _header(data: bytes) -> common.Header:
    return common.Header.FromString(proposal.Proposal.FromString(_proposal_bytes(data)).header)
