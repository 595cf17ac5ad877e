"""Dossiers whose archive is whole but whose story is not true: each is found out from the acts alone."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genpon.concluded_files import write_concluded
from genpon.dossiers import CONCLUDED, REQUEST, Dossier
from genpon_core import canonical, evidence
from genpon_core.errors import Refusal
from tests.support.book import CONTRACT, NAGASAKI, Book, Cast, founding
from tests.support.bundles import make_bundle
from tests.support.refusals import refusing


class Told:
    """A true dossier as JSON, to be changed."""

    def __init__(self, folder: Path) -> None:
        self.bundle = make_bundle(folder / "files")
        self.cast = Cast.found().concluded(self.bundle)
        self.book: Book = self.cast.book
        made = Dossier.of(CONCLUDED, charter=self.book.charter, chains=self.book.chains, contract=CONTRACT, bundle=self.bundle)
        self.value: dict[str, Any] = json.loads(made.to_bytes())

    def read(self, value: dict[str, Any], kind: str = CONCLUDED) -> Dossier:
        return Dossier.from_bytes(canonical.encode(value), kind=kind, charter=self.book.charter.digest)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Told(tmp_path_factory.mktemp("told"))


def records(value: dict[str, Any], asset: str = CONTRACT) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = value["acts"][asset]
    return found


def statement(value: dict[str, Any], position: int) -> dict[str, Any]:
    found: dict[str, Any] = records(value)[position]["act"]["statement"]
    return found


def forged_signature(value: dict[str, Any]) -> None:
    records(value)[-1]["act"]["signature"] = records(value)[0]["act"]["signature"]


def backdated(value: dict[str, Any]) -> None:
    records(value)[-1]["recorded_at"] = "2020-04-01T00:00:00Z"


def other_amount(value: dict[str, Any]) -> None:
    value["terms"]["amount"] += 1


def lost_counterparty(value: dict[str, Any]) -> None:
    del records(value)[3]
    records(value)[3]["sequence"] = 3


def lost_approval(value: dict[str, Any]) -> None:
    del records(value)[1]
    for position, record in enumerate(records(value)):
        record["sequence"] = position


def lost_charter_acts(value: dict[str, Any]) -> None:
    del value["acts"][next(asset for asset in value["acts"] if asset.startswith("key/"))]


def another_order(value: dict[str, Any]) -> None:
    records(value)[0], records(value)[1] = records(value)[1], records(value)[0]


def another_charter(value: dict[str, Any]) -> None:
    value["charter"]["parameters"]["vouchers"] = 1


def another_revision(value: dict[str, Any]) -> None:
    value["revision"] = 2


def another_contract(value: dict[str, Any]) -> None:
    value["contract"] = f"contract/{NAGASAKI}/2026-0002"


def another_manifest(value: dict[str, Any]) -> None:
    value["manifest"]["leaves"][1]["size"] += 1


def a_strangers_note(value: dict[str, Any]) -> None:
    value["notes"] = [{"digest": "0" * 64, "text": "hello", "salt": "AAAAAAAAAAAAAAAAAAAAAA=="}]


def rests_on_more(value: dict[str, Any]) -> None:
    record = records(value)[-1]
    record["rests_on"][next(iter(record["rests_on"]))] += 1


def rests_on_itself(value: dict[str, Any]) -> None:
    asset = f"charter/{founding().charter.digest}"
    records(value, asset)[0]["rests_on"] = {CONTRACT: 1}


FORGED: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "a forged signature": (forged_signature, "signature.invalid"),
    "a backdated act": (backdated, "evidence.time"),
    "another amount": (other_amount, "terms.not_in_bundle"),
    "no signature of the counterparty": (lost_counterparty, "contract.head_signs_last"),
    "no approval": (lost_approval, "contract.wrong_state"),
    "a key that nobody registered": (lost_charter_acts, "evidence.missing"),
    "another order": (another_order, "evidence.broken_chain"),
    "another charter": (another_charter, "charter.other"),
    "another revision": (another_revision, "contract.wrong_revision"),
    "another contract": (another_contract, "contract.unknown"),
    "another file": (another_manifest, "bundle.other"),
    "a stranger's note": (a_strangers_note, "note.changed"),
    "rests on acts that are not there": (rests_on_more, "evidence.missing"),
    "rests on itself": (rests_on_itself, "evidence.circular"),
}


def test_the_true_dossier_is_read(told: Told) -> None:
    read = told.read(told.value)
    assert evidence.digest_of(read.chains) == evidence.digest_of(told.book.closure(CONTRACT))


@pytest.mark.parametrize("case", FORGED)
def test_forged_dossiers_are_found_out(told: Told, case: str) -> None:
    forge, code = FORGED[case]
    value = copy.deepcopy(told.value)
    forge(value)
    with pytest.raises(Refusal) as refused:
        told.read(value)
    assert refused.value.code == code


def test_acts_signed_for_another_contract_prove_nothing_here(told: Told) -> None:
    """The contractor's true signature, moved into another contract's chain."""
    value = copy.deepcopy(told.value)
    other = f"contract/{NAGASAKI}/2026-0002"
    value["acts"][other] = value["acts"].pop(CONTRACT)
    value["contract"] = other
    with pytest.raises(Refusal, match=r"evidence\.broken_chain"):
        told.read(value)
    for record in records(value, other):
        record["act"]["statement"]["asset"] = other
    with pytest.raises(Refusal, match=r"signature\.invalid"):
        told.read(value)


def test_a_file_of_one_kind_is_not_taken_for_the_other(told: Told) -> None:
    with pytest.raises(Refusal, match=r"archive\.wrong_kind"):
        told.read(told.value, REQUEST)
    with pytest.raises(Refusal, match=r"request\.not_open"):
        told.read({**told.value, "kind": REQUEST}, REQUEST)


def test_an_open_contract_makes_no_concluded_file(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "files")
    cast = Cast.found().sent(bundle)
    with refusing("concluded.not_concluded"):
        write_concluded(tmp_path / "c.zip", charter=cast.book.charter, chains=cast.book.chains, contract=CONTRACT, bundle=bundle)
    assert not (tmp_path / "c.zip").exists()
