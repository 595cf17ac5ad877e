"""Acts are prepared and signed apart, and nothing is signed that nobody meant."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_files import ActFile
from genpon.act_signers import KeySigner
from genpon.acting import SUBMIT_WITHIN, prepare, sign
from genpon.bundles import Bundle
from genpon.errors import Refused
from genpon.key_requests import key_request
from genpon.notes import Note, reason
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.registry import keys
from genpon_core.salted import salted_digest
from genpon_core.statements import Statement
from tests.support.book import CONTRACT, Cast, officers_signer
from tests.support.bundles import make_bundle
from tests.support.refusals import refusing

OFFICER = "officer/422011/0002"


def approval(bundle: Bundle, key: PublicKey, **changes: object) -> Statement:
    options = {"charter": "0" * 64, "signer": OFFICER, "key": key, "assignment": "a-2026", "answers": "1" * 64, **changes}
    return prepare(CONTRACT, "approve", {"manifest": bundle.manifest_ref.model_dump()}, **options)  # type: ignore[arg-type]


def test_a_statement_is_complete_and_its_signature_holds(bundle: Bundle) -> None:
    signer = officers_signer()
    statement = approval(bundle, signer.public_key, signed_at=1_800_000_000)
    act = sign(statement, signer, bundle=bundle)
    assert signer.public_key.verify("ES256", act.signature, act.message)
    assert statement.submit_before - statement.signed_at == SUBMIT_WITHIN
    assert (statement.algorithm, statement.key, statement.format) == ("ES256", signer.public_key.fingerprint, 1)


def test_changed_files_are_not_signed(bundle: Bundle) -> None:
    signer = officers_signer()
    statement = approval(bundle, signer.public_key)
    bundle.paths[0].write_bytes(b"%PDF-1.7 changed!")
    with refusing("file.changed"):
        sign(statement, signer, bundle=bundle)


def test_another_bundle_is_not_signed(bundle: Bundle, tmp_path: Path) -> None:
    signer = officers_signer()
    with refusing("bundle.other"):
        sign(approval(bundle, signer.public_key), signer, bundle=make_bundle(tmp_path / "other"))


class Faulty(KeySigner):
    """A card that answers with something else."""

    def sign(self, algorithm: str, message: bytes) -> bytes:
        return bytes(64) if algorithm and message else b""


def test_a_signature_that_does_not_hold_never_leaves(bundle: Bundle) -> None:
    signer = Faulty.of(ec.generate_private_key(ec.SECP256R1()))
    with refusing("signature.not_made"):
        sign(approval(bundle, signer.public_key), signer)


def test_another_key_does_not_sign(bundle: Bundle) -> None:
    with refusing("key.other_key"):
        sign(approval(bundle, officers_signer().public_key), officers_signer())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"algorithm": "RS256"}, "algorithm.not_for_key"),
        ({"algorithm": "none"}, "json.field"),
        ({"charter": "x"}, "json.field"),
        ({"signer": "somebody"}, "id.malformed"),
        ({"signer": "officer/422012/0001"}, "id.local_government_code"),
        ({"revision": 0}, "json.field"),
        ({"signed_at": -1}, "time.out_of_range"),
    ],
)
def test_statements_that_no_ledger_would_take(bundle: Bundle, changes: dict[str, object], code: str) -> None:
    with refusing(code):
        approval(bundle, officers_signer().public_key, **changes)


def test_unknown_acts_and_contents_are_refused() -> None:
    key = officers_signer().public_key
    for act, content, code in (
        ("burn", {}, "act.unknown"),
        ("approve", {"manifest": "x"}, "json.field"),
        ("approve", {"x": 1.5}, "json.type"),
    ):
        with refusing(code):
            prepare(CONTRACT, act, content, charter="0" * 64, signer=OFFICER, key=key)


def test_a_note_opens_its_digest_and_no_other_text_does() -> None:
    code, (note,) = reason("documents", "図面が違います")
    assert code == {"code": "documents", "digest": salted_digest("図面が違います", note.salt)}
    with pytest.raises(Refusal, match=r"note\.changed"):
        Note.from_json({**note.to_json(), "text": "図面が合います"})
    assert reason("documents", None)[1] == ()


@pytest.mark.parametrize("text", ["", "x" * 10_001, "bell\a", "\ud800"])
def test_texts_that_nobody_may_sign(text: str) -> None:
    with pytest.raises(Refused):
        Note.of(text)


def test_an_act_file_comes_back_as_it_was(cast: Cast, bundle: Bundle, tmp_path: Path) -> None:
    cast.sent(bundle)
    written = ActFile(cast.book.chains[CONTRACT][-1].act)
    written.write(tmp_path / "a.act.json")
    assert ActFile.read(tmp_path / "a.act.json") == written


def test_a_text_that_no_act_means_is_not_carried(cast: Cast, bundle: Bundle, tmp_path: Path) -> None:
    cast.sent(bundle)
    ActFile(cast.book.chains[CONTRACT][-1].act, (Note.of("hello"),)).write(tmp_path / "a.act.json")
    with refusing("note.not_of_act"):
        ActFile.read(tmp_path / "a.act.json")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b"[]", "json.field"),
        (b'{"format":2,"kind":"act","act":{},"notes":[]}', "json.field"),
        (b'{"format":1,"kind":"act","act":{},"notes":[],"more":1}', "json.field"),
        (b" " * (2 << 20), "file.too_large"),
    ],
)
def test_files_that_are_no_act_files(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.act.json").write_bytes(data)
    with refusing(code):
        ActFile.read(tmp_path / "a.act.json")


def test_a_key_request_without_certificate_waits_for_vouchers(cast: Cast) -> None:
    signer = officers_signer()
    subject = "counterparty/422011/0042"
    request = key_request(signer, subject, charter=cast.book.charter.digest, now=cast.book.now)
    state = keys.fold((cast.book.submit(request.act),))
    assert state is not None
    assert (state.subject, state.basis) == (subject, keys.PRESENTED)
