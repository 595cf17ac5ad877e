"""Titles, reasons, names and contents are in no block, state, event or log before the conclusion; all but open terms never are."""

from pathlib import Path
from typing import Literal

import pytest

from genpon.act_files import reason_digest
from genpon.bundles import Bundle
from genpon.file_roles import BundleFile
from genpon_core.contracts.table import State
from tests.support.bundles import make_terms
from tests.support.marks import found, listening
from tests.support.town import Case, Person, Town, World

TITLE = "印章庁舎改修工事MARKEDTITLE"
NUMBER = "MARKED-APPROVAL-0001"
NAME = "印契約書MARKEDNAME.pdf"
CONTENT = b"%PDF-1.7 MARKEDCONTENT"
REASON = "印担当者山田太郎MARKEDREASON"
SECRETS = (TITLE, NUMBER, NAME, CONTENT.decode(), REASON)
AFTERWARDS = (NAME, CONTENT.decode(), REASON)


@pytest.fixture
def marked(tmp_path: Path) -> Bundle:
    path = tmp_path / NAME
    path.write_bytes(CONTENT)
    return Bundle.build(make_terms(title=TITLE, approval_number=NUMBER), [BundleFile.of(path)])


def returned_and_signed(case: Case, terms: Literal["open", "sealed"]) -> None:
    """Every act that may give a reason, up to the moment before the conclusion."""
    drafter, approver = case.town.drafter, case.town.approver
    drafter.contracts.draft(case.id, case.bundle, terms=terms)
    approver.contracts.send_back(case.id, "terms", REASON)
    drafter.contracts.revise(case.id, case.bundle)
    case.approve()
    case.send()
    receipt = case.contractor.contracts.return_(case.id, "documents", REASON)
    assert [note.digest for note in receipt.notes] == [reason_digest(receipt.record.act)]
    drafter.contracts.revise(case.id, case.bundle)
    case.approve()
    case.send()
    case.sign()


@pytest.mark.parametrize("terms", ["sealed", "open"])
def test_nothing_before_the_conclusion_and_only_open_terms_with_it(
    world: World, nagasaki: Town, contractor: Person, marked: Bundle, terms: Literal["open", "sealed"]
) -> None:
    case = nagasaki.case(marked, contractor)
    with listening() as listener:
        seen_before = found(world, [], SECRETS)
        returned_and_signed(case, terms)
        assert found(world, listener.heard, SECRETS) == seen_before
        case.conclude()
        assert case.state is State.CONCLUDED
        opened = {TITLE, NUMBER} if terms == "open" else seen_before
        assert found(world, listener.heard, SECRETS) == opened
        assert not found(world, listener.heard, AFTERWARDS)


@pytest.mark.parametrize("act", ["decline", "withdraw"])
def test_no_reason_of_an_end(world: World, nagasaki: Town, contractor: Person, marked: Bundle, act: str) -> None:
    case = nagasaki.case(marked, contractor).at(State.SENT)
    with listening() as listener:
        if act == "decline":
            contractor.contracts.decline(case.id, "capacity", REASON)
        else:
            nagasaki.drafter.contracts.withdraw(case.id, "plan_changed", REASON)
        assert not found(world, listener.heard, AFTERWARDS)
