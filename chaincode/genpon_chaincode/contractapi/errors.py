"""Errors that a transaction answers with: a status, a code and parameters, never text of its own."""

import json
from collections.abc import Mapping


class ChaincodeError(Exception):
    """A transaction's refusal.

    Attributes:
        status: 400 bad request, 403 forbidden, 404 not found, 409 conflict.
        code: stable, dotted, lower case.
        parameters: what the code's words need; no payloads and no secrets.
    """

    def __init__(self, status: int, code: str, parameters: Mapping[str, str | int] | None = None) -> None:
        self.status = status
        self.code = code
        self.parameters = dict(parameters or {})
        super().__init__(code)

    def message(self) -> str:
        """The error as compact JSON, which the client turns into words."""
        body = {"code": self.code, "parameters": self.parameters}
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
