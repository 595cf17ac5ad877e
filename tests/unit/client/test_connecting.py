"""What a connection needs before it reaches anybody, each lack in one clear line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.errors import GenponError, Refused, UsageError
from genpon.ledger import Ledger
from genpon.outbox import FolderOutbox
from genpon_network.pki import OrganisationAuthority
from tests.support.book import Cast


@pytest.fixture
def profile(tmp_path: Path, cast: Cast) -> Path:
    authority = OrganisationAuthority.create(msp_id="NagasakiMSP", domain="nagasaki.example", now=datetime.now(UTC))
    authority.issue("client-1", "client").write(tmp_path / "client")
    (tmp_path / "charter.json").write_bytes(cast.book.charter.to_bytes())
    gateway = {"msp_id": "NagasakiMSP", "endpoint": "127.0.0.1:1", "tls_ca_pem": authority.tls_ca_pem.decode(), "tls_hostname": "localhost"}
    described: dict[str, Any] = {
        "version": 1,
        "channel": "genpon",
        "chaincode": "genpon",
        "msp_id": "NagasakiMSP",
        "gateways": [gateway],
        "endorsing": {"msp_ids": ["NagasakiMSP"], "threshold": 1},
        "identities": [{"name": "client", "certificate": "client/certificate.pem", "private_key": "client/key.pem"}],
        "charter": "charter.json",
    }
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(described))
    return path


def test_nothing_is_opened_before_it_is_needed(profile: Path, tmp_path: Path, cast: Cast) -> None:
    with Ledger.connect(profile, outbox=tmp_path / "outbox") as ledger:
        assert ledger.charter.digest == cast.book.charter.digest
        assert isinstance(ledger.outbox, FolderOutbox)
        assert ledger.signer is None


def test_the_outbox_may_be_ones_own(profile: Path, tmp_path: Path) -> None:
    own = FolderOutbox(tmp_path / "mine")
    with Ledger.connect(profile, outbox=own) as ledger:
        assert ledger.outbox is own


def test_without_a_signer_nothing_is_prepared(profile: Path) -> None:
    with Ledger.connect(profile) as ledger, pytest.raises(UsageError) as caught:
        ledger.registry.accept()
    assert caught.value.code == "act.no_signer"


def test_a_ledger_for_another_signer_shares_the_rest(profile: Path) -> None:
    signer = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
    with Ledger.connect(profile) as ledger:
        other = ledger.signed_by(signer)
        assert other.signer is signer
        assert other.outbox is ledger.outbox


WRONG: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "no charter": ({"charter": None}, {}, "profile.no_charter"),
    "a charter that is not there": ({"charter": "none.json"}, {}, "file.missing"),
    "a charter that is none": ({"charter": "profile.json"}, {}, "json.field"),
    "an unknown field": ({"colour": "red"}, {}, "profile.unreadable"),
    "no identity": ({"identities": []}, {}, "profile.identity"),
    "an unknown identity": ({}, {"identity": "nobody"}, "profile.identity"),
    "a certificate that is not there": (
        {"identities": [{"name": "x", "certificate": "none.pem", "private_key": "client/key.pem"}]},
        {},
        "file.missing",
    ),
    "a key that is none": (
        {"identities": [{"name": "x", "certificate": "client/certificate.pem", "private_key": "client/certificate.pem"}]},
        {},
        "identity.unusable",
    ),
}


@pytest.mark.parametrize(("changes", "options", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_profile(profile: Path, changes: dict[str, Any], options: dict[str, Any], code: str) -> None:
    profile.write_text(json.dumps(json.loads(profile.read_text()) | changes))
    with pytest.raises(Refused) as caught:
        Ledger.connect(profile, **options)
    assert caught.value.code == code
    assert isinstance(caught.value, GenponError)
    assert "\n" not in str(caught.value)
