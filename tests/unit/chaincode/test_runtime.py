"""The chaincode runtime at a peer: every request is answered, whatever the function does, and nothing leaks."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from genpon.gateway import CallError, Contract, EndorseError
from genpon_network.embedded import EmbeddedLedger

from .conftest import DEADLINE, ORGANISATION, SECRET, Things

_MEGABYTE = 1 << 20


def _refusal(error: CallError) -> tuple[int, str]:
    response = error.chaincode_response
    assert response is not None
    return response.status, json.loads(response.message)["code"]


def test_what_is_put_can_be_got(contract: Contract) -> None:
    contract.submit_transaction("put", "a", b"\xff\x00value")
    assert contract.evaluate_transaction("get", "a") == b"\xff\x00value"
    assert contract.evaluate_transaction("get", "none") == b""


def test_arguments_are_converted_by_their_type_hints(contract: Contract) -> None:
    answer = contract.evaluate_transaction("typed", "1", "true", '{"x":2,"kind":"a"}', "[3,4]")
    assert json.loads(answer) == {"sum": 10, "flag": True}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("typed", "1", "true", '{"x":2,"kind":"a"}'), "argument.count"),
        (("typed", "1", "true", '{"x":2,"kind":"a"}', "[]", "surplus"), "argument.count"),
        (("typed", "1.5", "true", '{"x":2,"kind":"a"}', "[]"), "argument.type"),
        (("typed", '"1"', "true", '{"x":2,"kind":"a"}', "[]"), "argument.type"),
        (("typed", "1", "1", '{"x":2,"kind":"a"}', "[]"), "argument.type"),
        (("typed", "1", "true", '{"x":2,"kind":"c"}', "[]"), "argument.type"),
        (("typed", "1", "true", '{"x":2,"kind":"a","y":1}', "[]"), "argument.type"),
        (("get", b"\xff"), "argument.type"),
        (("nothing",), "function.unknown"),
        (("__init__",), "function.unknown"),
    ],
)
def test_wrong_calls_are_refused_with_a_code(contract: Contract, arguments: tuple[str | bytes, ...], code: str) -> None:
    with pytest.raises(EndorseError) as refused:
        contract.submit_transaction(str(arguments[0]), *arguments[1:])
    assert _refusal(refused.value) == (400, code)


def test_a_refusal_writes_nothing(contract: Contract) -> None:
    with pytest.raises(EndorseError) as refused:
        contract.submit_transaction("refuses")
    assert _refusal(refused.value) == (409, "thing.refused")
    assert contract.evaluate_transaction("get", "refused") == b""


def test_an_exception_leaks_nothing(contract: Contract, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(EndorseError) as failed:
        contract.submit_transaction("raises", SECRET)
    assert _refusal(failed.value) == (500, "fault")
    assert SECRET not in str(failed.value)
    assert SECRET not in caplog.text
    assert "RuntimeError" in caplog.text
    assert json.loads(failed.value.chaincode_response.message)["parameters"]["reference"] in caplog.text  # type: ignore[union-attr]


def test_a_function_that_would_end_the_process_is_a_fault(contract: Contract) -> None:
    with pytest.raises(EndorseError) as failed:
        contract.submit_transaction("exits")
    assert _refusal(failed.value) == (500, "fault")


def test_a_result_that_is_no_json_is_a_fault(contract: Contract) -> None:
    with pytest.raises(EndorseError) as failed:
        contract.submit_transaction("returns_object")
    assert _refusal(failed.value) == (500, "fault")


def test_a_query_must_not_write(contract: Contract) -> None:
    with pytest.raises(CallError) as failed:
        contract.evaluate_transaction("writes_in_a_query")
    assert _refusal(failed.value) == (500, "fault")


@pytest.mark.parametrize("key", ["", "\x00hidden"])
def test_keys_that_hide(contract: Contract, key: str) -> None:
    with pytest.raises(EndorseError) as failed:
        contract.submit_transaction("empty_key", key)
    assert _refusal(failed.value) == (500, "fault")


@pytest.mark.parametrize("size", [_MEGABYTE, 9 * _MEGABYTE])
def test_large_values(contract: Contract, size: int) -> None:
    value = b"\xff" * size
    assert contract.evaluate_transaction("echo", value) == value


def test_ranges_and_pages(contract: Contract) -> None:
    keys = [f"page-{number:03}" for number in range(130)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: contract.submit_transaction("put", key, b"1"), keys))
    assert json.loads(contract.evaluate_transaction("rows", "page-", "page-~")) == keys
    collected: list[str] = []
    bookmark = ""
    while len(collected) < len(keys):
        page = json.loads(contract.evaluate_transaction("page", "50", bookmark))
        collected, bookmark = collected + page["keys"], page["bookmark"]
    assert collected == keys


def test_400_at_once(contract: Contract) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda number: contract.evaluate_transaction("echo", str(number)), range(400)))
    assert answers == [str(number).encode() for number in range(400)]


def test_more_slow_calls_than_workers_do_not_end_the_service(contract: Contract) -> None:
    def call(_: int) -> str:
        try:
            return contract.evaluate_transaction("slow").decode()
        except CallError as error:
            return _refusal(error)[1]

    with ThreadPoolExecutor(150) as pool:
        answers = set(pool.map(call, range(150)))
    assert "done" in answers
    assert answers <= {"done", "transaction.deadline"}
    assert contract.evaluate_transaction("echo", "alive") == b"alive"


def test_a_hanging_function_is_answered_at_its_deadline_and_its_stub_is_dead(contract: Contract, ledger: EmbeddedLedger) -> None:
    height = ledger.height()
    with pytest.raises(EndorseError) as failed:
        contract.new_proposal("hangs", endorsing_organizations=[ORGANISATION]).endorse(timeout=20 * DEADLINE)
    assert _refusal(failed.value) == (500, "transaction.deadline")
    Things.released.set()
    assert contract.evaluate_transaction("get", "after-deadline") == b""
    assert ledger.height() == height


def test_the_client_is_known(contract: Contract) -> None:
    assert contract.evaluate_transaction("who").decode().startswith(f"{ORGANISATION} ")


def test_a_timestamp_far_off_is_refused(ledger: EmbeddedLedger, contract: Contract) -> None:
    assert json.loads(contract.new_proposal("transient", transient={"t": SECRET.encode()}).evaluate()) == ["t"]
    ledger.clock.advance(3600)
    try:
        with pytest.raises(CallError) as refused:
            contract.evaluate_transaction("get", "a")
    finally:
        ledger.clock.advance(-3600)
    assert SECRET not in str(refused.value)
