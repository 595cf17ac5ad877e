"""What an issuer keeps is changed by one at a time: two who work at once, in two windows, take nothing from each other."""

import fcntl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from genpon.certificates.issuing import Issued
from genpon.certificates.registers import RegisterFolder
from genpon.errors import Refused
from genpon.outbox import FolderOutbox
from tests.support.counter import batch_id, certify, own_type
from tests.support.town import Town, World, fresh

pytestmark = pytest.mark.usefixtures("accredited")


def is_locked(folder: Path) -> bool:
    with (folder / "lock").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.fixture
def locked_at(nagasaki: Town, monkeypatch: pytest.MonkeyPatch) -> Callable[[type, str], list[bool]]:
    """Records whether Nagasaki's folder is locked whenever a method is called."""
    folder = nagasaki.issuer.ledger.certificates.registers.folder

    def watch(owner: type, name: str) -> list[bool]:
        seen: list[bool] = []
        method = getattr(owner, name)

        def watched(*arguments: Any) -> Any:
            seen.append(is_locked(folder))
            return method(*arguments)

        monkeypatch.setattr(owner, name, watched)
        return seen

    return watch


def test_nobody_finds_a_register_before_its_act_is_in_the_outbox(nagasaki: Town, locked_at: Callable[[type, str], list[bool]]) -> None:
    kept, noted = locked_at(RegisterFolder, "put"), locked_at(FolderOutbox, "put")
    certify(nagasaki, "tax_clearance")
    assert (kept[0], noted[0]) == (True, True)


def test_of_two_who_issue_one_batch_at_once_one_is_refused(nagasaki: Town) -> None:
    batch, registers = batch_id(nagasaki), nagasaki.issuer.ledger.certificates.registers

    def issue(_: int) -> Issued | Refused:
        try:
            return certify(nagasaki, "tax_clearance", certificate=batch)[0]
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(issue, range(2)))
    (issued,) = [outcome for outcome in outcomes if isinstance(outcome, Issued)]
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert refused.code == "file.exists"
    assert registers.read(batch) == issued.batch.register


def test_a_refused_issue_destroys_no_other_s_register(nagasaki: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the ledger's refusal and the destruction another issue of the same batch may have come, and succeeded."""
    batch, registers = batch_id(nagasaki), nagasaki.issuer.ledger.certificates.registers
    others: list[Issued] = []
    remove = FolderOutbox.remove

    def then_another_comes(outbox: FolderOutbox, act: Any) -> None:
        remove(outbox, act)
        monkeypatch.undo()
        others.append(certify(nagasaki, "tax_clearance", certificate=batch)[0])

    monkeypatch.setattr(FolderOutbox, "remove", then_another_comes)
    with pytest.raises(Refused) as refused:
        certify(nagasaki, "tax_clearance", certificate=batch, valid_from=0, valid_until=90 * 86_400)
    assert refused.value.code == "issue.window"
    assert registers.read(batch) == others[0].batch.register


def test_salts_are_destroyed_under_the_lock(world: World, nagasaki: Town, locked_at: Callable[[type, str], list[bool]]) -> None:
    name = f"t{fresh()}"
    world.body("neutral").ledger.schemas.publish(own_type(name, "tax_clearance", retention={"rule": "until_the_end", "years": 0}))
    world.consortium.settle()
    end = world.now + 3
    issued, _ = certify(nagasaki, name, 2, kind_of_claims="tax_clearance", valid_until=end)
    certificates = nagasaki.issuer.ledger.certificates
    world.reach(end)
    single, whole = locked_at(RegisterFolder, "destroy_entry"), locked_at(RegisterFolder, "destroy")
    certificates.dispose(certificates.find(issued.batch.id, "application-0")[0])
    certificates.dispose(issued.batch.id)
    assert (single, whole) == ([True], [True])
