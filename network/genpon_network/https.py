"""HTTPS to a server whose certification authority is known in advance.

Nothing of the environment takes part: no proxy, no `.netrc`, no authority of the machine. A redirect is an answer like any other.
A request's path and body go out byte for byte as given, which Fabric CA's signed requests need.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from genpon_network.errors import NetworkError, UnreachableError

LARGEST = 64 << 20
"""Bytes that an answer may have."""
_REASON_LENGTH = 300


class AnswerLostError(UnreachableError):
    """A request was sent, or a part of it, and no answer came: what it asked for may have been done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    content: bytes


@dataclass(frozen=True, slots=True)
class HttpsServer:
    """A server.

    Attributes:
        name: what it is called in messages.
        host: where it is.
        port: on which port.
        context: which authority vouches for it, and who we are; of `tls_context`.
        timeout: seconds that each step of an exchange may take.
    """

    name: str
    host: str
    port: int
    context: ssl.SSLContext
    timeout: float = 10.0

    def request(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Asks once.

        Raises:
            NetworkError: if it is another server than the authority vouches for, or answers without end.
            UnreachableError: if it does not answer; `AnswerLostError` if it may have got the request.
        """
        connection = http.client.HTTPSConnection(self.host, self.port, timeout=self.timeout, context=self.context)
        try:
            self._connect(connection)
            return self._exchange(connection, method, path, body, headers or {})
        finally:
            connection.close()

    def _connect(self, connection: http.client.HTTPSConnection) -> None:
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            raise NetworkError(
                "{name} on {host}:{port} is not the server that the given authority vouches for: {reason}",
                name=self.name,
                host=self.host,
                port=self.port,
                reason=_reason(error),
            ) from None
        except OSError as error:
            raise UnreachableError(
                "{name} does not answer on {host}:{port} ({reason})", name=self.name, host=self.host, port=self.port, reason=_reason(error)
            ) from None

    def _exchange(self, connection: http.client.HTTPSConnection, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            connection.request(method, path, body or None, dict(headers))
            answer = connection.getresponse()
            content = answer.read(LARGEST + 1)
        except (OSError, http.client.HTTPException) as error:
            raise AnswerLostError(
                "{name} does not answer on {host}:{port} to the end ({reason})",
                name=self.name,
                host=self.host,
                port=self.port,
                reason=_reason(error),
            ) from None
        if len(content) > LARGEST:
            raise NetworkError(
                "{name} on {host}:{port} answers with more than {limit} MB; look at what listens there",
                name=self.name,
                host=self.host,
                port=self.port,
                limit=LARGEST >> 20,
            )
        return Answer(answer.status, content)


def tls_context(authority_pem: bytes, keys: tuple[Path, Path] | None = None) -> ssl.SSLContext:
    """Trusts one authority, and where the server wants to know, is the owner of a key.

    Args:
        authority_pem: the certificates of the server's authority.
        keys: the files of our own certificate and key.

    Raises:
        NetworkError: if they cannot be used.
    """
    try:
        context = ssl.create_default_context(cadata=authority_pem.decode("ascii"))
        if keys is not None:
            context.load_cert_chain(*keys)
    except (OSError, ValueError) as error:
        if keys is None:
            raise NetworkError(
                "the given authority's certificate cannot be used for TLS ({reason}); give PEM files", reason=_reason(error)
            ) from None
        raise NetworkError(
            "the given authority's certificate, or {file} with its key, cannot be used for TLS ({reason}); give PEM files",
            file=keys[0],
            reason=_reason(error),
        ) from None
    return context


def _reason(error: Exception) -> object:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError):
        return error
    text = str(error) or type(error).__name__
    return " ".join(str(text).split())[:_REASON_LENGTH]
