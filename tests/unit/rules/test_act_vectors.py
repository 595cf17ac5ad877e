"""The vectors of acts hold: every act is decided as written, every state is the one written, every refusal has its code.

The states are golden: what acts of format 1 come to must never change, whatever later formats bring. A change of `acts.json` after a
release is a change of what contracts that were signed long ago say.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from genpon_core import canonical, evidence, rules
from genpon_core.agreement.state import in_force
from genpon_core.certificates.accreditations import Issue, accredited_at
from genpon_core.certificates.recognition import recognised
from genpon_core.certificates.state import Events, fold, fold_events, standing
from genpon_core.charters import Charter, read_charter
from genpon_core.contracts import state as contracts
from genpon_core.errors import Refusal
from genpon_core.ids import batch_of
from genpon_core.records import Chain, Record, known_at
from genpon_core.registry import keys
from genpon_core.statements import Act
from genpon_core.worlds import World
from tests.vectors.states import state_of

VECTORS = Path(__file__).parents[2] / "vectors"


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Story:
    """A charter, acts in order, and acts that are refused after some of them."""

    charter: Charter
    digest: str
    acts: list[dict[str, Any]]
    refused: dict[str, Any]

    @classmethod
    def load(cls, name: str) -> "Story":
        story = load(f"{name}.json")
        charter = read_charter(canonical.encode(story["charter"]))
        return cls(charter, story["charter_digest"], story["acts"], load(f"refused_{name}.json"))

    def decided(self, chains: dict[str, Chain], row: dict[str, Any], transaction: str) -> Record:
        act = Act.from_json(row["act"])
        needed = rules.needs(act.statement)
        world = World(self.charter, {asset: chains.get(asset, ()) for asset in needed})
        return rules.decide(act, world, now=row["now"], transaction=transaction).record

    def replayed(self, count: int | None = None) -> dict[str, Chain]:
        """The chains after some of the acts, each decided anew and come to the state that is written."""
        chains: dict[str, Chain] = {}
        for row in self.acts[:count]:
            record = self.decided(chains, row, row["record"]["transaction"])
            assert record.to_json() == row["record"]
            chains[record.asset] = (*chains.get(record.asset, ()), record)
            assert json.loads(json.dumps(state_of(chains[record.asset]))) == row["state"]
        return chains

    @cached_property
    def waiting(self) -> dict[str, Chain]:
        """The chains when the refused acts are tried."""
        return self.replayed(self.refused["after_acts"])


STORIES = {name: Story.load(name) for name in ("acts", "certificate_acts")}
CONTRACTS, CERTIFICATES = STORIES.values()
EVIDENCE, ANSWERS = load("evidence.json"), load("certificate_answers.json")
ROWS = {f"{name}-{n}-{row['act']['statement']['act']}": row for name, story in STORIES.items() for n, row in enumerate(story.acts)}
REFUSED = {f"{name}: {row['name']}": (story, row) for name, story in STORIES.items() for row in story.refused["acts"]}


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
def test_acts_and_states(story: Story) -> None:
    assert story.charter.digest == story.digest
    story.replayed()


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_canonical_bytes_and_digests(row: dict[str, Any]) -> None:
    act = Act.from_json(row["act"])
    assert (act.message.hex(), act.digest) == (row["statement_hex"], row["digest"])
    assert list(rules.needs(act.statement)) == row["needs"]
    assert Record.from_json(row["record"]).to_json() == row["record"]


@pytest.mark.parametrize(("story", "row"), REFUSED.values(), ids=list(REFUSED))
def test_refused_acts(story: Story, row: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        story.decided(story.waiting, row, "")
    assert refused.value.code == row["code"]


def test_every_act_that_there_is_has_a_vector() -> None:
    taken = {(row["act"]["statement"]["asset"].split("/")[0], row["act"]["statement"]["act"]) for row in ROWS.values()}
    assert taken == {(kind, act) for (_, kind), of_the_kind in rules.RULES.items() for act in of_the_kind.content}


def test_the_evidence_is_the_closure_of_the_acts() -> None:
    chains = evidence.chains_from_json(EVIDENCE["acts"])
    evidence.verify_chains(CONTRACTS.charter, chains)
    assert chains == evidence.closure(CONTRACTS.replayed(), EVIDENCE["contract"])
    assert evidence.digest_of(chains) == EVIDENCE["sha256"]


def test_deciding_and_folding_twice_is_the_same() -> None:
    first = CONTRACTS.replayed()
    for folded in (contracts.fold, keys.fold):
        folded.cache_clear()
    assert CONTRACTS.replayed() == first


def answered(chains: dict[str, Chain], row: dict[str, Any]) -> dict[str, Any]:
    """What the rules say to a question, as its row has it."""
    at, charter = row["at"], CERTIFICATES.charter
    agreement = in_force(charter, chains.get(f"agreement/{charter.digest}", ()), at)
    match row["question"]:
        case "agreement":
            return {"version": agreement.version, "vouchers": agreement.parameters.vouchers}
        case "recognised":
            return {"answer": recognised(chains.get("recognition/112038", ()), row["type"], frozenset(row["of"]), at)}
        case "status":
            return {"answer": status(chains, row["certificate"], at)}
    try:
        found = accredited_at(chains, agreement, row["path"], Issue(row["issuer"], row["type"], row["territory"]), at)
    except Refusal as refusal:
        return {"by": None, "code": refusal.code}
    return {"by": [item.grantor for item in found], "code": None}


def status(chains: dict[str, Chain], certificate: str, at: int) -> dict[str, Any] | None:
    batch_id, index = batch_of(certificate)
    batch = fold(chains.get(batch_id, ()))
    if batch is None:
        return None
    found = standing(batch, Events() if index is None else fold_events(chains.get(certificate, ())), at)
    reason = found.reason and found.reason.model_dump()
    return {"status": found.status, "since": found.since, "reason": reason, "by": found.by, "disposed_at": found.disposed_at}


@pytest.mark.parametrize("question", ["agreement", "accredited", "status", "recognised"])
def test_what_the_ledger_answers_for_any_day(question: str) -> None:
    chains = CERTIFICATES.replayed()
    rows = [row for row in ANSWERS["answers"] if row["question"] == question]
    assert rows
    for row in rows:
        known = {asset: known_at(chain, row["known_at"]) for asset, chain in chains.items()}
        answer = answered(known, row)
        assert {name: row[name] for name in answer} == answer, row
