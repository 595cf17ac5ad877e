"""What an attempt to record an act came to: every answer and failure of a gateway as one of a few kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from genpon_core import canonical
from genpon_core.errors import Parameter, Refusal


class Kind(StrEnum):
    """What happened, as far as it decides what to do next."""

    RECORDED = "recorded"
    """The act is on the ledger."""
    REFUSED = "refused"
    """The rules refuse it, and at least two organisations say so."""
    DOUBTED = "doubted"
    """One organisation says that the rules refuse it; it may be a block behind, or lie."""
    STALE = "stale"
    """The ledger clock must be ticked first."""
    CONFLICT = "conflict"
    """Another act was first."""
    APART = "apart"
    """The organisations' answers differ: one is a block behind, or not honest."""
    ENDORSERS_AWAY = "endorsers_away"
    """An organisation that was named did not endorse, and is known."""
    TIMED_OUT = "timed_out"
    """No answer in time: one of the organisations that were named hangs, or the gateway itself."""
    GATEWAY_AWAY = "gateway_away"
    """The gateway was not reached; nothing was submitted."""
    BUSY = "busy"
    """The gateway or the orderers have too much to do; nothing was submitted."""
    UNKNOWN = "unknown"
    """It was submitted, and nobody said what became of it."""
    DENIED = "denied"
    """The ledger does not know the client's identity."""
    FAULT = "fault"
    """A failure that no other attempt would cure."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended.

    Attributes:
        kind: what it is.
        code: of a refusal, or what a fault was.
        parameters: of a refusal.
        msp_ids: the organisations that it is about; empty where nobody knows.
        transaction: the transaction's id, where one was made.
        result: what the transaction function returned, once recorded.
    """

    kind: Kind
    code: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    msp_ids: tuple[str, ...] = ()
    transaction: str = ""
    result: bytes = b""


def read_refusal(message: str) -> Refusal | None:
    """The refusal in a chaincode's answer, None where it is none of ours."""
    try:
        value: Any = canonical.decode(message.encode(), limit=1 << 16)
    except (Refusal, UnicodeEncodeError):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("code"), str):
        return None
    parameters = value.get("parameters", {})
    if not isinstance(parameters, dict):
        return None
    return Refusal(value["code"], {name: item for name, item in parameters.items() if isinstance(item, str | int)})
