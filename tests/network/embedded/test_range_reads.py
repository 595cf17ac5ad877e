"""The summary of a range query's results: nothing changed in it goes unseen."""

from hypothesis import given
from hypothesis import strategies as st

from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded.range_reads import RangeReads, same_results
from genpon_network.embedded.store import Version

DEGREE = 3


def results(count: int) -> list[tuple[str, Version]]:
    return [(f"k{number:05}", Version(number, number % 7)) for number in range(count)]


def info(found: list[tuple[str, Version]]) -> kvrwset.RangeQueryInfo:
    message = kvrwset.RangeQueryInfo()
    reads = RangeReads(DEGREE)
    for key, version in found:
        reads.add(key, version)
    reads.write_to(message)
    return message


@given(st.integers(0, 400))
def test_the_same_results_are_the_same(count: int) -> None:
    assert same_results(info(results(count)), results(count))


@given(st.integers(1, 400), st.data())
def test_any_change_is_seen(count: int, data: st.DataObject) -> None:
    found = results(count)
    position = data.draw(st.integers(0, count - 1))
    key, version = found[position]
    changes = {
        "removed": [*found[:position], *found[position + 1 :]],
        "added": [*found[:position], (key, version), *found[position:]],
        "newer": [*found[:position], (key, Version(version.block + 1, 0)), *found[position + 1 :]],
        "renamed": [*found[:position], (key + "~", version), *found[position + 1 :]],
    }
    assert not any(same_results(info(found), changed) for changed in changes.values())


@given(st.integers(0, 400))
def test_a_summary_is_short(count: int) -> None:
    message = info(results(count))
    assert len(message.raw_reads.kv_reads) <= DEGREE
    assert len(message.reads_merkle_hashes.max_level_hashes) <= DEGREE
