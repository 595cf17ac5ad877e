"""Keys, registers and credentials survive a crash of the machine: the folders of their files are synchronised, not the files alone."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from genpon.certificates.handing import Handing
from genpon.certificates.registers import RegisterFolder
from tests.support.office import wallet_and_batch

WALLET, BATCH = wallet_and_batch("residence", 2)


def register(folder: Path) -> None:
    registers = RegisterFolder(folder)
    registers.put(registers.space("422011", 2), BATCH.register)


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: WALLET.write(folder / "my.wallet.json"),
        register,
        lambda folder: Handing.file(folder / "a.credential.json")(BATCH),
        lambda folder: Handing.folder(folder / "to-hand-out")(BATCH),
    ],
    ids=["wallet", "register", "one file", "a file each"],
)
def test_every_folder_that_has_a_new_name_is_synchronised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    synchronised: set[int] = set()
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        synchronised.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    write(tmp_path)
    written = [tmp_path, *tmp_path.rglob("*")]
    assert len(written) > 1
    assert [path for path in written if path.stat().st_ino not in synchronised] == []
