"""The laws of selective disclosure: what is shown comes back, what is not stays unknown, and whatever is changed is found."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.canonical import decode
from genpon_core.credentials import base64url
from genpon_core.credentials.disclosures import Disclosure, Salts
from genpon_core.credentials.key_binding import bind, check_key_binding
from genpon_core.credentials.paths import Path, Selectable, general
from genpon_core.credentials.presenting import show
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal
from tests.support.credentials import CHALLENGE, CLAIMS, HOLDER, ISSUER, LAW, NOW, PATHS, TERMS, issued, seeded, subjects_and_paths


def read(text: SdJwt | str) -> Credential:
    credential = Credential.parse(str(text))
    credential.check_signature(ISSUER.public)
    return credential


def bound(*paths: Path) -> SdJwt:
    return bind(show(read(issued()), paths), CHALLENGE, HOLDER.sign, now=NOW)


@LAW
@given(subjects_and_paths(), st.integers(0, 9))
def test_a_credential_gives_back_its_claims_and_terms(subject: tuple[dict[str, Any], tuple[Path, ...]], digests: int) -> None:
    claims, paths = subject
    credential = read(issued(claims, paths, digests=digests))

    assert credential.claims == claims
    assert credential.terms == TERMS
    assert {general(path) for path in credential.content.disclosed} == set(paths)
    assert not {general(path) for path in credential.content.plain} & set(paths)


@LAW
@given(subjects_and_paths(), st.data())
def test_what_is_chosen_is_shown_and_nothing_else(subject: tuple[dict[str, Any], tuple[Path, ...]], data: st.DataObject) -> None:
    credential = read(issued(*subject))
    there = sorted(credential.content.disclosed, key=str)
    chosen = data.draw(st.lists(st.sampled_from(there), unique=True)) if there else []
    shown = read(show(credential, chosen))

    for path in there:
        above_or_below = any(path[: len(one)] == one or one[: len(path)] == path for one in chosen)
        assert (path in shown.content.disclosed) is above_or_below
    assert shown.content.hidden <= len(there) - len(shown.content.disclosed)


@LAW
@given(subjects_and_paths(), st.data())
def test_nothing_undisclosed_is_in_a_presentation(subject: tuple[dict[str, Any], tuple[Path, ...]], data: st.DataObject) -> None:
    """Neither the disclosure nor its salt is there in any spelling; the digest is, over 128 bits that only the holder knows."""
    credential = read(issued(*subject))
    there = sorted(credential.content.disclosed, key=str)
    chosen = data.draw(st.lists(st.sampled_from(there), unique=True)) if there else []
    presentation = bind(show(credential, chosen), CHALLENGE, HOLDER.sign, now=NOW)
    seen = spelled_out(presentation)

    for text in set(credential.sd_jwt.disclosures) - set(presentation.disclosures):
        content = base64url.decode(text, part="disclosure")
        salt = str(decode(content)[0])  # type: ignore[index, call-overload]
        for secret in (text.encode(), content, salt.encode(), base64url.decode(salt, part="salt")):
            assert secret not in seen


def spelled_out(presentation: SdJwt) -> bytes:
    """Everything that a verifier gets: the text, and every part of it decoded."""
    tokens = f"{presentation.jwt}.{presentation.key_binding}".split(".")
    parts = [base64url.decode(part, part="") for part in (*tokens, *presentation.disclosures)]
    return b"\n".join((str(presentation).encode(), *parts))


def test_marked_values_are_not_in_a_presentation() -> None:
    marks = {f"name{index}": f"mark{index}" for index in range(8)}
    credential = read(issued({**marks}, tuple((name,) for name in marks), digests=12))
    seen = spelled_out(show(credential, [("name3",)]))

    assert [index for index in range(8) if f"mark{index}".encode() in seen or f"name{index}".encode() in seen] == [3]


@LAW
@given(subjects_and_paths())
def test_the_order_of_digests_says_nothing(subject: tuple[dict[str, Any], tuple[Path, ...]]) -> None:
    for digests in all_digests(read_payload(issued(*subject, digests=3))):
        assert digests == sorted(digests)


def read_payload(credential: SdJwt) -> Any:
    return decode(base64url.decode(credential.jwt.split(".")[1], part="payload"))


def all_digests(value: Any) -> list[list[str]]:
    if isinstance(value, dict):
        return ([value["_sd"]] if "_sd" in value else []) + [found for member in value.values() for found in all_digests(member)]
    return [found for member in value for found in all_digests(member)] if isinstance(value, list) else []


@pytest.mark.parametrize("missing", ["name", "amount", "corporate_number"])
def test_decoys_hide_which_optional_claims_there_are(missing: str) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != missing}

    assert len(read_payload(issued(claims, digests=8))["_sd"]) == len(read_payload(issued(digests=8))["_sd"]) == 8


def test_every_digest_and_salt_is_used_once() -> None:
    salts = Salts(seeded(1))
    drawn = [salts.next() for _ in range(1000)]
    digests = [digest for number in range(40) for digest in read_payload(issued(seed=number, digests=8))["_sd"]]

    assert len(set(drawn)) == 1000
    assert len(set(digests)) == 320


@LAW
@given(st.integers(0, 10**6), st.sampled_from("ABYZabyz0129-_.~="))
def test_any_changed_character_is_found(place: int, character: str) -> None:
    text = str(_PRESENTATION)
    place %= len(text)
    if text[place] != character:
        with pytest.raises(Refusal):
            check(text[:place] + character + text[place + 1 :])


def test_a_changed_character_is_found_wherever_it_stands() -> None:
    text = str(_PRESENTATION)
    for place, character in enumerate(text):
        with pytest.raises(Refusal):
            check(text[:place] + ("B" if character == "A" else "A") + text[place + 1 :])


def check(text: str) -> None:
    check_key_binding(read(text), CHALLENGE, now=NOW)


_PRESENTATION = bound(("name",), ("address", "city"), ("taxes", 1))


def test_what_surrounds_a_shown_claim_is_shown_no_further() -> None:
    assert read(_PRESENTATION).claims == {
        "name": "長崎橋梁株式会社",
        "address": {"city": "長崎市", "line": "魚の町4-1"},
        "taxes": ["property"],
        "no_arrears": True,
    }


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("no_arrears",), set()),
        (("taxes",), {("taxes", 0), ("taxes", 1)}),
        (("taxes", None), {("taxes", 0), ("taxes", 1)}),
        (("taxes", 0), {("taxes", 0)}),
        (("address", "line"), {("address",)}),
        (("address",), {("address",), ("address", "city")}),
    ],
)
def test_a_path_shows_what_it_leads_to(path: Path, shown: set[Path]) -> None:
    assert read(show(read(issued()), [path])).content.disclosed.keys() == shown


@pytest.mark.parametrize("path", [("phone",), ("taxes", 2), ("address", None), ("name", "first")])
def test_a_claim_that_is_not_there_cannot_be_shown(path: Path) -> None:
    with pytest.raises(Refusal, match=r"presentation\.no_such_claim"):
        show(read(issued()), [path])


def test_a_shown_claim_cannot_be_passed_on_to_another_credential() -> None:
    one, other = issued(seed=1), issued(seed=2)
    with pytest.raises(Refusal, match=r"credential\.unused_disclosure"):
        read(replace(one, disclosures=(*one.disclosures[:-1], other.disclosures[-1])))


def test_an_inner_claim_needs_the_one_around_it() -> None:
    credential = issued()
    city = next(text for text in credential.disclosures if Disclosure.parse(text).name == "city")
    with pytest.raises(Refusal, match=r"credential\.unused_disclosure"):
        read(replace(credential, disclosures=(city,)))


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ([()], "credential.path"),
        ([(None,)], "credential.path"),
        ([("taxes", 0)], "credential.path"),
        ([("_sd",)], "credential.path"),
        ([("a", "...")], "credential.path"),
        ([("a",) * 40], "credential.path"),
        ([("cnf", "jwk")], "credential.must_be_plain"),
        ([("status",)], "credential.must_be_plain"),
        ([("iat",)], "credential.must_be_plain"),
    ],
)
def test_paths_that_nothing_may_be_hidden_at(paths: list[Path], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        Selectable.of(paths)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"_sd": []}, "credential.reserved_name"),
        ({"a": [{"...": "x"}]}, "credential.reserved_name"),
        ({"a": {"_sd_alg": "md5"}}, "credential.reserved_name"),
        ({"iss": "https://other.example"}, "credential.must_be_plain"),
        ({"cnf": {}}, "credential.must_be_plain"),
        ({"name": "a\u202eb"}, "text.bidirectional_control"),
        ({"name": {"inner": "\ud800"}}, "text.lone_surrogate"),
        ({"amount": 1.5}, "json.type"),
        ({"amount": 2**53}, "json.integer_too_large"),
    ],
)
@pytest.mark.parametrize("paths", [(), (("name",), ("amount",))])
def test_claims_that_nobody_may_sign(claims: dict[str, Any], code: str, paths: tuple[Path, ...]) -> None:
    with pytest.raises(Refusal, match=code):
        issued(claims, paths)


def test_every_path_of_the_example_is_hidden() -> None:
    assert {general(path) for path in read(issued()).content.disclosed} == set(PATHS)
