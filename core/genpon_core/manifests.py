"""Manifests: the files of a bundle as leaves of one Merkle tree, so that each can be proved without the others.

Leaf 0 describes the canonical JSON of the terms, like any file. File names are kept beside the leaves, not in them: a renamed file still
verifies. The manifest file with its salts belongs to the original, and both parties keep it.

```python
digest, size = hash_stream(opened_file)
manifest = Manifest.build([terms, File(role="contract", media_type="application/pdf", size=size, digest=digest)], salts)
manifest.root, manifest.size   # what goes on the ledger
```
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from genpon_core.canonical import Json, check_text, decode, encode
from genpon_core.errors import Refusal
from genpon_core.leaves import Leaf
from genpon_core.merkle import HASH, Tree
from genpon_core.models import Strict, read
from genpon_core.streams import hash_stream

__all__ = ["FORMAT", "MAX_BYTES", "MAX_LEAVES", "TERMS_MEDIA_TYPE", "TERMS_ROLE", "File", "Leaf", "Manifest", "hash_stream", "match"]

FORMAT = 1
TERMS_ROLE = "terms"
TERMS_MEDIA_TYPE = "application/json"
MAX_LEAVES = 4096
MAX_BYTES = 8 << 20
_MAX_NAME = 255


class _Fields(Strict):
    format: Literal[1]
    hash: Literal["sha256"]
    leaves: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file on its way into a manifest.

    Attributes:
        role: what it is in the bundle, such as `contract` or `drawing`.
        media_type: its type (RFC 6838), lower case, without parameters.
        size: in bytes.
        digest: SHA-256 in lower-case hexadecimal.
        name: its name today, or None; no part of what is signed.
    """

    role: str
    media_type: str
    size: int
    digest: str
    name: str | None = None


@dataclass(frozen=True)
class Manifest:
    """The leaves of a bundle in their order, and the files' names beside them.

    Attributes:
        leaves: leaf 0 has the role `terms`, and no other has.
        names: as many as leaves, or none at all; no part of the root nor of comparisons.

    Raises:
        Refusal: `manifest.*` for leaves that make no manifest.
    """

    leaves: tuple[Leaf, ...]
    names: tuple[str | None, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not 1 <= len(self.leaves) <= MAX_LEAVES:
            raise Refusal("manifest.leaves", {"leaves": len(self.leaves), "most": MAX_LEAVES})
        first, *others = self.leaves
        if (first.role, first.media_type) != (TERMS_ROLE, TERMS_MEDIA_TYPE) or any(leaf.role == TERMS_ROLE for leaf in others):
            raise Refusal("manifest.terms_first")
        if len({leaf.salt for leaf in self.leaves}) != len(self.leaves):
            raise Refusal("manifest.salt_repeated")
        object.__setattr__(self, "names", self.names or (None,) * len(self.leaves))
        if len(self.names) != len(self.leaves):
            raise Refusal("manifest.names", {"names": len(self.names), "leaves": len(self.leaves)})
        for index, name in enumerate(self.names):
            _check_name(name, index)

    @classmethod
    def build(cls, files: Iterable[File], salts: Iterable[bytes]) -> "Manifest":
        """The manifest of files, the terms first.

        Args:
            files: in the order in which a reader should see them.
            salts: for each file 16 bytes of its own, from a source of randomness.

        Raises:
            Refusal: `manifest.*`, also when there are more files than salts or the other way round.
        """
        given, taken = tuple(files), tuple(salts)
        if len(given) != len(taken):
            raise Refusal("manifest.salts", {"files": len(given), "salts": len(taken)})
        leaves = tuple(Leaf(file.role, file.media_type, file.size, file.digest, salt) for file, salt in zip(given, taken, strict=True))
        return cls(leaves, tuple(file.name for file in given))

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self.leaves)

    @property
    def root(self) -> str:
        """The tree's root in lower-case hexadecimal."""
        return self._tree.root.hex()

    def proof(self, index: int) -> list[bytes]:
        """The hashes that prove a leaf against the root, the lowest first.

        Raises:
            Refusal: `merkle.index` for a leaf that is not there.
        """
        return self._tree.proof(index)

    def to_json(self) -> dict[str, Json]:
        """The manifest file as JSON; a file's name stands beside the leaf's own fields."""
        leaves: list[Json] = [
            leaf.to_json() | ({} if name is None else {"name": name}) for leaf, name in zip(self.leaves, self.names, strict=True)
        ]
        return {"format": FORMAT, "hash": HASH, "leaves": leaves}

    def to_bytes(self) -> bytes:
        """The manifest file's bytes, as canonical JSON."""
        return encode(self.to_json())

    @classmethod
    def from_json(cls, value: Json) -> "Manifest":
        """A manifest from decoded JSON.

        Raises:
            Refusal: `json.field`, `manifest.*`, `salt.size` or `text.*`.
        """
        rows = read(_Fields, value, where="manifest").leaves
        if any(not isinstance(row.get("name", ""), str) for row in rows):
            raise Refusal("manifest.form", {"field": "name"})
        leaves = tuple(Leaf.from_json({key: row[key] for key in row if key != "name"}) for row in rows)
        return cls(leaves, tuple(row.get("name") for row in rows))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Manifest":
        """A manifest from a manifest file's bytes.

        Raises:
            Refusal: as `decode` and `from_json`.
        """
        return cls.from_json(decode(data, limit=MAX_BYTES))

    @cached_property
    def _tree(self) -> Tree:
        return Tree.of([leaf.to_bytes() for leaf in self.leaves])


def match(manifest: Manifest, digests: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Which leaves files are, whatever they are called today.

    Args:
        manifest: the bundle.
        digests: the files' SHA-256 in lower-case hexadecimal.

    Returns:
        for each digest the indices of its leaves; empty for a file that is not of the bundle.
    """
    indices: dict[str, tuple[int, ...]] = {}
    for index, leaf in enumerate(manifest.leaves):
        indices[leaf.digest] = (*indices.get(leaf.digest, ()), index)
    return {digest: indices.get(digest, ()) for digest in digests}


def _check_name(name: str | None, index: int) -> None:
    """Names come from others' disks: none may lead out of a folder or fool a reader."""
    if name is None:
        return
    check_text(name, field=f"leaves[{index}].name")
    if not 1 <= len(name) <= _MAX_NAME or name in {".", ".."} or any(character in name for character in "/\\\n"):
        raise Refusal("manifest.name", {"index": index})
