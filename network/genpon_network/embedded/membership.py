"""Membership: whose certificate belongs to which organisation, in which role (Fabric documentation, "Membership Service Provider")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.policies import ROLES
from genpon_core.fabric.signatures import verify_message

NODE_ROLES = tuple(role for role in ROLES if role != "member")
_CACHE_SIZE = 4096


class UnknownMember(ValueError):  # noqa: N818 - an outcome, not a fault
    """A creator that is no serialized identity of an organisation of the channel."""


class InvalidMember(ValueError):  # noqa: N818 - an outcome, not a fault
    """A certificate that its organisation's authority did not issue, or not for a member."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A valid identity of an organisation, in exactly one role."""

    msp_id: str
    role: str
    key: ec.EllipticCurvePublicKey
    not_after: datetime

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        """Whether a low-S signature over the message is the member's.

        Each peer checks a proposal, and a transaction is checked when it comes in and again in its block: the answer is remembered.
        """
        return _has_signed(self, signature, message)


@lru_cache(maxsize=1024)
def _has_signed(member: Member, signature: bytes, message: bytes) -> bool:
    return verify_message(member.key, signature, message)


class Membership:
    """The organisations of a channel and their enrolment CAs.

    Dates: as in Fabric, a certificate is checked against its CA at the time it was issued, so that old blocks stay valid; whether it has
    expired by now is asked where new messages come in.

    Args:
        roots: the CA certificate of each organisation, by MSP id.
    """

    def __init__(self, roots: Mapping[str, x509.Certificate]) -> None:
        self._roots = dict(roots)
        self._members: dict[bytes, Member] = {}

    def adopt(self, roots: Mapping[str, x509.Certificate]) -> None:
        """Takes the organisations of another configuration."""
        self._roots = dict(roots)
        self._members.clear()

    @property
    def organisations(self) -> tuple[str, ...]:
        """The MSP ids of the channel's members."""
        return tuple(self._roots)

    def member(self, serialized: bytes) -> Member:
        """The member a serialized identity names.

        Raises:
            UnknownMember: if the bytes are no identity, or its organisation is not in the channel.
            InvalidMember: if the certificate is not one of that organisation's.
        """
        known = self._members.get(serialized)
        if known is None:
            known = self._validate(serialized)
            if len(self._members) >= _CACHE_SIZE:
                self._members.clear()
            self._members[serialized] = known
        return known

    def _validate(self, serialized: bytes) -> Member:
        try:
            identity = SerializedIdentity.from_bytes(serialized)
            certificate = identity.certificate
        except ValueError:
            raise UnknownMember("the creator is malformed") from None
        root = self._roots.get(identity.msp_id)
        if root is None:
            raise UnknownMember(f"MSP {identity.msp_id} is not defined on channel")
        _check_chain(certificate, root)
        key = certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in ("secp256r1", "secp384r1"):
            raise InvalidMember("the identity's key is not an elliptic curve key of P-256 or P-384")
        return Member(identity.msp_id, _role(certificate), key, certificate.not_valid_after_utc)


def _check_chain(certificate: x509.Certificate, root: x509.Certificate) -> None:
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature):
        raise InvalidMember("the certificate was not issued by the organisation's authority") from None
    if _is_authority(certificate):
        raise InvalidMember("a CA certificate cannot be used as an identity")
    issued = certificate.not_valid_before_utc + timedelta(seconds=1)
    if not root.not_valid_before_utc <= issued <= root.not_valid_after_utc:
        raise InvalidMember("the authority's certificate was not valid when the certificate was issued")


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def _role(certificate: x509.Certificate) -> str:
    units = [attribute.value for attribute in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]
    roles = [unit for unit in units if unit in NODE_ROLES]
    if len(roles) != 1:
        raise InvalidMember("the identity must have exactly one of the roles client, peer, admin and orderer")
    return str(roles[0])
