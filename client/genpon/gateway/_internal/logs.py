"""The log of this package, `genpon.gateway`: silent unless the application gives it a handler and a level.

Each record has its fields in its message and also as attributes (`extra`), for handlers that write JSON. There are never arguments,
transient data, results, metadata, keys or other nodes' words in it.
"""

import logging

_LOGGER = logging.getLogger("genpon.gateway")
_LOGGER.addHandler(logging.NullHandler())


def note(level: int, event: str, **fields: str | float) -> None:
    """Writes a record.

    Args:
        level: `logging.DEBUG` for every call, `logging.INFO` for what departs from the usual course.
        event: what happened, always in the same words.
        fields: the particulars.
    """
    if _LOGGER.isEnabledFor(level):
        words = " ".join(f"{name}={value}" for name, value in fields.items())
        _LOGGER.log(level, "%s: %s", event, words, extra={"event": event, **fields})
