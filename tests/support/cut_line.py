"""A line between a client and a server that a test can cut, or on which what is said goes lost."""

import contextlib
import socket
import threading
from typing import Literal, Self

Lost = Literal["requests", "replies"]


class CutLine:
    """Forwards TCP connections to an address, as a context manager; new ones are taken also after a cut.

    Attributes:
        target: where clients connect.
        lost: set once something went lost.
    """

    def __init__(self, address: str) -> None:
        host, port = address.rsplit(":", 1)
        self._address = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._losing: Lost | None = None
        self._cut_then = False
        self._left = 0
        self._for_good = False
        self.lost = threading.Event()
        self.target = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._acceptor = threading.Thread(target=self._accept)
        self._acceptor.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut(for_good=True)
        self._acceptor.join()
        self._listener.close()

    def lose(self, what: Lost, *, cut: bool, at_least: int = 1, for_good: bool = False) -> None:
        """From now on requests, or replies, go lost on the way.

        Args:
            what: which of them.
            cut: whether the connections end when something did.
            at_least: how many bytes that is. HTTP/2 keeps its connections in order with a few, and a call whose request was not even begun
                when they end is made again by gRPC.
            for_good: whether no new connection is taken then.
        """
        self._losing, self._left, self._cut_then, self._for_good = what, at_least, cut, for_good

    def cut(self, *, for_good: bool = False) -> None:
        """Ends every connection, in both directions, at once; nothing goes lost on later ones, of which `for_good` takes none."""
        self._losing = None
        if for_good:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
        ends, self._open = self._open, []
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for end in ends:
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._address)
                self._open += [near, far]
                directions: tuple[tuple[Lost, socket.socket, socket.socket], ...] = (("requests", near, far), ("replies", far, near))
                for direction in directions:
                    threading.Thread(target=self._forward, args=direction, daemon=True).start()

    def _forward(self, what: Lost, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._losing != what:
                    sink.sendall(data)
                    continue
                self._left -= len(data)
                if self._left > 0:
                    continue
                self.lost.set()
                if self._cut_then:
                    self.cut(for_good=self._for_good)
            sink.shutdown(socket.SHUT_WR)
