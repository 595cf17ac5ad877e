"""The numbers that the municipalities agree on: every one that a law or a city's rule could change."""

from typing import Annotated

from pydantic import Field

from genpon_core.credentials.batches import MAX_BATCH
from genpon_core.models import Strict

_DAY = 86400
_YEAR = 366 * _DAY


class Parameters(Strict):
    """The numbers of the agreement; times in seconds. Their bounds keep a mistake from making it impossible to act, and to put it right.

    Attributes:
        clock_stale: an act this long past the ledger clock is refused until the clock is ticked.
        submit_window: the longest time between signing an act and its submit-before.
        key_lifetime: the longest validity of a registered key.
        request_lifetime: the longest time that a signing request may stay open.
        vouchers: how many officers of one municipality vouch for a counterparty's key.
        max_amount: the largest amount of a contract, yen.
        max_documents: the largest number of files in a bundle.
        administrator_delay: one administrator key of a municipality replaces the other after this time, in which the other may object.
        delegation_lifetime: the longest time for which a municipality may delegate the issue of certificates to another.
        max_batch: the largest number of certificates in a batch.
        change_lead: how long before it holds a change of the agreement may be adopted; none that follows may hold earlier.
    """

    clock_stale: Annotated[int, Field(ge=600, le=_DAY)] = 3600
    submit_window: Annotated[int, Field(ge=3600, le=_YEAR)] = 100 * _DAY
    key_lifetime: Annotated[int, Field(ge=_DAY, le=100 * _YEAR)] = 5 * _YEAR
    request_lifetime: Annotated[int, Field(ge=3600, le=10 * _YEAR)] = 180 * _DAY
    vouchers: Annotated[int, Field(ge=1, le=10)] = 2
    max_amount: Annotated[int, Field(ge=1, le=2**53 - 1)] = 10**13
    max_documents: Annotated[int, Field(ge=1, le=10_000)] = 1000
    administrator_delay: Annotated[int, Field(ge=_DAY, le=90 * _DAY)] = 7 * _DAY
    delegation_lifetime: Annotated[int, Field(ge=_DAY, le=10 * _YEAR)] = _YEAR
    max_batch: Annotated[int, Field(ge=1, le=MAX_BATCH)] = 100_000
    change_lead: Annotated[int, Field(ge=_DAY, le=10 * _YEAR)] = _YEAR
