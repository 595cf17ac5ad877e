"""Credentials made by an issuer who is against us, or by nobody: each is refused by its reason, in bounded time and memory."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.canonical import Json, encode
from genpon_core.credentials import base64url
from genpon_core.credentials.disclosures import MAX_DISCLOSURE, digest_of, disclose_element, disclose_property
from genpon_core.credentials.issuing import TYP
from genpon_core.credentials.jwk import from_jwk, to_jwk
from genpon_core.credentials.jws import MAX_JWT, Jws, JwsSigner, signing_with
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import MAX_DISCLOSURES, MAX_SD_JWT, SdJwt
from genpon_core.credentials.terms import Terms
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from tests.support.credentials import HOLDER, ISSUER, NOW, STRANGER, TERMS, issued

SALT = "A" * 22
TEXT = str(issued())


def refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        Credential.parse(text)
    assert refusal.value.code == code


def signed(payload: Any, *disclosures: str, header: Any = None) -> str:
    """A token that our own writer would never make, properly signed."""
    head = {"alg": "ES256", "typ": TYP} if header is None else header
    text = ".".join(base64url.encode(part if isinstance(part, bytes) else json.dumps(part).encode()) for part in (head, payload))
    return str(SdJwt(f"{text}.{base64url.encode(ISSUER.sign(text.encode()))}", disclosures))


def payload(**more: Any) -> dict[str, Any]:
    return {**TERMS.to_payload(), **more}


def raw(value: Any) -> str:
    return base64url.encode(value if isinstance(value, bytes) else json.dumps(value).encode())


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none", "typ": TYP}, "credential.algorithm"),
        ({"alg": "HS256", "typ": TYP}, "credential.algorithm"),
        ({"alg": "es256", "typ": TYP}, "credential.algorithm"),
        ({"alg": "ES256K", "typ": TYP}, "credential.algorithm"),
        ({"alg": ["ES256"], "typ": TYP}, "json.field"),
        ({"typ": TYP}, "json.field"),
        ({"alg": "ES256"}, "json.field"),
        ({"alg": "ES256", "typ": "JWT"}, "credential.typ"),
        ({"alg": "ES256", "typ": "vc+sd-jwt"}, "credential.typ"),
        ({"alg": "ES256", "typ": "DC+SD-JWT"}, "credential.typ"),
        ({"alg": "ES256", "typ": "kb+jwt"}, "credential.typ"),
        ({"alg": "ES256", "typ": TYP, "crit": ["b64"], "b64": False}, "credential.critical"),
        ({"alg": "ES256", "typ": TYP, "kid": 1}, "json.field"),
        (["ES256"], "json.field"),
        (b'{"alg":"none","alg":"ES256","typ":"dc+sd-jwt"}', "json.duplicate_key"),
        (b'{"alg":"ES256","typ":"dc+sd-jwt","pad":"' + b"a" * 5000 + b'"}', "json.too_large"),
        (b"", "json.syntax"),
        (b"\xff", "json.not_utf8"),
    ],
)
def test_headers(header: Any, code: str) -> None:
    refused(signed(payload(), header=header), code)


def test_keys_in_a_header_are_not_followed() -> None:
    header = {"alg": "ES256", "typ": TYP, "jwk": to_jwk(STRANGER.public), "jku": "https://stranger.example", "x5c": ["AA=="]}
    head, body, _ = signed(payload(), header=header).rstrip("~").split(".")
    forged = f"{head}.{body}.{base64url.encode(STRANGER.sign(f'{head}.{body}'.encode()))}~"
    with pytest.raises(Refusal, match=r"credential\.signature"):
        Credential.parse(forged).check_signature(ISSUER.public)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": None}, "json.field"),
        ({"iss": ""}, "json.field"),
        ({"iss": "a b"}, "json.field"),
        ({"iss": "a" * 257}, "json.field"),
        ({"vct": None}, "json.field"),
        ({"iat": None}, "json.field"),
        ({"iat": "1"}, "json.field"),
        ({"iat": True}, "json.field"),
        ({"iat": -1}, "json.field"),
        ({"exp": 2**52}, "json.field"),
        ({"exp": 1.5}, "json.number"),
        ({"nbf": "today"}, "json.field"),
        ({"vct#integrity": "sha256-AAAA"}, "json.field"),
        ({"vct#integrity": "sha256-" + "A" * 42 + "B="}, "json.field"),
        ({"vct#integrity": "md5-AAAA"}, "json.field"),
        ({"cnf": {}}, "json.field"),
        ({"cnf": {"jwk": {"kty": "EC", "crv": "P-384", "x": "", "y": ""}}}, "json.field"),
        ({"cnf": {"jwk": {"kty": "RSA", "n": "AQ", "e": "AQAB"}}}, "json.field"),
        ({"cnf": {"jwk": {**to_jwk(HOLDER.public), "y": base64url.encode(bytes(32))}}}, "key.unreadable"),
        ({"cnf": {"jwk": {**to_jwk(HOLDER.public), "y": ""}}}, "key.unreadable"),
        ({"cnf": {"jwk": {**to_jwk(HOLDER.public), "d": "AQ"}}}, "key.is_private"),
        ({"cnf": {"jwk": {**to_jwk(HOLDER.public), "x": "A" * 44}}}, "key.unreadable"),
        ({"status": {"status_list": {"idx": -1, "uri": "https://a.example"}}}, "json.field"),
        ({"status": {"status_list": {"idx": 1}}}, "json.field"),
        ({"status": {}}, "json.field"),
        ({"_sd_alg": "sha-512"}, "credential.hash"),
        ({"_sd_alg": "md5"}, "credential.hash"),
        ({"_sd_alg": None}, "credential.hash"),
        ({"_sd": "x"}, "credential.digests"),
        ({"_sd": [1]}, "credential.digests"),
        ({"_sd": ["x", "x"]}, "credential.repeated_digest"),
        ({"_sd": ["x"], "a": {"_sd": ["x"]}}, "credential.repeated_digest"),
        ({"_sd": ["x"], "a": [{"...": "x"}]}, "credential.repeated_digest"),
        ({"a": [{"...": 1}]}, "credential.digests"),
        ({"a": [{"...": "x", "b": 1}]}, "credential.digests"),
        ({"...": "x"}, "credential.reserved_name"),
        ({"a": {"_sd_alg": "sha-256"}}, "credential.reserved_name"),
        ({"a": "\x00"}, "text.control_character"),
        ({"a": "a" * MAX_JWT}, "credential.too_large"),
    ],
)
def test_payloads(change: dict[str, Any], code: str) -> None:
    given = {name: value for name, value in payload(**change).items() if value is not None or name == "_sd_alg"}
    refused(signed(given), code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"iss":"a","iss":"b"}', "json.duplicate_key"),
        (b"[]", "json.field"),
        (b"null", "json.field"),
        (b'{"a":' * 100_000, "credential.too_large"),
        (b'{"a":' * 8000, "json.too_deep"),
        (b'{"a":NaN}', "json.number"),
        (b'{"a":1e400}', "json.number"),
        (b'{"a":' + b"9" * 5000 + b"}", "json.integer_too_large"),
        (b'{"a":1}trailing', "json.syntax"),
        (b"\xef\xbb\xbf{}", "json.syntax"),
    ],
)
def test_bodies(body: bytes, code: str) -> None:
    refused(signed(body), code)


@pytest.mark.parametrize(
    ("disclosure", "code"),
    [
        (raw([SALT, "a", 1]), "credential.unused_disclosure"),
        (raw([SALT]), "credential.disclosure"),
        (raw([SALT, "a", 1, 2]), "credential.disclosure"),
        (raw([1, "a", 1]), "credential.disclosure"),
        (raw([SALT, 1, 1]), "credential.disclosure"),
        (raw({"salt": SALT}), "credential.disclosure"),
        (raw(b'["s","a",1.5]'), "json.number"),
        (raw(b'["s","a",{"b":1,"b":2}]'), "json.duplicate_key"),
        (raw(b'["s","a",'), "json.syntax"),
        (raw([SALT, "a", 1]) + "=", "credential.base64url"),
        (raw([SALT, "a", 1]) + "é", "credential.form"),
        (base64.b64encode(b'["\xfb\xff","a",1]').decode(), "credential.base64url"),
        (raw([SALT, "a", "b" * MAX_DISCLOSURE]), "credential.too_large"),
    ],
)
def test_disclosures(disclosure: str, code: str) -> None:
    refused(signed(payload(), disclosure), code)


def test_two_spellings_of_a_disclosure_are_not_one() -> None:
    """The last character of this text has spare bits, in which another spelling of the same bytes would differ."""
    text = raw([SALT, "ab", 1])
    assert len(text) % 4
    other = text[:-1] + chr(ord(text[-1]) + 1)
    assert base64.urlsafe_b64decode(other + "==") == base64.urlsafe_b64decode(text + "==")
    refused(signed(payload(_sd=[digest_of(other)]), other), "credential.base64url")


INNER = disclose_property(SALT, "inner", 1)
ELEMENT = disclose_element(SALT, "element")


@pytest.mark.parametrize(
    ("body", "disclosures", "code"),
    [
        (payload(_sd=[digest_of(INNER)], inner=2), (INNER,), "credential.repeated_claim"),
        (payload(_sd=[digest_of(INNER)]), (INNER, INNER), "credential.repeated_digest"),
        (payload(_sd=[digest_of(ELEMENT)]), (ELEMENT,), "credential.disclosure"),
        (payload(a=[{"...": digest_of(INNER)}]), (INNER,), "credential.disclosure"),
        (payload(a={"...": digest_of(ELEMENT)}), (ELEMENT,), "credential.reserved_name"),
        (payload(cnf={"jwk": to_jwk(HOLDER.public), "_sd": [digest_of(INNER)]}), (INNER,), "credential.unused_disclosure"),
    ],
)
def test_disclosures_out_of_place(body: dict[str, Any], disclosures: tuple[str, ...], code: str) -> None:
    refused(signed(body, *disclosures), code)


@pytest.mark.parametrize("name", ["_sd", "...", "_sd_alg"])
def test_a_disclosure_may_not_add_digests(name: str) -> None:
    disclosure = disclose_property(SALT, name, [])
    refused(signed(payload(_sd=[digest_of(disclosure)]), disclosure), "credential.reserved_name")


@pytest.mark.parametrize("name", ["exp", "nbf", "cnf", "status", "aka_vcts", "iss", "vct", "iat"])
def test_terms_are_never_disclosures(name: str) -> None:
    """Otherwise a holder could leave out the end of a credential's validity."""
    disclosure = disclose_property(SALT, name, 1)
    body = {key: value for key, value in payload(_sd=[digest_of(disclosure)]).items() if key in {"iss", "vct", "iat", "_sd"} - {name}}
    refused(signed(body, disclosure), "credential.must_be_plain" if len(body) == 4 else "json.field")


def test_a_disclosure_that_contains_itself_cannot_be_made_but_a_long_chain_can() -> None:
    disclosures = [disclose_property(SALT, "deep", 1)]
    for _ in range(100):
        disclosures.append(disclose_property(SALT, "deep", {"_sd": [digest_of(disclosures[-1])]}))
    refused(signed(payload(_sd=[digest_of(disclosures[-1])]), *disclosures), "json.too_deep")


def test_a_chain_of_arrays_is_bounded_too() -> None:
    disclosures = [disclose_element(SALT, 1)]
    for _ in range(100):
        disclosures.append(disclose_element(SALT, [{"...": digest_of(disclosures[-1])}]))
    refused(signed(payload(a=[{"...": digest_of(disclosures[-1])}]), *disclosures), "json.too_deep")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "credential.form"),
        ("~", "credential.form"),
        (TEXT.split("~", maxsplit=1)[0], "credential.form"),
        (TEXT.replace("~", "~~", 1), "credential.form"),
        ("a.b~", "credential.jws"),
        ("a.b.c.d~", "credential.jws"),
        ("..~", "json.syntax"),
        (" " + TEXT, "credential.base64url"),
        (TEXT + "\n", "credential.base64url"),
        (TEXT.replace(".", ". "), "credential.base64url"),
        ("x" * (MAX_SD_JWT + 1), "credential.too_large"),
        (TEXT + "e30~" * MAX_DISCLOSURES, "credential.too_many_disclosures"),
        ("証明書~", "credential.form"),
        ('{"payload":"e30","disclosures":[]}', "credential.form"),
    ],
)
def test_texts(text: str, code: str) -> None:
    if text == TEXT + "\n":
        # The last part is the holder's token, which is read when the presentation is checked.
        with pytest.raises(Refusal, match=r"credential\.jws"):
            Jws.parse(Credential.parse(text).sd_jwt.key_binding, typ="kb+jwt")
    else:
        refused(text, code)


@given(st.text(alphabet='eyJ.~_-AZaz09{}[]"é\n', max_size=80) | st.binary(max_size=80).map(lambda data: data.decode("latin-1")))
def test_garbage_is_refused_and_nothing_else_happens(text: str) -> None:
    for given_text in (text, text + "~", TEXT + text):
        try:
            Credential.parse(given_text).check_signature(ISSUER.public)
        except Refusal:
            continue
        assert given_text.startswith(TEXT)


@pytest.mark.parametrize("signature", [b"", bytes(64), bytes(63), b"\xff" * 64, bytes(65)])
def test_signatures_that_are_none(signature: bytes) -> None:
    credential = issued()
    text = replace(credential, jwt=f"{credential.jwt.rpartition('.')[0]}.{base64url.encode(signature)}")
    with pytest.raises(Refusal, match=r"credential\.signature"):
        Credential.parse(str(text)).check_signature(ISSUER.public)


@pytest.mark.parametrize(
    ("now", "terms", "code"),
    [
        (NOW + 86400, {}, "credential.expired"),
        (NOW - 86401, {}, "credential.not_yet_valid"),
        (NOW, {"valid_from": NOW + 1}, "credential.not_yet_valid"),
    ],
)
def test_times(now: int, terms: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        replace(TERMS, **terms).check_time(now)


def test_the_first_and_the_last_second_count() -> None:
    for now in (NOW - 86400, NOW + 86399):
        TERMS.check_time(now)
    replace(TERMS, expires_at=None, valid_from=5).check_time(5)


@pytest.mark.parametrize("terms", [{}, {"type_digest": ""}, {"holder": None}, {"status": None}, {"expires_at": None, "valid_from": 0}])
def test_terms_survive(terms: dict[str, Any]) -> None:
    changed = replace(TERMS, **terms)
    assert Terms.from_payload(changed.to_payload()) == changed


@pytest.mark.parametrize("terms", [{"issuer": ""}, {"issued_at": -1}, {"expires_at": 10**15}, {"type": "a~b"}])
def test_terms_that_no_reader_would_take_are_not_written(terms: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"json\.field"):
        replace(TERMS, **terms).to_payload()


def test_only_keys_on_p256_hold_and_sign() -> None:
    other = ec.derive_private_key(5, ec.SECP384R1())
    for attempt in (lambda: to_jwk(PublicKey.of_private_key(other)), lambda: signing_with(other)):
        with pytest.raises(Refusal, match=r"credential\.key_kind"):
            attempt()


def test_a_key_survives_as_jwk() -> None:
    value: dict[str, Json] = {**to_jwk(HOLDER.public), "kid": "1", "use": "sig"}
    assert from_jwk(value, where="jwk") == HOLDER.public


def test_a_token_says_what_was_signed_byte_for_byte() -> None:
    odd = b' {"b" : 1,\n"a":"\\u795e"}'
    token = JwsSigner(ISSUER.sign, typ="x+jwt", kid="k").token(odd)
    jws = Jws.parse(token, typ="x+jwt")

    assert (jws.payload, jws.header.kid) == (odd, "k")
    assert jws.is_signed_by(ISSUER.public)
    assert not jws.is_signed_by(STRANGER.public)
    assert encode({"a": "神", "b": 1}) != odd
