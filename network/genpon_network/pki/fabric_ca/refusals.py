"""What Fabric CA's refusals mean, and what to do.

To a caller it says little: one code for every failed proof of identity, one for every missing right. The cause is the second code of the
line in its own log. Its messages are not passed on, since some repeat the request, secrets included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genpon_network.errors import NetworkError
from genpon_network.pki.protocol import AlreadyRegisteredError, UnknownIdentityError
from genpon_network.words import Message

_AUTHENTICATION = 20
_ALREADY_REGISTERED = 74
_UNKNOWN = (10, 63)
FAILED = 0
"""What it answers where something inside it has failed."""
ALREADY_REVOKED = 66
_REASONS = {
    8: Message("it has issued no certificate of that number; list shows those that it has"),
    19: Message("it has no authority of that name; ask it for the names, or look at ca.name in its configuration"),
    29: Message("it cannot check whether the caller's certificate is revoked; look at its log"),
    31: Message("it does not take the signing request; make it anew"),
    58: Message("the identity cannot be changed so; look at its log"),
    ALREADY_REVOKED: Message("it is revoked already"),
    71: Message(
        "the caller may not do this: it lacks a role, an attribute or a right (the debug log says which), or the affiliation is unknown"
    ),
    73: Message("the identity is locked after too many wrong secrets; a registrar unlocks it by giving it a new secret"),
    77: Message("the request's common name is not the identity's id; make it anew"),
    80: Message("a name in the request is too long; the common name and the organisation have room for 64 bytes"),
    82: Message("it allows fewer enrolments; register with fewer, or look at registry.maxenrollments in its configuration"),
}
_ENROLMENT_REFUSED = Message(
    "the secret is wrong or used up, or the identity unknown or revoked (or its database is away: its log says which); "
    "ask the registrar for a new secret"
)
_CERTIFICATE_REFUSED = Message(
    "the caller's certificate is not its own, expired or revoked (its log says which); enrol again with a new secret"
)


class FabricCaError(NetworkError):
    """A refusal of Fabric CA.

    Attributes:
        code: the error code that it answered with.
    """

    def __init__(self, refusal: Message, code: int) -> None:
        self.code = code
        super().__init__("{refusal}", refusal=refusal)


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
    what: Message
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
            return self._error(Message("that id is taken; choose another"), code, AlreadyRegisteredAtFabricCaError)
        if code in _UNKNOWN:
            return self._error(Message("there is no identity of that id; register it first"), code, UnknownAtFabricCaError)
        return self._error(_REASONS.get(code) or Message("status {status}, code {code}; look at its log", status=status, code=code), code)

    def broken(self, status: int) -> NetworkError:
        """The error for an answer that is none of Fabric CA's."""
        return NetworkError(
            "{server} does not {what}: status {status} and no answer of Fabric CA; look at what listens there",
            server=self.server,
            what=self.what,
            status=status,
        )

    def _error(self, reason: Message, code: int, kind: type[FabricCaError] = FabricCaError) -> FabricCaError:
        return kind(Message("{server} does not {what}: {reason}", server=self.server, what=self.what, reason=reason), code)


def _code(errors: Any) -> int:
    first = errors[0] if isinstance(errors, list) and errors else {}
    code = first.get("code") if isinstance(first, Mapping) else None
    return code if isinstance(code, int) else FAILED
