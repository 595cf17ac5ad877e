"""TLS of a chaincode service: explicit, or from the environment names that the Go and the Node runtime use."""

import base64
import binascii
import ssl
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import grpc
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

_DISABLED = "CHAINCODE_TLS_DISABLED"
_KEY = ("CHAINCODE_TLS_KEY", "CORE_CHAINCODE_TLS_KEY_FILE", "CORE_TLS_CLIENT_KEY_FILE")
_CERTIFICATE = ("CHAINCODE_TLS_CERT", "CORE_CHAINCODE_TLS_CERT_FILE", "CORE_TLS_CLIENT_CERT_FILE")
_CLIENT_CA = ("CHAINCODE_CLIENT_CA_CERT", "CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE", "CORE_PEER_TLS_ROOTCERT_FILE")
_ENCODED = ("CORE_CHAINCODE_TLS_KEY_PATH", "CORE_CHAINCODE_TLS_CERT_PATH", "CORE_CHAINCODE_TLS_CLIENT_CACERT_PATH")
"""Files whose PEM is in base64 once more, as the Node runtime has them."""


@dataclass(frozen=True, slots=True)
class TlsConfiguration:
    """A server's key and certificate, and the CA of the clients it takes; all PEM.

    Attributes:
        private_key: the server's key.
        certificate: its certificate, and those of intermediate CAs.
        client_ca: with it only clients with a certificate of this CA get in (mutual TLS).
    """

    private_key: bytes
    certificate: bytes
    client_ca: bytes | None = None

    def credentials(self) -> grpc.ServerCredentials:
        """The credentials for a gRPC server.

        Raises:
            ValueError: if key, certificate or CA cannot be used, or key and certificate are not a pair.
        """
        self._check()
        pair = [(self.private_key, self.certificate)]
        return grpc.ssl_server_credentials(pair, self.client_ca, require_client_auth=self.client_ca is not None)

    def server_context(self) -> ssl.SSLContext:
        """The same for an HTTP server that takes clients without a certificate too, and tells them apart.

        Raises:
            ValueError: as `credentials`.
        """
        self._check()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        with tempfile.NamedTemporaryFile() as pair:
            # Python's TLS reads keys from files only.
            pair.write(self.private_key + b"\n" + self.certificate)
            pair.flush()
            context.load_cert_chain(pair.name)
        if self.client_ca is not None:
            context.verify_mode = ssl.CERT_OPTIONAL
            context.load_verify_locations(cadata=self.client_ca.decode())
        return context

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "TlsConfiguration | None":
        """The configuration that the environment names files of, None where it names none.

        Raises:
            ValueError: for half a pair, or a client CA without a pair: TLS is never silently off.
            OSError: for a file that cannot be read.
        """
        if environment.get(_DISABLED, "").lower() in {"1", "true"}:
            return None
        named = zip((_KEY, _CERTIFICATE, _CLIENT_CA), _ENCODED, strict=True)
        key, certificate, client_ca = (_read(environment, names, encoded) for names, encoded in named)
        if key is None and certificate is None and client_ca is None:
            return None
        if key is None or certificate is None:
            raise ValueError(f"TLS needs both {_KEY[0]} and {_CERTIFICATE[0]}; only a part is set")
        return cls(key, certificate, client_ca)

    def _check(self) -> None:
        try:
            certificate = x509.load_pem_x509_certificates(self.certificate)[0]
        except ValueError:
            raise ValueError("the chaincode service's TLS certificate is no PEM certificate") from None
        try:
            key = load_pem_private_key(self.private_key, None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise ValueError("the chaincode service's TLS key is no PEM private key without a passphrase") from None
        form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
            raise ValueError("the chaincode service's TLS key and certificate are not a pair")
        try:
            x509.load_pem_x509_certificates(self.client_ca or self.certificate)
        except ValueError:
            raise ValueError("the CA of the chaincode service's clients is no PEM certificate") from None


def _read(environment: Mapping[str, str], names: tuple[str, ...], encoded: str) -> bytes | None:
    for name in names:
        if environment.get(name):
            return _content(environment, name)
    if not environment.get(encoded):
        return None
    try:
        return base64.b64decode(_content(environment, encoded), validate=False)
    except binascii.Error:
        raise ValueError(f"{encoded} names a file that is no base64; a PEM file is named by {names[1]}") from None


def _content(environment: Mapping[str, str], name: str) -> bytes:
    try:
        return Path(environment[name]).read_bytes()
    except OSError as error:
        raise OSError(f"{name} names {environment[name]}, which cannot be read ({error.strerror})") from None
