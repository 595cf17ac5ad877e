"""Errors of the chaincode runtime.

```text
ShimError
├── AttributeMissingError    the client's certificate lacks an attribute, or it has another value
├── KeyRefusedError          a key, a collection's or an event's name, or a value that Fabric would not keep
├── LedgerError              the peer refused or failed a call
│   └── RichQueryError       its state database answers no rich queries
├── NondeterministicError    a function did something else when it was run again
├── PolicyRefusedError       a key's endorsement policy that would not do what it seems to
├── ReadOnlyError            a query tried to write
├── ProposalRefusedError     the proposal cannot be read, or its timestamp is too far off
└── TransactionEndedError    the transaction is answered, or the connection lost: its stub is dead
```
"""


class ShimError(Exception):
    """What the runtime raises into chaincode; its text holds no values."""


class AttributeMissingError(ShimError):
    """The client is not who may do this.

    Attributes:
        attribute: the attribute's name.
    """

    def __init__(self, attribute: str) -> None:
        self.attribute = attribute
        super().__init__(f"the client's attribute {attribute} is missing, or has another value")


class KeyRefusedError(ShimError, ValueError):
    """Something that Fabric would not keep: it is empty, or has characters that Fabric keeps for itself."""


class LedgerError(ShimError):
    """The peer answered a call with an error.

    Attributes:
        detail: the peer's words; they may name keys and collections, so they belong in no log.
    """

    def __init__(self, call: str, detail: str) -> None:
        self.detail = detail
        super().__init__(f"the peer refused {call}")


class RichQueryError(LedgerError):
    """The peer keeps its state in LevelDB, which answers no rich queries; ranges and composite keys work on both."""

    def __init__(self, call: str, detail: str) -> None:
        super().__init__(call, detail)
        self.args = ("rich queries need peers with CouchDB; this one has LevelDB: use ranges or composite keys",)


class NondeterministicError(ShimError):
    """A function did something else when it was run a second time.

    Attributes:
        difference: what was another: a call, its response, its event; no values.
    """

    def __init__(self, difference: str) -> None:
        self.difference = difference
        super().__init__(f"the second run differs in {difference}")


class PolicyRefusedError(ShimError, ValueError):
    """An endorsement policy that cannot be read, or that would bind nobody."""


class ReadOnlyError(ShimError):
    """A function that is a query tried to write."""


class ProposalRefusedError(ShimError):
    """A proposal that this service does not work on.

    Attributes:
        code: why, as the client is told.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"the proposal was refused: {code}")


class TransactionEndedError(ShimError):
    """The deadline has passed, the connection is lost, or the answer is given: the stub answers no more."""
