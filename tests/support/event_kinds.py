"""The kinds of events, each as a test reads it: how it is asked for, and which transactions an item tells of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from genpon.gateway import Checkpointer
from genpon_core.fabric.protos import common
from tests.support.scenario_ledger import CHAINCODE


@dataclass(frozen=True)
class EventKind:
    """One kind.

    Attributes:
        name: as in the client's methods, `get_<name>` and `new_<name>_request`.
        arguments: what those take besides options.
        transactions: the ids of the transactions that an item tells of, in their order.
        record: notes in a checkpointer that an item was processed.
    """

    name: str
    arguments: tuple[str, ...]
    transactions: Callable[[Any], list[str]]
    record: Callable[[Checkpointer, Any], None]

    def __str__(self) -> str:
        return self.name

    def stream(self, network: Any, **options: Any) -> Any:
        return getattr(network, f"get_{self.name}")(*self.arguments, **options)

    def request(self, network: Any, **options: Any) -> Any:
        return getattr(network, f"new_{self.name}_request")(*self.arguments, **options)

    def restored(self, gateway: Any, data: bytes, **options: Any) -> Any:
        return getattr(gateway, f"restore_{self.name}_request")(data, **options)


def told(kind: EventKind, stream: Iterable[Any], wanted: Iterable[str]) -> list[str]:
    """Reads until every wanted transaction was told; the wanted ones in the order in which they were, each as often as it was."""
    asked, seen = list(wanted), []
    for item in stream:
        seen += [transaction_id for transaction_id in kind.transactions(item) if transaction_id in asked]
        if set(seen) == set(asked):
            break
    return seen


def _ids(block: Any) -> list[str]:
    payloads = [common.Payload.FromString(common.Envelope.FromString(data).payload) for data in block.data.data]
    return [common.ChannelHeader.FromString(payload.header.channel_header).tx_id for payload in payloads]


CHAINCODE_EVENTS = EventKind(
    "chaincode_events",
    (CHAINCODE,),
    lambda event: [event.transaction_id],
    lambda checkpointer, event: checkpointer.checkpoint_chaincode_event(event),
)
BLOCK_EVENTS = EventKind("block_events", (), _ids, lambda checkpointer, block: checkpointer.checkpoint_block(block.header.number))
FILTERED_BLOCK_EVENTS = EventKind(
    "filtered_block_events",
    (),
    lambda block: [entry.txid for entry in block.filtered_transactions],
    lambda checkpointer, block: checkpointer.checkpoint_block(block.number),
)
BLOCK_AND_PRIVATE_DATA_EVENTS = EventKind(
    "block_and_private_data_events",
    (),
    lambda item: _ids(item.block),
    lambda checkpointer, item: checkpointer.checkpoint_block(item.block.header.number),
)
EVENT_KINDS = (CHAINCODE_EVENTS, BLOCK_EVENTS, FILTERED_BLOCK_EVENTS, BLOCK_AND_PRIVATE_DATA_EVENTS)
