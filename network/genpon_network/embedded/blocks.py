"""The committed blocks, for any number of readers: each reads at its own pace, and waits by itself for the block that is next."""

import asyncio
from functools import lru_cache
from typing import Any

from genpon_core.fabric.protos import common
from genpon_network.embedded.store import Store

_REMEMBERED = 16
"""How many blocks are kept parsed: listeners that follow the ledger ask for the same one at the same time."""


class Blocks:
    """Blocks as their peers committed them, with validation codes in their metadata.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._grown = asyncio.Event()
        self._parsed = lru_cache(maxsize=_REMEMBERED)(self._read)

    @property
    def height(self) -> int:
        """The number of blocks."""
        return self._store.height()

    async def get(self, number: int) -> Any:
        """A `common.Block`, as soon as it is committed; not to be changed, as others read it too."""
        while number >= self.height:
            await self._grown.wait()
        return self._parsed(number)

    def number_of(self, transaction_id: str) -> int | None:
        """The number of the block that holds a transaction, or None."""
        committed = self._store.transaction(transaction_id)
        return None if committed is None else committed.block

    def announce(self) -> None:
        """Wakes the readers that wait; called when a block was committed."""
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    def _read(self, number: int) -> Any:
        return common.Block.FromString(self._store.block(number))
