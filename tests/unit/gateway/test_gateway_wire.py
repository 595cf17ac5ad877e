"""What a gateway receives, message by message."""

import hashlib
import math
import time
from typing import Any

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

from genpon.gateway import (
    CallOptions,
    CommitError,
    DefaultOptions,
    EvaluateError,
    FunctionSigner,
    Gateway,
    GatewayError,
    Hash,
    Identity,
    PrivateKeySigner,
    Tls,
    connect,
)
from genpon_core.fabric.protos import chaincode, common, proposal
from genpon_core.fabric.protos import gateway as gateway_protos
from genpon_core.fabric.signatures import curve_order, is_low_s, verify_message
from tests.support.gateway_peer import Client, ScriptedPeer, committed, make_client, pem_of

HASHES = {
    Hash.SHA256: hashes.SHA256(),
    Hash.SHA384: hashes.SHA384(),
    Hash.SHA3_256: hashes.SHA3_256(),
    Hash.SHA3_384: hashes.SHA3_384(),
}


def unpack(signed: Any) -> tuple[Any, Any, Any, Any]:
    """A signed proposal's channel header, signature header, payload and invocation."""
    proposed = proposal.Proposal.FromString(signed.proposal_bytes)
    header = common.Header.FromString(proposed.header)
    payload = proposal.ChaincodeProposalPayload.FromString(proposed.payload)
    return (
        common.ChannelHeader.FromString(header.channel_header),
        common.SignatureHeader.FromString(header.signature_header),
        payload,
        chaincode.ChaincodeInvocationSpec.FromString(payload.input).chaincode_spec,
    )


def test_an_evaluate_request_is_a_complete_signed_proposal(peer: ScriptedPeer, gateway: Gateway, client: Client) -> None:
    contract = gateway.get_network("contracts").get_contract("genpon", "registry")
    result = contract.evaluate_transaction("show", "契約", b"\x00\xff", transient={"salt": "塩"}, endorsing_organizations=["Org2MSP"])
    assert result == b"result"
    [request] = peer.asked("EvaluateRequest")
    channel_header, signature_header, payload, spec = unpack(request.proposed_transaction)
    assert (request.channel_id, channel_header.channel_id, channel_header.type) == ("contracts", "contracts", common.ENDORSER_TRANSACTION)
    assert list(request.target_organizations) == ["Org2MSP"]
    assert signature_header.creator == client.identity.to_bytes()
    assert len(signature_header.nonce) == 24
    assert request.transaction_id == channel_header.tx_id == hashlib.sha256(signature_header.nonce + signature_header.creator).hexdigest()
    assert abs(channel_header.timestamp.seconds - time.time()) < 60
    extension = proposal.ChaincodeHeaderExtension.FromString(channel_header.extension)
    assert extension.chaincode_id.name == spec.chaincode_id.name == "genpon"
    assert list(spec.input.args) == [b"registry:show", "契約".encode(), b"\x00\xff"]
    assert dict(payload.TransientMap) == {"salt": "塩".encode()}


def test_all_three_signatures_of_a_submit_verify_and_are_low_s(peer: ScriptedPeer, gateway: Gateway, client: Client) -> None:
    contract = gateway.get_network("contracts").get_contract("genpon")
    for _ in range(8):
        assert contract.submit_transaction("put") == b"result"
    signed = [
        *((asked.proposed_transaction.signature, asked.proposed_transaction.proposal_bytes) for asked in peer.asked("EndorseRequest")),
        *((asked.prepared_transaction.signature, asked.prepared_transaction.payload) for asked in peer.asked("SubmitRequest")),
        *((asked.signature, asked.request) for asked in peer.asked("SignedCommitStatusRequest")),
    ]
    assert len(signed) == 24
    assert all(verify_message(client.key.public_key(), signature, message) for signature, message in signed)


def test_the_three_calls_of_a_submit_name_the_same_transaction(peer: ScriptedPeer, gateway: Gateway, client: Client) -> None:
    proposed = gateway.get_network("contracts").get_contract("genpon").new_proposal("put", endorsing_organizations=["Org1MSP", "Org2MSP"])
    transaction = proposed.endorse()
    commit = transaction.submit()
    status = commit.status()
    [endorse], [submit], [asked] = (peer.asked(kind) for kind in ("EndorseRequest", "SubmitRequest", "SignedCommitStatusRequest"))
    status_request = gateway_protos.CommitStatusRequest.FromString(asked.request)
    ids = {endorse.transaction_id, submit.transaction_id, status_request.transaction_id, transaction.transaction_id, commit.transaction_id}
    assert ids == {proposed.transaction_id}
    assert {endorse.channel_id, submit.channel_id, status_request.channel_id} == {"contracts"}
    assert list(endorse.endorsing_organizations) == ["Org1MSP", "Org2MSP"]
    assert status_request.identity == client.identity.to_bytes()
    assert (status.code, status.successful, status.block_number) == ("VALID", True, 7)
    assert transaction.result == commit.result == b"result"
    assert common.Envelope.FromString(transaction.envelope).payload == submit.prepared_transaction.payload


def test_a_signature_is_made_once_and_kept(peer: ScriptedPeer, gateway: Gateway) -> None:
    proposed = gateway.get_network("contracts").get_contract("genpon").new_proposal("show")
    proposed.evaluate()
    proposed.evaluate()
    first, second = peer.asked("EvaluateRequest")
    assert first == second
    assert first.proposed_transaction.signature == proposed.signature


@pytest.mark.parametrize("kind", HASHES)
@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_each_hash_and_curve(peer: ScriptedPeer, curve: str, kind: Hash) -> None:
    client = make_client(curve)
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None, hash=kind) as gateway:
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")
    [request] = peer.asked("EvaluateRequest")
    signed = request.proposed_transaction
    client.key.public_key().verify(signed.signature, signed.proposal_bytes, ec.ECDSA(HASHES[kind]))
    assert is_low_s(signed.signature, client.key.curve)


@pytest.mark.parametrize("kind", [None, Hash.NONE])
def test_an_ed25519_identity_signs_the_message_itself(
    peer: ScriptedPeer, ed25519_client: tuple[Identity, ed25519.Ed25519PrivateKey], kind: Hash | None
) -> None:
    identity, key = ed25519_client
    signer = PrivateKeySigner.from_pem(pem_of(key))
    with connect(peer.target, identity=identity, signer=signer, tls=None, hash=kind) as gateway:
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")
    [request] = peer.asked("EvaluateRequest")
    key.public_key().verify(request.proposed_transaction.signature, request.proposed_transaction.proposal_bytes)


def test_a_signer_that_makes_high_s_signatures_is_corrected(peer: ScriptedPeer, client: Client) -> None:
    def high_s(digest: bytes) -> bytes:
        r, s = utils.decode_dss_signature(client.key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256()))))
        return utils.encode_dss_signature(r, max(s, curve_order(client.key.curve) - s))

    with connect(peer.target, identity=client.identity, signer=FunctionSigner(high_s), tls=None) as gateway:
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")
    [request] = peer.asked("EvaluateRequest")
    signed = request.proposed_transaction
    assert verify_message(client.key.public_key(), signed.signature, signed.proposal_bytes)


def test_options_per_kind_of_call_and_changes_per_call(peer: ScriptedPeer, client: Client) -> None:
    pairs: list[tuple[str, str | bytes]] = [("x-trace", "abc"), ("x-trace-bin", b"\xff")]
    options = DefaultOptions(evaluate=CallOptions(timeout=5, metadata=pairs), endorse=CallOptions(timeout=30))
    pairs.clear()
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None, options=options) as gateway:
        contract = gateway.get_network("contracts").get_contract("genpon")
        contract.evaluate_transaction("show", timeout=60)
        contract.new_proposal("put").endorse(metadata=[("x-once", "1")])
        contract.new_proposal("show").evaluate(metadata=[("x-once", "2")], timeout=math.inf)
        contract.evaluate_transaction("show")
    keys = ("x-trace", "x-trace-bin", "x-once")
    assert [[sent.get(key) for key in keys] for sent in peer.metadata] == [
        ["abc", b"\xff", None],
        [None, None, "1"],
        ["abc", b"\xff", "2"],
        ["abc", b"\xff", None],
    ]
    # gRPC tells a call without a time-out as one that ends in the year 9999 or never.
    assert [None if seconds is None or seconds > 10**6 else 5 * round(seconds / 5) for seconds in peer.remaining] == [60, 30, None, 5]


def test_an_invalid_transaction_is_an_error_with_its_code(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("commit_status", committed("MVCC_READ_CONFLICT"), committed("BAD_PAYLOAD"))
    contract = gateway.get_network("contracts").get_contract("genpon")
    with pytest.raises(CommitError) as conflict:
        contract.submit_transaction("put")
    assert (conflict.value.code, conflict.value.block_number, conflict.value.retryable) == ("MVCC_READ_CONFLICT", 7, True)
    assert contract.submit_async("put").status().code == "BAD_PAYLOAD"


def test_a_channel_of_the_callers_stays_open(peer: ScriptedPeer, client: Client) -> None:
    with grpc.insecure_channel(peer.target) as channel:
        for _ in range(2):
            with connect(channel, identity=client.identity, signer=client.signer) as gateway:
                assert gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show") == b"result"


def test_a_closed_gateway_says_so(gateway: Gateway) -> None:
    gateway.close()
    with pytest.raises(GatewayError, match="closed"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")


def test_a_proxy_in_the_environment_is_not_asked_for_this_machine(
    peer: ScriptedPeer, client: Client, unused_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "grpc_proxy"):
        monkeypatch.setenv(name, f"http://{unused_target}")
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway:
        assert gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show") == b"result"


def test_mutual_tls_is_tied_to_requests_for_blocks() -> None:
    server, member = make_client(), make_client()
    server_pem, member_pem = server.identity.certificate_pem, member.identity.certificate_pem
    credentials = grpc.ssl_server_credentials([(pem_of(server.key), server_pem)], member_pem, require_client_auth=True)
    tls = Tls(server_pem, certificate_pem=member_pem, private_key_pem=pem_of(member.key), server_name="client.example")
    with ScriptedPeer(credentials) as peer:
        with (
            connect(peer.target, identity=member.identity, signer=member.signer, tls=tls) as gateway,
            gateway.get_network("contracts").get_block_events(),
        ):
            peer.wait_for("Envelope")
        anonymous = Tls(server_pem, server_name="client.example")
        with connect(peer.target, identity=member.identity, signer=member.signer, tls=anonymous) as gateway, pytest.raises(EvaluateError):
            gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")
    [envelope] = peer.requests
    header = common.ChannelHeader.FromString(common.Payload.FromString(envelope.payload).header.channel_header)
    assert header.tls_cert_hash == x509.load_pem_x509_certificate(member_pem).fingerprint(hashes.SHA256())
