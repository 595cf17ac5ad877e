"""Every call of the stub on public state."""

import itertools
from typing import Any

import pytest

from genpon.gateway import CommitError
from genpon_chaincode.shim import KeyEndorsementPolicy, signature_policy, signed_by
from tests.support.stub_ledger import ORGANISATIONS, Caller


def test_put_get_delete(caller: Caller) -> None:
    assert caller.submit(["get_state", "car"], ["put_state", "car", b"\x00\xff"], ["get_state", "car"]) == [b"", None, b""]
    assert caller.evaluate(["get_state", "car"]) == [b"\x00\xff"]
    caller.submit(["delete_state", "car"])
    assert caller.evaluate(["get_state", "car"]) == [b""]


def test_of_several_writes_of_a_key_the_last_counts(caller: Caller) -> None:
    caller.submit(
        ["put_state", "w1", b"1"],
        ["put_state", "w1", b"2"],
        ["put_state", "w2", b"1"],
        ["delete_state", "w2"],
        ["delete_state", "w3"],
        ["put_state", "w3", b"3"],
    )
    assert caller.evaluate(*(["get_state", key] for key in ("w1", "w2", "w3"))) == [b"2", b"", b"3"]


def test_several_values_at_once(caller: Caller) -> None:
    caller.submit(["put_state", "m1", b"1"], ["put_state", "m3", b"3"])
    assert caller.evaluate(["get_multiple_states", ["m3", "m2", "m1"]], ["get_multiple_states", []]) == [[b"3", b"", b"1"], []]
    many = [f"m{number % 4}" for number in range(1201)]
    ((*values,),) = caller.evaluate(["get_multiple_states", many])
    assert values == [{"m1": b"1", "m3": b"3"}.get(key, b"") for key in many]


@pytest.mark.newer("batches")
def test_writes_sent_at_once_one_by_one_and_at_once_again(caller: Caller) -> None:
    steps: list[list[Any]] = [["put_state", f"b{number:04}", b"x"] for number in range(1201)]
    caller.submit(*steps, ["finish_write_batch"], ["put_state", "b-one", b"1"], ["start_write_batch"], ["put_state", "b-last", b"2"])
    (found,) = caller.evaluate(["get_state_by_range", "b", "c"])
    assert found == [["b-last", b"2"], ["b-one", b"1"], *([f"b{number:04}", b"x"] for number in range(1201))]


def test_ranges_with_and_without_pages(caller: Caller) -> None:
    caller.submit(*(["put_state", f"r{number:03}", str(number).encode()] for number in range(205)))
    expected = [[f"r{number:03}", str(number).encode()] for number in range(205)]
    (found,) = caller.evaluate(["get_state_by_range", "r", "s"])
    assert found == expected
    ((first, second), rest) = caller.evaluate(["get_state_by_range", "r001", "r003"], ["get_state_by_range", "r203", "s"])
    assert [first, second, *rest] == [*expected[1:3], *expected[203:]]
    pages, bookmark = [], ""
    while not pages or bookmark:
        (page,) = caller.evaluate(["get_state_by_range_with_pagination", "r", "s", 100, bookmark])
        assert page["count"] == len(page["results"])
        bookmark = page["bookmark"]
        pages.append(page["results"])
    assert [len(page) for page in pages] == [100, 100, 5]
    assert list(itertools.chain(*pages)) == expected


def test_an_open_range_leaves_composite_keys_out(caller: Caller) -> None:
    caller.submit(["put_state", "\x02open", b"1"], ["put_state", "\x00open\x00a\x00", b"2"])
    found, page = caller.evaluate(["get_state_by_range", "", "a"], ["get_state_by_range_with_pagination", "", "", 2, ""])
    assert found[0] == page["results"][0] == ["\x02open", b"1"]
    assert page["count"] == 2


def test_composite_keys(caller: Caller) -> None:
    made, (kind, parts) = caller.evaluate(["create_composite_key", "car", ["赤", ""]], ["split_composite_key", "\x00car\x00赤\x00\x00"])
    assert (made, kind, parts) == ("\x00car\x00赤\x00\x00", "car", ["赤", ""])
    keys = [f"\x00car\x00{colour}\x00{number}\x00" for colour in ("blue", "red") for number in (1, 2)]
    caller.submit(*(["put_state", key, b"1"] for key in keys), ["put_state", "\x00carriage\x00red\x00", b"2"])
    assert caller.evaluate(
        ["get_state_by_partial_composite_key", "car", []],
        ["get_state_by_partial_composite_key", "car", ["red"]],
        ["get_state_by_partial_composite_key", "car", ["re"]],
    ) == [[[key, b"1"] for key in keys], [[key, b"1"] for key in keys[2:]], []]


def test_composite_keys_in_pages(caller: Caller) -> None:
    keys = [f"\x00page\x00{number}\x00" for number in range(3)]
    caller.submit(*(["put_state", key, b"1"] for key in keys))
    (page,) = caller.evaluate(["get_state_by_partial_composite_key_with_pagination", "page", [], 2, ""])
    assert ([key for key, _ in page["results"]], page["count"]) == (keys[:2], 2)
    (page,) = caller.evaluate(["get_state_by_partial_composite_key_with_pagination", "page", [], 2, page["bookmark"]])
    assert ([key for key, _ in page["results"]], page["bookmark"], page["count"]) == (keys[2:], "", 1)
    everything, bookmark = [], ""
    while not everything or bookmark:
        (page,) = caller.evaluate(["get_all_states_composite_key_with_pagination", 2, bookmark])
        everything, bookmark = everything + [key for key, _ in page["results"]], page["bookmark"]
    assert set(keys) <= set(everything)
    assert everything == sorted(everything)
    assert all(key.startswith("\x00") for key in everything)


@pytest.mark.parametrize(
    "step",
    [["get_query_result", '{"selector":{}}'], ["get_query_result_with_pagination", '{"selector":{}}', 2, ""]],
    ids=["whole", "page"],
)
def test_a_rich_query_on_leveldb_is_refused_with_words(caller: Caller, step: list[Any]) -> None:
    (text,) = caller.evaluate(["catch", *step])
    assert text.startswith("RichQueryError: rich queries need peers with CouchDB")


def test_the_history_of_a_key_latest_first(caller: Caller) -> None:
    before, first = caller.submit(["get_history_for_key", "h"], ["transaction_id"], ["put_state", "h", b"1"])[:2]
    _, second, seconds, nanos = caller.submit(["delete_state", "h"], ["transaction_id"], ["transaction_time"], ["transaction_nanos"])
    ((deleted, put),) = caller.evaluate(["get_history_for_key", "h"])
    assert before == []
    assert deleted == [second, b"", seconds, nanos, True]
    assert (put[:2], put[4]) == ([first, b"1"], False)


def test_a_keys_own_endorsement_policy(caller: Caller) -> None:
    nagasaki, kawaguchi, toda = ORGANISATIONS
    policy = KeyEndorsementPolicy()
    policy.add_orgs("peer", toda)
    caller.submit(["put_state", "p", b"1"], ["set_state_validation_parameter", "p", policy.policy()])
    assert caller.evaluate(["get_state_validation_parameter", "p"], ["get_state_validation_parameter", "none"]) == [policy.policy(), b""]
    with pytest.raises(CommitError, match="ENDORSEMENT_POLICY_FAILURE"):
        caller.submit(["put_state", "p", b"2"], by=(nagasaki, kawaguchi))
    caller.submit(["put_state", "p", b"3"], ["set_state_validation_parameter", "p", b""], by=(nagasaki, kawaguchi, toda))
    caller.submit(["put_state", "p", b"4"], by=(nagasaki, kawaguchi))
    assert caller.evaluate(["get_state", "p"]) == [b"4"]


def test_a_keys_policy_may_be_any_rule(caller: Caller) -> None:
    toda = ORGANISATIONS[2]
    policy = signature_policy(signed_by(toda, "peer")).SerializeToString()
    caller.submit(["put_state", "any", b"1"], ["set_state_validation_parameter", "any", policy])
    with pytest.raises(CommitError, match="ENDORSEMENT_POLICY_FAILURE"):
        caller.submit(["delete_state", "any"])
    Caller(caller.ledger, toda).submit(["put_state", "any", b"2"], by=(toda,))
