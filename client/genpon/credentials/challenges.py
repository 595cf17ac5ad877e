"""Challenges in files `*.challenge.json`: what a verifier, or an issuer, asks a holder to sign, once."""

import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from genpon.errors import refusals_as
from genpon.json_files import read_json, write_file
from genpon_core import canonical
from genpon_core.credentials.key_binding import Challenge
from genpon_core.models import Strict, make, read

SUFFIX = ".challenge.json"
_NONCE_BYTES = 24


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["challenge"]
    audience: Annotated[str, StringConstraints(min_length=1, max_length=512)]
    nonce: Annotated[str, Field(min_length=1, max_length=512)]


def new_challenge(audience: str) -> Challenge:
    """A challenge that nobody can foresee; it is given once."""
    return Challenge(audience, secrets.token_urlsafe(_NONCE_BYTES))


def write_challenge(challenge: Challenge, path: Path) -> None:
    """Writes the file.

    Raises:
        Refused: `file.not_written`, or `json.field` for an empty or overlong audience.
    """
    with refusals_as():
        fields = make(_Fields, where="challenge", format=1, kind="challenge", audience=challenge.audience, nonce=challenge.nonce)
    write_file(path, canonical.encode(fields.model_dump()))


def read_challenge(path: Path) -> Challenge:
    """Reads a file that may come from anybody.

    Raises:
        Refused: `file.…`, `json.…` or `text.…`.
    """
    with refusals_as():
        fields = read(_Fields, read_json(path), where="file")
    return Challenge(fields.audience, fields.nonce)
