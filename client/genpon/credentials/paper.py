"""Presentations on paper: QR codes, and their texts read back in any order.

A presentation that is too large for one code that a telephone reads well is spread over several. Each text says which part it is:

```
GENPON1/<part>/<of>/<mark>/<base45>/
```

`<mark>` is the beginning of the SHA-256 of all the bytes, by which parts of two papers are never mixed.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from genpon.credentials.held import Held
from genpon.credentials.packing import pack, unpack
from genpon.errors import Refused, UsageError, refusals_as

PER_CODE = 700
"""Characters of base45 in one code: a symbol of version 18, 89 modules wide, with error correction M."""

MOST_CODES = 40
_MARK = 8
_TEXT = re.compile(r"GENPON1/([1-9][0-9]?)/([1-9][0-9]?)/([0-9A-F]{8})/([0-9A-Z $%*+./:-]{1,4296})/")


def paper_texts(presented: Held, *, per_code: int = PER_CODE) -> tuple[str, ...]:
    """The texts of a presentation's QR codes.

    Args:
        presented: what is to be printed.
        per_code: how many characters go into one code.

    Raises:
        Refused: `paper.too_large` for one that needs more than 40 codes.
        UsageError: `credential.extra_missing`.
    """
    with refusals_as():
        data = pack(presented)
    text, mark = _base45().b45encode(data).decode(), _mark(data)
    count = -(-len(text) // per_code)
    if count > MOST_CODES:
        raise Refused("paper.too_large", {"codes": count, "limit": MOST_CODES})
    size = -(-len(text) // count)
    return tuple(f"GENPON1/{part + 1}/{count}/{mark}/{text[part * size : (part + 1) * size]}/" for part in range(count))


def read_paper(texts: Iterable[str]) -> Held:
    """The presentation in the texts of its QR codes; their order and repetitions do not matter.

    Args:
        texts: as a scanner gives them, from anybody.

    Raises:
        Refused: `paper.not_ours`, `paper.mixed`, `paper.missing` with the numbers of the codes to scan, `paper.damaged`, or what
            reading the presentation refuses.
        UsageError: `credential.extra_missing`.
    """
    parts: dict[int, str] = {}
    whole: set[tuple[str, str]] = set()
    for text in filter(None, map(str.strip, texts)):
        found = _TEXT.fullmatch(text)
        if found is None:
            raise Refused("paper.not_ours")
        whole.add((found[2], found[3]))
        if len(whole) > 1 or parts.setdefault(int(found[1]), found[4]) != found[4]:
            raise Refused("paper.mixed")
    if not whole:
        raise Refused("paper.not_ours")
    ((count, mark),) = whole
    missing = [number for number in range(1, int(count) + 1) if number not in parts]
    if missing or len(parts) > int(count):
        raise Refused("paper.missing", {"missing": " ".join(map(str, missing)), "count": int(count)})
    return _whole([parts[number] for number in sorted(parts)], mark)


def _whole(parts: Sequence[str], mark: str) -> Held:
    try:
        data = _base45().b45decode("".join(parts))
    except ValueError:
        raise Refused("paper.damaged") from None
    if _mark(data) != mark:
        raise Refused("paper.damaged")
    with refusals_as():
        return unpack(data)


def write_codes(texts: Sequence[str], path: Path, *, scale: int = 4) -> tuple[Path, ...]:
    """Writes a QR code (ISO/IEC 18004, error correction M) for each text, as SVG, PNG or PDF by the path's ending.

    Args:
        texts: from `paper_texts`.
        path: where to; of several codes each gets its number before the ending.
        scale: pixels, or points, of a module.

    Raises:
        Refused: `file.not_written`.
        UsageError: `paper.ending`, `credential.extra_missing`.
    """
    if path.suffix not in {".svg", ".png", ".pdf"}:
        raise UsageError("paper.ending", {"file": path.name})
    paths = [path.with_stem(f"{path.stem}-{number}") if len(texts) > 1 else path for number in range(1, len(texts) + 1)]
    for text, target in zip(texts, paths, strict=True):
        try:
            _segno().make_qr(text, error="m", mode="alphanumeric", boost_error=False).save(str(target), scale=scale)
        except OSError as error:
            raise Refused("file.not_written", {"file": target.name, "reason": error.strerror or "?"}) from None
    return tuple(paths)


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:_MARK].upper()


def _base45() -> Any:
    try:
        import base45  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("credential.extra_missing") from None
    return base45


def _segno() -> Any:
    try:
        import segno  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("credential.extra_missing") from None
    return segno
