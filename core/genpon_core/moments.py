"""Moments and dates: whole seconds UTC on the ledger, dates of law in Japan.

>>> parse_time("2026-11-23T04:05:06Z")
1795406706
>>> law_date(parse_time("2026-03-31T15:00:00Z"))
datetime.date(2026, 4, 1)
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from genpon_core.errors import Refusal

# A constant, not a time zone database: an answer given once must not change with a library's update.
JST = timezone(timedelta(hours=9))

EARLIEST = 0
LATEST = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=JST).timestamp())
"""The last moment that has a date of law."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse_time(text: str) -> int:
    """The moment that a text such as `2026-11-23T04:05:06Z` names, in seconds since 1970 (UTC).

    Raises:
        Refusal: `time.form` for any other form, `time.out_of_range` before 1970 and after 9999 (+09:00).
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise Refusal("time.form", {"form": "YYYY-MM-DDThh:mm:ssZ"})
    try:
        moment = datetime(*map(int, found.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        raise Refusal("time.form", {"form": "YYYY-MM-DDThh:mm:ssZ"}) from None
    return check_moment((moment - _EPOCH) // timedelta(seconds=1))


def format_time(moment: int) -> str:
    """A moment as `2026-11-23T04:05:06Z`.

    Args:
        moment: seconds since 1970 (UTC).

    Raises:
        Refusal: `time.out_of_range`.
    """
    return f"{(_EPOCH + timedelta(seconds=check_moment(moment))).replace(tzinfo=None).isoformat()}Z"


def check_moment(moment: int) -> int:
    """The moment itself, if it lies between 1970 and the end of 9999 in Japan.

    Raises:
        Refusal: `time.out_of_range`.
    """
    if not EARLIEST <= moment <= LATEST:
        raise Refusal("time.out_of_range")
    return moment


def law_date(moment: int) -> date:
    """The date of law of a moment: the calendar day in Japan, +09:00.

    Raises:
        Refusal: `time.out_of_range`.
    """
    return (_EPOCH + timedelta(seconds=check_moment(moment))).astimezone(JST).date()


def parse_date(text: str) -> date:
    """The day that a text such as `2026-04-01` names.

    Raises:
        Refusal: `date.form` for any other form and for days that do not exist.
    """
    found = _DATE.fullmatch(text)
    try:
        if found is not None:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise Refusal("date.form", {"form": "YYYY-MM-DD"})


def format_date(day: date) -> str:
    """A day as `2026-04-01`."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
