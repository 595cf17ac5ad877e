"""Certificates and keys that a profile names: in files, or in the profile itself."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from genpon.profiles.documents import Document
from genpon.profiles.schema import MaterialPart

_PEM = "-----BEGIN "
MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Material:
    """A certificate or key, read when it is needed.

    Attributes:
        document: the profile.
        location: the field.
        part: what stands there.
    """

    document: Document
    location: tuple[str, ...]
    part: MaterialPart

    def read(self) -> bytes:
        """The PEM.

        Raises:
            FabricProfileError: if the file cannot be read, or there is neither a file nor a PEM.
        """
        if self.part.pem:
            texts = [self.part.pem] if isinstance(self.part.pem, str) else self.part.pem
            return b"\n".join(self._pem(text) for text in texts)
        if not self.part.path:
            raise self.document.wrong(self.location, "has neither path nor pem")
        return self._file(self.part.path)

    def _pem(self, text: str) -> bytes:
        if text.lstrip().startswith(_PEM):
            return text.encode()
        try:
            decoded = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            decoded = b""
        if not decoded.lstrip().startswith(_PEM.encode()):
            raise self.document.wrong((*self.location, "pem"), "is neither PEM nor base64 of it")
        return decoded

    def _file(self, name: str) -> bytes:
        """The file, from the working directory as the SDKs read it, or else from the profile's folder."""
        beside = self.document.path.parent / name
        path = beside if not Path(name).exists() and beside.exists() else Path(name)
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no name of a file"
            raise self.document.wrong(self.location, f"{path} cannot be read ({reason})") from None
        if len(content) > MAX_BYTES:
            raise self.document.wrong(self.location, f"{path} is no PEM file")
        return content
