"""Keys, and the signing requests (PKCS #10) by which authorities are asked for certificates."""

from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from genpon_network.errors import NetworkError
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
    try:
        certificate = x509.load_pem_x509_certificate(certificate_pem)
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(authority_pem))
    except (InvalidSignature, TypeError, ValueError, x509.InvalidVersion) as error:
        raise NetworkError(f"the authority has answered with no certificate of its own ({type(error).__name__}); look at its log") from None
    if certificate.public_key() != key.public_key():
        raise NetworkError("the authority has answered with a certificate for another key; look at its log")
    return Enrolment(certificate_pem, key_pem(key))


def _request(key: ec.EllipticCurvePrivateKey, name: x509.Name, names: Sequence[x509.GeneralName]) -> bytes:
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
