"""Certificates issued by one municipality and verified by another: their status on any day, and everything that may be wrong with them."""

import base64
import time
from dataclasses import replace
from pathlib import Path

import pytest

from genpon.certificates.evidence import CertificateEvidence
from genpon.certificates.verifying import Asked, verify_offline
from genpon.credentials.held import CredentialFile, Held
from genpon.credentials.issuing import Order
from genpon.credentials.presentations import read_presentation, write_presentation
from genpon.credentials.trust import KnownIssuers, Outcome
from genpon.credentials.verdicts import Question
from genpon.credentials.verifying import verify
from genpon.errors import Refused, UsageError, VerificationFailed
from genpon_core.certificate_types.shipped import shipped
from genpon_core.certificates.state import Status
from genpon_core.credentials.key_binding import bind
from genpon_core.credentials.status_lists import StatusListToken
from tests.support.counter import GOOD, batch_id, certificate_of, certify, challenge, codes, keys, own_type, show, verified
from tests.support.office import CLAIMS
from tests.support.town import DAY, Town, World, fresh

pytestmark = pytest.mark.usefixtures("accredited")

TAX = shipped("tax_clearance")


def test_from_the_neutral_body_to_the_revocation_that_toda_sees_at_once(world: World, nagasaki: Town, toda: Town, tmp_path: Path) -> None:
    issued, wallet = certify(nagasaki, "tax_clearance")
    issued.batch.file(0).write(tmp_path / "bridge.credential.json")
    assert CredentialFile.read(tmp_path / "bridge.credential.json") == issued.batch.file(0)
    asked = challenge()
    presented = show(wallet, "tax_clearance", ["name", "taxes"], asked)
    write_presentation(presented, tmp_path / "shown.presentation.json")

    verdict = verified(world, toda, read_presentation(tmp_path / "shown.presentation.json"), asked)
    assert codes(verdict) == GOOD
    assert verdict.valid
    assert verdict.claims == {name: CLAIMS["tax_clearance"][name] for name in ("name", "taxes", "no_arrears", "as_of")}
    assert verdict[Question.ISSUER].parameters == {"issuer": "municipality/422011", "by": "body/alliance body/neutral"}

    before = world.now
    world.reach(before + 1)
    receipt = nagasaki.issuer.ledger.certificates.revoke(certificate_of(presented), "mistake", "二重に発行しました。")
    assert [note.text for note in receipt.notes] == ["二重に発行しました。"]
    verdict = verified(world, toda, presented, asked)
    assert verdict[Question.STATUS].code == "verdict.revoked_on"
    assert verdict.invalid
    assert verdict[Question.INTEGRITY].outcome is Outcome.VALID
    assert verified(world, toda, presented, asked, as_of=before)[Question.STATUS].code == "verdict.in_force"
    assert verified(world, toda, presented, asked, known_at=before)[Question.STATUS].code == "verdict.in_force"


def test_the_issuer_need_not_be_asked(world: World, nagasaki: Town, toda: Town) -> None:
    _, wallet = certify(nagasaki, "tax_clearance")
    asked = challenge()
    presented = show(wallet, "tax_clearance", ["name"], asked)
    world.consortium.settle()
    verification = toda.ledger.certificates.verify(presented, challenge=asked)
    assert verification.evidence is not None
    assert "NagasakiMSP" not in {*verification.evidence.agreeing, *(answer.msp_id for answer in verification.evidence.dissenting)}
    world.consortium.stop("NagasakiMSP")
    try:
        assert codes(toda.ledger.certificates.verify(presented, challenge=asked).verdict) == GOOD
    finally:
        world.consortium.start("NagasakiMSP")


def test_one_of_a_batch_is_changed_and_the_others_are_not(world: World, nagasaki: Town, toda: Town) -> None:
    issued, _ = certify(nagasaki, "tax_clearance", 5)
    batch, certificates = issued.batch.id, nagasaki.issuer.ledger.certificates
    (single,) = certificates.find(batch, "application-3")
    certificates.suspend(single, "under_review")
    world.consortium.settle()
    seen = toda.ledger.certificates
    assert [seen.show(one).standing.status for one in (single, batch)] == [Status.SUSPENDED, Status.VALID]
    certificates.reinstate(single)
    world.consortium.settle()
    assert seen.show(single).standing.status is Status.VALID
    newer, _ = certify(nagasaki, "tax_clearance")
    world.consortium.settle()
    certificates.supersede(single, f"{newer.batch.id}/0")
    world.consortium.settle()
    view = seen.show(single)
    assert (view.standing.status, view.standing.by) == (Status.SUPERSEDED, f"{newer.batch.id}/0")
    certificates.revoke(batch, "requirements_not_met")
    world.consortium.settle()
    assert seen.show(f"{batch}/0").standing.status is Status.REVOKED
    assert batch in seen.list(nagasaki.code)
    assert batch in seen.list("tax_clearance")
    assert [entry.record.act.statement.act for entry in seen.history(single)] == ["suspend", "reinstate", "supersede"]
    assert [entry.record.act.statement.act for entry in seen.history(batch)] == ["issue", "revoke"]


def test_residents_get_single_use_credentials_and_no_reason_is_public(world: World, nagasaki: Town, toda: Town) -> None:
    issued, wallet = certify(nagasaki, "residence", 3)
    asked = challenge()
    presented = show(wallet, "residence", ["address"], asked)
    assert codes(verified(world, toda, presented, asked)) == GOOD
    certificates = nagasaki.issuer.ledger.certificates
    with pytest.raises(Refused) as refused:
        certificates.revoke(certificate_of(presented), "mistake", "誤り")
    assert refused.value.code == "issue.reason"
    certificates.revoke(certificate_of(presented))
    assert verified(world, toda, presented, asked)[Question.STATUS].code == "verdict.revoked_on"
    assert toda.ledger.certificates.show(issued.batch.id).standing.status is Status.VALID


def test_what_is_not_shown_is_not_there(world: World, nagasaki: Town, toda: Town) -> None:
    _, wallet = certify(nagasaki, "tax_clearance", claims={"name": "隠された株式会社"})
    asked = challenge()
    presented = show(wallet, "tax_clearance", ["taxes"], asked)
    verdict = verified(world, toda, presented, asked)
    assert verdict.valid
    assert "name" not in verdict.claims
    assert len(presented.sd_jwt.disclosures) == 1
    with pytest.raises(Refused) as refused:
        show(wallet, "tax_clearance", ["income"], asked)
    assert refused.value.code == "presentation.no_such_claim"


def test_a_municipality_s_recognition_is_its_policy(world: World, nagasaki: Town) -> None:
    omura = world.town("Omura")
    _, wallet = certify(nagasaki, "bid_qualification")
    asked = challenge()
    presented = show(wallet, "bid_qualification", ["name"], asked)
    assert codes(verified(world, omura, presented, asked)) == GOOD
    refused = verified(world, omura, presented, asked, policy=omura.code)[Question.ISSUER]
    assert (refused.outcome, refused.code) == (Outcome.INVALID, "verdict.not_recognised")
    omura.ledger.recognitions.recognise(omura.code, "bid_qualification", "body/alliance")
    assert codes(verified(world, omura, presented, asked, policy=omura.code)) == GOOD


def test_a_sister_city_s_certificates_say_for_whom_they_are(world: World, nagasaki: Town, toda: Town) -> None:
    delegation = f"accreditation/{nagasaki.code}/{fresh()}"
    nagasaki.ledger.accreditations.delegate(delegation, f"municipality/{toda.code}", ["disaster_damage"], valid_until=world.now + 30 * DAY)
    world.consortium.settle()
    issued, wallet = certify(toda, "disaster_damage", territory=nagasaki.code)
    asked = challenge()
    verdict = verified(world, nagasaki, show(wallet, "disaster_damage", ["degree"], asked), asked)
    assert codes(verdict) == GOOD
    assert verdict[Question.ISSUER].parameters["by"] == f"municipality/{nagasaki.code} body/alliance body/neutral"
    nagasaki.ledger.accreditations.revoke(delegation, "ceased")
    world.consortium.settle()
    with pytest.raises(Refused) as refused:
        certify(toda, "disaster_damage", territory=nagasaki.code)
    assert refused.value.code == "accreditation.none"
    assert codes(verified(world, nagasaki, show(wallet, "disaster_damage", ["degree"], asked), asked))[2] == "verdict.accredited"
    assert issued.receipt.record.act.statement.content["territory"] == nagasaki.code


def test_a_status_list_says_the_same_to_wallets(world: World, nagasaki: Town) -> None:
    address = f"https://nagasaki.example/genpon/{nagasaki.code}"
    issued, wallet = certify(nagasaki, "tax_clearance", 4, issuer=address)
    held = [issued.batch.held(which) for which in range(4)]
    certificates = nagasaki.issuer.ledger.certificates
    certificates.revoke(certificate_of(held[0]), "mistake")
    certificates.suspend(certificate_of(held[1]), "requested")
    world.consortium.settle()
    reference = held[0].parse().terms.status
    assert reference is not None
    number = int(reference.uri.rpartition("/")[2])
    token = StatusListToken.parse(certificates.status_list(nagasaki.code, number, issuer=address))

    key = nagasaki.issuer.signer.public_key
    trust = KnownIssuers({(address, key.fingerprint): key}, lists=[token], batches={issued.batch.id: issued.batch.root})
    verdicts = [verify(one, trust, now=world.now)[Question.STATUS].code for one in held]
    assert verdicts == ["verdict.revoked", "verdict.suspended", "verdict.in_force", "verdict.in_force"]
    assert len({status.index for one in held if (status := one.parse().terms.status) is not None}) == 4
    assert wallet.unused(TAX.vct) == 4
    with pytest.raises(UsageError) as unknown:
        certificates.status_list(nagasaki.code, number + 1, issuer=address)
    assert unknown.value.code == "statuses.no_list"


def test_what_is_disposed_of_is_said_to_be_so_and_never_invalid(world: World, nagasaki: Town, toda: Town) -> None:
    name = f"t{fresh()}"
    world.body("neutral").ledger.schemas.publish(own_type(name, "tax_clearance", retention={"rule": "until_the_end", "years": 0}))
    world.consortium.settle()
    end = world.now + 4
    wallet, holders = keys(3)
    orders = [Order(CLAIMS["tax_clearance"], holder, f"r{number}") for number, holder in enumerate(holders)]
    certificates = nagasaki.issuer.ledger.certificates
    issued = certificates.issue(batch_id(nagasaki), name, orders, valid_until=end)
    batch = issued.batch.id
    (single,) = certificates.find(batch, "r1")
    asked = challenge()
    presented = Held(
        bind(issued.batch.held(1).sd_jwt, asked, wallet.entries[1].signing(None), now=int(time.time())), issued.batch.held(1).proof
    )
    assert codes(verified(world, toda, presented, asked)) == GOOD
    with pytest.raises(Refused) as refused:
        certificates.dispose(single)
    assert refused.value.code == "issue.retention"
    world.reach(end)
    salt = issued.batch.register.entries[1].salt
    assert salt is not None
    kept = b"".join(path.read_bytes() for path in certificates.registers.folder.rglob("*") if path.is_file())
    assert base64.b64encode(salt) in kept

    certificates.dispose(single)
    kept = b"".join(path.read_bytes() for path in certificates.registers.folder.rglob("*") if path.is_file())
    assert base64.b64encode(salt) not in kept
    verdict = verified(world, toda, presented, asked)
    assert (verdict[Question.STATUS].outcome, verdict[Question.STATUS].code) == (Outcome.NOT_CHECKED, "verdict.disposed")
    assert verdict[Question.STATUS].parameters["rule"] == "until_the_end"
    assert not verdict.invalid
    assert certificates.registers.read(batch).proof(0) == issued.batch.held(0).proof
    assert certificates.dispose(single).repeated
    certificates.dispose(batch)
    assert not certificates.registers.holds(batch)
    assert certificates.dispose(batch).repeated
    other, _ = certify(nagasaki, "tax_clearance")
    certificates.registers.destroy(other.batch.id)
    with pytest.raises(Refused) as refused:
        certificates.dispose(other.batch.id)
    assert refused.value.code == "register.missing"
    shown = [Held(issued.batch.held(which).sd_jwt, issued.batch.held(which).proof) for which in range(3)]
    assert {codes(verified(world, toda, one))[1] for one in shown} == {"verdict.disposed"}


def test_evidence_travels_and_proves_all_but_that_nothing_came_later(world: World, nagasaki: Town, toda: Town, tmp_path: Path) -> None:
    digest = world.consortium.charter.digest
    _, wallet = certify(nagasaki, "tax_clearance", 2)
    asked = challenge()
    presented, other = show(wallet, "tax_clearance", ["name"], asked), show(wallet, "tax_clearance", ["name"])
    world.consortium.settle()
    path = tmp_path / "a.evidence.json"
    toda.ledger.certificates.evidence(certificate_of(presented)).write(path)
    evidence = CertificateEvidence.read(path, charter=digest)

    question = Asked(world.now, challenge=asked)
    assert codes(verify_offline(presented, evidence, question)) == (GOOD[0], "verdict.acts_may_be_missing", *GOOD[2:])
    own = replace(question, as_of=evidence.gathered_at)
    assert codes(verify_offline(presented, evidence, own, own=True)) == GOOD
    assert codes(verify_offline(presented, evidence, replace(own, as_of=own.now + DAY), own=True))[1] == "verdict.acts_may_be_missing"
    assert codes(verify_offline(other, evidence, own, own=True))[3] == "presentation.not_bound"

    nagasaki.issuer.ledger.certificates.revoke(certificate_of(presented), "mistake")
    world.consortium.settle()
    toda.ledger.certificates.evidence(certificate_of(presented)).write(path)
    revoked = CertificateEvidence.read(path, charter=digest)
    assert codes(verify_offline(presented, revoked, replace(question, now=world.now)))[1] == "verdict.revoked_on"
    with pytest.raises(VerificationFailed) as failed:
        CertificateEvidence.read(path, charter="0" * 64)
    assert failed.value.code == "charter.other"
    path.write_bytes(path.read_bytes().replace(b'"mistake"', b'"misuse_"'))
    with pytest.raises(VerificationFailed):
        CertificateEvidence.read(path, charter=digest)
    with pytest.raises(VerificationFailed) as failed:
        toda.ledger.certificates.evidence("certificate/422011/0-0")
    assert failed.value.code == "issue.unknown"


def test_an_issue_that_the_ledger_refuses_leaves_nothing(world: World, nagasaki: Town) -> None:
    certificates = nagasaki.issuer.ledger.certificates
    issued, _ = certify(nagasaki, "tax_clearance")
    for certificate, options, code in (
        (issued.batch.id, {}, "file.exists"),
        (batch_id(nagasaki), {"valid_from": world.now - 3 * DAY, "valid_until": world.now + DAY}, "issue.window"),
    ):
        with pytest.raises(Refused) as refused:
            certify(nagasaki, "tax_clearance", certificate=certificate, **options)
        assert refused.value.code == code
        assert certificates.registers.holds(certificate) is (certificate == issued.batch.id)
    assert certificates.registers.read(issued.batch.id) == issued.batch.register


@pytest.mark.parametrize("issuer", ["https://nagasaki.example", "urn:genpon:municipality:112241", "nagasaki"])
def test_an_issuer_s_identifier_ends_with_its_code(nagasaki: Town, issuer: str) -> None:
    with pytest.raises(UsageError) as wrong:
        certify(nagasaki, "tax_clearance", issuer=issuer)
    assert wrong.value.code == "issue.issuer"


def test_registers_are_the_owner_s_alone(nagasaki: Town) -> None:
    certify(nagasaki, "income")
    folder = nagasaki.issuer.ledger.certificates.registers.folder
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}
