"""A leaf of a manifest: what is signed about one file of a bundle."""

import re
from dataclasses import dataclass

from genpon_core.canonical import MAX_INTEGER, Json, encode
from genpon_core.errors import Refusal
from genpon_core.models import Bytes, Strict, read
from genpon_core.salted import check_salt

_FORMS = {
    "role": re.compile(r"[a-z][a-z0-9_]{0,31}"),
    "media_type": re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"),
    "digest": re.compile(r"[0-9a-f]{64}"),
}


class _Fields(Strict):
    role: str
    media_type: str
    size: int
    digest: str
    salt: Bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a manifest.

    Attributes:
        role: what the file is in the bundle, such as `contract` or `drawing`: lower-case letters, digits and `_`.
        media_type: the file's type (RFC 6838), lower case, without parameters.
        size: in bytes.
        digest: SHA-256 in lower-case hexadecimal.
        salt: 16 random bytes, so that nobody who sees the root can guess at the file.

    Raises:
        Refusal: `manifest.form` or `salt.size` for a value of another form.
    """

    role: str
    media_type: str
    size: int
    digest: str
    salt: bytes

    def __post_init__(self) -> None:
        for name, form in _FORMS.items():
            if form.fullmatch(getattr(self, name)) is None:
                raise Refusal("manifest.form", {"field": name})
        if not 0 <= self.size <= MAX_INTEGER:
            raise Refusal("manifest.form", {"field": "size"})
        check_salt(self.salt)

    def to_bytes(self) -> bytes:
        """The bytes that the tree hashes: the leaf's canonical JSON."""
        return encode(self.to_json())

    def to_json(self) -> dict[str, Json]:
        """The leaf as JSON; the salt is base64."""
        return _Fields(role=self.role, media_type=self.media_type, size=self.size, digest=self.digest, salt=self.salt).model_dump()

    @classmethod
    def from_json(cls, value: Json) -> "Leaf":
        """A leaf from decoded JSON.

        Raises:
            Refusal: `json.field`, `manifest.form` or `salt.size`.
        """
        fields = read(_Fields, value, where="leaf")
        return cls(fields.role, fields.media_type, fields.size, fields.digest, fields.salt)
