"""Keys, and the signing requests (PKCS #10) by which authorities are asked for certificates."""

from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from genpon_network.errors import NetworkError
from genpon_network.words import Message
from genpon_network.x509_issuing import Enrolment, general_names, key_pem, subject


def new_key() -> ec.EllipticCurvePrivateKey:
    """A new P-256 key, the kind that every peer takes."""
    return ec.generate_private_key(ec.SECP256R1())


def signing_request(key: ec.EllipticCurvePrivateKey, identity: str, domain: str, hosts: Sequence[str] = ()) -> bytes:
    """A PEM signing request.

    Args:
        key: whose public half is to be certified.
        identity: the id, which becomes the common name.
        domain: the organisation's domain.
        hosts: host names and addresses, for a TLS certificate.
    """
    names: list[x509.GeneralName] = general_names(hosts)
    return _request(key, subject(identity, domain), names)


def request_for_another(current: Enrolment) -> bytes:
    """A signing request for another certificate like the current one, for the same key."""
    certificate = current.certificate
    try:
        names = list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except x509.ExtensionNotFound:
        names = []
    return _request(current.private_key, certificate.subject, names)


def checked(certificate_pem: bytes, key: ec.EllipticCurvePrivateKey, authority_pem: bytes) -> Enrolment:
    """A new certificate with its key, once it is seen to be what was asked for.

    Raises:
        NetworkError: if it is for another key, or by another authority.
    """
    certificate = _parsed(certificate_pem)
    if certificate is None or not is_issued_by(certificate, authority_pem):
        raise NetworkError("the authority has answered with no certificate of its own; look at its log")
    if certificate.public_key() != key.public_key():
        raise NetworkError("the authority has answered with a certificate for another key; look at its log")
    return Enrolment(certificate_pem, key_pem(key))


def is_issued_by(certificate: x509.Certificate, authority_pem: bytes) -> bool:
    """Whether an authority has signed a certificate."""
    try:
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority_pem))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def read_request(request: bytes, identity: str) -> tuple[ec.EllipticCurvePublicKey, Sequence[x509.GeneralName]]:
    """The key and the names of a signing request, once it is seen to be an identity's own.

    Raises:
        NetworkError: if it is none, or another's.
    """
    refused = Message("the authority does not enrol {identity}", identity=identity)
    try:
        parsed = x509.load_pem_x509_csr(request)
        key, valid = parsed.public_key(), parsed.is_signature_valid
    except (ValueError, x509.InvalidVersion):
        raise NetworkError("{refused}: it does not take the signing request; make it anew", refused=refused) from None
    if not valid or not isinstance(key, ec.EllipticCurvePublicKey):
        raise NetworkError("{refused}: it does not take the signing request; make it anew, for a P-256 key", refused=refused)
    if [name.value for name in parsed.subject.get_attributes_for_oid(NameOID.COMMON_NAME)] != [identity]:
        raise NetworkError("{refused}: the request's common name is not the identity's id; make it anew", refused=refused)
    try:
        return key, list(parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except x509.ExtensionNotFound:
        return key, []


def _parsed(certificate_pem: bytes) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(certificate_pem)
    except (ValueError, x509.InvalidVersion):
        return None


def _request(key: ec.EllipticCurvePrivateKey, name: x509.Name, names: Sequence[x509.GeneralName]) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
