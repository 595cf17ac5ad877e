"""The commands that change a wallet: one at a time, and nothing is given away that the wallet does not remember."""

import fcntl
import time
from pathlib import Path

import pytest

from genpon.credentials.challenges import write_challenge
from genpon.credentials.holder_keys import HolderKeysFile
from genpon.credentials.issuing import Order
from genpon.credentials.wallets import Wallet
from tests.support.commands import run
from tests.support.office import CLAIMS, ISSUER_ASKS, TODA_ASKS, issue

SHOWN = ("certificate", "present", "tax_clearance", "name")


@pytest.fixture
def wallet(tmp_path: Path) -> Path:
    """A company's wallet with one certificate, got by commands."""
    path, asked = tmp_path / "my.wallet.json", tmp_path / "counter.challenge.json"
    write_challenge(ISSUER_ASKS, asked)
    request = tmp_path / "ask.holder-keys.json"
    assert run("certificate", "ask", "--wallet", str(path), "--challenge", str(asked), "-o", str(request)).code == 0
    now = int(time.time())
    (key,) = HolderKeysFile.read(request).keys(ISSUER_ASKS, now=now)
    batch = issue("tax_clearance", [Order(CLAIMS["tax_clearance"], key)], issued_at=now, expires_at=now + 86400)
    batch.file(0).write(tmp_path / "bridge.credential.json")
    assert run("certificate", "receive", str(tmp_path / "bridge.credential.json"), "--wallet", str(path)).code == 0
    write_challenge(TODA_ASKS, tmp_path / "bid.challenge.json")
    return path


def is_locked(wallet: Path) -> bool:
    with wallet.with_name(f".{wallet.name}.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "--challenge", "counter.challenge.json", "-o", "more.holder-keys.json"),
        ("receive", "bridge.credential.json"),
        ("present", "tax_clearance", "name", "--challenge", "bid.challenge.json", "-o", "bid.presentation.json"),
    ],
)
def test_a_wallet_is_read_and_written_under_one_lock(wallet: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    locked: list[bool] = []
    read, write = Wallet.read, Wallet.write

    def watched_read(path: Path) -> Wallet:
        locked.append(is_locked(wallet))
        return read(path)

    def watched_write(held: Wallet, path: Path) -> None:
        locked.append(is_locked(wallet))
        write(held, path)

    monkeypatch.setattr(Wallet, "read", watched_read)
    monkeypatch.setattr(Wallet, "write", watched_write)
    monkeypatch.chdir(wallet.parent)
    assert run("certificate", *command, "--wallet", wallet.name).code == 0
    assert locked == [True, True]


def test_what_is_cut_off_while_it_is_presented_is_not_shown_again(wallet: Path) -> None:
    shown = wallet.with_name("bid.presentation.json")
    arguments = (*SHOWN, "--wallet", str(wallet), "--challenge", str(wallet.with_name("bid.challenge.json")), "-o")
    (wallet.parent / "full").touch()
    assert run(*arguments, str(wallet.parent / "full" / shown.name)).code == 1
    assert not shown.exists()
    assert [entry.shown for entry in Wallet.read(wallet).entries] == [1]
    assert "wallet.all_shown" in run(*arguments, str(shown), "--json").output


def test_a_file_that_is_received_twice_makes_nothing_unshown(wallet: Path) -> None:
    arguments = (*SHOWN, "--wallet", str(wallet), "--challenge", str(wallet.with_name("bid.challenge.json")), "-o")
    assert run(*arguments, str(wallet.with_name("bid.presentation.json"))).code == 0
    assert run("certificate", "receive", str(wallet.with_name("bridge.credential.json")), "--wallet", str(wallet)).code == 0
    assert [entry.shown for entry in Wallet.read(wallet).entries] == [1]
