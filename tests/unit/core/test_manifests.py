"""Manifests: any changed byte is found, a changed name is not, and a manifest file is read strictly."""

import hashlib
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core import merkle
from genpon_core.canonical import encode
from genpon_core.errors import Refusal
from genpon_core.manifests import MAX_LEAVES, File, Leaf, Manifest, hash_stream, match

SHA = hashlib.sha256(b"").hexdigest()


def file(data: bytes, role: str = "contract", name: str | None = None) -> File:
    digest, size = hash_stream(io.BytesIO(data))
    media_type = "application/json" if role == "terms" else "application/pdf"
    return File(role=role, media_type=media_type, size=size, digest=digest, name=name)


def salts(count: int) -> list[bytes]:
    return [index.to_bytes(16, "big") for index in range(count)]


def manifest(*contents: bytes, names: bool = False) -> Manifest:
    files = [file(data, name=f"{index}.pdf" if names else None) for index, data in enumerate(contents)]
    return Manifest.build([file(b"{}", "terms"), *files], salts(len(files) + 1))


def refused(call: Any, *arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*arguments)
    return refusal.value.code


@given(st.binary(min_size=1, max_size=64), st.data())
def test_any_changed_byte_of_a_file_is_found(content: bytes, data: st.DataObject) -> None:
    index, change = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
    changed = content[:index] + bytes([content[index] ^ change]) + content[index + 1 :]
    assert manifest(b"a", content).root != manifest(b"a", changed).root
    digests = [hash_stream(io.BytesIO(given))[0] for given in (content, changed, content + b"\x00", content[:-1])]
    assert list(match(manifest(content), digests).values()) == [(1,), (), (), ()]


@given(st.lists(st.binary(max_size=8), max_size=6), st.data())
def test_any_changed_byte_of_a_leaf_is_found(contents: list[bytes], data: st.DataObject) -> None:
    whole = manifest(*contents)
    place = data.draw(st.integers(0, whole.size - 1))
    leaf, proof, root = whole.leaves[place].to_bytes(), whole.proof(place), bytes.fromhex(whole.root)
    index, change = data.draw(st.integers(0, len(leaf) - 1)), data.draw(st.integers(1, 255))
    changed = leaf[:index] + bytes([leaf[index] ^ change]) + leaf[index + 1 :]
    assert merkle.verify_inclusion(leaf, place, whole.size, proof, root)
    assert not merkle.verify_inclusion(changed, place, whole.size, proof, root)


@given(st.lists(st.binary(max_size=8), max_size=6), st.booleans())
def test_a_manifest_file_comes_back(contents: list[bytes], names: bool) -> None:
    whole = manifest(*contents, names=names)
    again = Manifest.from_bytes(whole.to_bytes())
    assert (again, again.names, again.root, again.to_bytes()) == (whole, whole.names, whole.root, whole.to_bytes())


def test_a_renamed_file_still_verifies() -> None:
    assert manifest(b"a", names=True) == manifest(b"a")
    assert manifest(b"a", names=True).root == manifest(b"a").root


def test_every_part_of_a_leaf_changes_the_root() -> None:
    base = Leaf("contract", "application/pdf", 3, SHA, bytes(16))
    changes: list[dict[str, Any]] = [
        {"role": "drawing"},
        {"media_type": "image/png"},
        {"size": 4},
        {"digest": "0" * 64},
        {"salt": b"\x01" * 16},
    ]
    fields = {name: getattr(base, name) for name in Leaf.__slots__}
    assert len({base.to_bytes()} | {Leaf(**(fields | change)).to_bytes() for change in changes}) == 6


def test_the_same_file_twice_is_two_leaves() -> None:
    whole = manifest(b"a", b"b", b"a")
    assert match(whole, [file(b"a").digest, "unknown"]) == {file(b"a").digest: (1, 3), "unknown": ()}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "Contract"}, "manifest.form"),
        ({"role": ""}, "manifest.form"),
        ({"role": "a" * 33}, "manifest.form"),
        ({"role": "contract\n"}, "manifest.form"),
        ({"media_type": "pdf"}, "manifest.form"),
        ({"media_type": "text/plain; charset=utf-8"}, "manifest.form"),
        ({"media_type": "Application/PDF"}, "manifest.form"),
        ({"size": -1}, "manifest.form"),
        ({"size": 2**53}, "manifest.form"),
        ({"size": 1.0}, "json.field"),
        ({"size": True}, "json.field"),
        ({"size": "1"}, "json.field"),
        ({"digest": SHA.upper()}, "manifest.form"),
        ({"digest": SHA[:-1]}, "manifest.form"),
        ({"salt": "AAAA"}, "salt.size"),
        ({"salt": "not base64"}, "json.field"),
        ({"name": 1}, "manifest.form"),
        ({"name": None}, "manifest.form"),
        ({"name": ""}, "manifest.name"),
        ({"name": ".."}, "manifest.name"),
        ({"name": "../x"}, "manifest.name"),
        ({"name": "a\\b"}, "manifest.name"),
        ({"name": "a\nb"}, "manifest.name"),
        ({"name": "a" * 256}, "manifest.name"),
        ({"name": "a\u202eb"}, "text.bidirectional_control"),
        ({"extra": 1}, "json.field"),
    ],
)
def test_leaves_of_another_form_are_refused(change: dict[str, Any], code: str) -> None:
    value: Any = manifest(b"a").to_json()
    value["leaves"][1] |= change
    assert refused(Manifest.from_json, value) == code


@pytest.mark.parametrize("field", ["role", "media_type", "size", "digest", "salt"])
def test_every_field_of_a_leaf_is_needed(field: str) -> None:
    value: Any = manifest(b"a").to_json()
    del value["leaves"][1][field]
    assert refused(Manifest.from_json, value) == "json.field"


@pytest.mark.parametrize("change", [{"format": 2}, {"hash": "sha1"}, {"leaves": {}}, {"leaves": [1]}, {"more": 1}])
def test_manifest_files_of_another_form_are_refused(change: dict[str, Any]) -> None:
    assert refused(Manifest.from_json, manifest(b"a").to_json() | change) == "json.field"


@pytest.mark.parametrize("value", [None, [], "text", 1, {}])
def test_what_is_no_manifest_at_all(value: Any) -> None:
    assert refused(Manifest.from_bytes, encode(value)) == "json.field"


def test_leaves_that_make_no_manifest() -> None:
    terms, contract = file(b"{}", "terms"), file(b"a")
    assert refused(Manifest.build, [], []) == "manifest.leaves"
    assert refused(Manifest.build, [contract, terms], salts(2)) == "manifest.terms_first"
    assert refused(Manifest.build, [terms, terms], salts(2)) == "manifest.terms_first"
    assert refused(Manifest.build, [terms, contract], salts(1)) == "manifest.salts"
    assert refused(Manifest.build, [terms, contract], [bytes(16)] * 2) == "manifest.salt_repeated"
    assert refused(Manifest.build, [terms], [b"short"]) == "salt.size"
    assert refused(Manifest, manifest(b"a").leaves, ("one",)) == "manifest.names"
    assert refused(Manifest, manifest().leaves * (MAX_LEAVES + 1)) == "manifest.leaves"


@given(st.binary(max_size=200), st.integers(1, 50))
def test_streams_are_hashed_in_any_chunks(data: bytes, chunk: int) -> None:
    seen: list[int] = []
    assert hash_stream(io.BytesIO(data), progress=seen.append, chunk=chunk) == (hashlib.sha256(data).hexdigest(), len(data))
    assert seen == [*range(chunk, len(data), chunk), *([len(data)] if data else [])]


def test_no_more_than_a_chunk_is_asked_for_at_a_time() -> None:
    class Endless:
        left, largest = 40 << 20, 0

        def read(self, size: int, /) -> bytes:
            self.largest = max(self.largest, size)
            taken = min(size, self.left, 4096)
            self.left -= taken
            return bytes(taken)

    stream = Endless()
    assert hash_stream(stream)[1] == 40 << 20
    assert stream.largest == 1 << 20
