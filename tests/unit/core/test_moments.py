"""Moments, dates of law and salted digests: laws over any value."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.codes import is_corporate_number, is_local_government_code
from genpon_core.errors import Refusal
from genpon_core.moments import EARLIEST, JST, LATEST, format_date, format_time, law_date, parse_date, parse_time
from genpon_core.salted import salted_digest

MOMENTS = st.integers(EARLIEST, LATEST)


@given(MOMENTS)
def test_moments_come_back(moment: int) -> None:
    assert parse_time(format_time(moment)) == moment


@given(MOMENTS, MOMENTS)
def test_their_text_sorts_as_they_do(one: int, other: int) -> None:
    assert (format_time(one) < format_time(other)) is (one < other)


@given(MOMENTS)
def test_the_date_of_law_is_nine_hours_ahead(moment: int) -> None:
    assert law_date(moment) == date(1970, 1, 1) + timedelta(days=(moment + 9 * 3600) // 86400)


def test_the_fiscal_year_turns_at_midnight_in_japan() -> None:
    assert law_date(parse_time("2026-03-31T14:59:59Z")) == date(2026, 3, 31)
    assert law_date(parse_time("2026-03-31T15:00:00Z")) == date(2026, 4, 1)
    assert JST.utcoffset(None) == timedelta(hours=9)


@pytest.mark.parametrize("moment", [EARLIEST - 1, LATEST + 1])
def test_moments_out_of_range_are_refused(moment: int) -> None:
    for call in (format_time, law_date):
        with pytest.raises(Refusal, match=r"time\.out_of_range"):
            call(moment)


@given(st.dates())
def test_dates_come_back(day: date) -> None:
    assert parse_date(format_date(day)) == day


@pytest.mark.parametrize(
    "text", ["2026-4-1", "20260401", "2026-02-29", "2026-13-01", "0000-01-01", "2026-04-01\n", "２０２６-04-01", "令和8年4月1日", ""]
)
def test_dates_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"date\.form"):
        parse_date(text)


@given(st.text(max_size=25))
def test_any_text_is_a_moment_a_date_or_refused(text: str) -> None:
    for parse in (parse_time, parse_date):
        with pytest.raises(Refusal, match=r"(time|date)\.form"):
            parse(text)


@given(st.from_regex(re.compile(r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}", re.ASCII), fullmatch=True))
def test_every_government_has_one_check_digit(body: str) -> None:
    assert [is_local_government_code(f"{body}{digit}") for digit in range(10)].count(True) == 1


@given(st.from_regex(re.compile(r"[0-9]{12}", re.ASCII), fullmatch=True))
def test_every_corporation_has_one_check_digit(body: str) -> None:
    assert [is_corporate_number(f"{digit}{body}") for digit in range(10)].count(True) == 1


@given(st.sampled_from(["422011", "131016", "281000"]), st.integers(0, 4), st.integers(1, 9))
def test_a_wrong_digit_in_a_government_code_is_found(code: str, place: int, change: int) -> None:
    wrong = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]
    # The check digit is the last digit of 1 to 11, so remainders 0 and 10, and only they, share the digit 1.
    remainders = {sum(w * int(d) for w, d in zip((6, 5, 4, 3, 2), text, strict=False)) % 11 for text in (code, wrong)}
    assert not is_local_government_code(wrong) or remainders == {0, 10}


@given(
    st.text("ab神\n", max_size=6), st.text("ab神\n", max_size=6), st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16)
)
def test_salted_digests_differ_by_text_and_salt(text: str, other: str, salt: bytes, other_salt: bytes) -> None:
    assert (salted_digest(text, salt) == salted_digest(other, other_salt)) is ((text, salt) == (other, other_salt))


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_salts_have_sixteen_bytes(salt: bytes) -> None:
    with pytest.raises(Refusal, match=r"salt\.size"):
        salted_digest("reason", salt)
