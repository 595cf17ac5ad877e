"""A signer's failures, turned into this package's error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from genpon.gateway._internal.core import Core
from genpon.gateway.errors import SigningError
from genpon.gateway.signers import PrivateKeySigner

S = TypeVar("S")


def checked(signer: S | None, core: Core) -> S | None:
    """The signer, or None.

    Raises:
        TypeError: if it cannot sign.
        ValueError: if it is known to sign with another key than the identity's.
    """
    if isinstance(signer, PrivateKeySigner) and signer.public_key != core.key:
        raise ValueError("the signer's key is not that of the identity's certificate; give the private key that belongs to it")
    if signer is not None and not callable(getattr(signer, "sign", None)):
        raise TypeError(f"a signer has a method sign; a {type(signer).__name__} has none; a function is wrapped with FunctionSigner")
    return signer


def required(signer: S | None) -> S:
    """The signer.

    Raises:
        SigningError: if there is none.
    """
    if signer is None:
        raise SigningError(
            "this connection has no signer", next_step="Sign the object's digest elsewhere and restore it with that signature."
        )
    return signer


@contextmanager
def signing() -> Iterator[None]:
    """Turns what a signer raises into a SigningError; only its type is told, since its words may hold secrets."""
    try:
        yield
    except SigningError:
        raise
    except Exception as error:  # noqa: BLE001 - a signer is the caller's code and may raise anything
        raise SigningError(f"the signer failed with {type(error).__name__}", next_step="See what the signer itself reports.") from None
