"""Salts that are destroyed are gone from the disk, whenever the process that destroyed them was killed."""

import base64
import os
from pathlib import Path
from typing import Any

import pytest

from genpon.certificates.registers import RegisterFolder
from tests.support import office


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("cut_off_at", ["fsync", "urandom", "replace"])
def test_what_a_killed_disposal_left_is_destroyed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut_off_at: str, *, whole: bool
) -> None:
    """Nothing of its salts is on disk, wherever a process was killed; the others' proofs can still be made."""
    register = office.wallet_and_batch("residence", 3)[1].register
    registers = RegisterFolder(tmp_path)
    registers.put(registers.space("422011", 3), register)
    salts = [base64.b64encode(entry.salt or b"") for entry in register.entries]
    (kept,) = tmp_path.rglob("*.register.json")
    kept.with_name(f".{kept.name}.9x").write_bytes(kept.read_bytes())

    def destroy() -> None:
        if whole:
            registers.destroy(register.batch)
        else:
            registers.destroy_entry(register.batch, register.index(1))

    def killed(*_: Any) -> Any:
        raise KeyboardInterrupt

    with kept.open("rb") as disk:
        with monkeypatch.context() as patched:
            patched.setattr(Path if cut_off_at == "replace" else os, cut_off_at, killed)
            with pytest.raises(KeyboardInterrupt):
                destroy()
        destroy()
        assert salts[1] not in disk.read()
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert [salt in b"".join(left) for salt in salts] == ([False] * 3 if whole else [True, False, True])
    assert len(left) == (1 if whole else 2)
    if not whole:
        assert registers.read(register.batch).proof(0) == register.proof(0)
