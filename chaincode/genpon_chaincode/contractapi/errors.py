"""Errors that a transaction answers with: a status, a code and parameters, never text of its own."""

from collections.abc import Mapping

from genpon_chaincode.shim import ERROR_THRESHOLD, refusal_text

BAD_REQUEST = 400
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
_HIGHEST = 599


class ChaincodeError(Exception):
    """A transaction's refusal: nothing that it wrote counts.

    Attributes:
        status: 400 bad request, 403 forbidden, 404 not found, 409 conflict.
        code: stable, dotted, lower case.
        parameters: what the code's words need; no payloads and no secrets.
    """

    def __init__(self, status: int, code: str, parameters: Mapping[str, str | int] | None = None) -> None:
        if not ERROR_THRESHOLD <= status <= _HIGHEST:
            raise ValueError(f"{status} is no status of a refusal; peers endorse what is below {ERROR_THRESHOLD}")
        self.status = status
        self.code = code
        self.parameters = dict(parameters or {})
        super().__init__(code)

    def message(self) -> str:
        """The error as compact JSON, which the client turns into words."""
        return refusal_text(self.code, self.parameters)
