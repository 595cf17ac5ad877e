"""The specification's own reference implementation, `sd-jwt`, reads what we write, and we read what it writes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from genpon_core.credentials.disclosures import Disclosure
from genpon_core.credentials.issuing import TYP
from genpon_core.credentials.jwk import from_jwk, to_jwk
from genpon_core.credentials.key_binding import bind, check_key_binding
from genpon_core.credentials.paths import Path
from genpon_core.credentials.presenting import show
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal
from tests.support.credentials import (
    CHALLENGE,
    CLAIMS,
    HOLDER,
    ISSUER,
    LAW,
    NOW,
    PATHS,
    STRANGER,
    TERMS,
    Signing,
    issued,
    subjects_and_paths,
)


def their_key(signing: Signing) -> JWK:
    key: JWK = JWK.from_pyca(signing.private)
    return key


def marked(value: Any, paths: frozenset[Path], path: Path = ()) -> Any:
    """Claims with what can be hidden marked in the library's way."""
    if isinstance(value, dict):
        return {(SDObj(name) if (*path, name) in paths else name): marked(member, paths, (*path, name)) for name, member in value.items()}
    if isinstance(value, list):
        inner = [marked(element, paths, (*path, None)) for element in value]
        return [SDObj(element) for element in inner] if (*path, None) in paths else inner
    return value


def theirs(claims: dict[str, Any], paths: tuple[Path, ...], *, decoys: bool = False) -> str:
    terms = {name: value for name, value in TERMS.to_payload().items() if name != "cnf"}
    issuer = SDJWTIssuer(
        {**terms, **marked(claims, frozenset(paths))},
        their_key(ISSUER),
        their_key(HOLDER),
        add_decoy_claims=decoys,
        extra_header_parameters={"typ": TYP, "kid": ISSUER.public.fingerprint},
    )
    text: str = issuer.sd_jwt_issuance
    return text


def read(text: SdJwt | str) -> Credential:
    credential = Credential.parse(str(text))
    credential.check_signature(ISSUER.public)
    return credential


def verified_by_them(text: SdJwt | str, *, key: Signing = ISSUER, bound: bool = False) -> dict[str, Any]:
    challenge = (CHALLENGE.audience, CHALLENGE.nonce) if bound else (None, None)
    payload: dict[str, Any] = SDJWTVerifier(str(text), lambda _issuer, _header: their_key(key), *challenge).get_verified_payload()
    return payload


@LAW
@given(subjects_and_paths(), st.integers(0, 6))
def test_they_read_ours(subject: tuple[dict[str, Any], tuple[Path, ...]], digests: int) -> None:
    claims, paths = subject
    assert verified_by_them(issued(claims, paths, digests=digests)) == {**claims, **TERMS.to_payload()}


@LAW
@given(subjects_and_paths(), st.booleans())
def test_we_read_theirs(subject: tuple[dict[str, Any], tuple[Path, ...]], decoys: bool) -> None:
    claims, paths = subject
    credential = read(theirs(claims, paths, decoys=decoys))

    assert credential.claims == claims
    assert credential.terms == TERMS
    assert credential.key_id == ISSUER.public.fingerprint


@pytest.mark.parametrize("run", range(8))
def test_we_read_their_signatures_with_either_s(run: int) -> None:
    """The library does not lower s: half of its signatures have a high one."""
    claims: dict[str, Any] = {"run": run}
    assert read(theirs(claims, (("run",),))).claims == claims


def test_they_read_our_presentations() -> None:
    shown = show(read(issued(digests=9)), [("name",), ("address", "city"), ("taxes", 1)])
    presentation = bind(shown, CHALLENGE, HOLDER.sign, now=NOW)

    assert verified_by_them(presentation, bound=True) == {**read(presentation).claims, **TERMS.to_payload()}


def test_we_read_their_presentations() -> None:
    holder = SDJWTHolder(theirs(CLAIMS, PATHS, decoys=True))
    chosen = {"name": True, "address": {"city": True}, "taxes": [False, True]}
    holder.create_presentation(chosen, CHALLENGE.nonce, CHALLENGE.audience, their_key(HOLDER))
    credential = read(holder.sd_jwt_presentation)
    made_at = json.loads(holder.key_binding_jwt.payload)["iat"]

    assert credential.claims == {
        "name": "長崎橋梁株式会社",
        "address": {"city": "長崎市", "line": "魚の町4-1"},
        "taxes": ["property"],
        "no_arrears": True,
    }
    check_key_binding(credential, CHALLENGE, now=made_at)


def test_their_holder_presents_our_credential() -> None:
    holder = SDJWTHolder(str(issued()))
    holder.create_presentation({"amount": True}, CHALLENGE.nonce, CHALLENGE.audience, their_key(HOLDER))
    credential = read(holder.sd_jwt_presentation)

    assert credential.claims == {"amount": 1100000, "no_arrears": True, "taxes": []}
    check_key_binding(credential, CHALLENGE, now=json.loads(holder.key_binding_jwt.payload)["iat"])


def test_both_refuse_a_stranger() -> None:
    forged = str(issued()).partition("~")[0] + "~"
    with pytest.raises(Exception, match="Verification failed"):
        verified_by_them(forged, key=STRANGER)
    with pytest.raises(Refusal, match=r"credential\.signature"):
        Credential.parse(forged).check_signature(STRANGER.public)


def test_our_key_is_their_key() -> None:
    exported = their_key(HOLDER).export_public(as_dict=True)

    assert to_jwk(HOLDER.public) == {name: value for name, value in exported.items() if name != "kid"}
    assert from_jwk(exported, where="jwk") == HOLDER.public


@pytest.mark.parametrize(
    ("text", "name", "value", "digest"),
    [
        (
            "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
            "family_name",
            "Möbius",
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
        ),
        ("WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0", None, "FR", "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"),
    ],
)
def test_the_digests_that_the_specification_prints(text: str, name: str | None, value: str, digest: str) -> None:
    """RFC 9901, sections 4.2.1 to 4.2.3: the property `family_name` and the array's element `FR`."""
    disclosure = Disclosure.parse(text)
    assert (disclosure.name, disclosure.value, disclosure.digest) == (name, value, digest)
