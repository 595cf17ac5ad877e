"""TLS of a chaincode service: explicit, or from the environment names that the Go and the Node runtime use."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import grpc

_KEY = ("CHAINCODE_TLS_KEY", "CORE_TLS_CLIENT_KEY_FILE", "CORE_CHAINCODE_TLS_KEY_FILE")
_CERTIFICATE = ("CHAINCODE_TLS_CERT", "CORE_TLS_CLIENT_CERT_FILE", "CORE_CHAINCODE_TLS_CERT_FILE")
_CLIENT_CA = ("CHAINCODE_CLIENT_CA_CERT", "CORE_PEER_TLS_ROOTCERT_FILE", "CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE")
_DISABLED = "CHAINCODE_TLS_DISABLED"


@dataclass(frozen=True, slots=True)
class TlsConfiguration:
    """A server's key and certificate, and the CA of the clients it takes; all PEM.

    Attributes:
        private_key: the server's key.
        certificate: its certificate.
        client_ca: with it only clients with a certificate of this CA get in (mutual TLS).
    """

    private_key: bytes
    certificate: bytes
    client_ca: bytes | None = None

    def credentials(self) -> grpc.ServerCredentials:
        """The credentials for a gRPC server."""
        pair = [(self.private_key, self.certificate)]
        return grpc.ssl_server_credentials(pair, self.client_ca, require_client_auth=self.client_ca is not None)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "TlsConfiguration | None":
        """The configuration that the environment names files of, None where it names none.

        Raises:
            ValueError: for half a pair, or a client CA without a pair: TLS is never silently off.
        """
        if environment.get(_DISABLED, "").lower() in {"1", "true"}:
            return None
        key, certificate, client_ca = (_first(environment, names) for names in (_KEY, _CERTIFICATE, _CLIENT_CA))
        if key is None and certificate is None and client_ca is None:
            return None
        if key is None or certificate is None:
            raise ValueError(f"TLS needs both {_KEY[0]} and {_CERTIFICATE[0]}; only a part is set")
        client = Path(client_ca).read_bytes() if client_ca is not None else None
        return cls(Path(key).read_bytes(), Path(certificate).read_bytes(), client)


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)
