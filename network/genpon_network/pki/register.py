"""The register of an authority in files: who is registered, and what it has issued. It is one file, read and replaced as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genpon_network.errors import NetworkError
from genpon_network.files import locked, write_private

FILE = "identities.json"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Identity(_Entry):
    """Somebody who is registered.

    Attributes:
        role: what it is on the channel; `TLS` at a TLS authority.
        attributes: what its certificates say of it.
        secret: the SHA-256 of its secret, in hex. The secret is random and long, so that a quick digest does.
        enrolments: how often the secret may still be used.
        revoked: whether it is refused for good.
    """

    role: str
    attributes: dict[str, str]
    secret: str
    enrolments: Annotated[int, Field(ge=0)]
    revoked: bool = False


class Certificate(_Entry):
    """A certificate that was issued.

    Attributes:
        serial: its serial number, in hex.
        id: its owner.
        not_after: when it expires.
        revoked_at: when it was revoked.
    """

    serial: str
    id: str
    not_after: datetime
    revoked_at: datetime | None = None


class Register(_Entry):
    """All of it."""

    identities: dict[str, Identity] = {}
    certificates: list[Certificate] = []

    def certificate(self, serial: int) -> Certificate | None:
        """The certificate of a number."""
        return next((certificate for certificate in self.certificates if certificate.serial == f"{serial:x}"), None)


def read_register(directory: Path) -> Register:
    """The register in an authority's directory; an empty one if there is none yet.

    Raises:
        NetworkError: if it is damaged.
    """
    try:
        return Register.model_validate_json((directory / FILE).read_bytes())
    except FileNotFoundError:
        return Register()
    except (OSError, ValidationError) as error:
        raise NetworkError(
            "{file} is damaged ({reason}); put a backup of it back", file=directory / FILE, reason=type(error).__name__
        ) from None


@contextmanager
def changed_register(directory: Path) -> Iterator[Register]:
    """The register for a change, which is kept when the block ends without an error; others wait meanwhile.

    Raises:
        NetworkError: if it is damaged.
    """
    with locked(directory / "lock"):
        register = read_register(directory)
        yield register
        write_private(directory / FILE, register.model_dump_json(indent=1).encode() + b"\n")
