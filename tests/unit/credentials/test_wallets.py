"""Wallets: keys are asked for, credentials come to their keys, and each is shown once."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.credentials.holder_keys import MAX_AGE, HolderKeysFile
from genpon.credentials.issuing import Order
from genpon.credentials.presentations import read_presentation, write_presentation
from genpon.credentials.wallets import MOST_KEYS, Wallet
from genpon.errors import Refused
from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials.jwk import to_jwk
from genpon_core.credentials.jws import JwsSigner, signing_with
from genpon_core.credentials.key_binding import Challenge
from genpon_core.credentials.possession import TYP, prove_possession
from genpon_core.keys import PublicKey
from tests.support.office import CLAIMS, ISSUER_ASKS, MIDNIGHT, NAGASAKI, NOW, TODA_ASKS, UNTIL, issue, wallet_and_batch

RESIDENCE = shipped("residence").vct
PASSPHRASE = "眼鏡橋"


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_each_credential_is_shown_once() -> None:
    wallet, _ = wallet_and_batch("residence", 3)
    shown = []
    for left in (2, 1, 0):
        wallet, presentation = wallet.present(RESIDENCE, [("address",)], challenge=TODA_ASKS, now=NOW)
        shown.append(presentation)
        assert wallet.unused(RESIDENCE) == left

    assert len({presentation.sd_jwt.jwt for presentation in shown}) == 3
    with refused("wallet.all_shown"):
        wallet.present(RESIDENCE, [("address",)], challenge=TODA_ASKS, now=NOW)
    wallet, again = wallet.present(RESIDENCE, [("address",)], challenge=TODA_ASKS, now=NOW, again=True)
    assert again.sd_jwt.jwt in {presentation.sd_jwt.jwt for presentation in shown}


def test_a_wallet_survives_with_its_keys_encrypted(tmp_path: Path) -> None:
    wallet, request = Wallet().ask(2, ISSUER_ASKS, now=NOW, passphrase=PASSPHRASE)
    keys = request.keys(ISSUER_ASKS, now=NOW)
    wallet = wallet.with_credentials(issue("income", [Order(CLAIMS["income"], key) for key in keys]).file(0, 1))
    path = tmp_path / "my.wallet.json"
    wallet.write(path)
    read = Wallet.read(path)
    kind = shipped("income").vct

    assert read == wallet
    assert path.stat().st_mode & 0o077 == 0
    assert "ENCRYPTED PRIVATE KEY" in path.read_text(encoding="utf-8")
    read.present(kind, [("name",)], challenge=TODA_ASKS, now=NOW, passphrase=PASSPHRASE)
    for wrong, code in ((None, "key.passphrase_missing"), ("橋", "key.passphrase_wrong")):
        with refused(code):
            read.present(kind, [("name",)], challenge=TODA_ASKS, now=NOW, passphrase=wrong)


def test_paper_needs_no_key() -> None:
    wallet, _ = wallet_and_batch("residence", 1)
    _, presentation = wallet.present(RESIDENCE, [("name",), ("address",)], now=NOW)
    assert not presentation.sd_jwt.key_binding


def test_a_credential_to_somebody_else_is_not_taken() -> None:
    _, batch = wallet_and_batch("residence", 1)
    other, _ = Wallet().ask(1, ISSUER_ASKS, now=NOW)
    with refused("wallet.not_ours"):
        other.with_credentials(batch.file(0))


def test_a_wallet_without_the_type() -> None:
    wallet, _ = wallet_and_batch("residence", 1)
    with refused("wallet.none"):
        wallet.present(shipped("income").vct, [("name",)], now=NOW)
    with refused("presentation.no_such_claim"):
        wallet.present(RESIDENCE, [("income",)], now=NOW)


def test_what_does_not_count_any_more_is_not_shown() -> None:
    wallet, _ = wallet_and_batch("residence", 1)
    for now in (UNTIL, MIDNIGHT - 1):
        with refused("wallet.expired"):
            wallet.present(RESIDENCE, [("name",)], now=now)


def test_of_those_that_count_the_newest_is_shown_first() -> None:
    wallet, request = Wallet().ask(2, ISSUER_ASKS, now=NOW)
    old, new = request.keys(ISSUER_ASKS, now=NOW)
    for key, issued_at in ((old, MIDNIGHT - 86400), (new, MIDNIGHT)):
        wallet = wallet.with_credentials(issue("residence", [Order(CLAIMS["residence"], key)], issued_at=issued_at).file(0))
    shown = []
    for _ in range(3):
        wallet, presentation = wallet.present(RESIDENCE, [], now=NOW, again=True)
        shown.append(presentation.parse().terms.holder)

    assert shown == [new, old, new]


def test_a_wallet_is_bounded() -> None:
    wallet, _ = Wallet().ask(1, ISSUER_ASKS, now=NOW)
    with refused("wallet.full"):
        replace(wallet, entries=wallet.entries * MOST_KEYS).ask(1, ISSUER_ASKS, now=NOW)


def test_keys_of_two_wallets_that_were_mixed_up_are_found(tmp_path: Path) -> None:
    wallet, _ = wallet_and_batch("residence", 2)
    path = tmp_path / "my.wallet.json"
    wallet.write(path)
    value = json.loads(path.read_bytes())
    first, second = value["entries"]
    first["private_key"], second["private_key"] = second["private_key"], first["private_key"]
    path.write_text(json.dumps(value), encoding="utf-8")
    with refused("wallet.other_key"):
        Wallet.read(path).present(RESIDENCE, [("name",)], challenge=TODA_ASKS, now=NOW)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"format":1,"kind":"wallet","entries":[{}]}', b'{"format":1,"kind":"other","entries":[]}']
)
def test_files_that_are_no_wallet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "my.wallet.json"
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        Wallet.read(path)
    assert "\n" not in str(refusal.value)


def test_a_presentation_file_survives(tmp_path: Path) -> None:
    wallet, _ = wallet_and_batch("residence", 1)
    _, presentation = wallet.present(RESIDENCE, [("address",)], challenge=TODA_ASKS, now=NOW)
    path = tmp_path / "toda.presentation.json"
    write_presentation(presentation, path)

    assert read_presentation(path) == presentation
    assert path.stat().st_mode & 0o077 == 0
    assert "1970" not in path.read_text(encoding="utf-8")


PRIVATE = ec.derive_private_key(900, ec.SECP256R1())
KEY = PublicKey.of_private_key(PRIVATE)
PROOF = prove_possession(KEY, signing_with(PRIVATE), ISSUER_ASKS, now=NOW)
STOLEN = prove_possession(PublicKey.of_private_key(ec.derive_private_key(901, ec.SECP256R1())), signing_with(PRIVATE), ISSUER_ASKS, now=NOW)


def test_keys_come_with_proofs(tmp_path: Path) -> None:
    path = tmp_path / "my.holder-keys.json"
    HolderKeysFile((PROOF,)).write(path)
    assert HolderKeysFile.read(path).keys(ISSUER_ASKS, now=NOW + MAX_AGE) == (KEY,)


@pytest.mark.parametrize(
    ("proofs", "challenge", "now", "code"),
    [
        ((PROOF, PROOF), ISSUER_ASKS, NOW, "possession.repeated"),
        ((STOLEN,), ISSUER_ASKS, NOW, "possession.not_signed"),
        ((PROOF,), Challenge(NAGASAKI, "counter-4"), NOW, "possession.other_request"),
        ((PROOF,), Challenge("https://toda.example", ISSUER_ASKS.nonce), NOW, "possession.other_request"),
        ((PROOF,), ISSUER_ASKS, NOW + MAX_AGE + 1, "possession.stale"),
        ((PROOF,), ISSUER_ASKS, NOW - 61, "possession.stale"),
        (("a.b",), ISSUER_ASKS, NOW, "credential.jws"),
        ((JwsSigner(signing_with(PRIVATE), typ=TYP).token(b"{}"),), ISSUER_ASKS, NOW, "possession.no_key"),
        ((JwsSigner(signing_with(PRIVATE), typ=TYP, jwk=to_jwk(KEY)).token(b"{}"),), ISSUER_ASKS, NOW, "json.field"),
    ],
)
def test_keys_that_nobody_has_shown_to_have(proofs: tuple[str, ...], challenge: Challenge, now: int, code: str) -> None:
    with refused(code):
        HolderKeysFile(proofs).keys(challenge, now=now)


def test_a_presentation_s_token_proves_no_key() -> None:
    """A token with another purpose, or without its key, is refused."""
    wallet, _ = wallet_and_batch("residence", 1)
    _, presentation = wallet.present(RESIDENCE, [], challenge=TODA_ASKS, now=NOW)
    with refused("credential.typ"):
        HolderKeysFile((presentation.sd_jwt.key_binding,)).keys(TODA_ASKS, now=NOW)
