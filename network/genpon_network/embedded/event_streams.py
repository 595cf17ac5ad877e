"""The open streams of events and blocks, which a test may cut as a broken line would."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
import grpc.aio

from genpon_network.embedded.failures import GatewayFailure

Write = Callable[[Any], Awaitable[None]]


class EventStreams:
    """All streams of a ledger, at whichever gateway they were opened."""

    def __init__(self) -> None:
        self._open: set[asyncio.Task[Any]] = set()
        self._cut: set[asyncio.Task[Any]] = set()
        self._planned: deque[int] = deque()

    def cut(self) -> int:
        """Ends every open stream; returns how many there were."""
        ended, self._open = self._open, set()
        self._cut |= ended
        for task in ended:
            task.cancel()
        return len(ended)

    def plan(self, *after: int) -> None:
        """Lets each of the streams that are opened next end after so many responses; what was planned before is forgotten."""
        if any(count < 0 for count in after):
            raise ValueError("a stream ends after 0 responses or more")
        self._planned = deque(after)

    @asynccontextmanager
    async def open(self, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Write]:
        """A stream that one call answers with: what writes a response to it. Failures end the call with their status."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a stream is opened by the task that serves the call")
        left = self._planned.popleft() if self._planned else math.inf

        async def write(response: Any) -> None:
            nonlocal left
            await context.write(response)
            left -= 1
            _check(left)

        self._open.add(task)
        try:
            _check(left)
            yield write
        except GatewayFailure as failure:
            await context.abort(failure.code, failure.message)
        except asyncio.CancelledError:
            if task not in self._cut:
                raise
            task.uncancel()
            await context.abort(_CUT.code, _CUT.message)
        finally:
            self._open.discard(task)
            self._cut.discard(task)


_CUT = GatewayFailure(grpc.StatusCode.UNAVAILABLE, "the stream was cut, as the test asked")


def _check(left: float) -> None:
    if left <= 0:
        raise GatewayFailure(_CUT.code, _CUT.message)
