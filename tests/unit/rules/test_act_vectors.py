"""The vectors of acts hold: every act is decided as written, every state is the one written, every refusal has its code.

The states are golden: what acts of format 1 come to must never change, whatever later formats bring. A change of `acts.json` after a
release is a change of what contracts that were signed long ago say.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from genpon_core import canonical, evidence, rules
from genpon_core.charters import Charter, read_charter
from genpon_core.contracts import state as contracts
from genpon_core.errors import Refusal
from genpon_core.records import Chain, Record
from genpon_core.registry import acceptance, departments, keys, officers
from genpon_core.statements import Act
from genpon_core.worlds import World

VECTORS = Path(__file__).parents[2] / "vectors"
FOLDS: dict[str, Any] = {
    "charter": acceptance.fold,
    "contract": contracts.fold,
    "department": departments.fold,
    "key": keys.fold,
    "officer": officers.fold,
}


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


ACTS, REFUSED, EVIDENCE = load("acts.json"), load("refused_acts.json"), load("evidence.json")
CHARTER: Charter = read_charter(canonical.encode(ACTS["charter"]))


def decided(chains: dict[str, Chain], row: dict[str, Any], transaction: str) -> Record:
    act = Act.from_json(row["act"])
    needed = rules.needs(act.statement)
    world = World(CHARTER, {asset: chains.get(asset, ()) for asset in needed})
    return rules.decide(act, world, now=row["now"], transaction=transaction).record


def replayed(count: int) -> dict[str, Chain]:
    chains: dict[str, Chain] = {}
    for row in ACTS["acts"][:count]:
        record = decided(chains, row, row["record"]["transaction"])
        assert record.to_json() == row["record"]
        chains[record.asset] = (*chains.get(record.asset, ()), record)
        compare(FOLDS[record.asset.split("/")[0]](chains[record.asset]), row["state"])
    return chains


def compare(state: Any, written: dict[str, Any]) -> None:
    """Compares a state with the written one, field by field."""
    for name, value in written.items():
        if name == "assurance":
            assert state.assurance(CHARTER.parameters.vouchers) == value
        elif name == "accepted_by":
            assert sorted(state) == value
        elif name != "spki":
            assert as_written(getattr(state, name)) == value, name


def as_written(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return {name: as_written(member) for name, member in value.items()}
    if hasattr(value, "__slots__") and not isinstance(value, str):
        return {name: as_written(getattr(value, name)) for name in value.__slots__}
    return value


def test_the_charter() -> None:
    assert CHARTER.digest == ACTS["charter_digest"]


def test_acts_and_states() -> None:
    replayed(len(ACTS["acts"]))


@pytest.mark.parametrize("row", ACTS["acts"], ids=[f"{n}-{row['act']['statement']['act']}" for n, row in enumerate(ACTS["acts"])])
def test_canonical_bytes_and_digests(row: dict[str, Any]) -> None:
    act = Act.from_json(row["act"])
    assert (act.message.hex(), act.digest) == (row["statement_hex"], row["digest"])
    assert list(rules.needs(act.statement)) == row["needs"]
    assert Record.from_json(row["record"]).to_json() == row["record"]


@pytest.fixture(scope="module")
def waiting() -> dict[str, Chain]:
    """The chains while the contract waits for its signatures."""
    return replayed(REFUSED["after_acts"])


@pytest.mark.parametrize("row", REFUSED["acts"], ids=[row["name"] for row in REFUSED["acts"]])
def test_refused_acts(waiting: dict[str, Chain], row: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        decided(waiting, row, "")
    assert refused.value.code == row["code"]


def test_the_evidence_is_the_closure_of_the_acts() -> None:
    chains = evidence.chains_from_json(EVIDENCE["acts"])
    evidence.verify_chains(CHARTER, chains)
    assert chains == evidence.closure(replayed(len(ACTS["acts"])), EVIDENCE["contract"])
    assert evidence.digest_of(chains) == EVIDENCE["sha256"]


def test_deciding_and_folding_twice_is_the_same() -> None:
    first = replayed(len(ACTS["acts"]))
    for fold in (contracts.fold, keys.fold):
        fold.cache_clear()
    assert replayed(len(ACTS["acts"])) == first
