"""A function that does something else the second time is refused, whatever the difference is; one that does not costs the peer nothing."""

import itertools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from genpon_chaincode.shim import ChaincodeServer, ChaincodeStub, LedgerError, Response, ShimError
from tests.support.scripted_peer import BATCHES, PeerRefusal, ScriptedPeer

SECRET = "秘密-1f"
_counter = itertools.count()
Function = Callable[[ChaincodeStub], Response | None]


class One:
    """A chaincode of one function."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def invoke(self, stub: ChaincodeStub) -> Response:
        return self._function(stub) or Response()


@contextmanager
def peer_of(function: Function, **options: bool) -> Iterator[ScriptedPeer]:
    server = ChaincodeServer(One(function), package_id="one:1", **options)  # type: ignore[arg-type]
    server.start()
    with ScriptedPeer(server.address, offer=BATCHES) as peer:
        yield peer
    server.stop(0)


def _odd() -> bool:
    return bool(next(_counter) % 2)


def _swallows(stub: ChaincodeStub) -> Response:
    with suppress(ShimError):
        stub.get_state(str(next(_counter)))
    return Response(payload=b"the same")


def _raises_differently(_: ChaincodeStub) -> Response:
    raise (ValueError if next(_counter) % 2 else TypeError)(SECRET)


DIFFERENT: dict[str, tuple[Function, str]] = {
    "reads another key": (lambda stub: stub.get_state(str(next(_counter))) and None, "call 1, GET_STATE"),
    "writes another value": (lambda stub: stub.put_state("k", str(next(_counter)).encode()), "call 1, WRITE_BATCH_STATE"),
    "writes sometimes": (lambda stub: stub.put_state("k", b"1") if _odd() else None, "WRITE_BATCH_STATE"),
    "calls another way": (lambda stub: (stub.get_state("k") if _odd() else stub.get_multiple_states(["k", "l"])) and None, "call 1"),
    "answers differently": (lambda _: Response(payload=str(next(_counter)).encode()), "its response"),
    "emits another event": (lambda stub: stub.set_event("e", str(next(_counter)).encode()), "its event"),
    "raises sometimes": (lambda stub: Response(payload=str(1 // (next(_counter) % 2)).encode()) if stub else None, "what it raises"),
    "raises differently": (_raises_differently, "what it raises"),
    "swallows the difference": (_swallows, "call 1, GET_STATE"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_difference_is_a_refusal_and_a_line_without_values(name: str, caplog: pytest.LogCaptureFixture) -> None:
    function, words = DIFFERENT[name]
    with caplog.at_level(logging.DEBUG), peer_of(function, check_determinism=True) as peer:
        response = peer.invoke("f")
    assert (response.status, response.message) == (500, '{"code":"transaction.nondeterministic","parameters":{}}')
    assert words in caplog.text
    assert SECRET not in caplog.text


def _works(stub: ChaincodeStub) -> Response:
    stub.put_state("k", stub.get_state("k") + b"x")
    with suppress(LedgerError):
        stub.get_private_data_hash("c", "k")
    stub.set_event("e", b"1")
    return Response(payload=stub.transaction_id.encode())


def test_the_same_twice_is_asked_once() -> None:
    def refuse(_: bytes) -> bytes:
        raise PeerRefusal(SECRET)

    with peer_of(_works, check_determinism=True) as peer:
        peer.answers["GET_PRIVATE_DATA_HASH"] = refuse
        assert peer.invoke("f").status == 200
        assert peer.kinds() == ["GET_STATE", "GET_PRIVATE_DATA_HASH", "WRITE_BATCH_STATE"]
        assert peer.state == {"k": b"x"}
        assert peer.invoke("f").status == 200
        assert peer.state == {"k": b"xx"}


def test_a_fault_stays_a_fault() -> None:
    def fails(_: ChaincodeStub) -> Response:
        raise ValueError(SECRET)

    with peer_of(fails, check_determinism=True) as peer:
        assert '"code":"fault"' in peer.invoke("f").message


def test_it_is_on_in_all_tests_and_off_where_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    function = DIFFERENT["answers differently"][0]
    with peer_of(function) as peer:
        assert peer.invoke("f").status == 500
    with peer_of(function, check_determinism=False) as peer:
        assert peer.invoke("f").status == 200
    monkeypatch.delenv("CHAINCODE_CHECK_DETERMINISM")
    with peer_of(function) as peer:
        assert peer.invoke("f").status == 200
