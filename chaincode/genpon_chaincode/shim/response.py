"""What chaincode answers: a status as in HTTP, a payload, or why not (`protos.Response`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OK = 200
ERROR_THRESHOLD = 400
"""From this status on peers endorse nothing (Fabric documentation, "Chaincode for developers")."""
BAD_REQUEST = 400
FAULT = 500


@dataclass(frozen=True, slots=True)
class Response:
    """A chaincode's answer; a status of 400 and above makes peers refuse to endorse.

    Attributes:
        status: as in HTTP.
        payload: the result.
        message: why it was refused.
    """

    status: int = OK
    payload: bytes = b""
    message: str = ""

    @classmethod
    def refusal(cls, status: int, code: str, parameters: Mapping[str, Any] | None = None) -> "Response":
        """A refusal: a code and parameters as compact JSON; the words are the client's."""
        return cls(status, message=refusal_text(code, parameters))


def refusal_text(code: str, parameters: Mapping[str, Any] | None = None) -> str:
    """A code and its parameters as compact JSON."""
    body = {"code": code, "parameters": dict(parameters or {})}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
