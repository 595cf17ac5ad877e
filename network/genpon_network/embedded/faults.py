"""What a test wants to go wrong."""

from collections import Counter

import grpc

from genpon_network.embedded.event_streams import EventStreams
from genpon_network.embedded.failures import GatewayFailure

METHODS = ("evaluate", "endorse", "submit", "commit_status")


class Faults:
    """Replies that will be lost, counted per method of the gateway, and streams that will be cut.

    Attributes:
        streams: the open streams of events and blocks.
    """

    def __init__(self) -> None:
        self.streams = EventStreams()
        self._drop: Counter[str] = Counter()

    def drop_next_reply(self, method: str) -> None:
        """Loses the reply to the next call of a method; the call itself is carried out.

        Raises:
            ValueError: for a method that no gateway has.
        """
        if method not in METHODS:
            raise ValueError(f"a gateway has no method {method!r}; it has {', '.join(METHODS)}")
        self._drop[method] += 1

    def check_reply(self, method: str) -> None:
        """Called before a reply goes out.

        Raises:
            GatewayFailure: if the reply is to be lost.
        """
        if self._drop[method]:
            self._drop[method] -= 1
            raise GatewayFailure(grpc.StatusCode.UNAVAILABLE, "the reply was lost, as the test asked")
