"""Events that chaincodes emit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChaincodeEvent:
    """What a chaincode emitted in a valid transaction.

    Attributes:
        block_number: the block that holds the transaction.
        transaction_id: in hex.
        chaincode_name: which chaincode.
        event_name: the name that the chaincode gave it.
        payload: the chaincode's own data.

    Example:
        ```python
        with network.get_chaincode_events("basic") as events:
            contract.submit_transaction("emit", "created", "blue")
            event = next(events)
        assert (event.event_name, event.payload) == ("created", b"blue")
        ```
    """

    block_number: int
    transaction_id: str
    chaincode_name: str
    event_name: str
    payload: bytes
