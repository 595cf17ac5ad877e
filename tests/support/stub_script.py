"""A chaincode that calls the stub as its argument says, so that a test can call every method of it at a real peer.

The function `run` takes a script, steps of a method's or property's name and arguments, and answers with what each step gave. Besides
the stub's own names a step may be `["client_identity"]`, `["catch", name, …]`, whose result names the exception, `["refused", name, …]`,
whose result are the peer's words, and `["respond", status, message]`.
"""

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from genpon_chaincode.shim import (
    ChaincodeStub,
    ClientIdentity,
    KeyModification,
    KeyValue,
    LedgerError,
    Page,
    Response,
    ShimError,
    run,
)

Step = Sequence[Any]
SECRET = "秘密-91c3"
NONSENSE = b"nonsense"
RELEASED = threading.Event()
"""Lets the functions that hang go on, where they are in the test's own process."""


class StubScript:
    """Runs scripts."""

    def invoke(self, stub: ChaincodeStub) -> Response:
        if stub.function != "run":
            return Response(payload=b"pong")
        if stub.parameters[0] == NONSENSE:
            return object()  # type: ignore[return-value]
        status, message, found = 200, "", []
        for name, *arguments in decode(stub.parameters[0]):
            if name == "respond":
                status, message = arguments
            else:
                found.append(_step(stub, name, arguments))
        return Response(status, encode(found), message)


def _step(stub: ChaincodeStub, name: str, arguments: Sequence[Any]) -> Any:
    if name == "catch":
        try:
            return _step(stub, arguments[0], arguments[1:])
        except (ShimError, ValueError) as error:
            return f"{type(error).__name__}: {error}"
    if name == "refused":
        try:
            return _step(stub, arguments[0], arguments[1:])
        except LedgerError as error:
            return error.detail.partition(f"transaction ID: {stub.transaction_id}: ")[2]
    if name in _OWN:
        return _OWN[name](stub, *arguments)
    value = getattr(stub, name)
    return value(*arguments) if callable(value) else value


def _client_identity(stub: ChaincodeStub) -> Any:
    client = ClientIdentity(stub)
    return [client.msp_id, client.id, client.id_bytes, client.has_ou_value("client"), client.attributes]


def _raise(_: ChaincodeStub) -> None:
    raise RuntimeError(SECRET)


def _spin(_: ChaincodeStub) -> None:
    while not RELEASED.is_set():
        pass


def _put_late(stub: ChaincodeStub, key: str) -> None:
    RELEASED.wait()
    stub.put_state(key, b"late")
    stub.finish_write_batch()


_OWN: dict[str, Callable[..., Any]] = {
    "client_identity": _client_identity,
    "raise": _raise,
    "spin": _spin,
    "put_late": _put_late,
    "put_large": lambda stub, key, size: stub.put_state(key, b"\xff" * size),
    "digest": lambda stub, key: hashlib.sha256(stub.get_state(key)).digest(),
}


def encode(value: Any) -> bytes:
    """Steps or results as JSON, bytes in hex."""
    return json.dumps(_plain(value)).encode()


def decode(data: bytes) -> Any:
    """What was encoded."""
    return json.loads(data, object_hook=lambda found: bytes.fromhex(found["hex"]) if found.keys() == {"hex"} else found)


def _plain(value: Any) -> Any:
    return next((make(value) for kind, make in _FORMS if isinstance(value, kind)), value)


_FORMS: list[tuple[Any, Callable[[Any], Any]]] = [
    (str, str),
    (bytes, lambda value: {"hex": value.hex()}),
    (datetime, datetime.isoformat),
    (Page, lambda page: {"results": _plain(page.results), "bookmark": page.bookmark, "count": page.count}),
    (KeyValue | KeyModification | Response, lambda value: _plain(astuple(value))),
    (Mapping, lambda value: {key: _plain(item) for key, item in value.items()}),
    (Iterable, lambda value: [_plain(item) for item in value]),
    (Message, lambda value: _plain(value.SerializeToString())),
]


if __name__ == "__main__":
    sys.exit(run(StubScript()))
