"""The terms of a contract: what a finance system needs of it, as data beside the documents.

Field names follow what integrators know from other e-contract services. The parties are named by id; a company's name is public under its
corporate number. Open terms come onto the ledger with the concluding act (Public Works Bidding Act art. 8, Order art. 7 publishes them).
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from genpon_core import canonical
from genpon_core.errors import Refusal
from genpon_core.models import Day, Strict, read

_Yen = Annotated[int, Field(ge=0, le=2**53 - 1)]
_Reference = Annotated[str, StringConstraints(min_length=1, max_length=64)] | None


class Terms(Strict):
    """Terms of a contract; amounts in whole yen, tax included.

    Attributes:
        title: what it is called.
        category: what is bought.
        parties: ids of the parties, the contracting municipality's department first.
        amount: the total with tax; None for a unit-price contract 単価契約.
        tax_amount: the consumption tax within the total.
        unit_price: whether it is a unit-price contract.
        contract_at: the date in the text, which may differ from the day of conclusion.
        validity_start_at: first day of the period.
        validity_end_at: last day of the period.
        validity_end_notice_at: last day for giving notice.
        auto_update: whether it renews itself.
        local_id: the municipality's own number for it.
        approval_number: number of the internal decision 決裁番号.
        budget_number: number of the budget or commitment.
        award_method: how the counterparty was chosen (Local Autonomy Act art. 234(1)).
        multi_year_commitment: whether it binds later fiscal years 債務負担行為 (Local Autonomy Act art. 214).
        deposit: contract deposit, yen.
        advance_payment: paid in advance, yen.
        interim_payments: paid before completion, yen each.
    """

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    category: Literal["works", "services", "goods", "other"]
    parties: Annotated[list[str], Field(min_length=2, max_length=3)]
    amount: _Yen | None
    tax_amount: _Yen | None = None
    unit_price: bool = False
    contract_at: Day | None = None
    validity_start_at: Day | None = None
    validity_end_at: Day | None = None
    validity_end_notice_at: Day | None = None
    auto_update: bool = False
    local_id: _Reference = None
    approval_number: _Reference = None
    budget_number: _Reference = None
    award_method: Literal["competitive", "designated", "negotiated"] | None = None
    multi_year_commitment: bool = False
    deposit: _Yen = 0
    advance_payment: _Yen = 0
    interim_payments: Annotated[list[_Yen], Field(max_length=60)] = Field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The terms as JSON, every field present."""
        return self.model_dump()

    def to_bytes(self) -> bytes:
        """The canonical JSON, which leaf 0 of the manifest describes."""
        return canonical.encode(self.to_json())


def read_terms(value: Any, *, max_amount: int) -> Terms:
    """Terms from decoded JSON, checked.

    Args:
        value: decoded JSON.
        max_amount: the largest amount that the charter lets through, yen.

    Raises:
        Refusal: `json.field` or `terms.…`.
    """
    terms = read(Terms, value, where="terms")
    _check_amounts(terms, max_amount)
    _check_days(terms)
    return terms


def _check_amounts(terms: Terms, max_amount: int) -> None:
    if terms.unit_price == (terms.amount is not None):
        raise Refusal("terms.amount_and_unit_price")
    paid = terms.advance_payment + sum(terms.interim_payments)
    if max(terms.amount or 0, terms.tax_amount or 0, terms.deposit, paid) > max_amount:
        raise Refusal("terms.amount_too_large", {"limit": max_amount})
    if terms.amount is None:
        return
    if (terms.tax_amount or 0) > terms.amount:
        raise Refusal("terms.more_than_amount", {"field": "tax_amount"})
    if paid > terms.amount:
        raise Refusal("terms.more_than_amount", {"field": "advance_payment"})


def _check_days(terms: Terms) -> None:
    _ordered(terms.validity_start_at, terms.validity_end_at, "validity_end_at")
    _ordered(terms.validity_end_notice_at, terms.validity_end_at, "validity_end_notice_at")


def _ordered(earlier: date | None, later: date | None, field: str) -> None:
    if earlier is not None and later is not None and earlier > later:
        raise Refusal("terms.days_reversed", {"field": field})
