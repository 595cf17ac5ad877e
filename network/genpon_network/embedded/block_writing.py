"""The last step of a commit: a block's transactions are checked against the state and each other, and block and effects are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.blocks import data_hash, header_hash
from genpon_core.fabric.protos import common
from genpon_network.embedded.configuration import is_configuration, last_config_metadata, last_config_number
from genpon_network.embedded.conflicts import BlockEffects
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.definition_state import LIFECYCLE, definition_entries
from genpon_network.embedded.private_effects import PrivateEffects
from genpon_network.embedded.result_sets import ResultSets
from genpon_network.embedded.store import Commit, Committed, Entry, Store
from genpon_network.embedded.transactions import Code, InvalidTransaction, claimed_id
from genpon_network.embedded.versions import Version

_METADATA_FIELDS = len(common.BlockMetadataIndex.keys())
_FILTER = common.BlockMetadataIndex.Value("TRANSACTIONS_FILTER")
_SIGNATURES = common.BlockMetadataIndex.Value("SIGNATURES")


@dataclass(frozen=True, slots=True)
class Checked:
    """A transaction that is valid so far, and what it has read and writes."""

    transaction_id: str
    results: ResultSets


@dataclass(frozen=True, slots=True)
class NextBlock:
    """What is to become a block.

    Attributes:
        envelopes: its transactions, serialized.
        codes: what each has got so far; those that conflict with the state or with each other get another one.
        items: those that are valid so far, None for the others.
    """

    envelopes: Sequence[bytes]
    codes: list[int]
    items: Sequence[Checked | None]


def write_block(store: Store, definitions: Definitions, organisations: Sequence[str], block: NextBlock) -> list[tuple[str, Committed]]:
    """Commits a block, wholly or not at all.

    Args:
        store: where blocks and state are kept.
        definitions: the channel's chaincodes.
        organisations: the MSP ids of the channel's members.
        block: what it is made of.

    Returns:
        The id of each transaction, and where it stands with which code.
    """
    number = store.height()
    with store.commit() as commit:
        _apply(commit, PrivateEffects(commit, definitions, organisations), number, block)
        places = list(_places(number, block))
        for transaction_id, place in places:
            commit.add_transaction(transaction_id, place)
            commit.transient.forget(transaction_id)
        commit.add_block(number, _following(store, number, block).SerializeToString())
    return places


def add_genesis(store: Store, envelope: bytes, definitions: Definitions) -> None:
    """Commits block 0: the channel's configuration, and the chaincodes' definitions."""
    with store.commit() as commit:
        for definition in definitions.values():
            for key, value in definition_entries(definition).items():
                commit.put(LIFECYCLE, key, Entry(value, None, Version(0, 0)))
        commit.add_block(0, _message(0, [envelope], [Code.VALID], last_config=0).SerializeToString())


def _apply(commit: Commit, private: PrivateEffects, number: int, block: NextBlock) -> None:
    effects = BlockEffects(commit)
    for position, item in enumerate(block.items):
        if item is None:
            continue
        try:
            effects.check(item.results.sets)
        except InvalidTransaction as invalid:
            block.codes[position] = invalid.code
        else:
            version = Version(number, position)
            effects.apply(item.results.sets, version)
            private.apply(item.transaction_id, item.results, version)
    private.finish(number)


def _places(number: int, block: NextBlock) -> Iterator[tuple[str, Committed]]:
    for position, (envelope, code) in enumerate(zip(block.envelopes, block.codes, strict=True)):
        transaction_id = claimed_id(envelope)
        if transaction_id:
            yield transaction_id, Committed(number, position, code)


def _following(store: Store, number: int, block: NextBlock) -> Any:
    configures = block.codes[0] == Code.VALID and is_configuration(block.envelopes[0])
    previous = common.Block.FromString(store.block(number - 1)).header
    last_config = number if configures else last_config_number(store)
    return _message(number, block.envelopes, block.codes, last_config=last_config, previous_hash=header_hash(previous))


def _message(number: int, envelopes: Sequence[bytes], codes: Sequence[int], *, last_config: int, previous_hash: bytes = b"") -> Any:
    header = common.BlockHeader(number=number, data_hash=data_hash(envelopes), previous_hash=previous_hash)
    metadata = [b""] * _METADATA_FIELDS
    metadata[_FILTER] = bytes(codes)
    metadata[_SIGNATURES] = last_config_metadata(last_config)
    return common.Block(header=header, data=common.BlockData(data=envelopes), metadata=common.BlockMetadata(metadata=metadata))
