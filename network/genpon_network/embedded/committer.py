"""Ordered envelopes, validated and committed as blocks, and their transactions' fates told to those who wait."""

import asyncio
from collections.abc import Sequence

from genpon_network.embedded.block_writing import Checked, NextBlock, write_block
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.configuration import accepted, authorities, current_config, is_configuration, last_config_number
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.membership import Membership
from genpon_network.embedded.policy_checks import BlockPolicies
from genpon_network.embedded.result_sets import ResultSets
from genpon_network.embedded.store import Committed, Store
from genpon_network.embedded.transactions import Code, InvalidTransaction, claimed_id, open_envelope

_YIELD_EVERY = 8
"""After so many transactions the event loop gets its turn, so that a large block does not stop simulations."""


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
        block = await self._validate(envelopes)
        number = self._store.height()
        places = write_block(self._store, self._definitions, self._membership.organisations, block)
        if number == last_config_number(self._store):
            self._membership.adopt(authorities(current_config(self._store)))
        for transaction_id, place in places:
            for future in self._waiting.pop(transaction_id, []):
                if not future.done():
                    future.set_result(place)
        self.blocks.announce()

    async def _validate(self, envelopes: Sequence[bytes]) -> NextBlock:
        policies = BlockPolicies(self._definitions, self._membership, self._store.latest)
        codes: list[int] = []
        items: list[Checked | None] = []
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
        return NextBlock(envelopes, codes, items)

    def _validate_one(self, envelope: bytes, policies: BlockPolicies) -> tuple[int, Checked | None]:
        try:
            if is_configuration(envelope):
                accepted(envelope, current_config(self._store), self._membership, self._channel)
                return Code.VALID, Checked(claimed_id(envelope), ResultSets())
            item = open_envelope(envelope, self._membership, self._channel)
            if self._store.transaction(item.id) is not None:
                return Code.DUPLICATE_TXID, None
            results = item.results()
            policies.check(item, results.sets)
        except InvalidTransaction as invalid:
            return invalid.code, None
        return Code.VALID, Checked(item.id, results)
