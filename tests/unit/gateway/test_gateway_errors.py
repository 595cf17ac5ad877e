"""What each failure means, and that nothing secret is in its words."""

import copy
import math
import pickle
import threading
import traceback
from collections.abc import Callable
from typing import Any

import grpc
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption

from genpon.gateway import (
    CallError,
    CallOptions,
    ChaincodeResponse,
    CommitError,
    CommitStatusError,
    DefaultOptions,
    EndorseError,
    ErrorDetail,
    EvaluateError,
    FunctionSigner,
    Gateway,
    GatewayError,
    MessageError,
    PrivateKeySigner,
    SigningError,
    SubmitError,
    Tls,
    connect,
)
from genpon.gateway._internal.commits import build_commit
from genpon.gateway._internal.effects import Sign
from genpon.gateway._internal.flows import commit_status
from tests.support.gateway_peer import Client, Failure, ScriptedPeer, evaluated, pem_of

Code = grpc.StatusCode
REFUSAL = ("peer0:7051", "Org2MSP", 'chaincode response 409, {"code":"contract.wrong_state"}')
BUSY = "too many requests for /gateway.Gateway, exceeding concurrency limit (500)"
BFT = "insufficient number of orderers could successfully process transaction to satisfy quorum requirement"
DENIED = "error validating proposal: access denied: channel [contracts] creator org [Org1MSP]"
NO_CLIENT = "Failed evaluating policy on signed data during check policy on channel [contracts] with policy [/Channel/Application/Writers]"
UNRESOLVED = "errors resolving peer.example:7051: [field:hostname lookup error:address lookup failed: Domain name not found]"
UNTRUSTED = "failed to connect to all addresses; last error: UNKNOWN: Tls handshake failed: CERTIFICATE_VERIFY_FAILED"

# call, code, reason, details → the error, retryable, outcome unknown, a word of the next step
FAILURES: list[tuple[str, Code, str, tuple[tuple[str, str, str], ...], type[CallError], bool, bool, str]] = [
    ("evaluate", Code.UNAVAILABLE, "away", (), EvaluateError, True, False, "Try again"),
    (
        "evaluate",
        Code.UNKNOWN,
        "evaluate call to endorser returned error: chaincode response 404, none",
        (),
        EvaluateError,
        False,
        False,
        "refused",
    ),
    ("evaluate", Code.UNAUTHENTICATED, "no", (), EvaluateError, False, False, "certificate"),
    ("endorse", Code.ABORTED, "failed to endorse transaction", (REFUSAL,), EndorseError, False, False, "refused"),
    (
        "endorse",
        Code.ABORTED,
        "failed to collect enough",
        (("p:1", "Org3MSP", "connection error: refused"),),
        EndorseError,
        True,
        False,
        "other org",
    ),
    (
        "endorse",
        Code.ABORTED,
        "failed to assemble transaction: ProposalResponsePayloads do not match",
        (),
        EndorseError,
        True,
        False,
        "Try again",
    ),
    ("endorse", Code.ABORTED, "request unauthorized due to incorrect timestamp", (), EndorseError, False, False, "Correct"),
    ("endorse", Code.DEADLINE_EXCEEDED, "endorsement timeout expired", (), EndorseError, True, False, "Try again"),
    ("endorse", Code.FAILED_PRECONDITION, "no combination of peers", (), EndorseError, False, False, "Correct"),
    ("submit", Code.UNAVAILABLE, BFT, (("o:1", "Org1MSP", "request already processed"),), SubmitError, False, True, "commit status"),
    ("submit", Code.ABORTED, "request already processed", (), SubmitError, False, True, "commit status"),
    ("submit", Code.UNAVAILABLE, UNRESOLVED, (), SubmitError, True, False, "Try again"),
    ("submit", Code.UNAVAILABLE, "Socket closed", (), SubmitError, False, True, "commit status"),
    ("submit", Code.DEADLINE_EXCEEDED, "submit timeout expired", (), SubmitError, False, True, "commit status"),
    ("submit", Code.UNKNOWN, "stream removed", (), SubmitError, False, True, "commit status"),
    ("submit", Code.UNAVAILABLE, "no orderer nodes available", (), SubmitError, True, False, "Try again"),
    ("submit", Code.RESOURCE_EXHAUSTED, BUSY, (), SubmitError, True, False, "Try again"),
    (
        "submit",
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (200 vs. 100)",
        (),
        SubmitError,
        False,
        False,
        "Send less",
    ),
    ("submit", Code.ABORTED, "received unsuccessful response from orderer: status=FORBIDDEN", (), SubmitError, False, False, "Correct"),
    ("submit", Code.INVALID_ARGUMENT, "prepared transaction must be signed", (), SubmitError, False, False, "Correct"),
    ("commit_status", Code.PERMISSION_DENIED, "no", (), CommitStatusError, False, True, "commit status"),
    ("commit_status", Code.PERMISSION_DENIED, "no", (), CommitStatusError, False, True, "Check the identity"),
    ("evaluate", Code.FAILED_PRECONDITION, DENIED, (), EvaluateError, False, False, "Check the identity"),
    ("endorse", Code.ABORTED, "failed to endorse", (("p:1", "Org1MSP", DENIED),), EndorseError, False, False, "Check the identity"),
    ("endorse", Code.ABORTED, "failed to endorse", (("p:1", "Org1MSP", NO_CLIENT),), EndorseError, False, False, "Check the identity"),
    ("endorse", Code.UNAVAILABLE, UNTRUSTED, (), EndorseError, True, False, "Check the gateway's TLS"),
]


def run(gateway: Gateway, call: str) -> Any:
    contract = gateway.get_network("contracts").get_contract("genpon")
    if call == "evaluate":
        return contract.evaluate_transaction("show")
    transaction = contract.new_proposal("put").endorse()
    return transaction.submit().status()


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: f"{failure[0]}-{failure[1].name}")
def test_each_failure(peer: ScriptedPeer, gateway: Gateway, failure: Any) -> None:
    call, code, reason, details, kind, retryable, unknown, step = failure
    peer.then(call, Failure(code, reason, details))
    with pytest.raises(kind) as caught:
        run(gateway, call)
    error = caught.value
    assert (error.code, error.reason, error.retryable, error.outcome_unknown) == (code, reason, retryable, unknown)
    assert error.details == tuple(ErrorDetail(*detail) for detail in details)
    assert step in error.next_step
    assert len(error.transaction_id) == 64
    for word in (code.name, reason, error.transaction_id, error.next_step, *(text for detail in details for text in detail)):
        assert word in str(error)


def test_the_chaincodes_refusal_is_parsed(peer: ScriptedPeer, gateway: Gateway) -> None:
    lost = ("peer1:7051", "Org3MSP", "connection error")
    peer.then("endorse", Failure(Code.ABORTED, "failed", (lost, REFUSAL)))
    with pytest.raises(EndorseError) as caught:
        gateway.get_network("contracts").get_contract("genpon").submit_transaction("put")
    refusal = ChaincodeResponse(409, '{"code":"contract.wrong_state"}')
    assert caught.value.chaincode_response == refusal
    assert [detail.chaincode_response for detail in caught.value.details] == [None, refusal]


def test_a_refusal_in_an_evaluate_response_is_an_error(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("evaluate", evaluated(b"", 404, "no such\ncontract"), evaluated(b"fine", 399))
    contract = gateway.get_network("contracts").get_contract("genpon")
    with pytest.raises(EvaluateError) as caught:
        contract.evaluate_transaction("show")
    assert caught.value.chaincode_response == ChaincodeResponse(404, "no such\ncontract")
    assert contract.evaluate_transaction("show") == b"fine"


def test_an_unknown_outcome_is_resolved_by_the_status_of_the_same_transaction(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("submit", Failure(Code.UNAVAILABLE, BFT))
    peer.then("commit_status", Failure(Code.UNAVAILABLE, "away"), Failure(Code.RESOURCE_EXHAUSTED, BUSY))
    assert gateway.get_network("contracts").get_contract("genpon").submit_transaction("put") == b"result"
    [submitted] = peer.asked("SubmitRequest")
    asked = peer.asked("SignedCommitStatusRequest")
    assert len(asked) == 3
    assert {request.request for request in asked} == {asked[0].request}
    assert submitted.transaction_id.encode() in asked[0].request


def test_an_outcome_that_stays_unknown_is_told_and_can_be_asked_for_again(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("submit", Failure(Code.DEADLINE_EXCEEDED, "late"))
    peer.then("commit_status", Failure(Code.DEADLINE_EXCEEDED, "late"), Failure(Code.UNAVAILABLE, "away"))
    network = gateway.get_network("contracts")
    transaction = network.get_contract("genpon").new_proposal("put").endorse()
    with pytest.raises(SubmitError) as caught:
        transaction.submit_and_wait()
    assert (caught.value.outcome_unknown, caught.value.retryable) == (True, False)
    assert transaction.commit.resolve().successful
    assert network.new_commit(caught.value.transaction_id).resolve().successful
    assert len(peer.asked("SubmitRequest")) == 1


def test_a_signer_that_fails_after_the_submission_leaves_an_unknown_outcome(peer: ScriptedPeer, client: Client) -> None:
    steps = iter(range(9))

    def sign(digest: bytes) -> bytes:
        if next(steps) == 2:
            raise ConnectionError("the module is away")
        return client.signer.sign(digest)

    with connect(peer.target, identity=client.identity, signer=FunctionSigner(sign), tls=None) as gateway:
        network = gateway.get_network("contracts")
        with pytest.raises(SigningError, match="ConnectionError") as caught:
            network.get_contract("genpon").retrying().submit_transaction("put")
        [submitted] = peer.asked("SubmitRequest")
        assert (caught.value.transaction_id, caught.value.outcome_unknown) == (submitted.transaction_id, True)
        assert network.new_commit(caught.value.transaction_id).status().successful


def test_resolving_ends_within_its_time(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("commit_status", *[Failure(Code.UNAVAILABLE, "away")] * 9)
    with pytest.raises(CommitStatusError) as caught:
        gateway.get_network("contracts").new_commit("ab" * 32).resolve(timeout=0.15)
    assert caught.value.outcome_unknown


def test_an_unreachable_gateway_received_nothing(unused_target: str, peer: ScriptedPeer, client: Client) -> None:
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as there:
        prepared = there.get_network("contracts").get_contract("genpon").new_proposal("put").endorse().to_bytes()
    with connect(unused_target, identity=client.identity, signer=client.signer, tls=None) as away:
        with pytest.raises(SubmitError) as caught:
            away.restore_transaction(prepared).submit()
        assert (caught.value.code, caught.value.outcome_unknown, caught.value.retryable) == (Code.UNAVAILABLE, False, True)
        with pytest.raises(EvaluateError, match="UNAVAILABLE"):
            away.get_network("contracts").get_contract("genpon").evaluate_transaction("show")


def test_a_deadline_of_the_clients_own(peer: ScriptedPeer, client: Client) -> None:
    released = threading.Event()
    peer.then("submit", lambda _: released.wait() and Failure(Code.CANCELLED, "released"))
    options = DefaultOptions(submit=CallOptions(timeout=0.05))
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None, options=options) as gateway:
        transaction = gateway.get_network("contracts").get_contract("genpon").new_proposal("put").endorse()
        with pytest.raises(SubmitError) as caught:
            transaction.submit()
        released.set()
    assert (caught.value.code, caught.value.outcome_unknown) == (Code.DEADLINE_EXCEEDED, True)


@pytest.mark.parametrize(("timeout", "code"), [(1e-6, Code.DEADLINE_EXCEEDED), (60.0, Code.CANCELLED), (math.inf, Code.CANCELLED)])
def test_a_peer_may_tell_the_end_of_the_time_as_cancelled(gateway: Gateway, timeout: float, code: grpc.StatusCode) -> None:
    core = gateway._connection.core
    flow = commit_status(core, build_commit("contracts", "ab" * 32, core.creator), timeout=timeout)
    assert isinstance(next(flow), Sign)
    flow.send(PrivateKeySigner.generate().sign(bytes(32)))
    told = CommitStatusError("context canceled", code=Code.CANCELLED, next_step="Ask again.", outcome_unknown=True)
    with pytest.raises(CommitStatusError) as caught:
        flow.throw(told)
    assert (caught.value.code, caught.value.outcome_unknown) == (code, True)


@pytest.mark.parametrize("details", [b"\xff\xff", b""])
def test_details_that_are_no_details_are_left_out(peer: ScriptedPeer, gateway: Gateway, details: bytes) -> None:
    peer.then("evaluate", Failure(Code.UNKNOWN, "broken", raw_details=details))
    with pytest.raises(EvaluateError) as caught:
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")
    assert caught.value.details == ()


@pytest.mark.parametrize("copied", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy])  # noqa: S301 - our own bytes
def test_an_error_reaches_another_process_whole(copied: Callable[[GatewayError], GatewayError]) -> None:
    details = [ErrorDetail(*REFUSAL)]
    errors = [
        EndorseError("failed", code=Code.ABORTED, details=details, next_step="Wait.", transaction_id="ab", retryable=True),
        CommitError(code="MVCC_READ_CONFLICT", block_number=7, transaction_id="ab"),
        SigningError("no", next_step="Sign."),
    ]
    for error in errors:
        other = copied(error)
        assert (type(other), str(other), vars(other)) == (type(error), str(error), vars(error))
        assert other.details == error.details


SECRET = "十八番の秘密"


def test_no_secret_is_in_any_words(peer: ScriptedPeer, client: Client) -> None:
    class Leaky:
        def sign(self, digest: bytes, /) -> bytes:
            raise RuntimeError(f"pin {SECRET} for {len(digest)}")

    def report(error: GatewayError) -> str:
        return "".join(traceback.format_exception(error, limit=0)) + repr(error) + repr(vars(error))

    peer.then("evaluate", Failure(Code.INTERNAL, "broken"))
    peer.then("endorse", Failure(Code.ABORTED, "broken"))
    reports = []
    with connect(peer.target, identity=client.identity, signer=client.signer, tls=None) as gateway:
        contract = gateway.get_network("contracts").get_contract("genpon")
        for call in (contract.evaluate_transaction, contract.submit_transaction):
            with pytest.raises(CallError) as caught:
                call("put", SECRET, transient={SECRET: SECRET})
            reports.append(report(caught.value))
    with connect(peer.target, identity=client.identity, signer=Leaky(), tls=None) as gateway, pytest.raises(SigningError) as refused:
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("put", SECRET)
    reports.append(report(refused.value))
    assert not [text for text in reports if SECRET in text]
    assert SECRET not in repr(Tls(private_key_pem=SECRET.encode()))
    assert SECRET.encode().hex() not in repr(Tls(private_key_pem=SECRET.encode()))


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_keys_that_cannot_be_read(pem: bytes) -> None:
    with pytest.raises(SigningError, match="cannot be read"):
        PrivateKeySigner.from_pem(pem)


def test_an_encrypted_key_needs_its_password(client: Client) -> None:
    encrypted = pem_of(client.key, BestAvailableEncryption(b"right"))
    assert PrivateKeySigner.from_pem(encrypted, password=b"right").public_key == client.key.public_key()
    for wrong in (None, b"wrong"):
        with pytest.raises(SigningError, match="cannot be read"):
            PrivateKeySigner.from_pem(encrypted, password=wrong)


def test_other_kinds_of_key_and_digest_are_refused() -> None:
    with pytest.raises(SigningError, match="of a kind that Fabric does not take"):
        PrivateKeySigner.from_pem(pem_of(rsa.generate_private_key(65537, 2048)))
    with pytest.raises(SigningError, match="cannot be read"):
        PrivateKeySigner.from_pem(pem_of(ec.generate_private_key(ec.SECP256K1())))
    with pytest.raises(SigningError, match="32 or 48 bytes, not 5"):
        PrivateKeySigner.generate().sign(b"12345")


@pytest.mark.parametrize("pair", [("Upper", "x"), ("x", SECRET), ("x", "a\nb"), ("x-bin", "text"), ("x", b"bytes"), ("", "x")])
def test_metadata_that_cannot_be_sent(pair: tuple[str, str | bytes]) -> None:
    with pytest.raises(ValueError, match="cannot be sent") as caught:
        CallOptions(timeout=5, metadata=(pair,))
    assert SECRET not in str(caught.value)


def test_a_closed_channel_of_the_callers(peer: ScriptedPeer, client: Client) -> None:
    channel = grpc.insecure_channel(peer.target)
    gateway = connect(channel, identity=client.identity, signer=client.signer)
    channel.close()
    with pytest.raises(GatewayError, match="gateway is closed"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show")


@pytest.mark.parametrize("call", [{"function": "f\udc80"}, {"function": "f", "transient": {"k": "\udc80"}}])
def test_text_that_is_no_text(gateway: Gateway, call: dict[str, Any]) -> None:
    with pytest.raises(MessageError, match="lone surrogates"):
        gateway.get_network("contracts").get_contract("genpon").new_proposal(**call)
