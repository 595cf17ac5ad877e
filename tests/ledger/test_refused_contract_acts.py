"""Acts of contracts that the ledger refuses, each with its reason, and that nothing is recorded."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from genpon.bundles import Bundle
from genpon.errors import Refused
from genpon_core.contracts.table import State
from genpon_core.moments import format_time
from genpon_core.statements import Act
from tests.support.book import CORPORATE_NUMBER
from tests.support.town import DAY, Case, Town, World

YEAR = 365 * DAY


@dataclass(frozen=True)
class Stage:
    """What a wrong act is made from: a contract in each state and the people around it."""

    world: World
    bundle: Bundle
    cases: dict[State, Case] = field(default_factory=dict)

    @property
    def town(self) -> Town:
        return self.world.town("Nagasaki")

    def case(self, state: State) -> Case:
        if state not in self.cases:
            self.cases[state] = self.new().at(state)
        return self.cases[state]

    def new(self) -> Case:
        return self.town.case(self.bundle, self.world.contractor)

    @property
    def manifest(self) -> dict[str, Any]:
        return self.bundle.manifest_ref.model_dump()

    def draft(self, **changes: Any) -> dict[str, Any]:
        return {"manifest": self.manifest, "parties": list(self.bundle.terms.parties), "terms": "open", **changes}

    def signature(self, **changes: Any) -> dict[str, Any]:
        return {"party": self.world.contractor.id, "manifest": self.manifest, "terms": None, **changes}

    def concluding(self, **terms: Any) -> dict[str, Any]:
        opened = {**self.bundle.open_terms().model_dump(), **terms}
        return self.signature(party=self.bundle.terms.parties[0], terms=opened)

    def time(self, seconds: int) -> str:
        return format_time(self.town.ledger.now() + seconds)


def contractor(state: State, name: str, content: Callable[[Stage], Mapping[str, Any]], **fields: Any) -> Callable[[Stage], Act]:
    return lambda stage: stage.world.contractor.answer(stage.case(state).details, name, content(stage), **fields)


def officer(role: str, state: State, name: str, content: Callable[[Stage], Mapping[str, Any]], **fields: Any) -> Callable[[Stage], Act]:
    return lambda stage: getattr(stage.town, role).answer(stage.case(state).details, name, content(stage), **fields)


def drafted(**changes: Any) -> Callable[[Stage], Act]:
    return lambda stage: stage.town.drafter.act(stage.new().id, "draft", stage.draft(**changes))


def forged(stage: Stage) -> Act:
    act = contractor(State.SENT, "sign", Stage.signature)(stage)
    return Act.of(act.statement, bytes([act.signature[0] ^ 1]) + act.signature[1:])


def moved(**changes: Any) -> Callable[[Stage], Act]:
    """A genuine signature under a statement that was changed afterwards."""

    def make(stage: Stage) -> Act:
        act = contractor(State.SENT, "sign", Stage.signature)(stage)
        return Act.of(act.statement.model_copy(update=changes), act.signature)

    return make


def of_another_contract(stage: Stage) -> Act:
    act = contractor(State.SENT, "sign", Stage.signature)(stage)
    elsewhere = stage.new().at(State.SENT)
    answers = elsewhere.details.answered_by("sign")
    return Act.of(act.statement.model_copy(update={"asset": elsewhere.id, "answers": answers}), act.signature)


def approver_drafted(stage: Stage) -> Act:
    both = stage.town.hire("contract_officer", "approver")
    case = stage.new()
    both.ledger.contracts.draft(case.id, stage.bundle, assignment="contract_officer-1")
    return replace(both, assignment="approver-1").answer(case.details, "approve", {"manifest": stage.manifest})


def closed_department(stage: Stage) -> Act:
    department = stage.town.new_department()
    stage.town.ledger.registry.close_department(department, stage.town.ledger.now())
    return drafted(parties=[department, stage.world.contractor.id])(stage)


def no_contracting_department(stage: Stage) -> Act:
    return drafted(parties=[stage.town.new_department(contracting=False), stage.world.contractor.id])(stage)


def other_head(stage: Stage) -> Act:
    head = stage.town.hire("head", department=stage.town.new_department())
    return head.answer(stage.case(State.SIGNING).details, "sign", stage.concluding())


def vouched_in_toda(stage: Stage) -> Act:
    """A company without a certificate, vouched for in Toda, signs Nagasaki's contract."""
    toda = stage.world.town("Toda")
    company = toda.person("counterparty/1180301018771")
    toda.present(company)
    for voucher in (toda.drafter, toda.approver):
        voucher.ledger.registry.vouch(company.fingerprint)
    stage.world.consortium.settle()
    parties = [stage.town.department, company.id]
    case = stage.new()
    stage.town.ledger.submit(stage.town.drafter.act(case.id, "draft", stage.draft(parties=parties)))
    stage.town.approver.contracts.approve(case.id)
    case.send()
    return company.answer(case.details, "sign", stage.signature(party=company.id))


def transferred(stage: Stage) -> Act:
    """Signed before the transfer, submitted after it."""
    leaving = stage.town.hire("contract_officer")
    act = leaving.act(stage.new().id, "draft", stage.draft())
    stage.town.ledger.registry.relieve(leaving.id, "contract_officer-1")
    return act


def unknown_key(stage: Stage) -> Act:
    return stage.town.person("officer/422011/9999", assignment="x").act(stage.new().id, "draft", stage.draft())


def another_signers_key(stage: Stage) -> Act:
    thief = replace(stage.town.drafter, id=stage.town.approver.id, assignment="approver-1")
    return thief.answer(stage.case(State.DRAFT).details, "approve", {"manifest": stage.manifest})


def only_presented(stage: Stage) -> Act:
    person = stage.town.person(f"counterparty/{stage.town.code}/9109")
    stage.town.present(person)
    return person.answer(stage.case(State.SENT).details, "sign", stage.signature(party=person.id))


def late(**times: int) -> Callable[[Stage], Act]:
    return lambda stage: stage.town.drafter.act(
        stage.new().id, "draft", stage.draft(), signed_at=stage.town.ledger.now() + times["signed"], submit_within=times["within"]
    )


REASON = {"code": "other", "digest": "0" * 64}
OTHER_BUNDLE = {"root": "1" * 64, "size": 4, "hash": "sha256"}
ELSEWHERE = "department/112241/keiyaku"
REFUSED: dict[str, tuple[Callable[[Stage], Act], str]] = {
    "duplicate case number": (lambda s: s.town.drafter.act(s.case(State.DRAFT).id, "draft", s.draft(terms="sealed")), "contract.exists"),
    "unknown contract": (lambda s: s.town.approver.act(s.new().id, "approve", {"manifest": s.manifest}), "contract.unknown"),
    "another revision": (contractor(State.SENT, "sign", Stage.signature, revision=2), "contract.wrong_revision"),
    "answers another act": (contractor(State.SENT, "sign", Stage.signature, answers="2" * 64), "act.wrong_answer"),
    "another bundle": (contractor(State.SENT, "sign", lambda s: s.signature(manifest=OTHER_BUNDLE)), "contract.other_bundle"),
    "another bundle approved": (officer("approver", State.DRAFT, "approve", lambda _: {"manifest": OTHER_BUNDLE}), "contract.other_bundle"),
    "an approver who drafted": (approver_drafted, "contract.approver_drafted"),
    "signed twice": (contractor(State.SIGNING, "sign", Stage.signature, submit_within=DAY), "contract.already_signed"),
    "the head first": (officer("head", State.SENT, "sign", Stage.concluding), "contract.head_signs_last"),
    "the head of another department": (other_head, "role.other_department"),
    "the head returns": (
        officer("head", State.SENT, "return", lambda s: {"party": s.town.department, "reason": REASON}),
        "contract.counterparty_only",
    ),
    "for another party": (contractor(State.SENT, "sign", lambda s: s.signature(party=s.town.department)), "contract.not_a_party"),
    "a reason of another act": (
        contractor(State.SENT, "decline", lambda s: {"party": s.world.contractor.id, "reason": {**REASON, "code": "documents"}}),
        "contract.reason_code",
    ),
    "conclusion without terms": (
        officer("head", State.SIGNING, "sign", lambda s: s.signature(party=s.town.department)),
        "contract.terms_with_conclusion",
    ),
    "terms before conclusion": (
        contractor(State.SENT, "sign", lambda s: s.signature(terms=s.bundle.open_terms().model_dump())),
        "contract.terms_with_conclusion",
    ),
    "other terms": (
        officer("head", State.SIGNING, "sign", lambda s: s.concluding(value={**s.bundle.terms.to_json(), "amount": 1})),
        "terms.not_in_bundle",
    ),
    "terms with another salt": (
        officer("head", State.SIGNING, "sign", lambda s: s.concluding(salt=base64.b64encode(bytes(16)).decode())),
        "terms.not_in_bundle",
    ),
    "a negative amount": (
        officer("head", State.SIGNING, "sign", lambda s: s.concluding(value={**s.bundle.terms.to_json(), "amount": -1})),
        "json.field",
    ),
    "too large an amount": (
        officer("head", State.SIGNING, "sign", lambda s: s.concluding(value={**s.bundle.terms.to_json(), "amount": 10**13 + 1})),
        "terms.amount_too_large",
    ),
    "to be signed by yesterday": (
        officer("drafter", State.APPROVED, "send", lambda s: {"manifest": s.manifest, "sign_by": s.time(-DAY)}),
        "contract.sign_by",
    ),
    "to be signed in a year": (
        officer("drafter", State.APPROVED, "send", lambda s: {"manifest": s.manifest, "sign_by": s.time(YEAR)}),
        "contract.sign_by",
    ),
    "one party twice": (drafted(parties=["department/422011/keiyaku"] * 2), "contract.parties_not_distinct"),
    "another municipality first": (drafted(parties=[ELSEWHERE, f"counterparty/{CORPORATE_NUMBER}"]), "contract.first_party"),
    "an officer as a party": (drafted(parties=["department/422011/keiyaku", "officer/422011/0001"]), "contract.party"),
    "Toda's own counterparty": (drafted(parties=["department/422011/keiyaku", "counterparty/112241/1"]), "contract.party"),
    "an unknown department": (drafted(parties=["department/422011/none", f"counterparty/{CORPORATE_NUMBER}"]), "department.unknown"),
    "a closed department": (closed_department, "department.closed"),
    "a department that does not contract": (no_contracting_department, "department.not_contracting"),
    "too many documents": (drafted(manifest={**OTHER_BUNDLE, "size": 5000}), "contract.too_many_documents"),
    "a forged signature": (forged, "signature.invalid"),
    "a signature from another contract": (of_another_contract, "signature.invalid"),
    "a signature from another charter": (moved(charter="3" * 64), "act.other_charter"),
    "a statement that was changed": (moved(signed_at=1_700_000_000, submit_before=1_700_000_001), "act.too_late"),
    "a statement whose party was changed": (moved(content={"party": "department/422011/keiyaku"}), "json.field"),
    "SHA-1": (moved(algorithm="RS1"), "algorithm.not_in_charter"),
    "an algorithm of another key": (moved(algorithm="ES256"), "algorithm.not_for_key"),
    "an unknown key": (unknown_key, "key.unknown"),
    "another signer's key": (another_signers_key, "key.belongs_to"),
    "a key that nobody confirmed": (only_presented, "key.not_confirmed"),
    "a key vouched for in Toda": (vouched_in_toda, "key.vouched_elsewhere"),
    "no assignment": (lambda s: replace(s.town.drafter, assignment=None).act(s.new().id, "draft", s.draft()), "assignment.missing"),
    "an unknown assignment": (lambda s: replace(s.town.drafter, assignment="x").act(s.new().id, "draft", s.draft()), "assignment.unknown"),
    "after a transfer": (transferred, "assignment.not_in_force"),
    "too late": (late(signed=-2 * DAY, within=DAY), "act.too_late"),
    "with too long a time to submit": (late(signed=0, within=101 * DAY), "act.submit_window"),
}


@pytest.fixture(scope="module")
def stage(world: World, bundle: Bundle) -> Stage:
    return Stage(world, bundle)


@pytest.mark.parametrize(("make", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(stage: Stage, make: Callable[[Stage], Act], code: str) -> None:
    act = make(stage)
    stage.world.consortium.settle()
    history = stage.town.ledger.registry.history
    before = history(act.statement.asset)
    with pytest.raises(Refused) as caught:
        stage.world.town("Toda").ledger.submit(act)
    assert caught.value.code == code
    assert history(act.statement.asset) == before
    assert act not in stage.town.ledger.outbox.pending()
