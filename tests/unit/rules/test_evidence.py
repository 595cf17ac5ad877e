"""Evidence: whatever is changed in it is found, but for what no signature covers.

Two fields of a record are the ledger's word and no signer's: `transaction`, and `recorded_at`. The first decides nothing. The second is
bound from below by what the record rests on and from both sides by every window and deadline that the decision asked; within these it can
be moved, as a ledger's own clock could have been, and no decision comes out differently. What comes after the last act (a later
revocation, say) can be left out: that nothing more has happened is what the ledger's own attestation is for.
"""

import base64
import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon_core import canonical, evidence
from genpon_core.charters import Charter, read_charter
from genpon_core.contracts import state as contracts
from genpon_core.contracts.table import State
from genpon_core.errors import Refusal
from genpon_core.moments import format_time, parse_time

VECTORS = Path(__file__).parents[2] / "vectors"
EVIDENCE = json.loads((VECTORS / "evidence.json").read_text(encoding="utf-8"))
STORY = json.loads((VECTORS / "acts.json").read_text(encoding="utf-8"))
CHARTER: Charter = read_charter(canonical.encode(STORY["charter"]))
CONTRACT, HONEST = EVIDENCE["contract"], EVIDENCE["acts"]
PLACES = [(asset, position) for asset, chain in HONEST.items() for position in range(len(chain))]
LAST = (CONTRACT, len(HONEST[CONTRACT]) - 1)
Acts = dict[str, list[dict[str, Any]]]


def verify(acts: Acts, charter: Charter = CHARTER) -> dict[str, Any]:
    chains = evidence.chains_from_json(acts)
    evidence.verify_chains(charter, chains)
    return chains


def found(acts: Acts, charter: Charter = CHARTER) -> str:
    with pytest.raises(Refusal) as refused:
        verify(acts, charter)
    return refused.value.code


def changed() -> Acts:
    return copy.deepcopy(HONEST)


def renumbered(acts: Acts) -> Acts:
    for chain in acts.values():
        for position, record in enumerate(chain):
            record["sequence"] = position
    return acts


def leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in JSON that holds a plain value."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        if isinstance(member, dict | list):
            yield from leaves(member)
        else:
            yield value, name


def test_the_honest_evidence_is_accepted() -> None:
    state = contracts.fold(verify(HONEST)[CONTRACT])
    assert state is not None
    assert state.recorded is State.CONCLUDED


def test_the_closure_holds_what_is_needed_and_nothing_more() -> None:
    chains = evidence.chains_from_json(HONEST)
    assert evidence.closure(chains, CONTRACT) == chains
    needed = {CONTRACT: len(chains[CONTRACT])}
    for chain in chains.values():
        for record in chain:
            for asset, count in record.rests_on.items():
                needed[asset] = max(count, needed.get(asset, 0))
    assert {asset: count for asset, count in needed.items() if count} == {asset: len(chain) for asset, chain in chains.items()}
    assert not [asset for asset in chains if asset.startswith("counterparty/")]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_record_but_the_last_is_needed(place: tuple[str, int]) -> None:
    acts = changed()
    del acts[place[0]][place[1]]
    if place == LAST:
        assert contracts.fold(verify(acts)[CONTRACT]).recorded is State.SIGNING  # type: ignore[union-attr]
    else:
        found(renumbered(acts))


@pytest.mark.parametrize("asset", [asset for asset in HONEST if asset != CONTRACT])
def test_a_missing_chain(asset: str) -> None:
    acts = changed()
    del acts[asset]
    assert found(acts) == "evidence.missing"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_counts_of_what_a_record_rests_on(place: tuple[str, int]) -> None:
    """A presentation names its officer's chain but asks nothing of it, so that one count may be lower; all others are found."""
    presents = HONEST[place[0]][place[1]]["act"]["statement"]["act"] == "present"
    for asset in HONEST[place[0]][place[1]]["rests_on"]:
        for difference in (-1, 1):
            acts = changed()
            rests_on = acts[place[0]][place[1]]["rests_on"]
            rests_on[asset] += difference
            if presents and difference < 0 <= rests_on[asset]:
                verify(acts)
            else:
                found(acts)
        acts = changed()
        del acts[place[0]][place[1]]["rests_on"][asset]
        assert found(acts) == "evidence.differs"
    acts = changed()
    acts[place[0]][place[1]]["rests_on"]["department/422011/none"] = 0
    assert found(acts) == "evidence.differs"


@given(place=st.sampled_from(PLACES), position=st.integers(0, 255), flip=st.integers(1, 255))
@settings(max_examples=40, deadline=None)
def test_any_byte_of_any_signature(place: tuple[str, int], position: int, flip: int) -> None:
    acts = changed()
    act = acts[place[0]][place[1]]["act"]
    signature = bytearray(base64.b64decode(act["signature"]))
    signature[position % len(signature)] ^= flip
    act["signature"] = base64.b64encode(signature).decode()
    assert found(acts) == "signature.invalid"


def _other(value: Any, character: str) -> Any:
    if isinstance(value, str):
        return value[:-1] + (character if not value.endswith(character) else "!") if value else character
    return not value if isinstance(value, bool) else (value + 1 if isinstance(value, int) else character)


@given(place=st.sampled_from(PLACES), which=st.integers(0, 10_000), character=st.sampled_from("0aZ-~ 神"))
@settings(max_examples=60, deadline=None)
def test_any_value_of_any_statement(place: tuple[str, int], which: int, character: str) -> None:
    acts = changed()
    values = list(leaves(acts[place[0]][place[1]]["act"]["statement"]))
    holder, name = values[which % len(values)]
    holder[name] = _other(holder[name], character)
    found(acts)


@given(place=st.sampled_from(PLACES), other=st.sampled_from(PLACES))
@settings(max_examples=40, deadline=None)
def test_records_put_elsewhere(place: tuple[str, int], other: tuple[str, int]) -> None:
    acts = changed()
    first, second = acts[place[0]][place[1]], acts[other[0]][other[1]]
    acts[place[0]][place[1]], acts[other[0]][other[1]] = second, first
    if place != other:
        found(renumbered(acts))
        acts[place[0]][place[1]]["sequence"] = 999
        assert found(acts) == "evidence.broken_chain"


@given(place=st.sampled_from(PLACES))
@settings(max_examples=20, deadline=None)
def test_a_record_twice(place: tuple[str, int]) -> None:
    acts = changed()
    acts[place[0]].append(copy.deepcopy(acts[place[0]][place[1]]))
    acts[place[0]][-1]["recorded_at"] = "2026-11-23T01:00:00Z"
    assert found(acts) == "evidence.broken_chain"
    assert found(renumbered(acts)) == "evidence.differs"


@given(place=st.sampled_from(PLACES), seconds=st.integers(-400 * 86400, 400 * 86400))
@settings(max_examples=80, deadline=None)
def test_another_time_of_record_is_found_or_decides_nothing(place: tuple[str, int], seconds: int) -> None:
    acts = changed()
    record = acts[place[0]][place[1]]
    before = parse_time(record["recorded_at"])
    record["recorded_at"] = format_time(before + seconds)
    try:
        chains = verify(acts)
    except Refusal:
        return
    state = contracts.fold(chains[CONTRACT])
    assert state is not None
    assert state.recorded is State.CONCLUDED
    assert state.signatures.keys() == set(state.parties)


@pytest.mark.parametrize("place", [place for place in PLACES if HONEST[place[0]][place[1]]["rests_on"] or place[1]], ids=str)
def test_no_record_is_older_than_what_it_rests_on(place: tuple[str, int]) -> None:
    record = HONEST[place[0]][place[1]]
    read = {**record["rests_on"], place[0]: record["sequence"]}
    latest = max(HONEST[asset][count - 1]["recorded_at"] for asset, count in read.items() if count) if any(read.values()) else ""
    if latest:
        acts = changed()
        acts[place[0]][place[1]]["recorded_at"] = format_time(parse_time(latest) - 1)
        assert found(acts) == "evidence.time"


def test_no_signature_covers_the_transaction_and_small_delays() -> None:
    acts = changed()
    record = acts[CONTRACT][-1]
    record["transaction"] = "another"
    record["recorded_at"] = format_time(parse_time(record["recorded_at"]) + 60)
    verify(acts)


def test_records_that_rest_on_each_other() -> None:
    acts = changed()
    officer = next(asset for asset in acts if asset.startswith("officer/"))
    department = next(asset for asset in acts if asset.startswith("department/"))
    acts[department][0]["rests_on"][officer] = 1
    assert found(acts) == "evidence.circular"
    acts = changed()
    acts[department][0]["rests_on"][department] = 1
    assert found(acts) == "evidence.circular"


def test_another_charter() -> None:
    other = read_charter(canonical.encode({**STORY["charter"], "parameters": {**STORY["charter"]["parameters"], "vouchers": 1}}))
    assert found(HONEST, other) == "act.other_charter"
    with pytest.raises(Refusal, match=r"charter\.other"):
        evidence.charter_of_digest(other.to_bytes(), CHARTER.digest)
    assert evidence.charter_of_digest(CHARTER.to_bytes(), CHARTER.digest) == CHARTER


_BROKEN: dict[str, tuple[Callable[[Acts], Any], str]] = {
    "no object": (lambda _: [], "json.field"),
    "no list": (lambda acts: {**acts, CONTRACT: {}}, "json.field"),
    "no id": (lambda acts: {**acts, "山田太郎": []}, "id.malformed"),
    "no record": (lambda acts: {**acts, CONTRACT: [1]}, "json.field"),
    "too many": (lambda acts: {asset: chain * 1000 for asset, chain in acts.items()}, "evidence.broken_chain"),
}


@pytest.mark.parametrize("case", _BROKEN)
def test_what_is_no_evidence(case: str) -> None:
    make, code = _BROKEN[case]
    assert found(make(changed())) == code
