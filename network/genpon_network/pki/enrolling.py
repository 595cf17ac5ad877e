"""Getting certificates from an authority, of whichever kind it is; keys are made here and never leave."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from genpon_network.errors import NetworkError
from genpon_network.https import AnswerLostError
from genpon_network.pki.protocol import TLS, AlreadyRegisteredError, Authority, Enroller, Registration
from genpon_network.pki.requests import checked, new_key, request_for_another, signing_request
from genpon_network.x509_issuing import Enrolment


def issue(
    authority: Authority,
    registration: Registration,
    domain: str,
    *,
    hosts: Sequence[str] = (),
    key: ec.EllipticCurvePrivateKey | None = None,
) -> Enrolment:
    """Registers and enrols in one go; an identity that is registered already gets another secret, so that a second try succeeds.

    Args:
        authority: which.
        registration: who.
        domain: the organisation's domain.
        hosts: for a TLS certificate, the host names and addresses that the server is reached by.
        key: the key; a new one without it.

    Raises:
        NetworkError: if the authority refuses, or knows the identity in another role.
        UnreachableError: if it does not answer.
    """
    try:
        secret = authority.register(registration)
    except AlreadyRegisteredError:
        secret = authority.new_secret(registration.id)
    enrolled = enrol(authority, registration.id, secret, domain, hosts=hosts, key=key)
    units = [unit.value for unit in enrolled.certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)]
    if registration.role != TLS and units != [registration.role]:
        raise NetworkError("{id} is registered as {units}, not as {role}", id=registration.id, units=units or "-", role=registration.role)
    return enrolled


def enrol(
    authority: Enroller,
    identity: str,
    secret: str,
    domain: str,
    *,
    hosts: Sequence[str] = (),
    key: ec.EllipticCurvePrivateKey | None = None,
) -> Enrolment:
    """Has a key certified.

    Args:
        authority: which.
        identity: a registered id.
        secret: what its registration gave.
        domain: the organisation's domain.
        hosts: for a TLS certificate, the host names and addresses that the server is reached by.
        key: the key; a new one without it.

    Raises:
        NetworkError: if the authority refuses.
        UnreachableError: if it does not answer.
    """
    key = key or new_key()
    try:
        certificate = authority.enrol(identity, secret, signing_request(key, identity, domain, hosts))
    except AnswerLostError as error:
        raise AnswerLostError(
            "{problem}; enrol {identity} again, and with a new secret if it is refused: this one may be used up",
            problem=error,
            identity=identity,
        ) from None
    return checked(certificate, key, authority.certificate_pem)


def reenrol(authority: Enroller, current: Enrolment) -> Enrolment:
    """Another certificate for the same key, with the same names; the current one stays valid until it expires or is revoked.

    Raises:
        NetworkError: if the authority refuses.
        UnreachableError: if it does not answer.
    """
    return checked(authority.reenrol(current, request_for_another(current)), current.private_key, authority.certificate_pem)
