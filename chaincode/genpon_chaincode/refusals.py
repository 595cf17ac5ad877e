"""A refusal of the rules as the answer of a transaction: a status, a code and parameters, never text."""

from collections.abc import Iterator
from contextlib import contextmanager

from genpon_chaincode.contractapi import ChaincodeError
from genpon_core.errors import Refusal

BAD_REQUEST = 400
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409

_FORBIDDEN = ("role.", "key.", "signature.", "assignment.", "algorithm.", "certificate.")
_BAD_REQUEST = ("json.", "text.", "id.", "terms.")


@contextmanager
def refusals_answered() -> Iterator[None]:
    """Turns a `Refusal` into the chaincode's answer."""
    try:
        yield
    except Refusal as refusal:
        raise ChaincodeError(status_of(refusal.code), refusal.code, refusal.parameters) from None


def status_of(code: str) -> int:
    """The status that goes with a refusal's code."""
    if code.endswith(".unknown"):
        return NOT_FOUND
    if code.startswith(_BAD_REQUEST):
        return BAD_REQUEST
    return FORBIDDEN if code.startswith(_FORBIDDEN) else CONFLICT
