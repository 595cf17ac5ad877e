"""The service at a peer's stream: every transaction is answered once, whatever the function does and whatever becomes of the stream."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genpon_chaincode.shim import ChaincodeServer, TransactionEndedError
from genpon_core.fabric.protos import chaincode_shim as shim
from genpon_core.fabric.protos import common, proposal, proposal_response
from tests.support.doing_chaincode import SECRET, Doing
from tests.support.scripted_peer import BATCHES, CHANNEL, PATIENCE, PeerRefusal, PeerSilence, ScriptedPeer, signed_proposal
from tests.support.waiting import until

_Type = shim.ChaincodeMessage
_MEGABYTE = 1 << 20
DEADLINE = 0.3


@pytest.fixture
def doing() -> Iterator[Doing]:
    chaincode = Doing()
    yield chaincode
    chaincode.release.set()


@pytest.fixture
def server(doing: Doing) -> Iterator[ChaincodeServer]:
    server = ChaincodeServer(doing, package_id="doing_1:5ec0de", peer_msp_id="Org1MSP")
    server.start()
    yield server
    doing.release.set()
    server.stop(0)


@pytest.fixture
def impatient(doing: Doing) -> Iterator[ChaincodeServer]:
    server = ChaincodeServer(doing, package_id="doing_1:5ec0de", deadline=DEADLINE, workers=4)
    server.start()
    yield server
    doing.release.set()
    server.stop(0)


@pytest.fixture
def peer(server: ChaincodeServer) -> Iterator[ScriptedPeer]:
    with ScriptedPeer(server.address, offer=BATCHES) as peer:
        yield peer


def _code(response: Any) -> tuple[int, str]:
    return response.status, json.loads(response.message)["code"]


def test_it_registers_with_its_package(peer: ScriptedPeer) -> None:
    assert peer.package_id == "doing_1:5ec0de"


def test_what_is_put_can_be_got(peer: ScriptedPeer) -> None:
    assert peer.invoke("put", "k", b"\xff\x00").status == 200
    assert peer.kinds() == ["WRITE_BATCH_STATE"]
    assert peer.invoke("get", "k").payload == b"\xff\x00"


def test_a_peer_of_fabric_2_5_gets_single_calls(server: ChaincodeServer) -> None:
    with ScriptedPeer(server.address) as peer:
        peer.invoke("put", "k", "v")
        assert peer.kinds() == ["PUT_STATE"]


def test_a_refusal_sends_no_writes(peer: ScriptedPeer) -> None:
    response = peer.invoke("refuse")
    assert (response.status, response.message) == (409, "no")
    assert peer.kinds() == []


def test_an_event_goes_with_the_answer(peer: ScriptedPeer) -> None:
    message = peer.outcome(peer.begin("event"))
    assert (message.chaincode_event.event_name, message.chaincode_event.payload) == ("happened", b"\xff")


def test_an_initialisation_is_told(peer: ScriptedPeer) -> None:
    assert [peer.invoke("init", init=init).payload for init in (True, False)] == [b"True", b"False"]


@pytest.mark.parametrize("function", ["raise", "exit", "object", "unknown", "get"])
def test_whatever_a_function_raises_is_a_fault_that_tells_nothing(
    peer: ScriptedPeer, function: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = peer.invoke(function)
    assert _code(response) == (500, "fault")
    assert json.loads(response.message)["parameters"]["reference"] in caplog.text
    assert SECRET not in response.message + caplog.text
    assert ("doing_chaincode.py:" in caplog.text) or function == "object"
    assert peer.kinds() == []


def test_a_peers_error_is_a_fault_and_no_value(peer: ScriptedPeer, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_: bytes) -> bytes:
        raise PeerRefusal(f"GET_STATE failed: {SECRET}")

    peer.answers["GET_STATE"] = refuse
    with caplog.at_level(logging.DEBUG):
        response = peer.invoke("get", "k")
    assert _code(response) == (500, "fault")
    assert SECRET not in response.message + caplog.text


@pytest.mark.parametrize("size", [_MEGABYTE, 9 * _MEGABYTE])
def test_large_values(peer: ScriptedPeer, size: int) -> None:
    value = b"\xff" * size
    assert peer.invoke("echo", value).payload == value
    peer.invoke("put", "large", value)
    assert peer.state["large"] == value
    assert peer.invoke("get", "large").payload == value


def test_an_answer_too_large_is_an_error_and_the_stream_goes_on(peer: ScriptedPeer) -> None:
    message = peer.outcome(peer.begin("size", str(101 * _MEGABYTE)))
    assert message.type == _Type.ERROR
    assert json.loads(message.payload)["code"] == "transaction.answer_too_large"
    assert peer.invoke("echo", "on").payload == b"on"


def test_400_at_once_on_two_streams(server: ChaincodeServer) -> None:
    with ScriptedPeer(server.address) as one, ScriptedPeer(server.address, offer=BATCHES) as two:
        asked = [(peer, number, peer.begin("echo", str(number))) for number in range(200) for peer in (one, two)]
        answers = [(number, proposal_response.Response.FromString(peer.outcome(name).payload)) for peer, number, name in asked]
    assert all(answer.payload == str(number).encode() for number, answer in answers)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"proposal": signed_proposal(seconds=1)}, "transaction.time"),
        ({"proposal": proposal.SignedProposal(proposal_bytes=b"\xff\xff")}, "proposal.unreadable"),
        ({"proposal": signed_proposal(kind=common.HeaderType.CONFIG_UPDATE)}, "proposal.unreadable"),
    ],
)
def test_proposals_that_are_not_worked_on(peer: ScriptedPeer, changes: dict[str, Any], code: str) -> None:
    assert _code(peer.invoke("echo", **changes)) == (400, code)


def test_arguments_that_cannot_be_read(peer: ScriptedPeer) -> None:
    name = peer.begin("echo")
    peer.outcome(name)
    peer.send(type=_Type.TRANSACTION, txid=name, channel_id=CHANNEL, payload=b"\xff\xff", proposal=signed_proposal())
    assert _code(proposal_response.Response.FromString(peer.outcome(name).payload)) == (400, "proposal.unreadable")


def test_the_same_transaction_twice_at_once_is_refused_and_later_is_not(peer: ScriptedPeer, doing: Doing) -> None:
    name = peer.begin("wait")
    assert doing.waiting.wait(PATIENCE)
    assert json.loads(peer.outcome(peer.begin("echo", transaction_id=name)).payload)["code"] == "transaction.running"
    assert peer.invoke("echo", "other channel", transaction_id=name, channel="other").payload == b"other channel"
    again = peer.begin("echo", "later")
    peer.outcome(again)
    assert peer.invoke("echo", "later", transaction_id=again).payload == b"later"


def test_keepalives_come_back_and_unknown_messages_are_refused(peer: ScriptedPeer) -> None:
    peer.send(type=_Type.KEEPALIVE)
    assert peer.stray.get(timeout=PATIENCE).type == _Type.KEEPALIVE
    peer.send(type=_Type.PUT_STATE, txid="none", channel_id=CHANNEL)
    refused = peer.stray.get(timeout=PATIENCE)
    assert (refused.type, refused.txid, json.loads(refused.payload)["code"]) == (_Type.ERROR, "none", "message.unknown")
    peer.send(type=_Type.RESPONSE, txid="none", channel_id=CHANNEL)
    assert peer.invoke("echo", "on").payload == b"on"


def test_what_is_no_message_ends_its_stream_only(server: ChaincodeServer, peer: ScriptedPeer) -> None:
    with ScriptedPeer(server.address) as other:
        other.send_raw(b"\xff\xff\xff")
        assert other.lost.wait(PATIENCE)
    assert peer.invoke("echo", "on").payload == b"on"


def test_at_its_deadline_a_function_is_answered_for_and_its_stub_is_dead(impatient: ChaincodeServer, doing: Doing) -> None:
    with ScriptedPeer(impatient.address) as peer:
        assert _code(peer.invoke("late")) == (500, "transaction.deadline")
        until(lambda: impatient.hanging == 1)
        doing.release.set()
        until(lambda: impatient.hanging == 0)
        assert doing.seen == [TransactionEndedError]
        assert "PUT_STATE" not in peer.kinds()
        until(lambda: peer.invoke("echo", "alive").payload == b"alive")


def test_functions_that_spin_take_nobody_elses_thread(impatient: ChaincodeServer, doing: Doing) -> None:
    with ScriptedPeer(impatient.address) as peer:
        spinning = [peer.begin("spin") for _ in range(3)]
        waiting = [peer.begin("wait") for _ in range(4)]
        outcomes = [peer.outcome(name) for name in spinning + waiting]
        assert {_code(proposal_response.Response.FromString(outcome.payload)) for outcome in outcomes} == {(500, "transaction.deadline")}
        doing.release.set()
        until(lambda: impatient.hanging == 0)
        until(lambda: peer.invoke("echo", "alive").payload == b"alive")


def test_a_lost_stream_fails_what_is_pending(server: ChaincodeServer, doing: Doing) -> None:
    with ScriptedPeer(server.address) as peer:
        peer.begin("late")
        assert doing.waiting.wait(PATIENCE)
        peer.drop()
        assert peer.lost.wait(PATIENCE)
    doing.release.set()
    until(lambda: doing.seen == [TransactionEndedError])
    with ScriptedPeer(server.address) as again:
        assert again.invoke("get", "late").payload == b""


def test_a_peer_that_never_answers_a_call_costs_one_deadline(impatient: ChaincodeServer) -> None:
    with ScriptedPeer(impatient.address) as peer:

        def be_silent(_: bytes) -> bytes:
            raise PeerSilence

        peer.answers["GET_STATE"] = be_silent
        assert _code(peer.invoke("get", "k")) == (500, "transaction.deadline")
        until(lambda: impatient.hanging == 0)


def test_stopping_lets_what_is_running_end_and_refuses_the_rest(server: ChaincodeServer, doing: Doing) -> None:
    with ScriptedPeer(server.address) as peer, ThreadPoolExecutor(1) as pool:
        running = peer.begin("wait")
        assert doing.waiting.wait(PATIENCE)
        stopped = pool.submit(server.stop, PATIENCE)
        until(lambda: peer.outcome(peer.begin("echo")).payload == b'{"code":"service.stopping","parameters":{}}')
        assert not stopped.done()
        doing.release.set()
        assert proposal_response.Response.FromString(peer.outcome(running).payload).status == 200
        stopped.result(PATIENCE)
        assert peer.lost.wait(PATIENCE)


def test_stopping_does_not_wait_for_peers_that_have_gone(server: ChaincodeServer, doing: Doing) -> None:
    with ThreadPoolExecutor(1) as pool:
        with ScriptedPeer(server.address) as peer:
            peer.begin("wait")
            assert doing.waiting.wait(PATIENCE)
            stopped = pool.submit(server.stop, 10 * PATIENCE)
            until(lambda: peer.outcome(peer.begin("echo")).payload == b'{"code":"service.stopping","parameters":{}}')
        stopped.result(PATIENCE)


def test_two_services_do_not_share_a_port(server: ChaincodeServer, doing: Doing) -> None:
    with pytest.raises(OSError, match=r"cannot listen at .* port taken"):
        ChaincodeServer(doing, package_id="doing_1:5ec0de", address=server.address)
