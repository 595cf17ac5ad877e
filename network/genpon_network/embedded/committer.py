"""Blocks: made of ordered envelopes, validated and committed, and their transactions' fates told to those who wait."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.blocks import data_hash, header_hash
from genpon_core.fabric.protos import common
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.configuration import (
    accepted,
    authorities,
    current_config,
    is_configuration,
    last_config_metadata,
    last_config_number,
)
from genpon_network.embedded.conflicts import BlockEffects
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.definition_state import LIFECYCLE, definition_entries
from genpon_network.embedded.membership import Membership
from genpon_network.embedded.policy_checks import BlockPolicies
from genpon_network.embedded.private_effects import PrivateEffects
from genpon_network.embedded.result_sets import ResultSets
from genpon_network.embedded.store import Commit, Committed, Entry, Store
from genpon_network.embedded.transactions import Code, InvalidTransaction, claimed_id, open_envelope
from genpon_network.embedded.versions import Version

_METADATA_FIELDS = len(common.BlockMetadataIndex.keys())
_FILTER = common.BlockMetadataIndex.Value("TRANSACTIONS_FILTER")
_SIGNATURES = common.BlockMetadataIndex.Value("SIGNATURES")
_YIELD_EVERY = 8
"""After so many transactions the event loop gets its turn, so that a large block does not stop simulations."""


@dataclass(frozen=True, slots=True)
class _Valid:
    """A transaction that is valid so far, and what it has read and writes."""

    transaction_id: str
    results: ResultSets


class Committer:
    """Validates and commits blocks.

    Args:
        store: where blocks and state are kept.
        membership: the organisations of the channel.
        channel: the channel's name.
        definitions: the channel's chaincodes.

    Attributes:
        blocks: what it has committed, for those who follow it.
    """

    def __init__(self, store: Store, membership: Membership, channel: str, definitions: Definitions) -> None:
        self._store = store
        self._membership = membership
        self._channel = channel
        self._definitions = definitions
        self.blocks = Blocks(store)
        self._waiting: dict[str, list[asyncio.Future[Committed]]] = {}

    async def status(self, transaction_id: str) -> Committed:
        """Where a transaction stands, as soon as it is in a block."""
        committed = self._store.transaction(transaction_id)
        if committed is not None:
            return committed
        future: asyncio.Future[Committed] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(transaction_id, []).append(future)
        try:
            return await future
        finally:
            waiting = self._waiting.get(transaction_id, [])
            if future in waiting:
                waiting.remove(future)
                if not waiting:
                    del self._waiting[transaction_id]

    async def add(self, envelopes: Sequence[bytes]) -> None:
        """Makes the next block of envelopes, validates it and commits it."""
        codes, items = await self._validate(envelopes)
        number = self._store.height()
        with self._store.commit() as commit:
            self._apply(commit, number, codes, items)
            places = list(self._places(number, envelopes, codes))
            for transaction_id, place in places:
                commit.add_transaction(transaction_id, place)
                commit.transient.forget(transaction_id)
            commit.add_block(number, self._block(number, envelopes, codes).SerializeToString())
        if number == last_config_number(self._store):
            self._membership.adopt(authorities(current_config(self._store)))
        for transaction_id, place in places:
            for future in self._waiting.pop(transaction_id, []):
                if not future.done():
                    future.set_result(place)
        self.blocks.announce()

    async def _validate(self, envelopes: Sequence[bytes]) -> tuple[list[int], list[_Valid | None]]:
        policies = BlockPolicies(self._definitions, self._membership, self._store.latest)
        codes: list[int] = []
        items: list[_Valid | None] = []
        seen: set[str] = set()
        for index, envelope in enumerate(envelopes):
            code, item = self._validate_one(envelope, policies)
            if item is not None and item.transaction_id in seen:
                code, item = Code.DUPLICATE_TXID, None
            if item is not None:
                seen.add(item.transaction_id)
            codes.append(code)
            items.append(item)
            if index % _YIELD_EVERY == _YIELD_EVERY - 1:
                await asyncio.sleep(0)
        return codes, items

    def _validate_one(self, envelope: bytes, policies: BlockPolicies) -> tuple[int, _Valid | None]:
        try:
            if is_configuration(envelope):
                accepted(envelope, current_config(self._store), self._membership, self._channel)
                return Code.VALID, _Valid(claimed_id(envelope), ResultSets())
            item = open_envelope(envelope, self._membership, self._channel)
            if self._store.transaction(item.id) is not None:
                return Code.DUPLICATE_TXID, None
            results = item.results()
            policies.check(item, results.sets)
        except InvalidTransaction as invalid:
            return invalid.code, None
        return Code.VALID, _Valid(item.id, results)

    def _apply(self, commit: Commit, number: int, codes: list[int], items: Sequence[_Valid | None]) -> None:
        effects = BlockEffects(commit)
        private = PrivateEffects(commit, self._definitions, self._membership.organisations)
        for position, item in enumerate(items):
            if item is None:
                continue
            try:
                effects.check(item.results.sets)
            except InvalidTransaction as invalid:
                codes[position] = invalid.code
            else:
                version = Version(number, position)
                effects.apply(item.results.sets, version)
                private.apply(item.transaction_id, item.results, version)
        private.finish(number)

    def _block(self, number: int, envelopes: Sequence[bytes], codes: Sequence[int]) -> Any:
        configures = codes[0] == Code.VALID and is_configuration(envelopes[0])
        previous = common.Block.FromString(self._store.block(number - 1)).header
        last_config = number if configures else last_config_number(self._store)
        return _block(number, envelopes, codes, last_config=last_config, previous_hash=header_hash(previous))

    @staticmethod
    def _places(number: int, envelopes: Sequence[bytes], codes: Sequence[int]) -> Iterator[tuple[str, Committed]]:
        for position, (envelope, code) in enumerate(zip(envelopes, codes, strict=True)):
            transaction_id = claimed_id(envelope)
            if transaction_id:
                yield transaction_id, Committed(number, position, code)


def add_genesis(store: Store, envelope: bytes, definitions: Definitions) -> None:
    """Commits block 0: the channel's configuration, and the chaincodes' definitions."""
    with store.commit() as commit:
        for definition in definitions.values():
            for key, value in definition_entries(definition).items():
                commit.put(LIFECYCLE, key, Entry(value, None, Version(0, 0)))
        commit.add_block(0, _block(0, [envelope], [Code.VALID], last_config=0).SerializeToString())


def _block(number: int, envelopes: Sequence[bytes], codes: Sequence[int], *, last_config: int, previous_hash: bytes = b"") -> Any:
    header = common.BlockHeader(number=number, data_hash=data_hash(envelopes), previous_hash=previous_hash)
    metadata = [b""] * _METADATA_FIELDS
    metadata[_FILTER] = bytes(codes)
    metadata[_SIGNATURES] = last_config_metadata(last_config)
    return common.Block(header=header, data=common.BlockData(data=envelopes), metadata=common.BlockMetadata(metadata=metadata))
