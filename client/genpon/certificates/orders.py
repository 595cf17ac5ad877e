"""Orders in files: claims as JSON, a batch as a line of JSON for each certificate, holders' keys as their requests have them."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from genpon.credentials.holder_keys import HolderKeysFile
from genpon.credentials.issuing import Order
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes
from genpon_core import canonical
from genpon_core.canonical import Json
from genpon_core.credentials.key_binding import Challenge
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read

_MAX_FILE = 256 << 20
_MAX_LINE = 64 << 10


class _Line(Strict):
    claims: dict[str, Any]
    reference: Annotated[str, StringConstraints(max_length=200)] = ""
    holder: Annotated[str | None, Field(max_length=2000)] = None


def read_claims(value: Json) -> dict[str, Json]:
    """Claims from decoded JSON.

    Raises:
        Refused: `json.field` for anything but an object.
    """
    if not isinstance(value, dict):
        raise Refused("json.field", {"field": "claims", "problem": "dict_type"})
    return value


def read_orders(path: Path) -> list[Order]:
    """The orders in a file, a line of JSON for each.

    Raises:
        Refused: `file.…`, or `orders.line` with the line and what is wrong there.
    """
    lines = read_bytes(path, limit=_MAX_FILE).split(b"\n")
    return list(_orders(line for line in enumerate(lines, start=1) if line[1].strip()))


def _orders(lines: Iterator[tuple[int, bytes]]) -> Iterator[Order]:
    for number, line in lines:
        try:
            with refusals_as():
                fields = read(_Line, canonical.decode(line, limit=_MAX_LINE), where="line")
                holder = PublicKey.from_pem_or_certificate(fields.holder.encode()) if fields.holder is not None else None
        except Refused as refused:
            raise Refused("orders.line", {"line": number, "problem": str(refused)}) from None
        yield Order(fields.claims, holder, fields.reference)


def holder_keys(path: Path, challenge: Challenge) -> tuple[PublicKey, ...]:
    """The keys of a holder's request, each of which the holder has shown to have.

    Raises:
        Refused: `file.…`, `json.…` or `possession.…`.
    """
    return HolderKeysFile.read(path).keys(challenge, now=int(time.time()))
