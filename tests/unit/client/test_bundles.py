"""Bundles of local files: what is refused, and what stays the same."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from genpon import hashing
from genpon.bundles import Bundle, load_terms
from genpon.errors import Refused
from genpon.file_roles import BundleFile
from genpon.hashing import hash_file
from genpon_core import canonical
from genpon_core.contracts.opening import check_opening
from genpon_core.contracts.state import ContractState
from genpon_core.contracts.table import State
from tests.support.bundles import make_bundle, make_files, make_terms
from tests.support.refusals import refusing


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    other = path.with_name("other")
    other.symlink_to(path)
    path.symlink_to(other)


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "file.missing"),
    "a file as folder": (lambda path: path.parent.write_bytes(b"x"), "file.missing"),
    "empty": (Path.touch, "file.empty"),
    "a directory": (Path.mkdir, "file.directory"),
    "a link loop": (_loop, "file.link_loop"),
    "a dangling link": (lambda path: path.symlink_to("nowhere"), "file.missing"),
    "a named pipe": (_fifo, "file.not_regular"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "file.not_regular"),
    "a name with NUL": (lambda _: None, "file.unreadable"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_files_that_nobody_can_sign(tmp_path: Path, case: str) -> None:
    make, code = BAD_FILES[case]
    path = tmp_path / {"a file as folder": "x/y.pdf", "a name with NUL": "a\0b"}.get(case, "契約書.pdf")
    make(path)
    with refusing(code):
        Bundle.build(make_terms(), [BundleFile.of(path)])


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(hashing.os, "open", denied)
    with pytest.raises(Refused, match=r"cannot be read"):
        hash_file(tmp_path / "secret.pdf")


@pytest.mark.parametrize("change", ["appended", "overwritten", "truncated"])
def test_a_file_that_changes_while_it_is_hashed_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "grows.pdf"
    path.write_bytes(bytes(3 << 20))

    def interfere(_count: int) -> None:
        """After every block, so that a reader who follows a growing file never comes to its end."""
        if change == "appended":
            with path.open("ab") as file:
                file.write(b"more")
        elif change == "truncated":
            os.truncate(path, 1 << 20)
        else:
            with path.open("r+b") as file:
                file.write(b"other")

    with pytest.raises(Refused, match="has changed"):
        hash_file(path, progress=interfere)


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (path,) = make_files(tmp_path)[:1]
    (tmp_path / "link.pdf").symlink_to(path)
    assert hash_file(tmp_path / "link.pdf") == hash_file(path)


def test_a_file_is_hashed_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(64 << 20)
    tracemalloc.start()
    assert hash_file(path).size == 64 << 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20


def test_progress_adds_up_to_the_files_sizes(tmp_path: Path) -> None:
    counts: list[int] = []
    files = [BundleFile.of(path) for path in make_files(tmp_path)]
    bundle = Bundle.build(make_terms(), files, progress=counts.append)
    assert sum(counts) == bundle.total_bytes == sum(path.stat().st_size for path in bundle.paths)


def test_a_saved_bundle_is_the_same_bundle(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path)
    bundle.save(tmp_path / "2026-0001.bundle.json")
    loaded = Bundle.load(tmp_path / "2026-0001.bundle.json")
    loaded.hash_again()
    assert loaded == bundle
    assert loaded.manifest_ref == bundle.manifest_ref


def test_hashing_again_finds_what_changed(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path)
    bundle.paths[1].write_bytes(b"%PDF-1.7 another")
    with pytest.raises(Refused) as refused:
        bundle.hash_again()
    assert (refused.value.code, refused.value.parameters) == ("file.changed", {"file": "仕様書.pdf"})


def test_two_bundles_of_the_same_files_share_no_root(tmp_path: Path) -> None:
    assert make_bundle(tmp_path).manifest.root != make_bundle(tmp_path).manifest.root


def test_the_terms_open_against_the_root(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path)
    parties = tuple(bundle.terms.parties)
    state = ContractState("contract/422011/1", 1, State.SIGNING, bundle.manifest_ref, parties, "open", "officer/422011/1", {})
    assert check_opening(bundle.open_terms(), state, max_amount=10**13) == bundle.terms


def test_terms_that_were_changed_in_a_bundle_file_are_refused(tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path)
    path = tmp_path / "2026-0001.bundle.json"
    bundle.save(path)
    path.write_bytes(path.read_bytes().replace(b"1100000", b"1100001"))
    with refusing("terms.not_in_bundle"):
        Bundle.load(path)


@pytest.mark.parametrize(("files", "code"), [([], "bundle.no_files"), (["契約書.pdf", "契約書.pdf"], "bundle.file_twice")])
def test_lists_of_files_that_make_no_bundle(tmp_path: Path, files: list[str], code: str) -> None:
    make_files(tmp_path)
    with refusing(code):
        Bundle.build(make_terms(), [BundleFile.of(tmp_path / name) for name in files])


@pytest.mark.parametrize("name", ["line\nend.pdf", "tab\t.pdf", "rtl\u202efdp.exe", "not-utf8-\udcff.pdf"])
def test_names_that_would_fool_a_reader_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(Refused, match=r"."):
        Bundle.build(make_terms(), [BundleFile.of(tmp_path / name)])


@pytest.mark.parametrize(
    ("name", "role", "media_type"),
    [
        ("契約書.pdf", "contract", "application/pdf"),
        ("工事請負契約約款.PDF", "conditions", "application/pdf"),
        ("Specification.docx", "specification", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("図面-01.dxf", "drawing", "image/vnd.dxf"),
        ("内訳書.xlsx", "breakdown", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("写真", "attachment", "application/octet-stream"),
    ],
)
def test_roles_and_media_types_come_from_the_name(name: str, role: str, media_type: str) -> None:
    file = BundleFile.of(Path(name))
    assert (file.role, file.media_type) == (role, media_type)


def test_a_role_can_be_said_beside_the_path(tmp_path: Path) -> None:
    odd = tmp_path / "drawing=1.pdf"
    odd.write_bytes(b"x")
    assert BundleFile.parse(f"annex={tmp_path}/契約書.pdf") == BundleFile.of(tmp_path / "契約書.pdf", role="annex")
    assert BundleFile.parse(str(odd)).path == odd
    assert BundleFile.parse("Not A Role=x.pdf").path == Path("Not A Role=x.pdf")


BAD_TERMS = {
    "a negative amount": (b'{"amount":-1}', "json.field"),
    "a fraction": (b'{"amount":1.5}', "json.number"),
    "an integer beyond 2^53": (b'{"amount":9007199254740993}', "json.integer_too_large"),
    "above the charter's limit": (b'{"amount":10000000000001}', "terms.amount_too_large"),
    "an unknown field": (b'{"amount":1,"price":1}', "json.field"),
    "a field twice": (b'{"amount":1,"amount":1}', "json.duplicate_key"),
    "a lone surrogate": (b'{"amount":1,"local_id":"\\ud800"}', "text.lone_surrogate"),
    "not JSON": (b"amount: 1", "json.syntax"),
    "Shift_JIS": ('{"title":"契約"}'.encode("cp932"), "json.not_utf8"),
}


@pytest.mark.parametrize("case", BAD_TERMS)
def test_terms_that_nobody_can_sign(tmp_path: Path, case: str) -> None:
    changes, code = BAD_TERMS[case]
    base = {name: value for name, value in make_terms().to_json().items() if name not in {"amount", "local_id"}}
    data = canonical.encode(base)[:-1] + b"," + changes[1:] if changes.startswith(b"{") else changes
    (tmp_path / "terms.json").write_bytes(data)
    with refusing(code):
        load_terms(tmp_path / "terms.json")
