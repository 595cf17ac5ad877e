"""An authority of a Fabric CA server, as its registrar uses it."""

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from genpon_network.errors import NetworkError
from genpon_network.files import locked
from genpon_network.pki.enrolling import enrol
from genpon_network.pki.fabric_ca.client import FabricCa
from genpon_network.pki.fabric_ca.home import REGISTRAR
from genpon_network.pki.fabric_ca.refusals import ALREADY_REVOKED, FAILED, FabricCaError
from genpon_network.pki.protocol import AlreadyRegisteredError, Issued, Member, Reason, Registration
from genpon_network.x509_issuing import Enrolment, common_name

RENEWED_BEFORE = timedelta(days=30)
"""How long before its certificate expires the registrar enrols again."""


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """An authority as those know it who hold no more than its certificate, and perhaps a secret.

    Attributes:
        ca: where it answers.
        certificate_pem: its own certificate.
    """

    ca: FabricCa
    certificate_pem: bytes

    def enrol(self, identity: str, secret: str, request: bytes) -> bytes:
        """As `Enroller.enrol`."""
        return self.ca.enrol(identity, secret, request)

    def reenrol(self, current: Enrolment, request: bytes) -> bytes:
        """As `Enroller.reenrol`."""
        return self.ca.reenrol(current, request)


@dataclass(frozen=True, slots=True)
class Registrar:
    """The registrar of an authority. Its certificate lies in a directory, and is got when it is first needed and before it expires.

    Attributes:
        authority: which.
        directory: where certificate and key are.
        secret: what it enrols with, as often as it needs.
        domain: the organisation's domain.
    """

    authority: KnownAuthority
    directory: Path
    secret: str = field(repr=False)
    domain: str

    def enrolment(self) -> Enrolment:
        """Its certificate and key.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.directory / "lock"):
            present = self._present()
            if present is None:
                present = enrol(self.authority, REGISTRAR, self.secret, self.domain)
                present.write(self.directory)
            return present

    def _present(self) -> Enrolment | None:
        try:
            found = Enrolment.read(self.directory)
        except (OSError, NetworkError):
            return None
        good = found.certificate.not_valid_after_utc - RENEWED_BEFORE > datetime.now(UTC)
        return found if good else None


@dataclass(frozen=True, slots=True)
class FabricAuthority(KnownAuthority):
    """An `Authority`.

    Attributes:
        registrar: who registers and revokes.
    """

    registrar: Registrar

    def register(self, registration: Registration) -> str:
        """As `Authority.register`."""
        caller, secret = self.registrar.enrolment(), secrets.token_urlsafe(32)
        try:
            self.ca.register(caller, registration, secret)
        except FabricCaError as error:
            if error.code == FAILED and registration.id in [known.id for known in self.ca.identities(caller)]:
                # Two at once for the same id: the server's database refuses the second, and the server says no more than that.
                raise AlreadyRegisteredError(
                    "{server} does not register {id}: that id is taken; choose another", server=self.ca.name, id=registration.id
                ) from None
            raise
        return secret

    def new_secret(self, identity: str) -> str:
        """As `Authority.new_secret`."""
        caller, secret = self.registrar.enrolment(), secrets.token_urlsafe(32)
        allowed = self.ca.identity(caller, identity).max_enrolments
        # How many are used up is not told; never more than are allowed, so one more is enough.
        self.ca.modify(caller, identity, secret=secret, max_enrolments=allowed if allowed < 0 else allowed + 1)
        return secret

    def revoke(self, identity: str, reason: Reason) -> None:
        """As `Authority.revoke`."""
        self.ca.revoke(self.registrar.enrolment(), identity, reason)

    def revoke_certificate(self, serial: int, reason: Reason) -> None:
        """As `Authority.revoke_certificate`."""
        own = x509.load_pem_x509_certificate(self.certificate_pem)
        key_identifier = own.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        try:
            self.ca.revoke_certificate(self.registrar.enrolment(), serial, key_identifier, reason)
        except FabricCaError as error:
            if error.code != ALREADY_REVOKED:
                raise

    def revocation_list(self) -> bytes:
        """As `Authority.revocation_list`."""
        return self.ca.revocation_list(self.registrar.enrolment())

    def members(self) -> list[Member]:
        """As `Authority.members`."""
        caller = self.registrar.enrolment()
        good = {certificate.serial_number for certificate in self.ca.certificates(caller, without_revoked=True)}
        issued: dict[str, list[Issued]] = defaultdict(list)
        for certificate in sorted(self.ca.certificates(caller), key=lambda each: each.not_valid_before_utc):
            serial = certificate.serial_number
            issued[common_name(certificate)].append(Issued(serial, certificate.not_valid_after_utc, serial not in good))
        known = sorted(self.ca.identities(caller), key=lambda identity: identity.id)
        return [
            Member(
                identity.id,
                identity.type,
                {name: value for name, value in identity.attributes.items() if not name.startswith("hf.")},
                issued[identity.id],
            )
            for identity in known
        ]
