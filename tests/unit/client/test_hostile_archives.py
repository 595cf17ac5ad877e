"""Archives from strangers: whatever is done to their bytes, the reader refuses in one line or reads exactly the original."""

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genpon.concluded_files import verify_concluded, write_concluded
from genpon.errors import GenponError, Refused, VerificationFailed
from tests.support.book import CONTRACT, Cast
from tests.support.bundles import FILES, make_bundle

HEAD = "concluded.json"
FIRST = "files/01-契約書.pdf"


class Original:
    """One concluded file, and its verification after something was done to it."""

    def __init__(self, folder: Path) -> None:
        bundle = make_bundle(folder / "files")
        cast = Cast.found().concluded(bundle)
        self.folder = folder
        self.charter = cast.book.charter.digest
        path = folder / "original.concluded.zip"
        write_concluded(path, charter=cast.book.charter, chains=cast.book.chains, contract=CONTRACT, bundle=bundle)
        self.data = path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            self.entries = {name: archive.read(name) for name in archive.namelist()}

    def verify(self, data: bytes) -> list[bytes]:
        """The files' bytes as the verifier wrote them out."""
        path, out = self.folder / "tried.concluded.zip", self.folder / "out"
        path.write_bytes(data)
        for old in out.glob("*"):
            old.unlink()
        proof = verify_concluded(path, charter=self.charter, extract_to=out)
        return [written.read_bytes() for written in proof.extracted]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    return Original(tmp_path_factory.mktemp("original"))


def packed(entries: dict[str, bytes], *, method: int = zipfile.ZIP_STORED) -> bytes:
    return packed_pairs(list(entries.items()), method=method)


def packed_pairs(pairs: list[tuple[str, bytes]], *, method: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in pairs:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


def refusal(original: Original, data: bytes) -> str:
    with pytest.raises(VerificationFailed) as failed:
        original.verify(data)
    assert "\n" not in str(failed.value)
    return failed.value.code


def test_the_untouched_original_verifies(original: Original) -> None:
    assert original.verify(original.data) == list(FILES.values())


def test_packing_it_anew_without_compression_changes_nothing(original: Original) -> None:
    assert original.verify(packed(dict(reversed(original.entries.items())))) == list(FILES.values())


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_byte_changed_anywhere_is_refused_or_makes_no_difference(original: Original, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(original.data) - 1))
    changed = bytearray(original.data)
    changed[position] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(VerificationFailed):
        assert original.verify(bytes(changed)) == list(FILES.values())


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_byte_changed_in_the_directory_is_refused_or_makes_no_difference(original: Original, data: st.DataObject) -> None:
    directory = original.data.index(b"PK\1\2")
    position = data.draw(st.integers(directory, len(original.data) - 1))
    changed = bytearray(original.data)
    changed[position] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(VerificationFailed):
        assert original.verify(bytes(changed)) == list(FILES.values())


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_byte_of_a_file_is_never_let_through(original: Original, data: st.DataObject) -> None:
    """Also when the archive's own checksums are right again."""
    name = data.draw(st.sampled_from([name for name in original.entries if name != HEAD]))
    changed = bytearray(original.entries[name])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    assert refusal(original, packed({**original.entries, name: bytes(changed)})) == "original.changed"


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_byte_of_the_dossier_is_refused_or_makes_no_difference(original: Original, data: st.DataObject) -> None:
    changed = bytearray(original.entries[HEAD])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        written = original.verify(packed({**original.entries, HEAD: bytes(changed)}))
    except VerificationFailed:
        return
    # What no act signs: transaction ids of the ledger, and the names that files have today.
    assert written == list(FILES.values())


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_archive_cut_short_is_refused(original: Original, data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(original.data) - 1))
    assert refusal(original, original.data[:length]) in {"archive.damaged", "archive.too_many_entries"}


def _renamed(new: str) -> Callable[[Original], bytes]:
    return lambda original: packed({(new if name == FIRST else name): data for name, data in original.entries.items()})


def _added(name: str) -> Callable[[Original], bytes]:
    return lambda original: packed({**original.entries, name: b"x"})


def _twice(original: Original) -> bytes:
    pairs = list(original.entries.items())
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed_pairs([*pairs, pairs[-1]])


def _missing(original: Original) -> bytes:
    return packed({name: data for name, data in original.entries.items() if name != FIRST})


def _longer(original: Original) -> bytes:
    return packed({**original.entries, FIRST: original.entries[FIRST] + b" "})


def _bomb(original: Original) -> bytes:
    return packed({**original.entries, FIRST: bytes(50_000_000)}, method=zipfile.ZIP_DEFLATED)


def _lying_sizes(original: Original) -> bytes:
    """A directory that states the right size for an entry whose bytes are compressed zeros."""
    bomb = bytearray(_bomb(original))
    directory = bomb.index(b"PK\1\2", 0)
    entry = bomb.index(FIRST.encode(), directory) - 46
    bomb[entry + 24 : entry + 28] = struct.pack("<L", len(original.entries[FIRST]))
    return bytes(bomb)


def _encrypted(original: Original) -> bytes:
    changed = bytearray(original.data)
    entry = changed.index(FIRST.encode(), changed.index(b"PK\1\2")) - 46
    changed[entry + 8] |= 1
    return bytes(changed)


def _huge_directory(original: Original) -> bytes:
    return packed({**original.entries, **{f"files/{number:05}{'x' * 200}": b"" for number in range(17_000)}})


def _huge_head(original: Original) -> bytes:
    return packed({**original.entries, HEAD: bytes(33 << 20)})


def _lying_zip64(original: Original) -> bytes:
    """A small end record, and a ZIP64 record before it that announces an endless directory."""
    end = original.data[-22:]
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 4, 4, 2**40, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(original.data) - 22, 1)
    return original.data[:-22] + record + locator + end


HOSTILE = {
    "empty": (lambda _: b"", "archive.damaged"),
    "no archive": (lambda _: b"%PDF-1.7 not an archive", "archive.damaged"),
    "another kind of ours": (lambda o: packed({"request.json": o.entries[HEAD]}), "archive.other_kind"),
    "parent folder": (_renamed("files/../../evil.pdf"), "archive.unsafe_name"),
    "absolute": (_renamed("/etc/passwd"), "archive.unsafe_name"),
    "backslash": (_renamed("files\\evil.pdf"), "archive.unsafe_name"),
    "folder": (_added("files/"), "archive.unsafe_name"),
    "renamed": (_renamed("files/02-other.pdf"), "archive.unknown_entry"),
    "added": (_added("files/99-extra.exe"), "archive.unknown_entry"),
    "twice": (_twice, "archive.duplicate_entry"),
    "missing": (_missing, "archive.missing_entry"),
    "longer": (_longer, "archive.wrong_size"),
    "compressed": (lambda o: packed(o.entries, method=zipfile.ZIP_DEFLATED), "archive.compressed"),
    "bomb": (_bomb, "archive.compressed"),
    "lying sizes": (_lying_sizes, "archive.compressed"),
    "encrypted": (_encrypted, "archive.encrypted"),
    "huge directory": (_huge_directory, "archive.too_many_entries"),
    "lying zip64": (_lying_zip64, "archive.too_many_entries"),
    "huge head": (_huge_head, "archive.head_too_large"),
    "head is no JSON": (lambda o: packed({**o.entries, HEAD: b"\xff"}), "json.not_utf8"),
    "head is deep": (lambda o: packed({**o.entries, HEAD: b"[" * 100_000}), "json.too_deep"),
    "head with duplicate keys": (lambda o: packed({**o.entries, HEAD: b'{"a":1,"a":2}'}), "json.duplicate_key"),
    "head with an unknown field": (lambda o: packed({**o.entries, HEAD: b'{"extra":1,' + o.entries[HEAD][1:]}), "json.field"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_archives_are_refused_each_with_its_reason(original: Original, case: str) -> None:
    make, code = HOSTILE[case]
    assert refusal(original, make(original)) == code


def test_a_missing_file_or_folder_is_the_callers_mistake_not_a_failed_proof(original: Original, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "missing.zip", "file.missing"), (tmp_path, "file.directory")):
        with pytest.raises(GenponError) as refused:
            verify_concluded(path, charter=original.charter)
        assert (type(refused.value), refused.value.code) == (Refused, code)


def test_a_wrong_digest_leaves_nothing_on_the_disk(original: Original, tmp_path: Path) -> None:
    path = tmp_path / "changed.concluded.zip"
    last = list(original.entries)[-1]
    path.write_bytes(packed({**original.entries, last: bytes(len(original.entries[last]))}))
    with pytest.raises(VerificationFailed):
        verify_concluded(path, charter=original.charter, extract_to=tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
