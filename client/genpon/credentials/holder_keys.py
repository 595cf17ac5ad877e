"""Holder keys on their way to an issuer: `*.holder-keys.json`, each with the proof that the holder has it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from genpon.credentials.held import MOST
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_json, write_file
from genpon_core import canonical
from genpon_core.credentials.key_binding import Challenge
from genpon_core.credentials.possession import possessed_key
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make, read

SUFFIX = ".holder-keys.json"
MAX_AGE = 7 * 86400
"""Seconds; a request may wait for an office to open."""


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["holder_keys"]
    proofs: Annotated[list[str], Field(min_length=1, max_length=MOST)]


@dataclass(frozen=True, slots=True)
class HolderKeysFile:
    """A holder's request for as many credentials as there are keys.

    Attributes:
        proofs: a token for each key, signed by it.
    """

    proofs: tuple[str, ...]

    def write(self, path: Path) -> None:
        """Writes the file.

        Raises:
            Refused: `file.not_written`, or `json.field` for none or too many.
        """
        with refusals_as():
            fields = make(_Fields, format=1, kind="holder_keys", proofs=list(self.proofs))
        write_file(path, canonical.encode(fields.model_dump()))

    @classmethod
    def read(cls, path: Path) -> "HolderKeysFile":
        """Reads a file that may come from anybody.

        Raises:
            Refused: `file.…` or `json.…`.
        """
        with refusals_as():
            return cls(tuple(read(_Fields, read_json(path), where="file").proofs))

    def keys(self, challenge: Challenge, *, now: int, max_age: int = MAX_AGE) -> tuple[PublicKey, ...]:
        """The keys that the holder has shown to have.

        Args:
            challenge: the issuer's identifier and the nonce that it gave.
            now: the issuer's clock, seconds since 1970 (UTC).
            max_age: how old the request may be, seconds.

        Raises:
            Refused: `possession.…`, or `possession.repeated` for a key that stands there twice.
        """
        with refusals_as():
            keys = tuple(possessed_key(proof, challenge, now=now, max_age=max_age) for proof in self.proofs)
        if len(set(keys)) != len(keys):
            raise Refused("possession.repeated")
        return keys
