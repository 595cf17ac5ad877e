"""Reading and writing small files of ours: strict JSON in, whole files out or none."""

import os
import tempfile
from pathlib import Path

from genpon.errors import Refused, refusals_as
from genpon.hashing import open_regular, unreadable
from genpon_core import canonical
from genpon_core.canonical import Json

MAX_JSON = 1 << 20


def read_json(path: Path, *, limit: int = MAX_JSON) -> Json:
    """What a JSON file holds, read strictly.

    Args:
        path: the file.
        limit: the largest size let in, bytes.

    Raises:
        Refused: `file.…`, `json.…` or `text.…`.
    """
    data = read_bytes(path, limit=limit)
    with refusals_as(Refused):
        return canonical.decode(data, limit=limit)


def read_bytes(path: Path, *, limit: int) -> bytes:
    """A small file's bytes.

    Raises:
        Refused: `file.…`; `file.too_large` beyond the limit.
    """
    with open_regular(path) as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise unreadable(path, error) from None
    if len(data) > limit:
        raise Refused("file.too_large", {"file": path.name, "limit": limit})
    return data


def write_file(path: Path, data: bytes, *, private: bool = False) -> None:
    """Writes a file whole: who looks sees the old file or the new one, also after a crash.

    Args:
        path: where to.
        data: all of it.
        private: whether only the owner may read it.

    Raises:
        Refused: `file.not_written`.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if not private:
                Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused("file.not_written", {"file": path.name, "reason": error.strerror or "?"}) from None


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder survive a crash, of files that were written there or taken away.

    Raises:
        Refused: `file.not_written`.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise Refused("file.not_written", {"file": folder.name, "reason": error.strerror or "?"}) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
