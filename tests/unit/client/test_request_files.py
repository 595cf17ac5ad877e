"""A signing request: written by the city, read and answered by a counterparty that has no ledger."""

import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_files import ActFile, reason_text
from genpon.act_signers import KeySigner
from genpon.bundles import Bundle
from genpon.errors import Refused, UsageError
from genpon.request_files import RequestFile, write_request
from genpon_core.contracts.table import State
from genpon_core.keys import PrivateKey
from tests.support.book import CONTRACT, CONTRACTOR, DEPARTMENT, Cast
from tests.support.bundles import make_bundle
from tests.support.refusals import refusing


@pytest.fixture
def request_path(cast: Cast, bundle: Bundle, tmp_path: Path) -> Path:
    cast.sent(bundle)
    return write(cast, bundle, tmp_path / "2026-0001-r1.request.zip")


def write(cast: Cast, bundle: Bundle, path: Path) -> Path:
    write_request(path, charter=cast.book.charter, chains=cast.book.chains, contract=CONTRACT, bundle=bundle, notes=cast.notes)
    return path


def read(cast: Cast, path: Path) -> RequestFile:
    return RequestFile.read(path, charter=cast.book.charter.digest)


def test_what_was_signed_offline_is_taken_by_the_ledger(cast: Cast, request_path: Path, tmp_path: Path) -> None:
    answer = read(cast, request_path).sign(cast.contractor.signer)
    answer.write(tmp_path / "answer.act.json")
    cast.book.submit(ActFile.read(tmp_path / "answer.act.json").act)
    assert cast.book.contract().signatures.keys() == {CONTRACTOR}


@pytest.mark.parametrize(("act", "code"), [("return", "documents"), ("decline", "capacity")])
def test_an_answer_carries_its_reason_beside_the_act(cast: Cast, request_path: Path, tmp_path: Path, act: str, code: str) -> None:
    answer = read(cast, request_path).answer(act, cast.contractor.signer, code=code, text="図面が違います")
    answer.write(tmp_path / "answer.act.json")
    again = ActFile.read(tmp_path / "answer.act.json")
    assert reason_text(again.act, again.notes) == "図面が違います"
    assert "図面が違います" not in again.act.to_bytes().decode()
    cast.book.submit(again.act)
    assert cast.book.contract().recorded is {"return": State.RETURNED, "decline": State.DECLINED}[act]


def test_the_files_come_out_as_they_went_in(cast: Cast, bundle: Bundle, request_path: Path, tmp_path: Path) -> None:
    written = read(cast, request_path).verify_files(extract_to=tmp_path / "out")
    assert [path.name for path in written] == ["01-契約書.pdf", "02-仕様書.pdf", "03-内訳.csv"]
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in bundle.paths]
    with refusing("file.exists"):
        read(cast, request_path).verify_files(extract_to=tmp_path / "out")


def test_the_next_revisions_request_tells_why_the_last_was_returned(cast: Cast, bundle: Bundle, tmp_path: Path) -> None:
    cast.sent(bundle)
    cast.return_("数量が違います")
    cast.sent(bundle)
    dossier = read(cast, write(cast, bundle, tmp_path / "r2.request.zip")).dossier
    assert dossier.state.revision == 2
    assert [note.text for note in dossier.notes] == ["数量が違います"]


def test_another_charter_is_another_ledger(request_path: Path) -> None:
    with refusing("charter.other"):
        RequestFile.read(request_path, charter="0" * 64)


def test_a_request_that_is_over_is_not_signed(cast: Cast, request_path: Path) -> None:
    late = cast.book.now + 31 * 86400
    with pytest.raises(Refused) as refused:
        read(cast, request_path).sign(cast.contractor.signer, now=late)
    assert (refused.value.code, refused.value.parameters) == ("contract.wrong_state", {"act": "sign", "state": "EXPIRED"})


def test_nobody_signs_for_a_stranger(cast: Cast, request_path: Path) -> None:
    opened = read(cast, request_path)
    for party in (DEPARTMENT, "counterparty/1234567890123"):
        with refusing("contract.not_a_party"):
            opened.sign(cast.contractor.signer, party=party)
    with refusing("request.reason_code", UsageError):
        opened.answer("return", cast.contractor.signer, code="mood")


def test_a_request_for_three_parties_asks_for_whom(cast: Cast, tmp_path: Path) -> None:
    other = "counterparty/422011/0042"
    bundle = make_bundle(tmp_path / "files", parties=[DEPARTMENT, CONTRACTOR, other])
    cast.sent(bundle)
    path = write(cast, bundle, tmp_path / "three.request.zip")
    with refusing("request.which_party", UsageError):
        read(cast, path).sign(cast.contractor.signer)
    cast.book.submit(read(cast, path).sign(cast.contractor.signer, party=CONTRACTOR).act)
    path = write(cast, bundle, tmp_path / "again.request.zip")
    with refusing("contract.already_signed"):
        read(cast, path).sign(cast.contractor.signer, party=CONTRACTOR)


def test_only_an_open_contract_with_its_own_bundle_makes_a_request(cast: Cast, bundle: Bundle, tmp_path: Path) -> None:
    cast.draft(bundle)
    with refusing("request.not_open"):
        write(cast, bundle, tmp_path / "early.request.zip")
    cast.approve(bundle)
    cast.send(bundle)
    bundle.paths[0].write_bytes(b"changed")
    with refusing("file.changed"):
        write(cast, bundle, tmp_path / "changed.request.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_a_forged_signer_is_refused_by_the_ledger_alone(cast: Cast, request_path: Path) -> None:
    """Offline nobody knows whose key is the contractor's until it has signed; the ledger does."""
    key: PrivateKey = ec.generate_private_key(ec.SECP256R1())
    answer = read(cast, request_path).sign(KeySigner.of(key))
    with pytest.raises(Exception, match=r"key\.unknown"):
        cast.book.submit(answer.act)


def test_files_beyond_the_old_limits_of_zip_go_the_same_way(
    cast: Cast, bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ZIP64 is for files from 2 GiB on; here the limit is moved instead of two gigabytes."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    cast.sent(bundle)
    path = write(cast, bundle, tmp_path / "large.request.zip")
    assert b"PK\6\6" in path.read_bytes()
    monkeypatch.undo()
    assert len(read(cast, path).verify_files(extract_to=tmp_path / "out")) == 3
