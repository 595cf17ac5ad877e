"""The compact form: the issuer's token, disclosures and, in a presentation, the holder's token, with `~` between (RFC 9901, section 4)."""

from dataclasses import dataclass, field

from genpon_core.errors import Refusal

MAX_SD_JWT = 256 << 10
MAX_DISCLOSURES = 255
"""As many as a byte counts on paper."""


@dataclass(frozen=True, slots=True)
class SdJwt:
    """A credential or a presentation as text, taken apart and not verified.

    Attributes:
        jwt: the issuer-signed token.
        disclosures: in their order.
        key_binding: the holder's token; empty in a credential.
    """

    jwt: str = field(repr=False)
    disclosures: tuple[str, ...] = field(default=(), repr=False)
    key_binding: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> "SdJwt":
        """The parts of a text.

        Raises:
            Refusal: `credential.too_large`, `credential.form` or `credential.too_many_disclosures`.
        """
        if len(text) > MAX_SD_JWT:
            raise Refusal("credential.too_large", {"size": len(text), "limit": MAX_SD_JWT})
        parts = text.split("~")
        if len(parts) < 2 or not text.isascii() or not all(parts[:-1]):
            raise Refusal("credential.form")
        jwt, *disclosures, key_binding = parts
        if len(disclosures) > MAX_DISCLOSURES:
            raise Refusal("credential.too_many_disclosures", {"count": len(disclosures), "limit": MAX_DISCLOSURES})
        return cls(jwt, tuple(disclosures), key_binding)

    @property
    def presented(self) -> str:
        """The text without the holder's token, which that token's `sd_hash` is over (RFC 9901, section 4.3.1)."""
        return "~".join((self.jwt, *self.disclosures, ""))

    def __str__(self) -> str:
        return self.presented + self.key_binding
