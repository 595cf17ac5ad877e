"""The gateway's stream of chaincode events (Fabric documentation, "Fabric Gateway", "Chaincode event listening").

A response holds the events of one chaincode in one block. The stream has no end: it follows the ledger until the client leaves.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from genpon_core.fabric.protos import gateway
from genpon_network.embedded.access import check_reader
from genpon_network.embedded.block_contents import emitted
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.failures import GatewayFailure
from genpon_network.embedded.membership import Membership

_INVALID = grpc.StatusCode.INVALID_ARGUMENT


class ChaincodeEvents:
    """Answers requests for chaincode events.

    Args:
        channel: the channel's name.
        blocks: the committed blocks.
        membership: the organisations of the channel.
    """

    def __init__(self, channel: str, blocks: Blocks, membership: Membership) -> None:
        self._channel = channel
        self._blocks = blocks
        self._membership = membership

    async def responses(self, signed: Any) -> AsyncGenerator[Any, None]:
        """The answers to a `gateway.SignedChaincodeEventsRequest`.

        Raises:
            GatewayFailure: if the request is not acceptable, or a block cannot be read.
        """
        request = self._checked(signed)
        number = self._start(request)
        matches = _matcher(request)
        while True:
            try:
                found = [event for event in emitted(await self._blocks.get(number)) if matches(event)]
            except DecodeError as error:
                raise GatewayFailure(grpc.StatusCode.ABORTED, str(error)) from None
            if found:
                yield gateway.ChaincodeEventsResponse(events=found, block_number=number)
            number += 1

    def _checked(self, signed: Any) -> Any:
        if not signed.request:
            raise GatewayFailure(_INVALID, "a chaincode events request is required")
        try:
            request = gateway.ChaincodeEventsRequest.FromString(signed.request)
        except DecodeError as error:
            raise GatewayFailure(_INVALID, f"invalid chaincode events request: {error}") from None
        check_reader(self._membership, self._channel, request, signed)
        return request

    def _start(self, request: Any) -> int:
        if request.after_transaction_id:
            committed = self._blocks.committed(request.after_transaction_id)
            if committed is not None:
                return committed.block
        match request.start_position.WhichOneof("Type"):
            case None | "next_commit":
                return self._blocks.height
            case "specified":
                return int(request.start_position.specified.number)
            case other:
                raise GatewayFailure(_INVALID, f"invalid start position type: {other}")


def _matcher(request: Any) -> Callable[[Any], bool]:
    """Which events are wanted: those of the chaincode, after the last event of the transaction that was processed last."""
    passed = not request.after_transaction_id

    def matches(event: Any) -> bool:
        nonlocal passed
        if passed:
            return bool(event.chaincode_id == request.chaincode_id)
        passed = event.tx_id == request.after_transaction_id
        return False

    return matches
