"""The asyncio client as the sync one looks, so that one scenario runs with both.

Objects of `genpon.gateway.aio` and `genpon.blocks.aio` are wrapped: calls run on an event loop of their own, coroutines to their end, async
iterators and context managers become plain ones.
"""

import asyncio
import inspect
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

_ASYNC = ("genpon.gateway.aio", "genpon.blocks.aio")
_END = object()


class Loop:
    """An event loop in a thread, as a context manager."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def call(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """What a function gives that is called on the loop, awaited where that is needed."""

        async def run() -> Any:
            result = function(*args, **options)
            return await result if inspect.isawaitable(result) else result

        return self.wrapped(asyncio.run_coroutine_threadsafe(run(), self._loop).result())

    def wrapped(self, value: Any) -> Any:
        """An object of the asyncio client as a blocking one; anything else as it is."""
        return Blocking(self, value) if type(value).__module__.startswith(_ASYNC) else value


class Blocking:
    """See the module."""

    def __init__(self, loop: Loop, target: Any) -> None:
        self._blocking_loop = loop
        self._blocking_target = target

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._blocking_target, name)
        if not callable(value):
            return self._blocking_loop.wrapped(value)
        return lambda *args, **options: self._blocking_loop.call(value, *args, **options)

    def __enter__(self) -> Self:
        self._blocking_loop.call(self._blocking_target.__aenter__)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._blocking_loop.call(self._blocking_target.__aexit__, kind, error, trace)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        found = self._blocking_loop.call(anext, self._blocking_target, _END)
        if found is _END:
            raise StopIteration
        return found


def around(target: Any, blocking: Callable[[Any], Any], asynchronous: Callable[[Any], Any]) -> Any:
    """What one function makes of an object of the sync client, and the other of the asyncio client's, as a blocking object."""
    if not isinstance(target, Blocking):
        return blocking(target)
    return target._blocking_loop.wrapped(asynchronous(target._blocking_target))
