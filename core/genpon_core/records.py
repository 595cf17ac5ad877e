"""Records: acts as the ledger keeps them, and the chains that they form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from genpon_core import canonical
from genpon_core.models import Moment, Strict, read
from genpon_core.statements import Act

MAX_RECORD_BYTES = 64 * 1024


class _RecordFields(Strict):
    act: dict[str, Any]
    sequence: Annotated[int, Field(ge=0, le=999_999)]
    recorded_at: Moment
    rests_on: dict[str, Annotated[int, Field(ge=0, le=999_999)]]
    transaction: Annotated[str, StringConstraints(max_length=128)]


@dataclass(frozen=True, slots=True)
class Record:
    """An act with its place in its asset's chain.

    Attributes:
        act: the act.
        sequence: its position in the chain, from 0.
        recorded_at: the ledger's time, seconds since 1970 UTC, at which it was decided.
        rests_on: how many acts of each other asset were read when it was decided; with it the decision can be repeated by anyone.
        transaction: id of the ledger's transaction.
    """

    act: Act
    sequence: int
    recorded_at: int
    rests_on: Mapping[str, int]
    transaction: str

    def __hash__(self) -> int:
        return hash((self.act.digest, self.sequence, self.recorded_at))

    @property
    def asset(self) -> str:
        """Id of the asset that the act belongs to."""
        return self.act.statement.asset

    def to_json(self) -> dict[str, Any]:
        """The record as JSON."""
        fields = _RecordFields(
            act=self.act.to_json(),
            sequence=self.sequence,
            recorded_at=self.recorded_at,
            rests_on=dict(self.rests_on),
            transaction=self.transaction,
        )
        return fields.model_dump()

    def to_bytes(self) -> bytes:
        """The record as canonical JSON, at most `MAX_RECORD_BYTES`."""
        return canonical.encode(self.to_json())

    @classmethod
    def from_json(cls, value: Any) -> "Record":
        """A record from decoded JSON.

        Raises:
            Refusal: `json.field`.
        """
        fields = read(_RecordFields, value, where="record")
        return cls(Act.from_json(fields.act), fields.sequence, fields.recorded_at, fields.rests_on, fields.transaction)


@lru_cache(maxsize=4096)
def read_record(data: bytes) -> Record:
    """A record from its JSON; parsed once per distinct record, since records never change.

    Raises:
        Refusal: `json.…`.
    """
    return Record.from_json(canonical.decode(data, limit=2 * MAX_RECORD_BYTES))


Chain = tuple[Record, ...]
"""The acts of one asset, in order."""


def known_at(chain: Chain, moment: int | None) -> Chain:
    """The acts that were recorded until a moment (seconds since 1970 UTC): what was known then; all of them for None."""
    return chain if moment is None else tuple(record for record in chain if record.recorded_at <= moment)
