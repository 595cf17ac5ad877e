"""Performance records 施工実績: what a contract's acts say of it, as claims, and whether claims agree with the acts.

The one makes a record when it is minted, the other is what every verifier does: so an issuer cannot certify another amount or another day
than the parties have signed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from genpon.errors import Refused
from genpon_core.canonical import Json
from genpon_core.certificates.contents import Source
from genpon_core.charters import Charter
from genpon_core.contracts.state import ContractState, fold
from genpon_core.contracts.terms import Terms
from genpon_core.ids import parse_id
from genpon_core.models import read
from genpon_core.moments import format_date, law_date
from genpon_core.records import Chain


def contractors(state: ContractState) -> tuple[str, ...]:
    """Ids of a contract's counterparties, the lead of a joint venture first."""
    return tuple(party for party in state.parties if party.startswith("counterparty/"))


def record_claims(
    charter: Charter, chain: Chain, source: Source, contractor: str, *, name: str, now: int, terms: Terms | None = None
) -> dict[str, Json]:
    """The claims of one contractor's record, filled from the contract's acts.

    Args:
        charter: the founding agreement, which names the orderer.
        chain: the contract's acts.
        source: the contract, and what of it the record is about.
        contractor: id of the counterparty; one with a corporate number.
        name: its name, which is not on the ledger.
        now: the day of the record, seconds since 1970 UTC.
        terms: those of the bundle, where they are sealed on the ledger.

    Raises:
        Refused: `mint.no_corporate_number`, or `mint.terms` for terms that lack what a record must say.
    """
    state = fold(chain)
    if state is None:
        raise Refused("contract.unknown", {"contract": source.contract})
    number = contractor.removeprefix("counterparty/")
    if "/" in number:
        raise Refused("mint.no_corporate_number", {"party": contractor})
    agreed = dict(_of_terms(state, terms))
    missing = [claim for claim in ("contract_at", "period_from", "period_until", "amount") if claim not in agreed]
    if missing:
        raise Refused("mint.terms", {"claim": missing[0], "contract": source.contract})
    orderer = parse_id(source.contract).code
    return {
        "contract": source.contract,
        "event": source.kind,
        "orderer_code": orderer,
        "orderer": charter.member(orderer).name.ja,
        "as_of": format_date(law_date(now)),
        "corporate_number": number,
        "contractor": name,
        "role": _role(state, contractor),
        **agreed,
        **_of_completion(state, chain, source),
    }


def disagreement(claims: Mapping[str, Any], source: Source, chain: Chain) -> str | None:
    """The first claim of a presented record that the contract's acts contradict; None if they agree.

    Args:
        claims: those that were shown.
        source: the contract that the issue on the ledger names.
        chain: its acts, as many as the issue rested on.
    """
    state = fold(chain)
    if state is None:
        return "contract"
    contractor = f"counterparty/{claims['corporate_number']}" if "corporate_number" in claims else None
    if contractor is not None and contractor not in contractors(state):
        return "corporate_number"
    said = dict(_said(state, chain, source, contractor))
    return next((name for name, value in claims.items() if name in said and value != said[name]), None)


def _said(state: ContractState, chain: Chain, source: Source, contractor: str | None) -> Iterator[tuple[str, Any]]:
    """All that the acts say; a claim of completion where there is none is contradicted too."""
    yield from {"contract": source.contract, "event": source.kind, "orderer_code": parse_id(source.contract).code}.items()
    yield from dict.fromkeys(("completed_at", "inspected_at")).items()
    if state.terms_mode == "open":
        yield "actual_amount", None
    yield from _of_terms(state, None)
    yield from _of_completion(state, chain, source).items()
    if contractor is not None:
        yield "role", _role(state, contractor)


def _of_terms(state: ContractState, given: Terms | None) -> Iterator[tuple[str, Json]]:
    terms = read(Terms, dict(state.terms)) if state.terms is not None else given
    if terms is None:
        return
    concluded = law_date(state.concluded_at) if state.concluded_at is not None else None
    days = {
        "contract_at": terms.contract_at or concluded,
        "period_from": terms.validity_start_at,
        "period_until": terms.validity_end_at,
    }
    yield "title", terms.title
    yield "category", terms.category
    if terms.amount is not None:
        yield "amount", terms.amount
    yield from ((name, format_date(day)) for name, day in days.items() if day is not None)


def _of_completion(state: ContractState, chain: Chain, source: Source) -> dict[str, Json]:
    completion = state.completion
    if completion is None or source.kind == "award":
        return {}
    inspected = [record.recorded_at for record in chain if record.act.statement.act in {"complete", "correct"}][-1]
    found: dict[str, Json] = {"completed_at": format_date(completion.completed_on), "inspected_at": format_date(law_date(inspected))}
    return found if completion.amount is None else {**found, "actual_amount": completion.amount}


def _role(state: ContractState, contractor: str) -> str:
    parties: Sequence[str] = contractors(state)
    if len(parties) == 1:
        return "sole"
    return "lead" if parties[0] == contractor else "member"
