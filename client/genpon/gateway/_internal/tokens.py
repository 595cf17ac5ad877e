"""PKCS#11 tokens that this process is logged in to: one session for all signers of a token, and one thread in a library at a time.

PKCS#11 logs in a whole process, not a session, and `python-pkcs11` initialises libraries for use by a single thread.
"""

import contextlib
import hmac
import threading
from dataclasses import dataclass, field
from typing import Any

from genpon.gateway.errors import SigningError

LOCK = threading.RLock()
"""Held in every call of any library."""


@dataclass(slots=True)
class Token:
    """A token that a process is logged in to; every method is called with the lock held.

    Attributes:
        library: path of the PKCS#11 library.
        label: the token's label.
        pin: what logs in.
        user_type: as whom.
        session: the session; another one after it was lost.
        signers: how many use it.
    """

    library: str
    label: str
    pin: str = field(repr=False)
    user_type: int | None
    session: Any = None
    signers: int = 0

    def log_in(self) -> None:
        """Opens a session."""
        import pkcs11  # noqa: PLC0415 - an extra, loaded only where it is used

        token: Any = pkcs11.lib(self.library).get_token(token_label=self.label)
        try:
            self.session = token.open(user_pin=self.pin, user_type=self.user_type)
        except pkcs11.UserAlreadyLoggedIn:
            self.session = token.open()

    def log_out(self) -> None:
        """Ends the session, as far as there is one."""
        with contextlib.suppress(Exception):
            self.session.close()
        self.session = None


_TOKENS: dict[tuple[str, str], Token] = {}


def join(library: str, label: str, pin: str, user_type: int | None) -> Token:
    """The token of that label, logged in to, for one more signer.

    Raises:
        SigningError: if the process is logged in with another PIN.
    """
    token = _TOKENS.get((library, label))
    if token is None:
        token = Token(library, label, pin, user_type)
        token.log_in()
        _TOKENS[library, label] = token
    elif not hmac.compare_digest(token.pin.encode(), pin.encode()):
        raise SigningError("the token is in use with another PIN", next_step="Give the PIN that the other signers of the token have.")
    token.signers += 1
    return token


def leave(token: Token) -> None:
    """Notes that a signer is done; the last one logs out."""
    token.signers -= 1
    if not token.signers:
        token.log_out()
        _TOKENS.pop((token.library, token.label), None)
