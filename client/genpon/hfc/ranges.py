"""Which blocks a hub is to deliver: named by one registration, or where it connects."""

from dataclasses import dataclass
from typing import Any, Literal, cast

from genpon.hfc.errors import HfcError

Start = int | Literal["oldest", "newest", "last_seen"] | None
Stop = int | Literal["newest", "last_seen"] | None
Named = Literal["nobody", "registration", "connect"]


@dataclass(frozen=True)
class BlockRange:
    """From a block up to another one, both included; None begins with the newest, and never ends.

    Attributes:
        named_by: who named the blocks.
    """

    start: int | Literal["oldest", "newest"] | None = None
    stop: int | Literal["newest"] | None = None
    named_by: Named = "nobody"

    def limited(self, start: Start, stop: Stop, *, last_seen: int | None, by: Named) -> "BlockRange":
        """The range that a registration, or `connect`, names.

        Raises:
            HfcError: if the other has named one, or no block can be meant.
        """
        if self.named_by not in ("nobody", by):
            raise HfcError("blocks are named both by a registration and by connect", next_step="Name them once.")
        first = last_seen if start == "last_seen" else start
        last = last_seen if stop == "last_seen" else stop
        if first not in (None, "oldest", "newest") and not _is_number(first):
            raise HfcError(f"no block can be {first!r}", next_step="Start with a number, oldest, newest or last_seen.")
        if last not in (None, "newest") and not _is_number(last):
            raise HfcError(f"no block can be {last!r}", next_step="Stop at a number, newest or last_seen.")
        if isinstance(first, int) and isinstance(last, int) and first > last:
            raise HfcError(f"block {first} comes after block {last}", next_step="Name the first block first.")
        return BlockRange(cast("Any", first), cast("Any", last), by)

    @property
    def needs_newest(self) -> bool:
        """Whether the number of the newest block must be known."""
        return self.start in (None, "newest") or self.stop == "newest"

    def numbers(self, newest: int) -> tuple[int, int | None]:
        """The numbers of the first block and of the last one, None without an end."""
        first = 0 if self.start == "oldest" else self.start if isinstance(self.start, int) else newest
        return first, newest if self.stop == "newest" else self.stop


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
