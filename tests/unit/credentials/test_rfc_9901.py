"""The examples that RFC 9901 prints: signatures, what is disclosed, what stays hidden, and the holder's tokens."""

import json
from pathlib import Path
from typing import Any

import pytest

from genpon_core.canonical import decode, encode
from genpon_core.credentials import base64url
from genpon_core.credentials.disclosures import Disclosure
from genpon_core.credentials.jwk import from_jwk
from genpon_core.credentials.jws import Jws
from genpon_core.credentials.key_binding import Challenge, check_key_binding
from genpon_core.credentials.presenting import show
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.unblinding import Unblinded, unblind
from genpon_core.errors import Refusal

PRINTED = json.loads((Path(__file__).parents[2] / "vectors" / "standards" / "rfc9901.json").read_text(encoding="utf-8"))
EXAMPLES: dict[str, dict[str, Any]] = {example["where"]: example for example in PRINTED["examples"]}
ISSUER = from_jwk(PRINTED["issuer"], where="issuer")
CHALLENGE, PRESENTED_AT = Challenge(**PRINTED["challenge"]), PRINTED["presented_at"]
OF_THE_TOKEN = {"iss", "iat", "exp", "vct", "cnf"}


def content_of(text: str, typ: str) -> Unblinded:
    """What an example says, whichever kind of token it is; only one of them is a credential."""
    sd_jwt = SdJwt.parse(text)
    jws = Jws.parse(sd_jwt.jwt, typ=typ)
    assert jws.is_signed_by(ISSUER)
    payload = decode(jws.payload)
    assert isinstance(payload, dict)
    assert payload.pop("_sd_alg") == "sha-256"
    subject = {name: value for name, value in payload.items() if name not in OF_THE_TOKEN}
    return unblind(subject, map(Disclosure.parse, sd_jwt.disclosures))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_an_example_says_what_the_specification_says(example: dict[str, Any]) -> None:
    content = content_of(example["sd_jwt"], example["typ"])
    assert content.claims == example["claims"]
    assert content.hidden == example["hidden"]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_what_is_changed_is_found(example: dict[str, Any]) -> None:
    """One more disclosure, such as nobody signed, or one that is there twice."""
    jwt, first, *others = example["sd_jwt"].split("~")
    foreign = base64url.encode(encode(["_26bc4LT-ac6q2KI6cBW5es", "given_name", "Taro"]))
    for added, code in ((foreign, "unused_disclosure"), (first, "repeated_digest")):
        with pytest.raises(Refusal, match=rf"credential\.{code}"):
            content_of("~".join((jwt, added, first, *others)), example["typ"])


def test_the_example_of_a_credential_is_one() -> None:
    issued = Credential.parse(EXAMPLES["appendix A.3, issued"]["sd_jwt"])
    issued.check_signature(ISSUER)
    assert (issued.terms.issuer, issued.terms.type) == ("https://pid-issuer.bund.de.example", "urn:eudi:pid:de:1")
    assert (issued.terms.issued_at, issued.terms.expires_at) == (1683000000, 1883000000)
    assert issued.claims == EXAMPLES["appendix A.3, issued"]["claims"]


def test_its_holder_s_presentation_holds_for_its_challenge_alone() -> None:
    presented = Credential.parse(EXAMPLES["appendix A.3, presented"]["sd_jwt"])
    presented.check_signature(ISSUER)
    check_key_binding(presented, CHALLENGE, now=PRESENTED_AT)
    with pytest.raises(Refusal, match=r"presentation\.nonce"):
        check_key_binding(presented, Challenge(CHALLENGE.audience, "1234567891"), now=PRESENTED_AT)


def test_the_holder_s_choice_is_the_specification_s() -> None:
    """Of what was issued, the same claims chosen give the very token and disclosures that the specification presents."""
    issued = Credential.parse(EXAMPLES["appendix A.3, issued"]["sd_jwt"])
    ours = show(issued, [("nationalities",), ("age_equal_or_over", "18")])
    printed = SdJwt.parse(EXAMPLES["appendix A.3, presented"]["sd_jwt"])
    assert (ours.jwt, set(ours.disclosures)) == (printed.jwt, set(printed.disclosures))
