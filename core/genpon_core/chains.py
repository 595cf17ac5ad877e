"""Keys under which the ledger holds acts, index rows, the charter and the clock.

An act's key is `act~<asset>~<sequence>~<digest>`: the acts of one asset are one range, so two acts at once on one asset conflict (Fabric's
phantom check) and acts on two assets never do; the digest in it keeps two different acts from ever writing the same key.
"""

from collections.abc import Iterable

from genpon_core.records import Chain, Record, read_record

CLOCK_KEY = "clock"
_INDEX = "index~"
_CHARTER = "charter~"


def act_key(record: Record) -> str:
    """The ledger key of a record."""
    return f"act~{record.asset}~{record.sequence:06d}~{record.act.digest}"


def chain_range(asset: str) -> tuple[str, str]:
    """First key and key after the last of an asset's acts."""
    return f"act~{asset}~", f"act~{asset}~~"


def index_key(row: str) -> str:
    """The ledger key of an index row."""
    return f"{_INDEX}{row}"


def index_range(prefix: str) -> tuple[str, str]:
    """First key and key after the last of the index rows that begin with a prefix and its `~`."""
    return f"{_INDEX}{prefix}~", f"{_INDEX}{prefix}~~"


def index_value(key: str) -> str:
    """The id that an index row's key ends with."""
    return key.rsplit("~", 1)[-1]


def charter_part_key(digest: str, part: int) -> str:
    """The ledger key of a part of the charter."""
    return f"{_CHARTER}{digest}~{part:06d}"


def charter_range(digest: str) -> tuple[str, str]:
    """First key and key after the last of the charter's parts."""
    return f"{_CHARTER}{digest}~", f"{_CHARTER}{digest}~~"


def read_chain(values: Iterable[bytes]) -> Chain:
    """An asset's chain from the values of its range."""
    return tuple(read_record(value) for value in values)
