"""The issuer's register of a batch: which credential stands where, by the issuer's own references.

It is what a revocation needs, what a lost proof is made again from, and the only link between the ledger and a person. Destroying it, or an
entry of it, when the retention rule says so, ends what the issuer and the ledger can link; copies that a holder kept remain.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from genpon.errors import Refused, refusals_as
from genpon.json_files import read_json, write_file
from genpon_core import canonical
from genpon_core.credentials.batches import MAX_BATCH, Batch, BatchRoot, InclusionProof, salted_hash
from genpon_core.errors import Refusal
from genpon_core.models import Bytes, Digest, Strict, make, read

SUFFIX = ".register.json"
_MAX_FILE = 64 << 20


class _EntryFields(Strict):
    reference: Annotated[str, StringConstraints(max_length=200)]
    token: Digest | None
    salt: Bytes | None
    status: Annotated[int | None, Field(ge=0)]
    leaf: Digest | None


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["register"]
    batch: str
    entries: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MAX_BATCH)]


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One credential of a batch.

    Attributes:
        reference: the issuer's own.
        token: SHA-256 of the issuer-signed token in lower-case hexadecimal; None once it is destroyed.
        salt: the leaf's; None once it is destroyed.
        status: the place in the status list, None where it has none.
        leaf: the leaf's hash, which alone is kept of a destroyed entry, for the others' proofs.
    """

    reference: str = field(repr=False)
    token: str | None
    salt: bytes | None = field(repr=False)
    status: int | None
    leaf: str | None = None

    @classmethod
    def of(cls, reference: str, jwt: str, salt: bytes, status: int | None) -> "RegisterEntry":
        """The entry of a credential."""
        return cls(reference, hashlib.sha256(jwt.encode()).hexdigest(), salt, status)

    def to_json(self) -> dict[str, Any]:
        """The entry as JSON."""
        return make(
            _EntryFields, reference=self.reference, token=self.token, salt=self.salt, status=self.status, leaf=self.leaf
        ).model_dump()

    @classmethod
    def from_json(cls, value: Any) -> "RegisterEntry":
        """An entry from decoded JSON.

        Raises:
            Refusal: `json.field`.
        """
        fields = read(_EntryFields, value, where="entry")
        destroyed = fields.leaf is not None
        if {fields.token is None, fields.salt is None} != {destroyed}:
            raise Refusal("json.field", {"field": "entry.leaf", "problem": "value_error"})
        return cls(fields.reference, fields.token, fields.salt, fields.status, fields.leaf)

    @property
    def hash(self) -> bytes:
        """The leaf's hash.

        Raises:
            Refusal: `salt.size`.
        """
        if self.token is None or self.salt is None:
            return bytes.fromhex(self.leaf or "")
        return salted_hash(bytes.fromhex(self.token), self.salt)

    def destroyed(self) -> "RegisterEntry":
        """What remains when the entry is destroyed: a hash that nobody can tie to anything, and the place in the status list."""
        return RegisterEntry("", None, None, self.status, self.hash.hex())


@dataclass(frozen=True)
class Register:
    """The entries of a batch, in the order of issue.

    Attributes:
        batch: the batch's id.
        entries: one for each credential.
    """

    batch: str
    entries: tuple[RegisterEntry, ...]

    def index(self, which: int) -> int:
        """The place in the batch of one of the entries: what an act about a single certificate names.

        Raises:
            Refused: `merkle.index`.
        """
        with refusals_as():
            if not 0 <= which < len(self.entries):
                raise Refusal("merkle.index", {"index": which, "size": len(self.entries)})
            return self._tree.places[which]

    def proof(self, which: int) -> InclusionProof:
        """The proof of one of the entries, made again.

        Raises:
            Refused: `merkle.index`, or `batch.destroyed` for one whose salt is no more.
        """
        with refusals_as():
            return self._tree.proof(self.batch, which)

    def number(self, index: int) -> int:
        """The number of the entry at a place of the batch.

        Raises:
            Refused: `merkle.index`.
        """
        with refusals_as():
            if not 0 <= index < len(self.entries):
                raise Refusal("merkle.index", {"index": index, "size": len(self.entries)})
            return self._tree.places.index(index)

    def without(self, which: int) -> "Register":
        """The register with one of the entries destroyed."""
        entries = [entry.destroyed() if number == which else entry for number, entry in enumerate(self.entries)]
        return Register(self.batch, tuple(entries))

    def find(self, reference: str) -> tuple[int, ...]:
        """The numbers of the entries with a reference, from 0."""
        return tuple(which for which, entry in enumerate(self.entries) if entry.reference == reference)

    @property
    def root(self) -> BatchRoot:
        """What the ledger has learnt.

        Raises:
            Refused: `batch.…` or `salt.size` for entries that make no batch.
        """
        with refusals_as():
            return self._tree.root

    @cached_property
    def _tree(self) -> Batch:
        tokens = [entry.token for entry in self.entries if entry.token is not None]
        if len(set(tokens)) != len(tokens):
            raise Refusal("batch.repeated")
        return Batch.of_hashes([entry.hash for entry in self.entries], [entry.salt for entry in self.entries])

    def write(self, path: Path) -> None:
        """Writes the file so that only its owner may read it.

        Raises:
            Refused: `file.exists`: a register is never written over; `file.not_written`, or `json.field`.
        """
        if path.exists():
            raise Refused("file.exists", {"file": path.name})
        self.replace(path)

    def replace(self, path: Path) -> None:
        """Writes the file in place of an earlier one, of which some entries are destroyed now.

        Raises:
            Refused: `file.not_written`, or `json.field`.
        """
        with refusals_as():
            entries = [entry.to_json() for entry in self.entries]
            data = canonical.encode(make(_Fields, format=1, kind="register", batch=self.batch, entries=entries).model_dump())
        write_file(path, data, private=True)

    @classmethod
    def read(cls, path: Path) -> "Register":
        """Reads a register.

        Raises:
            Refused: `file.…`, `json.…`, or `batch.…` for entries that make no batch.
        """
        with refusals_as():
            fields = read(_Fields, read_json(path, limit=_MAX_FILE), where="file")
            register = cls(fields.batch, tuple(map(RegisterEntry.from_json, fields.entries)))
            register._tree.root  # noqa: B018 - entries that make no batch are found here
        return register
