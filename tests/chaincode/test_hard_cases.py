"""Large values, many at once, and functions that misbehave, at a peer."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genpon.gateway import CallError, EndorseError, EvaluateError
from tests.support.stub_ledger import ORGANISATIONS, Caller
from tests.support.stub_script import NONSENSE, RELEASED, SECRET
from tests.support.waiting import eventually

_MEGABYTE = 1 << 20
NAGASAKI, KAWAGUCHI, TODA = ORGANISATIONS


def _refusal(error: CallError) -> tuple[int, str]:
    assert error.chaincode_response is not None
    return error.chaincode_response.status, json.loads(error.chaincode_response.message)["code"]


@pytest.fixture
def released(caller: Caller) -> Iterator[None]:
    """Ends the functions that hang, with their process if they have one of their own."""
    yield
    RELEASED.set()
    caller.ledger.restart_service(caller.msp_id)
    eventually(lambda: caller.evaluate(["function"]), CallError)
    RELEASED.clear()


@pytest.mark.parametrize("size", [_MEGABYTE, 9 * _MEGABYTE])
def test_large_values(caller: Caller, size: int) -> None:
    caller.submit(["put_large", f"z-large-{size}", size])
    assert caller.evaluate(["digest", f"z-large-{size}"]) == [hashlib.sha256(b"\xff" * size).digest()]


def test_a_large_argument_comes_back(caller: Caller) -> None:
    large = b"\xff\x00" * (_MEGABYTE // 2)
    ((*_, argument),) = caller.evaluate(["args"], more=(large,))
    assert argument == large


def test_400_at_once(caller: Caller) -> None:
    def work(number: int) -> Any:
        if number % 2:
            return caller.evaluate(["args"], more=(str(number).encode(),))[0][-1]
        caller.submit(["put_state", f"z-many-{number}", str(number).encode()], by=(NAGASAKI, TODA))
        return caller.evaluate(["get_state", f"z-many-{number}"])[0]

    with ThreadPoolExecutor(100) as pool:
        assert list(pool.map(work, range(400))) == [str(number).encode() for number in range(400)]


def test_an_exception_is_a_fault_that_tells_nothing(caller: Caller) -> None:
    with pytest.raises(EndorseError) as failed:
        caller.submit(["put_state", "z-raised", b"1"], ["raise"])
    assert _refusal(failed.value) == (500, "fault")
    assert SECRET not in str(failed.value)
    assert caller.evaluate(["get_state", "z-raised"]) == [b""]


def test_an_answer_that_is_none_is_a_fault(caller: Caller) -> None:
    contract = caller.ledger.gateway(caller.msp_id).get_network(caller.channel).get_contract("script")
    with pytest.raises(EvaluateError) as failed:
        contract.evaluate_transaction("run", NONSENSE, endorsing_organizations=[caller.msp_id])
    assert _refusal(failed.value) == (500, "fault")


@pytest.mark.usefixtures("released")
def test_a_function_that_never_returns_is_answered_for_and_holds_up_no_commit(caller: Caller) -> None:
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(caller.evaluate, ["spin"])
        caller.submit(["put_state", "z-meanwhile", b"1"], by=(KAWAGUCHI, TODA))
        assert caller.evaluate(["get_state", "z-meanwhile"]) == [b"1"]
        failed = hanging.exception()
    assert isinstance(failed, EvaluateError)
    assert _refusal(failed) == (500, "transaction.deadline")


@pytest.mark.usefixtures("released")
def test_what_is_written_after_the_deadline_counts_nowhere(caller: Caller) -> None:
    with pytest.raises(EvaluateError) as failed:
        caller.evaluate(["put_late", "z-late"])
    assert _refusal(failed.value) == (500, "transaction.deadline")
    RELEASED.set()
    assert caller.evaluate(["get_state", "z-late"]) == [b""]
