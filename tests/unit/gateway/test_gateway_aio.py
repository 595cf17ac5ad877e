"""The asyncio client: the same calls, results and errors as the sync one, from the same core."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
import pytest

import genpon.gateway
from genpon.gateway import CommitError, EndorseError, EvaluateError, GatewayError, SigningError, SubmitError
from genpon.gateway import aio as gateway_aio
from genpon_core.fabric.signatures import verify_message
from tests.support.gateway_peer import Client, Failure, ScriptedPeer, committed, evaluated

Scenario = Callable[[gateway_aio.Gateway], Awaitable[Any]]


def run(peer: ScriptedPeer, client: Client, scenario: Scenario, signer: Any = None) -> Any:
    async def main() -> Any:
        async with gateway_aio.connect(peer.target, identity=client.identity, signer=signer or client.signer, tls=None) as gateway:
            return await scenario(gateway)

    return asyncio.run(main())


def contract_of(gateway: gateway_aio.Gateway) -> gateway_aio.Contract:
    return gateway.get_network("contracts").get_contract("genpon")


def test_evaluate_and_submit_side_by_side(peer: ScriptedPeer, client: Client) -> None:
    async def scenario(gateway: gateway_aio.Gateway) -> list[bytes]:
        contract = contract_of(gateway)
        submits = [contract.submit_transaction("put", str(index), transient={"salt": b"s"}) for index in range(8)]
        return await asyncio.gather(contract.evaluate_transaction("show"), *submits)

    assert run(peer, client, scenario) == [b"result"] * 9
    submitted = peer.asked("SubmitRequest")
    assert len({request.transaction_id for request in submitted}) == 8
    key = client.key.public_key()
    assert all(verify_message(key, request.prepared_transaction.signature, request.prepared_transaction.payload) for request in submitted)


def test_step_by_step_and_signed_elsewhere(peer: ScriptedPeer, client: Client) -> None:
    async def scenario(gateway: gateway_aio.Gateway) -> Any:
        proposed = contract_of(gateway).new_proposal("put")
        transaction = await gateway.restore_proposal(proposed.to_bytes(), signature=client.signer.sign(proposed.digest)).endorse()
        commit = await gateway.restore_transaction(transaction.to_bytes()).submit()
        assert commit.transaction_id == proposed.transaction_id
        return await gateway.restore_commit(commit.to_bytes()).resolve()

    assert run(peer, client, scenario).successful


def test_a_signer_may_be_a_coroutine(peer: ScriptedPeer, client: Client) -> None:
    class Remote:
        async def sign(self, digest: bytes, /) -> bytes:
            await asyncio.sleep(0)
            signature: bytes = client.signer.sign(digest)
            return signature

    class Broken:
        async def sign(self, digest: bytes, /) -> bytes:
            raise ConnectionError(str(len(digest)))

    async def scenario(gateway: gateway_aio.Gateway) -> bytes:
        return await contract_of(gateway).evaluate_transaction("show")

    assert run(peer, client, scenario, Remote()) == b"result"
    with pytest.raises(SigningError, match="ConnectionError"):
        run(peer, client, scenario, Broken())


def test_the_same_errors(peer: ScriptedPeer, client: Client) -> None:
    detail = ("peer0:7051", "Org2MSP", "chaincode response 409, no")
    peer.then("evaluate", evaluated(b"", 404, "none"))
    peer.then("endorse", Failure(grpc.StatusCode.ABORTED, "failed", (detail,)))
    peer.then("submit", Failure(grpc.StatusCode.UNAVAILABLE, "no orderer nodes available"))
    peer.then("commit_status", committed("PHANTOM_READ_CONFLICT"))

    async def scenario(gateway: gateway_aio.Gateway) -> list[GatewayError]:
        contract = contract_of(gateway)
        calls = [contract.evaluate_transaction("show"), *(contract.submit_transaction("put") for _ in range(3))]
        caught = []
        for call in calls:
            with pytest.raises(GatewayError) as error:
                await call
            caught.append(error.value)
        return caught

    errors = run(peer, client, scenario)
    assert [type(error) for error in errors] == [EvaluateError, EndorseError, SubmitError, CommitError]
    assert [error.retryable for error in errors] == [False, False, True, True]
    assert errors[1].details[0].msp_id == "Org2MSP"


def test_an_unknown_outcome_is_resolved(peer: ScriptedPeer, client: Client) -> None:
    peer.then("submit", Failure(grpc.StatusCode.UNAVAILABLE, "Socket closed"))
    peer.then("commit_status", Failure(grpc.StatusCode.UNAVAILABLE, "away"))

    async def scenario(gateway: gateway_aio.Gateway) -> bytes:
        return await contract_of(gateway).submit_transaction("put")

    assert run(peer, client, scenario) == b"result"
    assert (len(peer.asked("SubmitRequest")), len(peer.asked("SignedCommitStatusRequest"))) == (1, 2)


def test_submit_without_waiting(peer: ScriptedPeer, client: Client) -> None:
    async def scenario(gateway: gateway_aio.Gateway) -> Any:
        commit = await contract_of(gateway).submit_async("put")
        assert commit.result == b"result"
        return await commit.status()

    assert run(peer, client, scenario).code == "VALID"


def test_a_channel_of_the_callers_stays_open_and_a_closed_gateway_says_so(peer: ScriptedPeer, client: Client) -> None:
    async def main() -> None:
        async with grpc.aio.insecure_channel(peer.target) as channel:
            for _ in range(2):
                async with gateway_aio.connect(channel, identity=client.identity, signer=client.signer) as gateway:
                    assert await contract_of(gateway).evaluate_transaction("show") == b"result"
            with pytest.raises(GatewayError, match="closed"):
                await contract_of(gateway).evaluate_transaction("show")

    asyncio.run(main())


@pytest.mark.parametrize("name", ["Commit", "Contract", "EventStream", "EventsRequest", "Gateway", "Network", "Proposal", "Transaction"])
def test_both_clients_have_the_same_methods_and_parameters(name: str) -> None:
    def surface(kind: type) -> dict[str, list[str]]:
        renamed = {"__aenter__": "__enter__", "__aexit__": "__exit__", "__aiter__": "__iter__", "__anext__": "__next__"}
        names = [
            attribute for attribute in dir(kind) if attribute in renamed or not attribute.startswith("_") or attribute in renamed.values()
        ]
        methods = {renamed.get(attribute, attribute): getattr(kind, attribute) for attribute in names}
        return {key: list(inspect.signature(value).parameters) if callable(value) else [] for key, value in methods.items()}

    assert surface(getattr(gateway_aio, name)) == surface(getattr(genpon.gateway, name))


@pytest.mark.parametrize("outside", [True, False], ids=["made outside of a loop", "made in a loop before"])
def test_a_connection_of_another_event_loop(peer: ScriptedPeer, client: Client, outside: bool) -> None:
    def made() -> gateway_aio.Gateway:
        return gateway_aio.connect(peer.target, identity=client.identity, signer=client.signer, tls=None)

    async def made_inside() -> gateway_aio.Gateway:
        return made()

    async def used(gateway: gateway_aio.Gateway) -> None:
        await contract_of(gateway).evaluate_transaction("show")

    with pytest.raises(GatewayError, match="Connect in a coroutine of the event loop that uses the connection"):
        asyncio.run(used(made() if outside else asyncio.run(made_inside())))
    assert peer.requests == []
