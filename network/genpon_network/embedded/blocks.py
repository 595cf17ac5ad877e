"""The committed blocks, for any number of readers: each reads at its own pace, and waits by itself for the block that is next."""

import asyncio
from functools import lru_cache
from typing import Any

from genpon_core.fabric.blocks import header_hash
from genpon_core.fabric.protos import common
from genpon_network.embedded.configuration import last_config_number
from genpon_network.embedded.store import Committed, Store

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
        self._numbers: dict[bytes, int] = {}
        self._parsed = lru_cache(maxsize=_REMEMBERED)(self._read)

    @property
    def height(self) -> int:
        """The number of blocks."""
        return self._store.height()

    def read(self, number: int) -> Any:
        """A `common.Block` that is committed; not to be changed, as others read it too."""
        return self._parsed(number)

    async def get(self, number: int) -> Any:
        """As `read`, as soon as the block is committed; who reads many gives the others their turns."""
        await asyncio.sleep(0)
        while number >= self.height:
            await self._grown.wait()
        return self.read(number)

    @property
    def configuration(self) -> Any:
        """The latest configuration block."""
        return self.read(last_config_number(self._store))

    def committed(self, transaction_id: str) -> Committed | None:
        """Where the first transaction of that id stands, or None."""
        return self._store.transaction(transaction_id)

    def number_of_hash(self, digest: bytes) -> int | None:
        """The number of the block whose header has that hash, or None."""
        for number in range(len(self._numbers), self.height):
            self._numbers[header_hash(self._read(number).header)] = number
        return self._numbers.get(digest)

    def announce(self) -> None:
        """Wakes the readers that wait; called when a block was committed."""
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    def _read(self, number: int) -> Any:
        return common.Block.FromString(self._store.block(number))
