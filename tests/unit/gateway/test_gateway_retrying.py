"""Transactions that are endorsed anew: when, how often, after which pauses, and never while the outcome of one is unknown."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon.gateway import CommitError, EndorseError, Gateway, GatewayError, SubmitError, connect
from genpon.gateway import aio as gateway_aio
from genpon.gateway._internal.effects import Invoke, Pause, Sign
from genpon.gateway._internal.flows import SubmitWaits, submit_transaction
from genpon.gateway._internal.retry import Retry
from genpon.gateway.backoff import Backoff
from genpon_core.fabric.protos import gateway as gateway_protos
from tests.support.gateway_peer import Client, Failure, ScriptedPeer, committed, endorsed

Code = grpc.StatusCode
APART = Failure(Code.ABORTED, "failed to assemble transaction: ProposalResponsePayloads do not match")
REFUSED = Failure(Code.ABORTED, "failed to endorse", (("p:1", "Org1MSP", "chaincode response 409, no"),))
LOST = Failure(Code.UNAVAILABLE, "Socket closed")


@pytest.fixture(params=["sync", "asyncio"])
def submit(request: pytest.FixtureRequest, peer: ScriptedPeer, client: Client) -> Callable[..., bytes]:
    options: dict[str, Any] = {"identity": client.identity, "signer": client.signer, "tls": None}

    def blocking(**waits: Any) -> bytes:
        with connect(peer.target, **options) as gateway:
            contract = gateway.get_network("contracts").get_contract("genpon", "registry").retrying(attempts=3, first_pause=0.001)
            return contract.submit_transaction("put", "a", endorsing_organizations=["Org1MSP"], **waits)

    async def awaiting(**waits: Any) -> bytes:
        async with gateway_aio.connect(peer.target, **options) as gateway:
            contract = gateway.get_network("contracts").get_contract("genpon", "registry").retrying(attempts=3, first_pause=0.001)
            return await contract.submit_transaction("put", "a", endorsing_organizations=["Org1MSP"], **waits)

    return blocking if request.param == "sync" else lambda **waits: asyncio.run(awaiting(**waits))


def ids(peer: ScriptedPeer, kind: str) -> list[str]:
    return [request.transaction_id for request in peer.asked(kind)]


@pytest.mark.parametrize(
    ("call", "failure"),
    [
        ("commit_status", committed("MVCC_READ_CONFLICT")),
        ("commit_status", committed("PHANTOM_READ_CONFLICT")),
        ("endorse", APART),
        ("endorse", Failure(Code.UNAVAILABLE, "failed to find any endorsing peers")),
        ("submit", Failure(Code.UNAVAILABLE, "no orderer nodes available")),
    ],
)
def test_what_may_succeed_the_next_time_is_endorsed_anew(peer: ScriptedPeer, submit: Callable[..., bytes], call: str, failure: Any) -> None:
    peer.then(call, failure, failure)
    assert submit() == b"result"
    assert len(set(ids(peer, "EndorseRequest"))) == 3
    assert all(list(asked.endorsing_organizations) == ["Org1MSP"] for asked in peer.asked("EndorseRequest"))


@pytest.mark.parametrize(
    ("call", "failure", "error"),
    [
        ("commit_status", committed("ENDORSEMENT_POLICY_FAILURE"), CommitError),
        ("commit_status", committed("DUPLICATE_TXID"), CommitError),
        ("endorse", REFUSED, EndorseError),
        ("submit", Failure(Code.ABORTED, "received unsuccessful response from orderer: status=FORBIDDEN"), SubmitError),
    ],
)
def test_what_would_only_fail_again_is_not(
    peer: ScriptedPeer, submit: Callable[..., bytes], call: str, failure: Any, error: type[GatewayError]
) -> None:
    peer.then(call, failure)
    with pytest.raises(error):
        submit()
    assert len(peer.asked("EndorseRequest")) == 1


def test_the_last_attempts_error_is_raised(peer: ScriptedPeer, submit: Callable[..., bytes]) -> None:
    peer.then(
        "commit_status", committed("MVCC_READ_CONFLICT", 1), committed("MVCC_READ_CONFLICT", 2), committed("PHANTOM_READ_CONFLICT", 3)
    )
    with pytest.raises(CommitError) as caught:
        submit()
    assert (caught.value.code, caught.value.block_number) == ("PHANTOM_READ_CONFLICT", 3)
    assert caught.value.transaction_id == ids(peer, "SubmitRequest")[-1]
    assert len(peer.asked("EndorseRequest")) == 3


def test_an_unknown_outcome_is_asked_for_before_anything_is_endorsed_anew(peer: ScriptedPeer, submit: Callable[..., bytes]) -> None:
    peer.then("submit", LOST)
    peer.then("commit_status", committed("MVCC_READ_CONFLICT"))
    assert submit() == b"result"
    assert [type(request).__name__ for request in peer.requests] == [
        "EndorseRequest",
        "SubmitRequest",
        "SignedCommitStatusRequest",
    ] * 2
    asked = [gateway_protos.CommitStatusRequest.FromString(one.request).transaction_id for one in peer.asked("SignedCommitStatusRequest")]
    assert asked == ids(peer, "SubmitRequest")


def test_an_outcome_that_stays_unknown_ends_it(peer: ScriptedPeer, submit: Callable[..., bytes]) -> None:
    peer.then("submit", LOST)
    peer.then("commit_status", *[Failure(Code.UNAVAILABLE, "away")] * 99)
    with pytest.raises(SubmitError) as caught:
        submit(commit_timeout=0.05)
    assert caught.value.outcome_unknown
    assert len(peer.asked("EndorseRequest")) == len(peer.asked("SubmitRequest")) == 1


def test_it_is_opted_in_to(peer: ScriptedPeer, gateway: Gateway) -> None:
    peer.then("commit_status", committed("MVCC_READ_CONFLICT"))
    contract = gateway.get_network("contracts").get_contract("genpon")
    contract.retrying()
    with pytest.raises(CommitError):
        contract.submit_transaction("put")


@pytest.mark.parametrize("options", [{"attempts": 0}, {"first_pause": -1}, {"first_pause": 3, "longest_pause": 2}])
def test_attempts_that_make_no_sense_are_refused(gateway: Gateway, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"at least"):
        gateway.get_network("contracts").get_contract("genpon").retrying(**options)


def conflicts(client: Client, gateway: Gateway, retry: Retry) -> Iterator[float]:
    """The pauses of a submit in which every attempt meets a conflict."""
    contract = gateway.get_network("contracts").get_contract("genpon")
    flow = submit_transaction(gateway._connection.core, lambda: contract._propose("put", []), retry, SubmitWaits())
    answers = {
        "EndorseRequest": lambda request: endorsed(request, b""),
        "SubmitRequest": lambda _: gateway_protos.SubmitResponse(),
        "SignedCommitStatusRequest": lambda _: committed("MVCC_READ_CONFLICT"),
    }
    answer: Any = None
    while True:
        effect = flow.send(answer)
        answer = None
        if isinstance(effect, Sign):
            answer = client.signer.sign(effect.digest)
        elif isinstance(effect, Invoke):
            answer = answers[type(effect.request).__name__](effect.request)
        elif isinstance(effect, Pause):
            yield effect.seconds


def test_pauses_grow_are_random_and_end(client: Client, gateway: Gateway) -> None:
    pauses: list[float] = []
    with pytest.raises(CommitError):
        pauses.extend(conflicts(client, gateway, Retry(9, Backoff(0.1, 2.0))))
    limits = [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0]
    assert len(pauses) == 8
    assert all(0 <= pause <= limit for pause, limit in zip(pauses, limits, strict=True))
    assert len(set(pauses)) > 1


@given(st.floats(0, 10), st.floats(0, 10), st.integers(0, 2000))
def test_a_pause_is_within_its_limit(first: float, more: float, earlier: int) -> None:
    backoff = Backoff(first, first + more)
    assert 0 <= backoff.pause(earlier) <= backoff.limit(earlier) <= backoff.longest
    assert backoff.limit(earlier) <= backoff.limit(earlier + 1)
