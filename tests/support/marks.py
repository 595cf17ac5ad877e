"""Looking for secrets in everything that a ledger keeps and everything that is logged."""

import base64
import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.support.town import World


class Listener(logging.Handler):
    """Keeps every word that is logged, by whomever."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[bytes] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.exc_info} {record.args}".encode())


@contextmanager
def listening() -> Iterator[Listener]:
    """Hears all logs at their finest."""
    listener, root = Listener(), logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        yield listener
    finally:
        root.removeHandler(listener)
        root.setLevel(level)


def found(world: World, heard: Iterable[bytes], secrets: Iterable[str | bytes]) -> set[str | bytes]:
    """Which of the secrets stand anywhere, as they are, escaped, in base64, or as a hash that anybody could try out."""
    traces = b"\n".join([*world.consortium.traces(), *heard])
    return {secret for secret in secrets if any(form in traces for form in forms(secret))}


def forms(secret: str | bytes) -> Iterator[bytes]:
    """All that a secret may look like."""
    data = secret.encode() if isinstance(secret, str) else secret
    yield data
    yield data.hex().encode()
    if isinstance(secret, str):
        yield secret.encode("unicode_escape")
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield from _at_any_place(data, encode)
    for digest in (hashlib.sha256(data), hashlib.sha1(data, usedforsecurity=False), hashlib.md5(data, usedforsecurity=False)):
        yield digest.digest()
        yield digest.hexdigest().encode()
        yield base64.b64encode(digest.digest()).rstrip(b"=")
        yield base64.urlsafe_b64encode(digest.digest()).rstrip(b"=")


def _at_any_place(data: bytes, encode: object) -> Iterator[bytes]:
    """Base64 of the data where others stand before and after: without the characters that these have a part in."""
    for before in range(3):
        encoded = encode(bytes(before) + data).rstrip(b"=")  # type: ignore[operator]
        start, end = -(-before * 8 // 6), len(encoded) - ((before + len(data)) % 3 != 0)
        yield encoded[start:end]
