"""The digest of a file of any size, read once in bounded memory."""

import hashlib
from collections.abc import Callable
from typing import Protocol


class Readable(Protocol):
    """What is read: a file, a pipe, a member of an archive, opened for bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


def hash_stream(stream: Readable, *, progress: Callable[[int], None] | None = None, chunk: int = 1 << 20) -> tuple[str, int]:
    """The SHA-256 of a stream, in lower-case hexadecimal, and its size in bytes.

    Args:
        stream: read from where it stands to its end; not closed.
        progress: called after each chunk with the bytes read so far.
        chunk: the most bytes held at a time.
    """
    hasher, size = hashlib.sha256(), 0
    while data := stream.read(chunk):
        hasher.update(data)
        size += len(data)
        if progress is not None:
            progress(size)
    return hasher.hexdigest(), size
