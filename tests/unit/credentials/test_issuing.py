"""Issuing: what an office writes, a holder can show and a verifier believes; what must not be issued is refused."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.credentials.held import CredentialFile
from genpon.credentials.issuing import Issuer, Order, StatusSpace
from genpon.credentials.registers import Register
from genpon.credentials.verdicts import Question
from genpon.credentials.verifying import verify
from genpon.errors import Refused
from genpon_core.certificate_types.shipped import NAMES, shipped
from genpon_core.credentials.paths import general
from tests.support.office import BATCH, CLAIMS, MIDNIGHT, NAGASAKI, NOW, SIGNER, TODA_ASKS, UNTIL, issue, trust, wallet_and_batch

PERSONS = [name for name in NAMES if shipped(name).subject == "person"]
HOLDERS = [KeySigner.of(ec.derive_private_key(500 + number, ec.SECP256R1())).public_key for number in range(4)]


@pytest.mark.parametrize("name", NAMES)
def test_every_type_from_the_order_to_the_verdict(name: str) -> None:
    wallet, batch = wallet_and_batch(name)
    paths = [claim.path for claim in shipped(name).claims if claim.mandatory and len(claim.path) == 1]
    _, presentation = wallet.present(shipped(name).vct, paths, challenge=TODA_ASKS, now=NOW)
    verdict = verify(presentation, trust(batch), now=NOW, challenge=TODA_ASKS)

    assert verdict[Question.INTEGRITY].code == "verdict.signed_and_in_batch"
    assert verdict[Question.HOLDER].code == "verdict.holder_signed"
    assert not verdict.invalid
    assert verdict.claims == {name: value for name, value in CLAIMS[name].items() if (name,) in paths}


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_s_credential_says_nothing_of_itself(name: str) -> None:
    """Not a claim is plain, and two credentials of the same claims have nothing in common but what all of the type have."""
    _, batch = wallet_and_batch(name)
    first, second = (batch.held(which).parse() for which in range(2))

    assert not {path for path in first.content.plain if path[:1] not in first.content.disclosed}
    assert first.content.hidden + len(first.content.disclosed) >= shipped(name).digests
    assert not {one.text for one in first.content.disclosed.values()} & {one.text for one in second.content.disclosed.values()}
    assert first.terms.holder != second.terms.holder
    assert first.terms.issued_at == second.terms.issued_at


def test_the_number_of_digests_does_not_tell_which_claims_there_are() -> None:
    """A credential with every optional claim and one with none look alike."""
    few = CLAIMS["residence"]
    many = {**few, "name_kana": "ナガサキ", "sex": "male", "domicile": "長崎県長崎市", "relationship": "世帯主", "nationality": "日本"}
    batch = issue("residence", [Order(few, HOLDERS[0]), Order(many, HOLDERS[1])])
    lengths = [len(credential.jwt) for credential in batch.credentials]

    assert lengths[0] == lengths[1]


def test_status_places_are_drawn_from_those_that_are_free() -> None:
    status = StatusSpace(7, 64, frozenset(range(60)))
    batch = issue("residence", [Order(CLAIMS["residence"], holder) for holder in HOLDERS], status=status)
    references = [batch.held(which).parse().terms.status for which in range(4)]

    assert {reference.index for reference in references if reference is not None} == {60, 61, 62, 63}
    assert {reference.uri for reference in references if reference is not None} == {f"{NAGASAKI}/s/7"}
    assert [entry.status for entry in batch.register.entries] == [reference and reference.index for reference in references]
    with pytest.raises(Refused, match="free places"):
        issue("residence", [Order(CLAIMS["residence"], HOLDERS[0])], status=replace(status, taken=frozenset(range(64))))


def with_claim(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda claims: claims.update({name: value})


@pytest.mark.parametrize(
    ("kind", "change", "claim", "problem"),
    [
        ("tax_clearance", lambda claims: claims.pop("no_arrears"), "no_arrears", "required"),
        ("tax_clearance", with_claim("phone", "095"), "phone", "additionalProperties"),
        ("tax_clearance", with_claim("神", "095"), "?", "additionalProperties"),
        ("tax_clearance", with_claim("corporate_number", "5835678256247"), "corporate_number", "format"),
        ("tax_clearance", with_claim("as_of", "2026-11-31"), "as_of", "format"),
        ("tax_clearance", with_claim("as_of", "20261123"), "as_of", "format"),
        ("tax_clearance", with_claim("name", ""), "name", "minLength"),
        ("tax_clearance", with_claim("name", "株" * 201), "name", "maxLength"),
        ("tax_clearance", with_claim("name", 5), "name", "type"),
        ("tax_clearance", with_claim("no_arrears", "yes"), "no_arrears", "type"),
        ("tax_clearance", with_claim("taxes", []), "taxes", "minItems"),
        ("tax_clearance", with_claim("taxes", ["income"]), "taxes.0", "enum"),
        ("bid_qualification", with_claim("municipalities", ["422012"]), "municipalities.0", "format"),
        ("bid_qualification", lambda claims: claims["qualifications"][1].pop("trade"), "qualifications.1.trade", "required"),
        ("performance_record", with_claim("amount", -1), "amount", "minimum"),
        ("performance_record", with_claim("amount", True), "amount", "type"),
        ("performance_record", with_claim("score", 101), "score", "maximum"),
    ],
)
def test_claims_that_do_not_fit_their_type(kind: str, change: Callable[[dict[str, Any]], object], claim: str, problem: str) -> None:
    claims = json.loads(json.dumps(CLAIMS[kind]))
    change(claims)
    with pytest.raises(Refused) as refused:
        issue(kind, [Order(claims, HOLDERS[0])])
    assert (refused.value.code, refused.value.parameters) == ("claims.wrong", {"type": kind, "claim": claim, "problem": problem})


def test_of_many_the_wrong_one_is_named_before_anything_is_signed() -> None:
    """A card signs a few times a second: nobody should wait for thousands of signatures to learn of a mistake."""
    signed: list[bytes] = []

    class Card:
        public_key = SIGNER.public_key

        def sign(self, algorithm: str, message: bytes) -> bytes:
            signed.append(message)
            return SIGNER.sign(algorithm, message)

    good, bad = CLAIMS["tax_clearance"], {**CLAIMS["tax_clearance"], "name": ""}
    orders = [Order(good, HOLDERS[0]), Order(good, HOLDERS[1]), Order(bad, HOLDERS[2])]
    issuer = Issuer(shipped("tax_clearance"), Card(), issuer=NAGASAKI)
    with pytest.raises(Refused) as refused:
        issuer.issue(orders, batch="certificate/422011/2026-17", issued_at=NOW, expires_at=NOW + 60)
    assert (refused.value.code, refused.value.parameters["number"], signed) == ("claims.order", 3, [])
    assert "name" in str(refused.value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("\ud800", "text.lone_surrogate"),
        ({"\ud800": 1}, "text.lone_surrogate"),
        ("\u202e", "text.bidirectional_control"),
        (0.5, "claims.wrong"),
        (b"name", "json.type"),
        ({1: "name"}, "json.type"),
    ],
)
def test_claims_that_nobody_may_sign(value: Any, code: str) -> None:
    """Whatever a caller's program passes is refused by a name of ours, whichever library saw it first."""
    with pytest.raises(Refused) as refused:
        issue("tax_clearance", [Order({**CLAIMS["tax_clearance"], "name": value}, HOLDERS[0])])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "holders", "moments", "code"),
    [
        ("residence", [None], {}, "claims.holder"),
        ("residence", [HOLDERS[0], HOLDERS[0]], {}, "claims.holder"),
        ("residence", [HOLDERS[0]], {"issued_at": MIDNIGHT + 1}, "claims.moments"),
        ("residence", [HOLDERS[0]], {"expires_at": UNTIL + 3600}, "claims.moments"),
        ("residence", [HOLDERS[0]], {"valid_from": MIDNIGHT + 60}, "claims.moments"),
        ("residence", [HOLDERS[0]], {"expires_at": MIDNIGHT + 93 * 86400}, "schema.validity"),
        ("tax_clearance", [], {}, "batch.size"),
        ("tax_clearance", [HOLDERS[0]], {"expires_at": 10**12}, "schema.validity"),
        ("tax_clearance", [HOLDERS[0]], {"issued_at": -5, "expires_at": 0}, "json.field"),
    ],
)
def test_what_is_not_issued(kind: str, holders: list[Any], moments: dict[str, int], code: str) -> None:
    with pytest.raises(Refused) as refused:
        issue(kind, [Order(CLAIMS[kind], holder) for holder in holders], **moments)
    assert refused.value.code == code


def test_an_organisation_may_have_one_key_and_any_second() -> None:
    batch = issue("tax_clearance", [Order(CLAIMS["tax_clearance"], HOLDERS[0])] * 2, issued_at=NOW, expires_at=NOW + 60)
    assert batch.root.size == 2


@pytest.mark.parametrize("name", ["iss", "_sd"])
def test_a_claim_that_would_stand_for_a_term_does_not_fit_any_type(name: str) -> None:
    with pytest.raises(Refused, match="wrong"):
        issue("tax_clearance", [Order({**CLAIMS["tax_clearance"], name: "x"}, HOLDERS[0])])


def test_an_issuer_s_key_is_on_p256() -> None:
    with pytest.raises(Refused, match="P-384"):
        Issuer(shipped("income"), KeySigner.of(ec.derive_private_key(3, ec.SECP384R1())), issuer=NAGASAKI)


def test_a_register_makes_every_proof_again(tmp_path: Path) -> None:
    """Also for a holder who lost the file; the claims are not in it."""
    _, batch = wallet_and_batch("residence", 5, status=StatusSpace(1, 1024))
    path = tmp_path / "17.register.json"
    batch.register.write(path)
    register = Register.read(path)

    assert register == batch.register
    assert register.root == batch.root
    assert [register.proof(which) for which in range(5)] == [batch.held(which).proof for which in range(5)]
    assert register.find("application-3") == (3,)
    assert register.index(3) == batch.register.proof(3).index
    assert path.stat().st_mode & 0o077 == 0
    assert CLAIMS["residence"]["address"] not in path.read_text(encoding="utf-8")
    with pytest.raises(Refused, match="exists already"):
        batch.register.write(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(format=2),
        lambda value: value.update(entries=[]),
        lambda value: value["entries"][0].update(token="00"),
        lambda value: value["entries"][0].update(salt="AAAA"),
        lambda value: value["entries"].append(value["entries"][0]),
        lambda value: value["entries"][0].update(more=1),
        lambda value: value["entries"][0].update(salt=None),
        lambda value: value["entries"][0].update(leaf="00" * 32),
    ],
)
def test_a_register_that_is_damaged(tmp_path: Path, change: Callable[[Any], object]) -> None:
    _, batch = wallet_and_batch("residence")
    path = tmp_path / "17.register.json"
    batch.register.write(path)
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(Refused):
        Register.read(path)


def test_of_a_destroyed_entry_nothing_is_left_that_anybody_could_tie_to_it(tmp_path: Path) -> None:
    _, batch = wallet_and_batch("residence", 5, status=StatusSpace(1, 1024))
    path = tmp_path / "17.register.json"
    batch.register.without(3).replace(path)
    text, register, gone = path.read_text(encoding="utf-8"), Register.read(path), batch.register.entries[3]

    assert gone.token is not None
    assert gone.salt is not None
    for handle in (gone.token, gone.reference, base64.b64encode(gone.salt).decode()):
        assert handle not in text
    assert register.root == batch.root
    assert [register.proof(which) for which in (0, 1, 2, 4)] == [batch.held(which).proof for which in (0, 1, 2, 4)]
    assert register.index(3) == batch.register.index(3)
    assert register.number(register.index(3)) == 3
    assert register.find("application-3") == ()
    with pytest.raises(Refused) as refused:
        register.proof(3)
    assert refused.value.code == "batch.destroyed"


def test_a_credential_file_survives_and_is_private(tmp_path: Path) -> None:
    _, batch = wallet_and_batch("income")
    path = tmp_path / "income.credential.json"
    batch.file(0, 1).write(path)

    assert CredentialFile.read(path) == batch.file(0, 1)
    assert path.stat().st_mode & 0o077 == 0
    assert BATCH in path.read_text(encoding="utf-8")
    assert BATCH not in str(batch.held(0).sd_jwt)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"format":1,"kind":"credentials","credentials":[]}',
        b'{"format":1,"kind":"credentials","credentials":[{"credential":"a~"}]}',
    ],
)
def test_files_that_hold_no_credentials(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.credential.json"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        CredentialFile.read(path)
    assert "\n" not in str(refused.value)


def test_all_paths_of_a_credential_are_those_of_its_type() -> None:
    _, batch = wallet_and_batch("bid_qualification")
    content = batch.held(0).parse().content

    assert {general(path) for path in content.disclosed} <= {claim.path for claim in shipped("bid_qualification").claims}
    assert SIGNER.public_key.fingerprint == batch.held(0).parse().key_id
