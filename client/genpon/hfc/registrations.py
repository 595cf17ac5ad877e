"""Who listens to what of a channel's blocks, and what each listener is told."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from genpon import blocks
from genpon.hfc.dictionaries import block_dictionary, dictionary

Listener = Callable[..., object]


@dataclass(frozen=True, eq=False)
class Registration:
    """One listener.

    Attributes:
        listener: is called; None where only the end counts.
        unregister: whether it is told once.
        disconnect: whether the hub disconnects when it was told.
    """

    listener: Listener | None
    unregister: bool
    disconnect: bool

    def tell(self, *told: object) -> None:
        """Calls the listener."""
        if self.listener is not None:
            self.listener(*told)


@dataclass(frozen=True, eq=False)
class TransactionRegistration(Registration):
    """A listener to one transaction, or to `all`."""

    transaction_id: str


@dataclass(frozen=True, eq=False)
class ChaincodeRegistration(Registration):
    """A listener to a chaincode's events whose names match a pattern."""

    chaincode: str
    pattern: "re.Pattern[str]"
    as_array: bool


@dataclass(frozen=True)
class Emitted:
    """An event of a chaincode, as a dictionary."""

    event: dict[str, Any]
    transaction_id: str
    code: str


@dataclass(frozen=True)
class Delivered:
    """A block, whole or filtered, as listeners are told of it.

    Attributes:
        number: the block's.
        dictionary: what listeners to blocks are given.
        transactions: the id and the name of the validation code of each transaction.
        events: what valid and invalid transactions emitted.
    """

    number: int
    dictionary: dict[str, Any]
    transactions: tuple[tuple[str, str], ...]
    events: tuple[Emitted, ...] = field(repr=False)

    @classmethod
    def whole(cls, block: blocks.Block) -> "Delivered":
        """A whole block."""
        found = [(code, envelope) for code, envelope in block.transactions if isinstance(envelope, blocks.Envelope)]
        events = tuple(Emitted(event, envelope.transaction_id, code) for code, envelope in found for event in _events(envelope))
        return cls(block.header.number, block_dictionary(block), tuple((one.transaction_id, code) for code, one in found), events)

    @classmethod
    def filtered(cls, block: blocks.FilteredBlock) -> "Delivered":
        """A filtered block, whose events have no payload."""
        events = tuple(
            Emitted(_without_payload(action.chaincode_event), one.txid, one.tx_validation_code)
            for one in block.filtered_transactions
            for action in (one.transaction_actions.chaincode_actions if one.transaction_actions else ())
            if action.chaincode_event is not None
        )
        codes = tuple((one.txid, one.tx_validation_code) for one in block.filtered_transactions)
        return cls(block.number, dictionary(block), codes, events)

    def tell(self, registration: Registration) -> bool:
        """Tells a listener what concerns it; whether anything did."""
        if isinstance(registration, ChaincodeRegistration):
            return self._tell_events(registration)
        if isinstance(registration, TransactionRegistration):
            return self._tell_transactions(registration)
        registration.tell(self.dictionary)
        return True

    def _tell_transactions(self, registration: TransactionRegistration) -> bool:
        wanted = registration.transaction_id
        codes = [code for transaction_id, code in self.transactions if wanted in ("all", transaction_id)]
        for code in codes:
            registration.tell(wanted, code, self.number)
        return bool(codes)

    def _tell_events(self, registration: ChaincodeRegistration) -> bool:
        found = [one for one in self.events if _matches(registration, one.event)]
        if registration.as_array and found:
            registration.tell([self._as_item(one) for one in found])
        elif not registration.as_array:
            for one in found:
                registration.tell(one.event, self.number, one.transaction_id, one.code)
        return bool(found)

    def _as_item(self, one: Emitted) -> dict[str, Any]:
        return {"chaincode_event": one.event, "block_num": self.number, "tx_id": one.transaction_id, "tx_status": one.code}


def _matches(registration: ChaincodeRegistration, event: dict[str, Any]) -> bool:
    return event["chaincode_id"] == registration.chaincode and registration.pattern.match(event["event_name"]) is not None


def _events(envelope: blocks.Envelope) -> Iterator[dict[str, Any]]:
    for action in envelope.actions:
        event = action.chaincode_action and action.chaincode_action.events
        if isinstance(event, blocks.ChaincodeEvent):
            yield dictionary(event)


def _without_payload(event: blocks.ChaincodeEvent) -> dict[str, Any]:
    return {name: value for name, value in dictionary(event).items() if name != "payload"}
