"""The line to the gateway is cut at each step of a submit: one transaction in the end, or a clear word that there is none."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genpon.gateway import EndorseError, SubmitError, connect
from genpon.gateway import aio as gateway_aio
from genpon_core.fabric.protos import gateway as gateway_protos
from tests.support.cut_line import CutLine
from tests.support.gateway_peer import Client, ScriptedPeer, committed, endorsed


@pytest.fixture
def line(peer: ScriptedPeer) -> Iterator[CutLine]:
    with CutLine(peer.target) as there:
        yield there


@pytest.fixture(params=["sync", "asyncio"])
def submit(request: pytest.FixtureRequest, line: CutLine, client: Client) -> Callable[[], bytes]:
    options: dict[str, Any] = {"identity": client.identity, "signer": client.signer, "tls": None}

    def blocking() -> bytes:
        with connect(line.target, **options) as gateway:
            return gateway.get_network("contracts").get_contract("genpon").submit_transaction("put")

    async def awaiting() -> bytes:
        async with gateway_aio.connect(line.target, **options) as gateway:
            return await gateway.get_network("contracts").get_contract("genpon").submit_transaction("put")

    return blocking if request.param == "sync" else lambda: asyncio.run(awaiting())


def cutting(line: CutLine, answer: Callable[[Any], Any], *, for_good: bool = False) -> Callable[[Any], Any]:
    """An answer that finds the line cut."""

    def cut(request: Any) -> Any:
        line.cut(for_good=for_good)
        return answer(request)

    return cut


def test_during_endorse(peer: ScriptedPeer, line: CutLine, submit: Callable[[], bytes]) -> None:
    peer.then("endorse", cutting(line, lambda request: endorsed(request, b"")))
    with pytest.raises(EndorseError) as caught:
        submit()
    assert (caught.value.retryable, caught.value.outcome_unknown) == (True, False)
    assert peer.asked("SubmitRequest") == []


@pytest.mark.parametrize(("step", "answer"), [("submit", gateway_protos.SubmitResponse()), ("commit_status", committed())])
def test_once_it_was_submitted(peer: ScriptedPeer, line: CutLine, submit: Callable[[], bytes], step: str, answer: Any) -> None:
    peer.then(step, cutting(line, lambda _: answer))
    assert submit() == b"result"
    assert len(peer.asked("SubmitRequest")) == 1


def test_for_good(peer: ScriptedPeer, line: CutLine, client: Client) -> None:
    peer.then("submit", cutting(line, lambda _: gateway_protos.SubmitResponse(), for_good=True))
    with connect(line.target, identity=client.identity, signer=client.signer, tls=None) as gateway:
        contract = gateway.get_network("contracts").get_contract("genpon")
        transaction, later = (contract.new_proposal("put").endorse() for _ in range(2))
        with pytest.raises(SubmitError) as lost:
            transaction.submit_and_wait(commit_timeout=0.3)
        with pytest.raises(SubmitError) as again:
            transaction.submit()
        with pytest.raises(SubmitError) as never_sent:
            later.submit()
    assert [caught.value.outcome_unknown for caught in (lost, again, never_sent)] == [True, True, False]
    assert [caught.value.retryable for caught in (lost, again, never_sent)] == [False, False, True]
