"""Spans for OpenTelemetry, where the application uses it; nothing is imported here, so that it costs nothing where it does not.

The calls themselves are traced by the standard gRPC instrumentation (extra `otel`); what is added is the span that holds those of one
transaction together. Spans have no arguments, transient data, results or words of errors, which may be secret.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from genpon.gateway.errors import GatewayError

_API = "opentelemetry.trace"
_INSTRUMENTATION = "opentelemetry.instrumentation.utils"


@contextmanager
def span(name: str, **attributes: str) -> Iterator[None]:
    """A span around a block; an application that has not imported OpenTelemetry has nothing to receive it."""
    api: Any = sys.modules.get(_API)
    if api is None:
        yield
        return
    named = {f"fabric.{key}": value for key, value in attributes.items()}
    tracer = api.get_tracer("genpon.gateway")
    with tracer.start_as_current_span(name, attributes=named, record_exception=False, set_status_on_exception=False) as current:
        try:
            yield
        except GatewayError as error:
            current.set_status(api.StatusCode.ERROR, type(error).__name__)
            raise


@contextmanager
def untraced() -> Iterator[None]:
    """Hides a call from the instrumentation.

    A stream of events belongs to no transaction and lasts as long as its reader; and the instrumentation begins streams only when they are
    read, and hides what ends them.
    """
    instrumentation: Any = sys.modules.get(_INSTRUMENTATION)
    if instrumentation is None:
        yield
        return
    with instrumentation.suppress_instrumentation():
        yield
