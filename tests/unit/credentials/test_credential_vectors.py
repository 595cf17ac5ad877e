"""The vectors of credentials hold: an issuer's batch, presentations that are good and presentations that are not."""

import json
from pathlib import Path
from typing import Any

import pytest

from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials.batches import BatchRoot, InclusionProof
from genpon_core.credentials.jwk import from_jwk
from genpon_core.credentials.key_binding import Challenge, check_key_binding
from genpon_core.credentials.reading import Credential
from genpon_core.errors import Refusal

MADE = json.loads((Path(__file__).parents[2] / "vectors" / "credentials.json").read_text(encoding="utf-8"))
ISSUER, CHALLENGE = from_jwk(MADE["issuer"]["key"], where="issuer"), Challenge(**MADE["challenge"])
ROOT = BatchRoot(bytes.fromhex(MADE["batch"]["root"]), MADE["batch"]["size"])
PROOFS = [InclusionProof.from_json(row["proof"]) for row in MADE["credentials"]]


def checked(text: str) -> Credential:
    credential = Credential.parse(text)
    credential.check_signature(ISSUER)
    check_key_binding(credential, CHALLENGE, now=MADE["now"])
    return credential


@pytest.mark.parametrize("row", MADE["credentials"])
def test_a_credential_says_its_claims_and_terms(row: dict[str, Any]) -> None:
    credential, kind = Credential.parse(row["sd_jwt"]), shipped("tax_clearance")
    credential.check_signature(ISSUER)
    assert (credential.claims, credential.key_id) == (MADE["claims"], MADE["issuer"]["fingerprint"])
    assert credential.terms.to_payload() == row["payload"]
    assert {"vct": kind.vct, "sha256": kind.digest} == MADE["type"]
    kind.check_terms(credential.terms)


def test_each_proves_its_own_place_and_no_other() -> None:
    tokens = [Credential.parse(row["sd_jwt"]).sd_jwt.jwt for row in MADE["credentials"]]
    holds = [[proof.holds(token, ROOT) for proof in PROOFS] for token in tokens]
    assert holds == [[column == line for column in range(len(tokens))] for line in range(len(tokens))]
    assert {proof.batch for proof in PROOFS} == {MADE["batch"]["id"]}


@pytest.mark.parametrize("row", MADE["presentations"], ids=[row["name"] for row in MADE["presentations"]])
def test_a_presentation_shows_what_was_chosen(row: dict[str, Any]) -> None:
    credential = checked(row["sd_jwt"])
    assert (credential.claims, credential.content.hidden) == (row["claims"], row["hidden"])


@pytest.mark.parametrize("row", MADE["refused"], ids=[row["name"] for row in MADE["refused"]])
def test_what_must_not_be_believed(row: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        checked(row["sd_jwt"])
    assert refused.value.code == row["code"]
