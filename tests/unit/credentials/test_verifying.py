"""Four questions, each answered VALID, INVALID or NOT_CHECKED with its reason: every way in which a presentation may be wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon import words
from genpon.act_signers import KeySigner
from genpon.credentials.held import Held
from genpon.credentials.issuing import Issuer, Order, StatusSpace
from genpon.credentials.trust import Answer, IssuerAnswer, KnownIssuers, Outcome, Reference
from genpon.credentials.verdicts import Question, Verdict
from genpon.credentials.verifying import verify
from genpon.words import vocabulary
from genpon_core.certificate_types.shipped import shipped
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.batches import BatchRoot
from genpon_core.credentials.disclosures import Salts
from genpon_core.credentials.issuing import credential_signer
from genpon_core.credentials.issuing import issue as core_issue
from genpon_core.credentials.jws import signing_with
from genpon_core.credentials.key_binding import Challenge, bind
from genpon_core.credentials.paths import Path, Selectable
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.status_lists import Status, StatusList, StatusListToken, sign_status_list
from genpon_core.credentials.terms import Terms
from tests.support.credentials import seeded
from tests.support.office import BATCH, CLAIMS, MIDNIGHT, NAGASAKI, NOW, SIGNER, TODA_ASKS, UNTIL, issue, trust, wallet_and_batch

KIND = shipped("tax_clearance")
SPACE = StatusSpace(1, 64)
WALLET, ISSUED = wallet_and_batch("tax_clearance", 3, status=SPACE)
SHOWN_PATHS: tuple[Path, ...] = (("name",), ("taxes",))
LATER, PRESENTED = WALLET.present(KIND.vct, SHOWN_PATHS, challenge=TODA_ASKS, now=NOW)
_, OTHER = LATER.present(KIND.vct, SHOWN_PATHS, challenge=TODA_ASKS, now=NOW)
_, UNBOUND = WALLET.present(KIND.vct, SHOWN_PATHS, now=NOW)
STRANGER = KeySigner.of(ec.derive_private_key(77, ec.SECP256R1()))


def status_list(
    statuses: dict[int, int], *, signer: KeySigner = SIGNER, issued_at: int = NOW - 60, expires_at: int = NOW + 3600
) -> StatusListToken:
    text = sign_status_list(
        StatusList.of(statuses, size=64),
        uri=f"{NAGASAKI}/s/1",
        issued_at=issued_at,
        expires_at=expires_at,
        sign=lambda message: signer.sign("ES256", message),
        key_id=signer.public_key.fingerprint,
    )
    return StatusListToken.parse(text)


def place(presented: Held) -> int:
    status = presented.parse().terms.status
    assert status is not None
    return status.index


@dataclass(frozen=True)
class Ledger:
    """A ledger's answers, as the protocol has them."""

    known: KnownIssuers
    accredited: Answer
    in_force: Answer

    def certificate_type(self, vct: str, digest: str) -> CertificateType | None:
        return self.known.certificate_type(vct, digest)

    def issuer(self, reference: Reference) -> IssuerAnswer:
        return IssuerAnswer(self.accredited, self.known.issuer(reference).key)

    def batch(self, batch: str) -> BatchRoot | None:
        return self.known.batch(batch)

    def status(self, reference: Reference, *, as_of: int) -> Answer:
        return self.in_force if reference.inclusion is not None and as_of else Answer.not_checked("verdict.status_unknown")


ALL_WELL = Ledger(trust(ISSUED), Answer.valid("verdict.in_force"), Answer.valid("verdict.in_force"))


def test_everything_holds() -> None:
    verdict = verify(PRESENTED, ALL_WELL, now=NOW, challenge=TODA_ASKS)

    assert verdict.valid
    assert not verdict.invalid
    assert verdict.claims == {name: CLAIMS["tax_clearance"][name] for name in ("name", "taxes", "no_arrears", "as_of")}
    assert verdict.terms is not None
    assert verdict.terms.issuer == NAGASAKI
    assert verdict.kind == KIND
    assert verdict.to_json()["answers"]["holder"] == {"outcome": "VALID", "reason": "verdict.holder_signed", "parameters": {}}


@pytest.mark.parametrize(
    ("accredited", "in_force"),
    [
        (Answer.invalid("verdict.issuer_unknown"), Answer.valid("verdict.in_force")),
        (Answer.valid("verdict.in_force"), Answer.invalid("verdict.revoked")),
    ],
)
def test_what_the_ledger_says_stands_beside_what_the_credential_proves(accredited: Answer, in_force: Answer) -> None:
    verdict = verify(PRESENTED, replace(ALL_WELL, accredited=accredited, in_force=in_force), now=NOW, challenge=TODA_ASKS)

    assert (verdict[Question.ISSUER], verdict[Question.STATUS]) == (accredited, in_force)
    assert verdict.invalid
    assert verdict[Question.INTEGRITY].outcome is Outcome.VALID


def test_what_was_disposed_of_is_never_invalid() -> None:
    """Also after it has expired, as all has that is disposed of."""
    disposed = Answer.not_checked("verdict.disposed", rule="tax_books", date="2034-04-01")
    verdict = verify(PRESENTED, replace(ALL_WELL, in_force=disposed), now=NOW, as_of=UNTIL + 10 * 366 * 86400, challenge=TODA_ASKS)

    assert verdict[Question.STATUS] == disposed
    assert not verdict.invalid
    assert not verdict.valid


def answers(verdict: Verdict) -> tuple[str, ...]:
    return tuple(verdict[question].code for question in Question)


UNREAD = "verdict.integrity_first"
NOT_ASKED, SIGNED = "verdict.accreditation_not_asked", "verdict.holder_signed"
IN_BATCH, UNKNOWN = "verdict.signed_and_in_batch", "verdict.status_unknown"


def refused(code: str) -> tuple[str, ...]:
    return (code, UNREAD, UNREAD, UNREAD)


@pytest.mark.parametrize(
    ("presented", "expected"),
    [
        (PRESENTED, (IN_BATCH, UNKNOWN, NOT_ASKED, SIGNED)),
        (replace(PRESENTED, proof=None), ("verdict.signed", UNKNOWN, NOT_ASKED, SIGNED)),
        (replace(PRESENTED, proof=OTHER.proof), refused("verdict.not_in_batch")),
        (UNBOUND, (IN_BATCH, UNKNOWN, NOT_ASKED, "presentation.not_bound")),
        (
            Held(SdJwt(OTHER.sd_jwt.jwt, (), PRESENTED.sd_jwt.key_binding), OTHER.proof),
            (IN_BATCH, UNKNOWN, NOT_ASKED, "presentation.other_holder"),
        ),
        (Held(replace(PRESENTED.sd_jwt, disclosures=()), PRESENTED.proof), (IN_BATCH, UNKNOWN, NOT_ASKED, "presentation.changed")),
        (Held(replace(PRESENTED.sd_jwt, disclosures=OTHER.sd_jwt.disclosures)), refused("credential.unused_disclosure")),
        (Held(replace(PRESENTED.sd_jwt, jwt=PRESENTED.sd_jwt.jwt[:-1] + "A")), None),
        (Held(SdJwt("a.b.c")), refused("credential.base64url")),
    ],
)
def test_presentations(presented: Held, expected: tuple[str, ...] | None) -> None:
    verdict = verify(presented, trust(ISSUED), now=NOW, challenge=TODA_ASKS)

    if expected is not None:
        assert answers(verdict) == expected
    if verdict[Question.INTEGRITY].outcome is not Outcome.VALID:
        assert (verdict.claims, verdict.terms, verdict.kind) == ({}, None, None)
    assert verdict.invalid is any(verdict[question].outcome is Outcome.INVALID for question in Question)


@pytest.mark.parametrize(
    ("challenge", "now", "code"),
    [
        (None, NOW, "verdict.holder_not_asked"),
        (Challenge(TODA_ASKS.audience, "another"), NOW, "presentation.nonce"),
        (Challenge("https://kobe.example", TODA_ASKS.nonce), NOW, "presentation.audience"),
        (TODA_ASKS, NOW + 301, "presentation.stale"),
        (TODA_ASKS, NOW - 61, "presentation.from_future"),
    ],
)
def test_a_replayed_presentation(challenge: Challenge | None, now: int, code: str) -> None:
    assert verify(PRESENTED, trust(ISSUED), now=now, challenge=challenge)[Question.HOLDER].code == code


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (trust(), ("verdict.signed", UNKNOWN, NOT_ASKED, SIGNED)),
        (KnownIssuers({}), ("verdict.no_key", UNREAD, "verdict.issuer_unknown", UNREAD)),
        (KnownIssuers({(NAGASAKI, SIGNER.public_key.fingerprint): STRANGER.public_key}), refused("credential.signature")),
        (
            KnownIssuers({("https://toda.example", SIGNER.public_key.fingerprint): SIGNER.public_key}),
            ("verdict.no_key", UNREAD, "verdict.issuer_unknown", UNREAD),
        ),
        (trust(ISSUED, types=()), ("verdict.type_unknown", UNREAD, UNREAD, UNREAD)),
        (trust(types=(shipped("income"),)), ("verdict.type_unknown", UNREAD, UNREAD, UNREAD)),
        (replace(trust(), batches={BATCH: BatchRoot(ISSUED.root.digest, 4)}), refused("verdict.not_in_batch")),
        (replace(trust(), batches={BATCH: BatchRoot(bytes(32), 3)}), refused("verdict.not_in_batch")),
    ],
)
def test_what_a_verifier_knows(known: KnownIssuers, expected: tuple[str, ...]) -> None:
    assert answers(verify(PRESENTED, known, now=NOW, challenge=TODA_ASKS)) == expected


def lists(*tokens: StatusListToken) -> KnownIssuers:
    return trust(ISSUED, lists=tokens)


@pytest.mark.parametrize(
    ("known", "as_of", "code", "outcome"),
    [
        (lists(status_list({})), NOW, "verdict.in_force", Outcome.VALID),
        (lists(status_list({place(PRESENTED): Status.INVALID})), NOW, "verdict.revoked", Outcome.INVALID),
        (lists(status_list({place(PRESENTED): Status.SUSPENDED})), NOW, "verdict.suspended", Outcome.INVALID),
        (lists(status_list({place(PRESENTED): 3})), NOW, "verdict.revoked", Outcome.INVALID),
        (lists(status_list({place(OTHER): Status.INVALID})), NOW, "verdict.in_force", Outcome.VALID),
        (lists(status_list({}, signer=STRANGER)), NOW, "credential.signature", Outcome.NOT_CHECKED),
        (lists(status_list({}, expires_at=NOW)), NOW, "statuses.expired", Outcome.NOT_CHECKED),
        (lists(status_list({}, issued_at=NOW - 60)), NOW - 61, UNKNOWN, Outcome.NOT_CHECKED),
        (lists(), NOW, UNKNOWN, Outcome.NOT_CHECKED),
        (lists(status_list({})), MIDNIGHT - 1, "credential.not_yet_valid", Outcome.INVALID),
        (lists(status_list({})), UNTIL, "credential.expired", Outcome.INVALID),
    ],
)
def test_status(known: KnownIssuers, as_of: int, code: str, outcome: Outcome) -> None:
    verdict = verify(PRESENTED, known, now=NOW, as_of=as_of, challenge=TODA_ASKS)

    assert (verdict[Question.STATUS].code, verdict[Question.STATUS].outcome, verdict.as_of) == (code, outcome, as_of)


def test_a_credential_without_a_status() -> None:
    wallet, batch = wallet_and_batch("tax_clearance", 1)
    _, presented = wallet.present(KIND.vct, [], now=NOW)
    assert verify(presented, trust(batch), now=NOW)[Question.STATUS].code == "verdict.no_status"


def odd(claims: dict[str, Any], paths: Iterable[Path], **terms: Any) -> Held:
    """What an issuer signs that does not keep to the type."""
    given = Terms(issuer=NAGASAKI, type=KIND.vct, type_digest=KIND.digest, issued_at=MIDNIGHT, expires_at=UNTIL)
    signer = credential_signer(lambda message: SIGNER.sign("ES256", message), key_id=SIGNER.public_key.fingerprint)
    return Held(core_issue(claims, replace(given, **terms), signer=signer, selectable=Selectable.of(paths), salts=Salts(seeded(1))))


HIDDEN: tuple[Path, ...] = tuple(claim.path for claim in KIND.claims if claim.selectable)
WHOLE = CLAIMS["tax_clearance"]


@pytest.mark.parametrize(
    ("presented", "code"),
    [
        (odd(WHOLE, HIDDEN), "verdict.signed"),
        (odd(WHOLE, ()), "schema.hiding"),
        (odd(WHOLE, [*HIDDEN, ("no_arrears",)]), "schema.hiding"),
        (odd(WHOLE, [*HIDDEN, ("taxes", None)]), "schema.hiding"),
        (odd({**WHOLE, "note": "plain"}, HIDDEN), "claims.wrong"),
        (odd({**WHOLE, "note": "hidden"}, [*HIDDEN, ("note",)]), "schema.hiding"),
        (odd({**WHOLE, "name": 5}, HIDDEN), "claims.wrong"),
        (odd({**WHOLE, "taxes": ["gift"]}, HIDDEN), "claims.wrong"),
        (odd(WHOLE, HIDDEN, expires_at=None), "schema.validity"),
        (odd(WHOLE, HIDDEN, expires_at=MIDNIGHT + 93 * 86400), "schema.validity"),
        (odd(WHOLE, HIDDEN, type_digest=shipped("income").digest), "verdict.type_unknown"),
        (odd(WHOLE, HIDDEN, type=shipped("income").vct), "verdict.type_unknown"),
        (odd(WHOLE, HIDDEN, type=shipped("bid_qualification").vct, type_digest=shipped("bid_qualification").digest), "schema.hiding"),
    ],
)
def test_a_credential_that_is_not_what_its_type_says(presented: Held, code: str) -> None:
    assert verify(presented, trust(), now=NOW)[Question.INTEGRITY].code == code


def test_a_mandatory_claim_may_be_hidden_but_not_missing() -> None:
    shown = replace(odd(WHOLE, HIDDEN).sd_jwt, disclosures=())
    assert verify(Held(shown), trust(), now=NOW).claims == {"no_arrears": True, "as_of": "2026-11-23"}


def test_no_bit_of_a_presentation_changes_unseen() -> None:
    """Every character of every part, each replaced by another of the alphabet: the verdict is never valid again."""
    text = str(PRESENTED.sd_jwt)
    for at in range(0, len(text), 3):
        changed = text[:at] + ("B" if text[at] == "A" else "A") + text[at + 1 :]
        if changed.count("~") == text.count("~"):
            assert not verify(Held(SdJwt.parse(changed), PRESENTED.proof), ALL_WELL, now=NOW, challenge=TODA_ASKS).valid


def test_a_holder_s_key_that_is_stolen_signs_for_no_other_credential() -> None:
    thief = bind(OTHER.sd_jwt, TODA_ASKS, signing_with(ec.derive_private_key(77, ec.SECP256R1())), now=NOW)
    assert verify(Held(thief, OTHER.proof), ALL_WELL, now=NOW, challenge=TODA_ASKS)[Question.HOLDER].code == "presentation.other_holder"


def test_a_ledger_that_does_not_answer_is_no_verdict() -> None:
    class Silent(KnownIssuers):
        def status(self, reference: Reference, *, as_of: int) -> Answer:
            raise TimeoutError(f"{reference.terms.type} {as_of}")

    with pytest.raises(TimeoutError):
        verify(PRESENTED, Silent(trust().keys), now=NOW)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_answer_is_said_in_words(language: words.Language) -> None:
    verdict = verify(PRESENTED, trust(ISSUED), now=NOW, challenge=TODA_ASKS)
    for question in Question:
        answer = verdict[question]
        assert words.term("question", question.value, language=language) != question.value or language == "en"
        assert words.sentence(answer.code, answer.parameters, language=language) != answer.code
    assert vocabulary.QUESTIONS.keys() == {question.value for question in Question}
    assert vocabulary.OUTCOMES.keys() == {outcome.value for outcome in Outcome}


def test_one_issuer_cannot_speak_for_another() -> None:
    """Toda's key under Nagasaki's name: the verifier looks the key up by both."""
    forged = Issuer(KIND, STRANGER, issuer=NAGASAKI).issue([Order(WHOLE)], batch=BATCH, issued_at=MIDNIGHT, expires_at=UNTIL)
    keys = {**trust().keys, ("https://toda.example", STRANGER.public_key.fingerprint): STRANGER.public_key}
    assert answers(verify(forged.held(0), KnownIssuers(keys), now=NOW))[0] == "verdict.no_key"
    assert issue("tax_clearance", [Order(WHOLE)]).held(0).parse().terms.issuer == forged.held(0).parse().terms.issuer
