"""What a network asks of an organisation's authorities, wherever they keep their keys.

An organisation has two: one enrols its members, the other issues TLS certificates. A new member is *registered*, which gives a secret for
one enrolment; whoever holds the secret makes a key and *enrols*; the holder of a certificate *enrols again* with the same key before it
expires; and what is lost or no longer wanted is *revoked*, which takes effect on the channel by the authority's revocation list.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from genpon_network.errors import NetworkError, UsageError
from genpon_network.x509_issuing import Enrolment

Role = Literal["client", "peer", "admin", "orderer"]
"""What a member is on the channel (Fabric documentation, "Membership Service Provider (MSP)", "Identity classification")."""

ROLES: tuple[Role, ...] = ("client", "peer", "admin", "orderer")

TLS = "tls"
"""What stands for a role at the TLS authority, whose certificates make nobody a member."""

Reason = Literal["unspecified", "keycompromise", "affiliationchange", "superseded", "cessationofoperation", "privilegewithdrawn"]
"""Why something is revoked (RFC 5280, 5.3.1); the authority keeps it, the list does not tell it."""

ATTRIBUTE_PREFIX = "app."
"""What every attribute's name begins with: names in `hf.` give rights at the authority, others are kept free."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ATTRIBUTE = re.compile(r"app\.[A-Za-z0-9._-]{1,60}")


class AlreadyRegisteredError(NetworkError):
    """An identity of that id is there."""


class UnknownIdentityError(NetworkError):
    """No identity of that id is there."""


@dataclass(frozen=True, slots=True)
class Registration:
    """Who is to be registered.

    Attributes:
        id: an opaque id, never a person's name: it stands in certificates, and those stand on the ledger.
        role: what it is on the channel; `TLS` at a TLS authority.
        attributes: what its certificates say of it, for chaincode that asks.
        enrolments: how often its secret may be used.

    Raises:
        UsageError: for an id or an attribute that cannot be meant.
    """

    id: str
    role: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    enrolments: int = 1

    def __post_init__(self) -> None:
        check_id(self.id)
        if self.role not in (*ROLES, TLS):
            raise UsageError("role {role!r} is unknown; it is one of {names}", role=self.role, names=ROLES)
        for name in self.attributes:
            if _ATTRIBUTE.fullmatch(name) is None:
                raise UsageError(
                    "an attribute cannot be called {name!r}; begin with {prefix}, such as app.department",
                    name=name,
                    prefix=ATTRIBUTE_PREFIX,
                )


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that an authority has issued.

    Attributes:
        serial: its serial number.
        not_after: when it expires.
        revoked: whether it is on the authority's list.
    """

    serial: int
    not_after: datetime
    revoked: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Who is registered at an authority, and the certificates that it has got, the oldest first."""

    id: str
    role: str
    attributes: Mapping[str, str]
    certificates: Sequence[Issued]


class Enroller(Protocol):
    """An authority as a member knows it."""

    @property
    def certificate_pem(self) -> bytes:
        """Its own certificate."""

    def enrol(self, identity: str, secret: str, request: bytes) -> bytes:
        """Issues a certificate for a signing request, to whoever knows the secret.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer; the secret may be used up.
        """

    def reenrol(self, current: Enrolment, request: bytes) -> bytes:
        """Issues another certificate to the owner of a valid one.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer; asking again does no harm.
        """


class Authority(Enroller, Protocol):
    """One of an organisation's authorities, as its registrar knows it."""

    def register(self, registration: Registration) -> str:
        """Registers an identity and returns the secret that it enrols with.

        Raises:
            AlreadyRegisteredError: if there is one of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer; the identity may be registered.
        """

    def new_secret(self, identity: str) -> str:
        """Gives a registered identity another secret, good for one more enrolment: the old one is lost, locked, or an answer was.

        A revoked identity's secret is refused when it is used.

        Raises:
            UnknownIdentityError: if there is none of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """

    def revoke(self, identity: str, reason: Reason) -> None:
        """Revokes all certificates of an identity and refuses it for good; a second time does no harm.

        Raises:
            UnknownIdentityError: if there is none of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """

    def revoke_certificate(self, serial: int, reason: Reason) -> None:
        """Revokes one certificate; its owner's others stay good. A second time does no harm.

        Raises:
            NetworkError: if the authority has issued none of that number, or refuses.
            UnreachableError: if it does not answer.
        """

    def revocation_list(self) -> bytes:
        """The list of what is revoked and not expired, signed now, as PEM.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """

    def members(self) -> list[Member]:
        """Everybody who is registered, by id.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """


@dataclass(frozen=True, slots=True)
class Authorities:
    """An organisation's two authorities.

    Attributes:
        domain: the organisation's domain, a label in certificates.
        members: who enrols members.
        tls: who issues TLS certificates.
    """

    domain: str
    members: Authority
    tls: Authority


def check_id(identity: str) -> str:
    """The id, if it can be one.

    Raises:
        UsageError: if it is empty, too long, or of other characters than letters, digits, dots, hyphens and underscores.
    """
    if _ID.fullmatch(identity) is None:
        raise UsageError(
            "{identity!r} is no id; write up to 64 letters, digits, dots, hyphens and underscores, and no person's name", identity=identity
        )
    return identity
