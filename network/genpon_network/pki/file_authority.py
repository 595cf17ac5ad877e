"""An authority whose key lies in a directory: for development and tests, where one machine holds all keys.

It answers as a Fabric CA server does, so that a script written against one works with the other. Whoever can read the directory needs no
secret of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from genpon_network.errors import NetworkError
from genpon_network.pki.organisation import CA_VALIDITY, VALIDITY, OrganisationAuthority, member_extensions, tls_extensions
from genpon_network.pki.protocol import (
    TLS,
    AlreadyRegisteredError,
    Authorities,
    Issued,
    Member,
    Reason,
    Registration,
    UnknownIdentityError,
)
from genpon_network.pki.register import Certificate, Identity, Register, changed_register, read_register
from genpon_network.pki.requests import is_issued_by, read_request
from genpon_network.x509_issuing import Enrolment, certify, revocation_list, subject


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FileAuthority:
    """An `Authority`.

    Attributes:
        directory: its certificate and key, and its register.
        domain: the organisation's domain.
        tls: whether it issues TLS certificates, and makes nobody a member.
        validity: how long what it issues is good.
        now: tells the current time.
    """

    directory: Path
    domain: str
    tls: bool = False
    validity: timedelta = VALIDITY
    now: Callable[[], datetime] = _now

    @property
    def certificate_pem(self) -> bytes:
        """Its own certificate."""
        return self._keys.certificate_pem

    def enrol(self, identity: str, secret: str, request: bytes) -> bytes:
        """As `Enroller.enrol`."""
        with changed_register(self.directory) as register:
            known = register.identities.get(identity)
            if known is None or known.revoked or not known.enrolments or not hmac.compare_digest(known.secret, _digest(secret)):
                raise NetworkError(
                    "the authority does not enrol {identity}: the secret is wrong or used up, or the identity unknown or revoked; "
                    "ask the registrar for a new secret",
                    identity=identity,
                )
            certificate = self._certify(register, identity, known, request)
            known.enrolments -= 1
        return certificate

    def reenrol(self, current: Enrolment, request: bytes) -> bytes:
        """As `Enroller.reenrol`."""
        with changed_register(self.directory) as register:
            entry = register.certificate(current.certificate.serial_number)
            if entry is None or entry.revoked_at or entry.not_after <= self.now() or not self._is_proof(current):
                raise NetworkError(
                    "the authority does not enrol the caller again: the caller's certificate is not its own, expired or revoked; "
                    "enrol again with a new secret"
                )
            return self._certify(register, entry.id, register.identities[entry.id], request)

    def register(self, registration: Registration) -> str:
        """As `Authority.register`."""
        if (registration.role == TLS) != self.tls:
            raise NetworkError(
                "the authority does not register {id} as {role}: that is the other authority's", id=registration.id, role=registration.role
            )
        secret = secrets.token_urlsafe(32)
        with changed_register(self.directory) as register:
            if registration.id in register.identities:
                raise AlreadyRegisteredError("the authority does not register {id}: that id is taken; choose another", id=registration.id)
            register.identities[registration.id] = Identity(
                role=registration.role,
                attributes=dict(registration.attributes),
                secret=_digest(secret),
                enrolments=registration.enrolments,
            )
        return secret

    def new_secret(self, identity: str) -> str:
        """As `Authority.new_secret`."""
        secret = secrets.token_urlsafe(32)
        with changed_register(self.directory) as register:
            known = _known(register, identity)
            known.secret, known.enrolments = _digest(secret), known.enrolments + 1
        return secret

    def revoke(self, identity: str, reason: Reason) -> None:  # noqa: ARG002 - nobody is told the reason
        """As `Authority.revoke`."""
        with changed_register(self.directory) as register:
            _known(register, identity).revoked = True
            for certificate in register.certificates:
                if certificate.id == identity:
                    certificate.revoked_at = certificate.revoked_at or self.now()

    def revoke_certificate(self, serial: int, reason: Reason) -> None:  # noqa: ARG002 - nobody is told the reason
        """As `Authority.revoke_certificate`."""
        with changed_register(self.directory) as register:
            certificate = register.certificate(serial)
            if certificate is None:
                raise NetworkError("the authority has issued no certificate {serial:x}; list shows those that it has", serial=serial)
            certificate.revoked_at = certificate.revoked_at or self.now()

    def revocation_list(self) -> bytes:
        """As `Authority.revocation_list`."""
        now = self.now()
        certificates = read_register(self.directory).certificates
        revoked = {int(each.serial, 16): each.revoked_at for each in certificates if each.revoked_at and each.not_after > now}
        return revocation_list(self._keys, revoked, now, CA_VALIDITY)

    def members(self) -> list[Member]:
        """As `Authority.members`."""
        register = read_register(self.directory)
        return [
            Member(identity, known.role, known.attributes, _issued_to(register, identity))
            for identity, known in sorted(register.identities.items())
        ]

    @property
    def _keys(self) -> Enrolment:
        return Enrolment.read(self.directory)

    def _is_proof(self, current: Enrolment) -> bool:
        certificate = current.certificate
        return is_issued_by(certificate, self.certificate_pem) and certificate.public_key() == current.private_key.public_key()

    def _certify(self, register: Register, identity: str, known: Identity, request: bytes) -> bytes:
        key, names = read_request(request, identity)
        unit = None if self.tls else known.role
        facts = {"hf.Affiliation": "", "hf.EnrollmentID": identity, "hf.Type": known.role}
        extensions = tls_extensions(names) if self.tls else member_extensions(known.attributes | facts)
        issued = certify(self._keys, key, subject(identity, self.domain, unit), extensions, now=self.now(), validity=self.validity)
        certificate = x509.load_pem_x509_certificate(issued)
        serial, until = f"{certificate.serial_number:x}", certificate.not_valid_after_utc
        register.certificates.append(Certificate(serial=serial, id=identity, not_after=until))
        return issued


def file_authorities(organisation: OrganisationAuthority, directory: Path) -> Authorities:
    """Puts an organisation's authorities into a directory."""
    for name in ("ca", "tlsca"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    organisation.write(directory)
    return open_file_authorities(directory, organisation.domain)


def open_file_authorities(directory: Path, domain: str) -> Authorities:
    """An organisation's authorities in a directory."""
    return Authorities(domain, FileAuthority(directory / "ca", domain), FileAuthority(directory / "tlsca", domain, tls=True))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _known(register: Register, identity: str) -> Identity:
    try:
        return register.identities[identity]
    except KeyError:
        raise UnknownIdentityError("there is no identity {identity}; register it first", identity=identity) from None


def _issued_to(register: Register, identity: str) -> list[Issued]:
    own = [certificate for certificate in register.certificates if certificate.id == identity]
    return [Issued(int(each.serial, 16), each.not_after, each.revoked_at is not None) for each in own]
