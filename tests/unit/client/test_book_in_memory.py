"""The tests' own ledger tells the same story as the real one."""

from genpon.bundles import Bundle
from genpon_core import evidence
from genpon_core.contracts.table import State
from tests.support.book import CONTRACT, Cast


def test_a_contract_is_concluded_and_replayed(cast: Cast, bundle: Bundle) -> None:
    cast.concluded(bundle)
    state = cast.book.contract()
    assert state.recorded is State.CONCLUDED
    assert state.terms == bundle.terms.to_json()
    evidence.verify_chains(cast.book.charter, cast.book.closure(CONTRACT))


def test_a_return_leads_to_the_next_revision(cast: Cast, bundle: Bundle) -> None:
    cast.sent(bundle)
    cast.return_("数量が違います。")
    cast.concluded(bundle)
    assert cast.book.contract().revision == 2
