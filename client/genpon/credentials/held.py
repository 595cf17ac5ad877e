"""A credential and the proof of its place in a batch, which travel together and are one in no file of anybody else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from genpon.errors import refusals_as
from genpon.json_files import read_json, write_file
from genpon_core import canonical
from genpon_core.canonical import Json
from genpon_core.credentials.batches import InclusionProof
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.models import Strict, read

SUFFIX = ".credential.json"
MOST = 200
_MAX_FILE = 16 << 20


class _Fields(Strict):
    credential: str
    proof: dict[str, Any] | None


class _FileFields(Strict):
    format: Literal[1]
    kind: Literal["credentials"]
    credentials: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST)]


@dataclass(frozen=True, slots=True)
class Held:
    """A credential, or a presentation of it, with its proof.

    Attributes:
        sd_jwt: the credential.
        proof: of its place in its batch; None for one that was issued alone.
    """

    sd_jwt: SdJwt
    proof: InclusionProof | None = None

    def parse(self) -> Credential:
        """The credential, read; nothing of it counts before its signature is checked.

        Raises:
            Refusal: for whatever is malformed.
        """
        return Credential.parse(str(self.sd_jwt))

    def to_json(self) -> dict[str, Json]:
        """The pair as JSON."""
        return {"credential": str(self.sd_jwt), "proof": self.proof.to_json() if self.proof is not None else None}

    @classmethod
    def from_json(cls, value: Any) -> "Held":
        """A pair from decoded JSON.

        Raises:
            Refusal: `json.field` or `credential.…`.
        """
        fields = read(_Fields, value, where="credential")
        proof = InclusionProof.from_json(fields.proof) if fields.proof is not None else None
        return cls(SdJwt.parse(fields.credential), proof)


@dataclass(frozen=True, slots=True)
class CredentialFile:
    """What an issuer hands to one holder: `*.credential.json`, for the holder's eyes only.

    Attributes:
        credentials: one, or a batch of single-use credentials of the same claims.
    """

    credentials: tuple[Held, ...]

    def write(self, path: Path) -> None:
        """Writes the file so that only its owner may read it.

        Raises:
            Refused: `file.not_written`, `json.field` for none or too many.
        """
        with refusals_as():
            fields = read(_FileFields, {"format": 1, "kind": "credentials", "credentials": [held.to_json() for held in self.credentials]})
        write_file(path, canonical.encode(fields.model_dump()), private=True)

    @classmethod
    def read(cls, path: Path) -> "CredentialFile":
        """Reads a file that may come from anybody; every credential in it is well-formed, none verified.

        Raises:
            Refused: `file.…`, `json.…`, `text.…` or `credential.…`.
        """
        with refusals_as():
            fields = read(_FileFields, read_json(path, limit=_MAX_FILE), where="file")
            held = tuple(map(Held.from_json, fields.credentials))
            for one in held:
                one.parse()
        return cls(held)
