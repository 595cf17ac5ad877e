"""Versions: which transaction last wrote a key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """The transaction that last wrote a key: its block and its place in it."""

    block: int
    position: int

    def __str__(self) -> str:
        return f"{{BlockNum: {self.block}, TxNum: {self.position}}}"
