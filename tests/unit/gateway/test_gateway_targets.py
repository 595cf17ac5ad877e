"""Several gateways: whose turn it is, who stands in for whom, and what happens to a gateway that is away."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator, Sequence
from typing import Any

import grpc
import pytest

from genpon.gateway import CallOptions, DefaultOptions, EndorseError, EvaluateError, EventsError, Gateway, SubmitError, Tls, connect
from genpon.gateway import aio as gateway_aio
from genpon_core.fabric.protos import gateway as gateway_protos
from tests.support.gateway_peer import Client, Failure, ScriptedPeer, make_client, pem_of

Code = grpc.StatusCode
BUSY = Failure(Code.RESOURCE_EXHAUSTED, "too many requests for /gateway.Gateway, exceeding concurrency limit (500)")
Peers = tuple[ScriptedPeer, ScriptedPeer]


@pytest.fixture
def hung() -> Iterator[str]:
    """An address that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@contextlib.contextmanager
def gateway_of(client: Client, targets: Sequence[str], **options: Any) -> Iterator[Gateway]:
    with connect(targets, identity=client.identity, signer=client.signer, tls=None, **options) as gateway:
        yield gateway


def contract_of(gateway: Gateway) -> Any:
    return gateway.get_network("contracts").get_contract("genpon")


def counts(peers: Sequence[ScriptedPeer]) -> list[int]:
    return [len(peer.requests) for peer in peers]


def transactions(peer: ScriptedPeer) -> dict[str, set[str]]:
    """The transactions of which a peer saw each kind of call."""
    statuses = (gateway_protos.CommitStatusRequest.FromString(asked.request) for asked in peer.asked("SignedCommitStatusRequest"))
    return {
        "endorse": {asked.transaction_id for asked in peer.asked("EndorseRequest")},
        "submit": {asked.transaction_id for asked in peer.asked("SubmitRequest")},
        "status": {status.transaction_id for status in statuses},
    }


def test_the_first_one_is_picked_while_it_is_there(two_peers: Peers, client: Client) -> None:
    one, two = two_peers
    with gateway_of(client, [one.target, two.target]) as gateway:
        for _ in range(3):
            contract_of(gateway).submit_transaction("put")
        assert counts(two_peers) == [9, 0]
        one.then("evaluate", Failure(Code.UNAVAILABLE, "stopping"))
        for _ in range(3):
            assert contract_of(gateway).evaluate_transaction("show") == b"result"
    assert counts(two_peers) == [10, 3]


def test_round_robin_spreads_transactions_each_of_which_stays_at_one_gateway(two_peers: Peers, client: Client, unused_target: str) -> None:
    targets = [two_peers[0].target, unused_target, two_peers[1].target]
    with gateway_of(client, targets, load_balancing="round_robin") as gateway:
        for _ in range(8):
            contract_of(gateway).submit_transaction("put")
    for peer in two_peers:
        kinds = transactions(peer)
        assert kinds["endorse"] == kinds["submit"] == kinds["status"]
        assert len(kinds["endorse"]) >= 3
    assert sum(counts(two_peers)) == 24


def test_a_transaction_restored_from_bytes_goes_where_the_turn_is(two_peers: Peers, client: Client) -> None:
    one, two = two_peers
    with gateway_of(client, [one.target, two.target], load_balancing="round_robin") as gateway:
        transaction = contract_of(gateway).new_proposal("put").endorse()
        commit = gateway.restore_transaction(transaction.to_bytes()).submit()
        assert commit.status().successful
    assert [type(request).__name__ for request in two.requests] == ["SubmitRequest", "SignedCommitStatusRequest"]
    assert len(one.requests) == 1


def test_queries_and_streams_take_turns(two_peers: Peers, client: Client) -> None:
    with gateway_of(client, [peer.target for peer in two_peers], load_balancing="round_robin") as gateway:
        for _ in range(4):
            contract_of(gateway).evaluate_transaction("show")
        assert counts(two_peers) == [2, 2]
        network = gateway.get_network("contracts")
        with network.get_block_events(), network.get_block_events():
            for peer in two_peers:
                peer.wait_for("Envelope")


@pytest.mark.parametrize(
    ("call", "failure", "elsewhere"),
    [
        ("evaluate", Failure(Code.UNAVAILABLE, "stopping"), True),
        ("evaluate", BUSY, True),
        ("evaluate", Failure(Code.DEADLINE_EXCEEDED, "late"), False),
        ("evaluate", Failure(Code.FAILED_PRECONDITION, "no peers"), False),
        ("endorse", Failure(Code.UNAVAILABLE, "failed to find any endorsing peers"), True),
        ("endorse", Failure(Code.ABORTED, "chaincode response 409, no"), False),
        ("submit", BUSY, True),
        ("submit", Failure(Code.UNAVAILABLE, "Socket closed"), False),
        ("submit", Failure(Code.UNAVAILABLE, "no orderer nodes available"), False),
        ("commit_status", Failure(Code.UNAVAILABLE, "stopping"), True),
        ("commit_status", BUSY, True),
    ],
    ids=lambda value: value.code.name if isinstance(value, Failure) else None,
)
def test_what_another_gateway_is_asked_for(two_peers: Peers, client: Client, call: str, failure: Failure, *, elsewhere: bool) -> None:
    one, two = two_peers
    one.then(call, failure)
    steps = {"evaluate": contract_evaluates, "endorse": contract_endorses, "submit": contract_submits, "commit_status": contract_submits}
    with gateway_of(client, [one.target, two.target]) as gateway, contextlib.suppress(Exception):
        steps[call](gateway)
    asked = {"evaluate": "EvaluateRequest", "endorse": "EndorseRequest", "submit": "SubmitRequest"}.get(call, "SignedCommitStatusRequest")
    assert [len(peer.asked(asked)) for peer in two_peers] == [1, int(elsewhere)]


def contract_evaluates(gateway: Gateway) -> None:
    contract_of(gateway).evaluate_transaction("show")


def contract_endorses(gateway: Gateway) -> None:
    contract_of(gateway).submit_async("put")


def test_a_proposal_itself_goes_elsewhere_only_where_it_was_not_taken(two_peers: Peers, client: Client, unused_target: str) -> None:
    one, two = two_peers
    one.then("endorse", Failure(Code.UNAVAILABLE, "Socket closed"))
    with gateway_of(client, [unused_target, one.target, two.target]) as gateway:
        proposal = contract_of(gateway).new_proposal("put")
        with pytest.raises(EndorseError) as caught:
            proposal.endorse()
    assert caught.value.retryable
    assert [asked.transaction_id for asked in one.requests] == [proposal.transaction_id]
    assert two.requests == []


def test_another_gateway_is_given_a_proposal_of_its_own(two_peers: Peers, client: Client) -> None:
    one, two = two_peers
    for call in ("evaluate", "endorse"):
        one.then(call, Failure(Code.UNAVAILABLE, "Socket closed"))
    with gateway_of(client, [one.target, two.target]) as gateway:
        contract_of(gateway).submit_transaction("put")
    with gateway_of(client, [one.target, two.target]) as gateway:
        contract_of(gateway).evaluate_transaction("show")
    for kind in ("EndorseRequest", "EvaluateRequest"):
        [first], [second] = one.asked(kind), two.asked(kind)
        assert first.transaction_id != second.transaction_id


def contract_submits(gateway: Gateway) -> None:
    contract_of(gateway).new_proposal("put").endorse().submit().status()


def test_a_gateway_that_takes_connections_and_says_nothing_costs_seconds_once(peer: ScriptedPeer, client: Client, hung: str) -> None:
    with gateway_of(client, [hung, peer.target]) as gateway:
        transaction = contract_of(gateway).new_proposal("put").endorse()
        assert transaction.submit().status().successful
    assert len(peer.requests) == 3


def test_a_late_answer_makes_the_others_preferred(two_peers: Peers, client: Client) -> None:
    one, two = two_peers
    one.then("evaluate", Failure(Code.DEADLINE_EXCEEDED, "late"))
    with gateway_of(client, [one.target, two.target]) as gateway:
        with pytest.raises(EvaluateError):
            contract_evaluates(gateway)
        contract_evaluates(gateway)
    assert counts(two_peers) == [1, 1]


def test_a_late_commit_does_not(two_peers: Peers, client: Client) -> None:
    one, two = two_peers
    one.then("commit_status", Failure(Code.DEADLINE_EXCEEDED, "late"))
    with gateway_of(client, [one.target, two.target]) as gateway:
        with contextlib.suppress(Exception):
            contract_submits(gateway)
        contract_evaluates(gateway)
    assert counts(two_peers) == [4, 0]


def test_a_stream_that_ends_with_its_time_does_not(two_peers: Peers, client: Client) -> None:
    with gateway_of(client, [peer.target for peer in two_peers]) as gateway:
        with gateway.get_network("contracts").get_block_events(timeout=0.05) as blocks, pytest.raises(EventsError):
            next(blocks)
        contract_evaluates(gateway)
    assert counts(two_peers) == [2, 0]


def test_all_are_away(client: Client, unused_target: str, peer: ScriptedPeer) -> None:
    with gateway_of(client, [peer.target]) as there:
        prepared = contract_of(there).new_proposal("put").endorse().to_bytes()
    with gateway_of(client, [unused_target, unused_target]) as gateway:
        for _ in range(2):
            with pytest.raises(EvaluateError, match="UNAVAILABLE"):
                contract_evaluates(gateway)
        with pytest.raises(SubmitError) as caught:
            gateway.restore_transaction(prepared).submit()
    assert (caught.value.outcome_unknown, caught.value.retryable) == (False, True)


def test_waiting_for_a_gateway_that_is_not_there_yet_ends_with_the_time_out(client: Client, unused_target: str) -> None:
    options = DefaultOptions(evaluate=CallOptions(timeout=0.2, wait_for_ready=True))
    with gateway_of(client, [unused_target], options=options) as gateway, pytest.raises(EvaluateError, match="DEADLINE_EXCEEDED"):
        contract_evaluates(gateway)


def test_tls_for_each_target(client: Client) -> None:
    servers = [make_client(), make_client()]
    credentials = [grpc.ssl_server_credentials([(pem_of(server.key), server.identity.certificate_pem)]) for server in servers]
    tls = [Tls(server.identity.certificate_pem, server_name="client.example") for server in servers]
    with ScriptedPeer(credentials[0]) as one, ScriptedPeer(credentials[1]) as two:
        targets = [one.target, two.target]
        with connect(targets, identity=client.identity, signer=client.signer, tls=tls, load_balancing="round_robin") as gateway:
            for _ in range(2):
                contract_evaluates(gateway)
        assert counts((one, two)) == [1, 1]


def test_under_asyncio(two_peers: Peers, client: Client, unused_target: str) -> None:
    targets = [two_peers[0].target, unused_target, two_peers[1].target]
    options: dict[str, Any] = {"identity": client.identity, "signer": client.signer, "tls": None, "load_balancing": "round_robin"}

    async def main() -> None:
        async with gateway_aio.connect(targets, **options) as gateway:
            contract = gateway.get_network("contracts").get_contract("genpon")
            await asyncio.gather(*(contract.submit_transaction("put") for _ in range(8)))

    asyncio.run(main())
    assert sum(counts(two_peers)) == 24
    assert all(transactions(peer)["endorse"] == transactions(peer)["status"] != set() for peer in two_peers)


def test_a_name_that_cannot_be_looked_up_is_passed_over_by_every_call(peer: ScriptedPeer, client: Client) -> None:
    with gateway_of(client, ["no..name:7051", peer.target]) as gateway:
        proposal = contract_of(gateway).new_proposal("put")
        assert proposal.evaluate() == b"result"
        transaction = proposal.endorse()
    with gateway_of(client, ["no..name:7051", peer.target]) as gateway:
        assert gateway.restore_transaction(transaction.to_bytes()).submit().transaction_id == proposal.transaction_id
