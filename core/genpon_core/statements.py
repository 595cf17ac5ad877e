"""Statements and acts: what somebody does, in canonical JSON, and the signature over it with the signer's own key.

A statement's identity is the digest of its canonical form (RFC 8785) *without* the signature, so a signature that can be written in two
ways makes no second act. The charter's digest and the asset's id in it keep a signature from being worth anything elsewhere.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from genpon_core import canonical
from genpon_core.errors import Refusal
from genpon_core.models import Bytes, Digest, Moment, Strict, read

MAX_ACT_BYTES = 48 * 1024

_Id = Annotated[str, StringConstraints(min_length=3, max_length=160)]
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]


class Statement(Strict):
    """What a signer states.

    Attributes:
        format: the version of the rules by which the act is decided, for ever.
        charter: digest of the founding agreement.
        asset: id of the asset that the act is added to.
        revision: of the asset's documents, from 1.
        act: the act's name, such as `sign`.
        content: what the act says, by its own schema.
        answers: digest of the act that this one answers.
        signer: id of the one who signs.
        assignment: the officer's assignment that the signer acts under.
        key: fingerprint of the signing key (SHA-256 of its SubjectPublicKeyInfo).
        algorithm: name of the signature algorithm.
        signed_at: the signer's clock, shown but never decisive.
        submit_before: after this moment of the ledger the act is worth nothing.
    """

    format: Literal[1] = 1
    charter: Digest
    asset: _Id
    revision: Annotated[int, Field(ge=1, le=9999)] = 1
    act: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
    content: dict[str, Any]
    answers: Digest | None = None
    signer: _Id
    assignment: _Name | None = None
    key: Digest
    algorithm: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,16}$")]
    signed_at: Moment
    submit_before: Moment

    def to_json(self) -> dict[str, Any]:
        """The statement as JSON, every field present."""
        return self.model_dump()

    def to_bytes(self) -> bytes:
        """The canonical form, which is what is signed."""
        return canonical.encode(self.to_json())

    @property
    def digest(self) -> str:
        """The act's identity: hex SHA-256 of the canonical form."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def read_statement(value: Any) -> Statement:
    """A statement from decoded JSON; every field must be there, as it is what was signed.

    Raises:
        Refusal: `json.field`.
    """
    if isinstance(value, dict):
        missing = sorted(Statement.model_fields.keys() - value.keys())
        if missing:
            raise Refusal("json.field", {"field": f"statement.{missing[0]}", "problem": "missing"})
    return read(Statement, value, where="statement")


class _SignedStatement(Strict):
    statement: dict[str, Any]
    signature: Bytes


@dataclass(frozen=True, slots=True)
class Act:
    """A statement and its signature.

    Attributes:
        statement: what was stated.
        signature: over `message`; raw r‖s for ECDSA, as in JOSE.
        message: the statement's canonical form.
        digest: the act's identity.
    """

    statement: Statement
    signature: bytes
    message: bytes
    digest: str

    @classmethod
    def of(cls, statement: Statement, signature: bytes) -> "Act":
        """An act made from its parts."""
        message = statement.to_bytes()
        return cls(statement, signature, message, hashlib.sha256(message).hexdigest())

    @classmethod
    def from_json(cls, value: Any) -> "Act":
        """An act from decoded JSON.

        Raises:
            Refusal: `json.field`, or `act.too_large`.
        """
        signed = read(_SignedStatement, value, where="act")
        act = cls.of(read_statement(signed.statement), signed.signature)
        if len(act.message) > MAX_ACT_BYTES:
            raise Refusal("act.too_large", {"bytes": len(act.message), "limit": MAX_ACT_BYTES})
        return act

    @classmethod
    def from_bytes(cls, data: bytes) -> "Act":
        """An act from JSON.

        Raises:
            Refusal: `json.…` for what is no strict JSON or has a wrong field, or `act.too_large`.
        """
        return cls.from_json(canonical.decode(data, limit=2 * MAX_ACT_BYTES))

    def to_json(self) -> dict[str, Any]:
        """The act as JSON."""
        return {"statement": self.statement.to_json(), **_signature_json(self.signature)}

    def to_bytes(self) -> bytes:
        """The act as canonical JSON."""
        return canonical.encode(self.to_json())


def _signature_json(signature: bytes) -> dict[str, Any]:
    return _SignedStatement(statement={}, signature=signature).model_dump(include={"signature"})
