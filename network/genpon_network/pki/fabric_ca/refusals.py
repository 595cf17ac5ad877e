"""What Fabric CA's refusals mean, and what to do.

To a caller it says little: one code for every failed proof of identity, one for every missing right. The cause is the second code of the
line in its own log. Its messages are not passed on, since some repeat the request, secrets included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genpon_network.errors import NetworkError
from genpon_network.pki.protocol import AlreadyRegisteredError, UnknownIdentityError

_AUTHENTICATION = 20
_ALREADY_REGISTERED = 74
_UNKNOWN = (10, 63)
FAILED = 0
"""What it answers where something inside it has failed."""
ALREADY_REVOKED = 66
_REASONS = {
    8: "it has issued no certificate of that number; list shows those that it has",
    19: "it has no authority of that name; ask it for the names, or look at ca.name in its configuration",
    29: "it cannot check whether the caller's certificate is revoked; look at its log",
    31: "it does not take the signing request; make it anew",
    58: "the identity cannot be changed so; look at its log",
    ALREADY_REVOKED: "it is revoked already",
    71: "the caller may not do this: it lacks a role, an attribute or a right (the debug log says which), or the affiliation is unknown",
    73: "the identity is locked after too many wrong secrets; a registrar unlocks it by giving it a new secret",
    77: "the request's common name is not the identity's id; make it anew",
    80: "a name in the request is too long; the common name and the organisation have room for 64 bytes",
    82: "it allows fewer enrolments; register with fewer, or look at registry.maxenrollments in its configuration",
}
_ENROLMENT_REFUSED = (
    "the secret is wrong or used up, or the identity unknown or revoked (or its database is away: its log says which); "
    "ask the registrar for a new secret"
)
_CERTIFICATE_REFUSED = "the caller's certificate is not its own, expired or revoked (its log says which); enrol again with a new secret"


class FabricCaError(NetworkError):
    """A refusal of Fabric CA.

    Attributes:
        code: the error code that it answered with.
    """

    def __init__(self, message: str, code: int) -> None:
        self.code = code
        super().__init__(message)


class AlreadyRegisteredAtFabricCaError(FabricCaError, AlreadyRegisteredError):
    """An identity of that id is registered."""


class UnknownAtFabricCaError(FabricCaError, UnknownIdentityError):
    """No identity of that id is registered."""


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked, for messages.

    Attributes:
        server: what the server is called.
        what: what it should do, as a verb with its object, such as `enrol app-1`.
        by_secret: whether the caller named a secret, and not a certificate.
    """

    server: str
    what: str
    by_secret: bool = False

    def refusal(self, status: int, errors: Any) -> NetworkError:
        """The error for an answer without success.

        Args:
            status: the HTTP status.
            errors: what the answer holds under that name.
        """
        code = _code(errors)
        if code == _AUTHENTICATION:
            return self._error(_ENROLMENT_REFUSED if self.by_secret else _CERTIFICATE_REFUSED, code)
        if code == _ALREADY_REGISTERED:
            return AlreadyRegisteredAtFabricCaError(f"{self.server} does not {self.what}: that id is taken; choose another", code)
        if code in _UNKNOWN:
            return UnknownAtFabricCaError(f"{self.server} does not {self.what}: there is no identity of that id; register it first", code)
        return self._error(_REASONS.get(code, f"status {status}, code {code}; look at its log"), code)

    def broken(self, status: int) -> NetworkError:
        """The error for an answer that is none of Fabric CA's."""
        return NetworkError(f"{self.server} does not {self.what}: status {status} and no answer of Fabric CA; look at what listens there")

    def _error(self, reason: str, code: int) -> FabricCaError:
        return FabricCaError(f"{self.server} does not {self.what}: {reason}", code)


def _code(errors: Any) -> int:
    first = errors[0] if isinstance(errors, list) and errors else {}
    code = first.get("code") if isinstance(first, Mapping) else None
    return code if isinstance(code, int) else FAILED
