"""A channel of a Fabric network, under asyncio."""

from typing import Any, Unpack

from genpon.gateway._internal.objects import BaseNetwork, EventOptions, StreamOptions
from genpon.gateway._internal.seeking import BLOCK_AND_PRIVATE_DATA_EVENTS, BLOCK_EVENTS, CHAINCODE_EVENTS, FILTERED_BLOCK_EVENTS
from genpon.gateway.aio.commit import Commit
from genpon.gateway.aio.connection import Connection
from genpon.gateway.aio.contract import Contract
from genpon.gateway.aio.streams import EventsRequest, EventStream
from genpon.gateway.events import ChaincodeEvent


class Network(BaseNetwork[Connection]):
    """The members of one channel, and the ledger they share.

    A stream of events begins at `checkpoint` where that has a position, else at `start_block`, else with the next block.

    Attributes:
        name: the channel's name.

    Example:
        ```python
        contract = gateway.get_network("mychannel").get_contract("basic")
        await asyncio.gather(*(contract.submit_transaction("put", f"color{number}", "blue") for number in range(8)))
        ```
    """

    def get_contract(self, chaincode: str, contract: str | None = None) -> Contract:
        """A contract of a chaincode; None for the chaincode's default contract."""
        return Contract(self._connection, self.name, chaincode, contract)

    def new_commit(self, transaction_id: str) -> Commit:
        """The question for the status of any transaction of which only the id is known."""
        return Commit(self._connection, self._commit_message(transaction_id))

    def new_chaincode_events_request(self, chaincode: str, **options: Unpack[EventOptions]) -> EventsRequest[ChaincodeEvent]:
        """A request for what a chaincode emits in valid transactions."""
        return EventsRequest(self._connection, CHAINCODE_EVENTS, self._chaincode_events_message(chaincode, **options))

    def new_block_events_request(self, **options: Unpack[EventOptions]) -> EventsRequest[Any]:
        """A request for whole blocks (`common.Block`)."""
        return EventsRequest(self._connection, BLOCK_EVENTS, self._block_events_message(**options))

    def new_filtered_block_events_request(self, **options: Unpack[EventOptions]) -> EventsRequest[Any]:
        """A request for the ids and validation codes of each block's transactions (`protos.FilteredBlock`)."""
        return EventsRequest(self._connection, FILTERED_BLOCK_EVENTS, self._block_events_message(**options))

    def new_block_and_private_data_events_request(self, **options: Unpack[EventOptions]) -> EventsRequest[Any]:
        """A request for blocks with the private data that the identity may see (`protos.BlockAndPrivateData`)."""
        return EventsRequest(self._connection, BLOCK_AND_PRIVATE_DATA_EVENTS, self._block_events_message(**options))

    def get_chaincode_events(self, chaincode: str, **options: Unpack[StreamOptions]) -> EventStream[ChaincodeEvent]:
        """What a chaincode emits in valid transactions.

        Args:
            chaincode: the chaincode's name.
            timeout: seconds after which the stream ends with an EventsError; None takes the connection's default, which is never.
            reconnect: whether a stream that breaks is opened again, at the next gateway, from the checkpoint: an event that was not
                recorded there comes again.
            options: `start_block` and `checkpoint`, as the class says.

        Raises:
            SigningError: if no signature can be made.
            ValueError: if there is no checkpoint to resume from.
        """
        return EventStream(self._connection, self._chaincode_feed(chaincode, options))

    def get_block_events(self, **options: Unpack[StreamOptions]) -> EventStream[Any]:
        """Whole blocks (`common.Block`). See `get_chaincode_events`."""
        return EventStream(self._connection, self._block_feed(BLOCK_EVENTS, options))

    def get_filtered_block_events(self, **options: Unpack[StreamOptions]) -> EventStream[Any]:
        """The ids and validation codes of each block's transactions (`protos.FilteredBlock`). See `get_chaincode_events`."""
        return EventStream(self._connection, self._block_feed(FILTERED_BLOCK_EVENTS, options))

    def get_block_and_private_data_events(self, **options: Unpack[StreamOptions]) -> EventStream[Any]:
        """Blocks with the private data that the identity may see (`protos.BlockAndPrivateData`). See `get_chaincode_events`."""
        return EventStream(self._connection, self._block_feed(BLOCK_AND_PRIVATE_DATA_EVENTS, options))
