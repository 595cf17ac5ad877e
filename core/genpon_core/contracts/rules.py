"""Who may do what to a contract, and when: the transition table applied to one act.

Settled only when the head and the counterparty have both signed (Local Autonomy Act art. 234(5)): CONCLUDED is unreachable without every
party's valid signature, and the municipality's head signs last.
"""

from genpon_core.contracts.contents import CONTENT, Complete, Draft, ManifestRef, PartyReason, Send, Sign, WithReason
from genpon_core.contracts.opening import check_opening
from genpon_core.contracts.state import ContractState, fold
from genpon_core.contracts.table import REASONS, ROWS, By, Row, State
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.models import read
from genpon_core.moments import law_date
from genpon_core.registry import departments, officers
from genpon_core.signers import COUNTERPARTY, OFFICER, Signer, require_municipality, require_role
from genpon_core.statements import Statement
from genpon_core.worlds import World


def needs(statement: Statement) -> tuple[str, ...]:
    """A draft rests on the departments among its parties; everything later on the contract alone."""
    parties = statement.content.get("parties")
    if statement.act != "draft" or not isinstance(parties, list):
        return ()
    return tuple(party for party in parties if isinstance(party, str) and party.startswith("department/"))


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether the signer may add this act to the contract.

    Raises:
        Refusal: `contract.…`, `role.…`, `department.…` or `terms.…`.
    """
    state = fold(world.chain(statement.asset))
    row = ROWS[statement.act]
    _check_state(statement, row, state, now)
    owner = parse_id(statement.asset).code
    if not signer.counts_in(owner):
        raise Refusal("key.vouched_elsewhere", {"signer": signer.id, "municipality": owner})
    if row.by in {By.CONTRACT_OFFICER, By.APPROVER, By.INSPECTOR}:
        require_role(signer, row.by.value)
        require_municipality(signer, owner)
    if statement.act == "draft":
        return _check_draft(statement, state, world, now)
    assert state is not None  # noqa: S101 - _check_state has refused it
    _check_content(statement, state, signer, world, now)
    return ()


def _check_state(statement: Statement, row: Row, state: ContractState | None, now: int) -> None:
    if state is None:
        if statement.act != "draft":
            raise Refusal("contract.unknown", {"contract": statement.asset})
        expected_revision, answered = 1, None
    else:
        current = state.at(now)
        if current not in row.before:
            _refuse_state(statement, state, current)
        expected_revision = state.revision + (statement.act == "draft")
        answered = state.answered_by(statement.act)
    if statement.revision != expected_revision:
        raise Refusal("contract.wrong_revision", {"revision": statement.revision, "current": expected_revision})
    if statement.answers != answered:
        raise Refusal("act.wrong_answer", {"act": statement.act})


def _refuse_state(statement: Statement, state: ContractState, current: State) -> None:
    if statement.act == "draft" and statement.revision <= state.revision:
        raise Refusal("contract.exists", {"contract": statement.asset, "state": current.value})
    raise Refusal("contract.wrong_state", {"act": statement.act, "state": current.value})


def _check_draft(statement: Statement, state: ContractState | None, world: World, now: int) -> tuple[str, ...]:
    content = read(Draft, statement.content, where="content")
    owner = parse_id(statement.asset).code
    limit = world.in_force(now).parameters.max_documents
    if content.manifest.size > limit + 1:
        raise Refusal("contract.too_many_documents", {"limit": limit})
    if len(set(content.parties)) != len(content.parties):
        raise Refusal("contract.parties_not_distinct")
    for position, party in enumerate(content.parties):
        _check_party(party, position, owner, world, now)
    rows = tuple(f"party~{party}~{statement.asset}" for party in content.parties)
    return rows if state is not None else (f"contract~{owner}~{statement.asset}", *rows)


def _check_party(party: str, position: int, owner: str, world: World, now: int) -> None:
    parsed = parse_id(party)
    if position == 0 and (parsed.kind != "department" or parsed.code != owner):
        raise Refusal("contract.first_party", {"party": party, "municipality": owner})
    if parsed.kind == "department":
        if not departments.require_open(world, party, now).contracting:
            raise Refusal("department.not_contracting", {"department": party})
    elif parsed.kind != "counterparty" or parsed.code not in {"", owner}:
        raise Refusal("contract.party", {"party": party})


def _check_content(statement: Statement, state: ContractState, signer: Signer, world: World, now: int) -> None:
    content = read(CONTENT[statement.act], statement.content, where="content")
    if isinstance(content, WithReason) and content.reason.code not in REASONS[statement.act]:
        raise Refusal("contract.reason_code", {"code": content.reason.code, "act": statement.act})
    manifest: ManifestRef | None = getattr(content, "manifest", None)
    if manifest is not None and manifest != state.manifest:
        raise Refusal("contract.other_bundle", {"revision": state.revision})
    if ROWS[statement.act].by is By.APPROVER and signer.id == state.drafter:
        raise Refusal("contract.approver_drafted", {"officer": signer.id})
    if isinstance(content, Send):
        _check_deadline(content, world, now)
    if isinstance(content, Sign | PartyReason):
        _check_acts_for(content.party, state, signer)
    if isinstance(content, PartyReason) and content.party == state.owner:
        raise Refusal("contract.counterparty_only", {"act": statement.act})
    if isinstance(content, Sign):
        _check_signature(content, state, world, now)
    if isinstance(content, Complete):
        _check_completion(content, state, world, now)


def _check_deadline(content: Send, world: World, now: int) -> None:
    limit = world.in_force(now).parameters.request_lifetime
    if not now < content.sign_by <= now + limit:
        raise Refusal("contract.sign_by", {"limit_seconds": limit})


def _check_completion(content: Complete, state: ContractState, world: World, now: int) -> None:
    if (content.amount is not None) != (state.terms_mode == "open"):
        raise Refusal("contract.completed_amount")
    limit = world.in_force(now).parameters.max_amount
    if (content.amount or 0) > limit:
        raise Refusal("terms.amount_too_large", {"limit": limit})
    if content.completed_on > law_date(now):
        raise Refusal("contract.completed_later")


def _check_acts_for(party: str, state: ContractState, signer: Signer) -> None:
    """A counterparty acts for itself, the head of a contracting department for the department."""
    if party not in state.parties:
        raise Refusal("contract.not_a_party", {"party": party})
    if signer.kind == COUNTERPARTY and signer.id == party:
        return
    if signer.kind != OFFICER:
        raise Refusal("contract.not_a_party", {"party": signer.id})
    require_role(signer, officers.HEAD)
    if signer.department != party:
        raise Refusal("role.other_department", {"signer": signer.id, "department": party})


def _check_signature(content: Sign, state: ContractState, world: World, now: int) -> None:
    if content.party in state.signatures:
        raise Refusal("contract.already_signed", {"party": content.party})
    concluding = content.party == state.owner
    if concluding and state.missing != (state.owner,):
        raise Refusal("contract.head_signs_last", {"missing": len(state.missing) - 1})
    if (content.terms is not None) != (concluding and state.terms_mode == "open"):
        raise Refusal("contract.terms_with_conclusion")
    if content.terms is not None:
        check_opening(content.terms, state, max_amount=world.in_force(now).parameters.max_amount)
