"""Errors of the chaincode runtime.

```
ShimError
├── LedgerError        the peer refused or failed a call
├── StreamLostError    the connection to the peer is gone; the transaction is void
├── ReadOnlyError      a query tried to write
└── DeadlineError      the transaction has been answered without its function, which may not use the stub any more
```
"""


class ShimError(Exception):
    """Something of the runtime that a transaction's function cannot help; let it pass."""


class LedgerError(ShimError):
    """The peer answered a call with an error."""


class StreamLostError(ShimError):
    """The connection to the peer is gone."""


class DeadlineError(ShimError):
    """The transaction took too long and has been answered."""


class ReadOnlyError(ShimError):
    """A query tried to write."""
