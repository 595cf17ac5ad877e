"""Batches: thousands of credentials under one root, which is all that the ledger learns of them.

A credential's leaf is a salt of its own and the digest of its issuer-signed token, so the root tells nothing to anybody without the salt,
and nothing at all once the salt is destroyed. The proof travels beside the credential and not in it: nothing in a credential names its
batch. Leaves stand in the order of their hashes, so a place says nothing about when or to whom a credential was issued.

```python
batch = Batch.of(tokens, secrets.token_bytes)
batch.root                                          # what goes on the ledger
batch.proof("batch/422011/2026-17", 4711)           # what goes to the holder of tokens[4711]
```
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from genpon_core.canonical import Json
from genpon_core.credentials.disclosures import Randomness
from genpon_core.errors import Refusal
from genpon_core.merkle import HASH_SIZE, Tree, leaf_hash, verify_inclusion
from genpon_core.models import Bytes, Strict, read
from genpon_core.salted import SALT_SIZE, check_salt

MAX_BATCH = 1 << 17
_LONGEST_PATH = MAX_BATCH.bit_length()


def leaf_of(token: str, salt: bytes) -> bytes:
    """The leaf of a credential: its salt, and the SHA-256 of its issuer-signed token.

    Raises:
        Refusal: `salt.size`.
    """
    return check_salt(salt) + _digest(token)


def _check_size(size: int) -> None:
    if not 1 <= size <= MAX_BATCH:
        raise Refusal("batch.size", {"size": size, "limit": MAX_BATCH})


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def salted_hash(digest: bytes, salt: bytes) -> bytes:
    """The hash of a credential's leaf, which says nothing of either once the salt is destroyed.

    Args:
        digest: SHA-256 of its issuer-signed token.
        salt: its own.

    Raises:
        Refusal: `salt.size`.
    """
    return leaf_hash(check_salt(salt) + digest)


@dataclass(frozen=True, slots=True)
class BatchRoot:
    """A batch as the ledger knows it.

    Attributes:
        digest: the tree's root.
        size: how many credentials there are. It belongs to the root: the last leaf of two has the path of the last leaf of three, so a
            holder who could choose the size could choose a place, and with it another credential's status.
    """

    digest: bytes
    size: int


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["inclusion"]
    batch: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]
    index: Annotated[int, Field(ge=0)]
    size: Annotated[int, Field(ge=1, le=MAX_BATCH)]
    salt: Annotated[Bytes, Field(min_length=SALT_SIZE, max_length=SALT_SIZE)]
    path: Annotated[list[Annotated[Bytes, Field(min_length=HASH_SIZE, max_length=HASH_SIZE)]], Field(max_length=_LONGEST_PATH)]


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That a credential stands in a batch.

    Attributes:
        batch: the batch's id.
        index: the leaf's place, from 0.
        size: how many credentials the batch has.
        salt: the leaf's.
        path: the hashes that lead to the root, the lowest first.
    """

    batch: str
    index: int
    size: int
    salt: bytes = field(repr=False)
    path: tuple[bytes, ...]

    def holds(self, token: str, root: BatchRoot) -> bool:
        """Whether a credential's issuer-signed token stands at this place of the batch.

        Args:
            token: the credential's.
            root: the batch as the ledger gives it, not as the holder does.
        """
        return self.size == root.size and verify_inclusion(leaf_of(token, self.salt), self.index, self.size, self.path, root.digest)

    def to_json(self) -> dict[str, Json]:
        """The proof as JSON."""
        path = list(self.path)
        fields = _Fields(format=1, kind="inclusion", batch=self.batch, index=self.index, size=self.size, salt=self.salt, path=path)
        return fields.model_dump()

    @classmethod
    def from_json(cls, value: Any) -> "InclusionProof":
        """A proof from decoded JSON.

        Raises:
            Refusal: `json.field`.
        """
        fields = read(_Fields, value, where="proof")
        return cls(fields.batch, fields.index, fields.size, fields.salt, tuple(fields.path))


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with all that its proofs are made from; whoever keeps it can link every credential to its leaf.

    Attributes:
        salts: each credential's, in the order in which the tokens were given; None where it was destroyed.
        places: each credential's leaf, likewise.
    """

    salts: tuple[bytes | None, ...] = field(repr=False)
    places: tuple[int, ...] = field(repr=False)
    _tree: Tree = field(repr=False)

    @classmethod
    def of(cls, tokens: Sequence[str], randomness: Randomness) -> "Batch":
        """The batch of issuer-signed tokens.

        Args:
            tokens: at least one, all different.
            randomness: where the salts come from.

        Raises:
            Refusal: `batch.size`, or `batch.repeated` for a token that stands there twice.
        """
        _check_size(len(tokens))
        if len(set(tokens)) != len(tokens):
            raise Refusal("batch.repeated")
        drawn = randomness(SALT_SIZE * len(tokens))
        salts = [drawn[place : place + SALT_SIZE] for place in range(0, len(drawn), SALT_SIZE)]
        return cls.of_hashes([salted_hash(_digest(token), salt) for token, salt in zip(tokens, salts, strict=True)], salts)

    @classmethod
    def of_hashes(cls, hashes: Sequence[bytes], salts: Sequence[bytes | None]) -> "Batch":
        """A batch made again from what its issuer kept, where some salts may be destroyed.

        Args:
            hashes: each leaf's, as `salted_hash` makes it.
            salts: as many; None where it was destroyed.

        Raises:
            Refusal: `batch.size`.
        """
        _check_size(len(hashes))
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        places = sorted(range(len(order)), key=order.__getitem__)
        return cls(tuple(salts), tuple(places), Tree.of_hashes(hashes[which] for which in order))

    @property
    def root(self) -> BatchRoot:
        """What the ledger learns."""
        return BatchRoot(self._tree.root, len(self.salts))

    def proof(self, batch: str, which: int) -> InclusionProof:
        """The proof of one credential.

        Args:
            batch: the batch's id.
            which: its number among the tokens, from 0.

        Raises:
            Refusal: `merkle.index`, or `batch.destroyed` where its salt is no more.
        """
        size = len(self.salts)
        if not 0 <= which < size:
            raise Refusal("merkle.index", {"index": which, "size": size})
        index, salt = self.places[which], self.salts[which]
        if salt is None:
            raise Refusal("batch.destroyed", {"number": which})
        return InclusionProof(batch, index, size, salt, tuple(self._tree.proof(index)))
