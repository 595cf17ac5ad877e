"""Presentation files `*.presentation.json`: what a holder gives to one verifier."""

from pathlib import Path
from typing import Any, Literal

from genpon.credentials.held import Held
from genpon.errors import refusals_as
from genpon.json_files import read_json, write_file
from genpon_core import canonical
from genpon_core.models import Strict, make, read

SUFFIX = ".presentation.json"
_MAX_FILE = 512 << 10


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["presentation"]
    presented: dict[str, Any]


def write_presentation(presented: Held, path: Path) -> None:
    """Writes the file so that only its owner may read it; whoever it is for can.

    Raises:
        Refused: `file.not_written`.
    """
    fields = make(_Fields, format=1, kind="presentation", presented=presented.to_json())
    write_file(path, canonical.encode(fields.model_dump()), private=True)


def read_presentation(path: Path) -> Held:
    """Reads a file that may come from anybody; nothing of it is verified.

    Raises:
        Refused: `file.…`, `json.…`, `text.…` or `credential.…`.
    """
    with refusals_as():
        return Held.from_json(read(_Fields, read_json(path, limit=_MAX_FILE), where="file").presented)
