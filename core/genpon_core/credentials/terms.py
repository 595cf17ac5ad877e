"""What an issuer signs beside the claims about the subject: the registered claims of an SD-JWT VC."""

import base64
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from genpon_core.canonical import MAX_INTEGER, Json
from genpon_core.credentials.jwk import from_jwk, to_jwk
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read
from genpon_core.moments import EARLIEST, LATEST

# StringOrURI of RFC 7519, section 2, in characters that every system shows alike.
Name = Annotated[str, StringConstraints(pattern=r"^[!-}]{1,256}$")]
Seconds = Annotated[int, Field(ge=EARLIEST, le=LATEST)]
_INTEGRITY = re.compile(r"sha256-([A-Za-z0-9+/]{43}=)")


@dataclass(frozen=True, slots=True)
class StatusReference:
    """Where a credential's status stands (draft-ietf-oauth-status-list, section on referenced tokens).

    Attributes:
        uri: of the status list.
        index: its place there, from 0.
    """

    uri: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who issued a credential, of which type, to which key and for how long; moments are seconds since 1970 (UTC).

    Attributes:
        issuer: the issuer's identifier, such as a URL.
        type: the credential type's identifier (`vct`).
        type_digest: SHA-256 of the type's document in lower-case hexadecimal; empty where the issuer pins none.
        issued_at: when it was issued; a batch shares one moment, so that it tells no two holders apart.
        valid_from: the first moment at which it counts, None for the moment of issue.
        expires_at: the first moment at which it no longer counts, None for never.
        holder: the key that presentations are signed with, None for a credential that anybody may show.
        status: where its status stands, None where it has none.
    """

    issuer: str
    type: str
    type_digest: str = ""
    issued_at: int
    valid_from: int | None = None
    expires_at: int | None = None
    holder: PublicKey | None = None
    status: StatusReference | None = None

    def to_payload(self) -> dict[str, Json]:
        """The registered claims.

        Raises:
            Refusal: `json.field` for a value out of its bounds, `credential.key_kind` for a holder's key that is not on P-256.
        """
        payload: dict[str, Json] = {"iss": self.issuer, "vct": self.type, "iat": self.issued_at}
        if self.type_digest:
            payload["vct#integrity"] = integrity(self.type_digest)
        if self.valid_from is not None:
            payload["nbf"] = self.valid_from
        if self.expires_at is not None:
            payload["exp"] = self.expires_at
        if self.holder is not None:
            payload["cnf"] = {"jwk": to_jwk(self.holder)}
        if self.status is not None:
            payload["status"] = {"status_list": {"idx": self.status.index, "uri": self.status.uri}}
        read(_Registered, payload)
        return payload

    @classmethod
    def from_payload(cls, payload: Json) -> "Terms":
        """The terms in decoded registered claims; others are passed over.

        Raises:
            Refusal: `json.field`, or what `jwk.from_jwk` refuses.
        """
        fields = read(_Registered, payload)
        status = fields.status.status_list if fields.status is not None else None
        return cls(
            issuer=fields.iss,
            type=fields.vct,
            type_digest=_digest(fields.vct_integrity) if fields.vct_integrity is not None else "",
            issued_at=fields.iat,
            valid_from=fields.nbf,
            expires_at=fields.exp,
            holder=from_jwk(fields.cnf.jwk, where="cnf.jwk") if fields.cnf is not None else None,
            status=StatusReference(status.uri, status.idx) if status is not None else None,
        )

    def check_time(self, now: int) -> None:
        """Checks that the credential counts at a moment (RFC 7519, sections 4.1.4 and 4.1.5).

        Raises:
            Refusal: `credential.not_yet_valid` or `credential.expired`.
        """
        if now < (self.issued_at if self.valid_from is None else self.valid_from):
            raise Refusal("credential.not_yet_valid")
        if self.expires_at is not None and now >= self.expires_at:
            raise Refusal("credential.expired")


def integrity(digest: str) -> str:
    """A SHA-256 digest in hexadecimal as integrity metadata (`vct#integrity`; W3C Subresource Integrity)."""
    return f"sha256-{base64.b64encode(bytes.fromhex(digest)).decode()}"


def _digest(text: str) -> str:
    found = _INTEGRITY.fullmatch(text)
    if found is not None:
        digest = base64.b64decode(found[1]).hex()
        if integrity(digest) == text:
            return digest
    raise Refusal("json.field", {"field": "vct#integrity", "problem": "value_error"})


class _Confirmation(Strict, extra="ignore"):
    jwk: dict[str, Any]


class _StatusList(Strict, extra="ignore"):
    idx: Annotated[int, Field(ge=0, le=MAX_INTEGER)]
    uri: Name


class _Status(Strict, extra="ignore"):
    status_list: _StatusList


class _Registered(Strict, extra="ignore"):
    iss: Name
    vct: Name
    vct_integrity: Annotated[str | None, Field(alias="vct#integrity")] = None
    iat: Seconds
    nbf: Seconds | None = None
    exp: Seconds | None = None
    cnf: _Confirmation | None = None
    status: _Status | None = None
