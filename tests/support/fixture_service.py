"""A service of the fixture chaincode that can go away and come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from genpon_chaincode.shim import ChaincodeServer
from tests.support.fixture_chaincode import fixture_chaincode


class FixtureService:
    """One organisation's service, on one address for all its life.

    Args:
        msp_id: the organisation.
        package_id: the chaincode package's id.
        options: as of `ChaincodeServer`.
    """

    def __init__(self, msp_id: str, package_id: str, **options: Any) -> None:
        self._options = {"package_id": package_id, "peer_msp_id": msp_id, **options}
        self._server = self._new("127.0.0.1:0")
        self.address = self._server.start()

    def stop(self) -> None:
        """Ends it at once, whatever it works on."""
        self._server.stop(grace=0)

    def start(self) -> None:
        """Starts it again."""
        self._server = self._new(self.address)
        self._server.start()

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Is away for the time of a `with` block."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _new(self, address: str) -> ChaincodeServer:
        return ChaincodeServer(fixture_chaincode(self._crash), address=address, **self._options)

    def _crash(self) -> None:
        """Called by a transaction: the stream to the peer is lost before its answer; a moment later the service is back."""
        ended = threading.Event()

        def restart() -> None:
            self.stop()
            ended.set()
            self.start()

        threading.Thread(target=restart).start()
        ended.wait()
