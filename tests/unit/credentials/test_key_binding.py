"""A presentation is good for its holder, its verifier, its request and its time, and for the claims that were chosen."""

from dataclasses import replace
from typing import Any

import pytest

from genpon_core.canonical import Json, encode
from genpon_core.credentials.disclosures import digest_of
from genpon_core.credentials.jws import JwsSigner
from genpon_core.credentials.key_binding import CLOCKS_APART, MAX_AGE, Challenge, bind, check_key_binding
from genpon_core.credentials.presenting import show
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal
from tests.support.credentials import CHALLENGE, HOLDER, ISSUER, NOW, STRANGER, Signing, issued

SHOWN = show(Credential.parse(str(issued())), [("name",)])
BOUND = bind(SHOWN, CHALLENGE, HOLDER.sign, now=NOW)


def check(presentation: SdJwt, challenge: Challenge = CHALLENGE, *, now: int = NOW) -> None:
    credential = Credential.parse(str(presentation))
    credential.check_signature(ISSUER.public)
    check_key_binding(credential, challenge, now=now)


def with_token(payload: dict[str, Any], *, typ: str = "kb+jwt", signing: Signing = HOLDER) -> SdJwt:
    fields = {"aud": CHALLENGE.audience, "nonce": CHALLENGE.nonce, "iat": NOW, "sd_hash": digest_of(SHOWN.presented), **payload}
    given: dict[str, Json] = {name: value for name, value in fields.items() if value is not None}
    return replace(SHOWN, key_binding=JwsSigner(signing.sign, typ=typ).token(encode(given)))


@pytest.mark.parametrize("age", [-CLOCKS_APART, 0, MAX_AGE])
def test_a_fresh_presentation_holds(age: int) -> None:
    check(BOUND, now=NOW + age)


@pytest.mark.parametrize(
    ("presentation", "challenge", "now", "code"),
    [
        (BOUND, replace(CHALLENGE, nonce="another"), NOW, "presentation.nonce"),
        (BOUND, replace(CHALLENGE, audience="https://nagasaki.example"), NOW, "presentation.audience"),
        (BOUND, CHALLENGE, NOW + MAX_AGE + 1, "presentation.stale"),
        (BOUND, CHALLENGE, NOW - CLOCKS_APART - 1, "presentation.from_future"),
        (SHOWN, CHALLENGE, NOW, "presentation.not_bound"),
        (bind(SHOWN, CHALLENGE, STRANGER.sign, now=NOW), CHALLENGE, NOW, "presentation.other_holder"),
        (bind(SHOWN, CHALLENGE, ISSUER.sign, now=NOW), CHALLENGE, NOW, "presentation.other_holder"),
        (replace(BOUND, disclosures=()), CHALLENGE, NOW, "presentation.changed"),
        (replace(BOUND, disclosures=issued().disclosures), CHALLENGE, NOW, "presentation.changed"),
        (replace(issued(seed=2), disclosures=(), key_binding=BOUND.key_binding), CHALLENGE, NOW, "presentation.changed"),
        (replace(issued(holder=None), key_binding=BOUND.key_binding), CHALLENGE, NOW, "presentation.no_holder"),
        (with_token({}, typ="JWT"), CHALLENGE, NOW, "credential.typ"),
        (with_token({"nonce": None}), CHALLENGE, NOW, "json.field"),
        (with_token({"iat": "now"}), CHALLENGE, NOW, "json.field"),
        (with_token({"iat": -1}), CHALLENGE, NOW, "json.field"),
        (with_token({"aud": [CHALLENGE.audience]}), CHALLENGE, NOW, "json.field"),
        (with_token({"sd_hash": digest_of("")}), CHALLENGE, NOW, "presentation.changed"),
    ],
)
def test_what_a_presentation_is_not_good_for(presentation: SdJwt, challenge: Challenge, now: int, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        check(presentation, challenge, now=now)


def test_the_token_made_by_hand_is_the_one_that_holds() -> None:
    check(with_token({"extra": "ignored"}))


@pytest.mark.parametrize("challenge", [Challenge("", "n"), Challenge("a", ""), Challenge("a" * 513, "n")])
def test_a_challenge_that_cannot_be_answered(challenge: Challenge) -> None:
    with pytest.raises(Refusal, match=r"json\.field"):
        bind(SHOWN, challenge, HOLDER.sign, now=NOW)
