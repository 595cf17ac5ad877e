"""A chaincode that behaves badly on request: it hangs, spins, raises, returns nonsense, writes too late, or stops the whole process."""

import re
import sys
import threading
from typing import Any

from genpon_chaincode.shim import ChaincodeStub, Response, run

SECRET = "秘密-7d1f"


class Doing:
    """Functions by name; `release` lets those go on that wait.

    Attributes:
        waiting: set when a function waits.
        release: what it waits for.
        seen: what functions have found, for the tests.
    """

    def __init__(self) -> None:
        self.waiting = threading.Event()
        self.release = threading.Event()
        self.seen: list[Any] = []

    def invoke(self, stub: ChaincodeStub) -> Response:
        done = getattr(self, f"_{stub.function}")(stub)
        return done if done is not None else Response()

    def _echo(self, stub: ChaincodeStub) -> Response:
        return Response(payload=stub.args_slice[len("echo") :])

    def _refuse(self, stub: ChaincodeStub) -> Response:
        stub.put_state("refused", b"1")
        return Response(409, message="no")

    def _raise(self, stub: ChaincodeStub) -> None:
        stub.put_state("raised", SECRET.encode())
        raise ValueError(SECRET)

    def _exit(self, stub: ChaincodeStub) -> None:
        del stub
        raise SystemExit(3)

    def _object(self, stub: ChaincodeStub) -> Any:
        del stub
        return object()

    def _put(self, stub: ChaincodeStub) -> None:
        stub.put_state(stub.parameters[0].decode(), stub.parameters[1])

    def _get(self, stub: ChaincodeStub) -> Response:
        return Response(payload=stub.get_state(stub.parameters[0].decode()))

    def _size(self, stub: ChaincodeStub) -> Response:
        return Response(payload=b"x" * int(stub.parameters[0]))

    def _event(self, stub: ChaincodeStub) -> None:
        stub.set_event("happened", b"\xff")

    def _init(self, stub: ChaincodeStub) -> Response:
        return Response(payload=str(stub.is_init).encode())

    def _wait(self, stub: ChaincodeStub) -> Response:
        self.waiting.set()
        self.release.wait(60)
        return Response(payload=stub.get_state("after"))

    def _late(self, stub: ChaincodeStub) -> None:
        self.waiting.set()
        self.release.wait(60)
        try:
            stub.put_state("late", b"1")
            stub.finish_write_batch()
        except Exception as error:
            self.seen.append(type(error))
            raise

    def _spin(self, stub: ChaincodeStub) -> None:
        del stub
        while not self.release.is_set():
            pass

    def _stall(self, stub: ChaincodeStub) -> None:
        """Holds the interpreter: a regular expression that takes for ever, and lets no other thread have a turn."""
        del stub
        re.fullmatch(r"(a+)+b", "a" * 60)


if __name__ == "__main__":
    sys.exit(run(Doing(), deadline=0.3, max_hanging=2))
