"""A channel's event hub, over the gateway's streams of blocks."""

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

from genpon.blocks import aio as blocks_aio
from genpon.blocks import decode_block, decode_filtered_block
from genpon.gateway.aio import EventStream, Network
from genpon.hfc.connections import Connections
from genpon.hfc.errors import HfcError, NotOfferedError
from genpon.hfc.nodes import Peer, User
from genpon.hfc.ranges import BlockRange, Start, Stop
from genpon.hfc.registrations import ChaincodeRegistration, Delivered, Listener, Registration, TransactionRegistration
from genpon.profiles import Credentials

Opened = tuple[EventStream[Any], int | None]
ALL = "all"
"""Stands for every transaction."""


class ChannelEventHub:
    """Listens to a channel's blocks, and tells those who registered.

    `connect` gives a coroutine that runs until the last block that is wanted, or until `disconnect`. It calls the listeners, one after
    the other; what one raises ends it.
    """

    def __init__(self, peer: Peer, channel_name: str, requestor: User | Credentials, connections: Connections) -> None:
        self._peer = peer
        self._channel_name = channel_name
        self._requestor = requestor
        self._connections = connections
        self._registrations: list[Registration] = []
        self._range = BlockRange()
        self._as_array = False
        self._last_seen: int | None = None
        self._stream: EventStream[Any] | None = None
        self._ended = False
        self.connected = False

    @property
    def msp_id(self) -> str:
        """The organisation of who listens."""
        return self._requestor.identity.msp_id

    def have_registrations(self) -> bool:
        """Whether anybody listens."""
        return bool(self._registrations)

    def registerBlockEvent(
        self,
        unregister: bool = True,
        start: int | None = None,
        stop: Stop = None,
        disconnect: bool = False,
        onEvent: Listener | None = None,
    ) -> Registration:
        """Tells of blocks: `onEvent(block)`, where the block is a dictionary."""
        return self._register(Registration(onEvent, unregister, disconnect), start, stop)

    def unregisterBlockEvent(self, reg_num: Registration) -> None:
        """Ends a registration."""
        self._unregister(reg_num)

    def registerTxEvent(
        self,
        tx_id: str,
        unregister: bool | None = None,
        start: int | None = None,
        stop: Stop = None,
        disconnect: bool = False,
        onEvent: Listener | None = None,
    ) -> str:
        """Tells of a transaction, or of `all`: `onEvent(tx_id, code, block_number)`; `all` stays registered unless `unregister` is true."""
        once = tx_id != ALL if unregister is None else unregister
        self.unregisterTxEvent(tx_id)
        self._register(TransactionRegistration(onEvent, once, disconnect, tx_id), start, stop)
        return tx_id

    def unregisterTxEvent(self, tx_id: str) -> None:
        """Ends the registration for a transaction."""
        for registration in list(self._registrations):
            if isinstance(registration, TransactionRegistration) and registration.transaction_id == tx_id:
                self._unregister(registration)

    def registerChaincodeEvent(
        self,
        ccid: str,
        pattern: str,
        unregister: bool = False,
        start: int | None = None,
        stop: Stop = None,
        as_array: bool | None = None,
        disconnect: bool = False,
        onEvent: Listener | None = None,
    ) -> Registration:
        """Tells of a chaincode's events whose names match a regular expression from their beginning.

        `onEvent(event, block_number, tx_id, code)`, where the event is a dictionary, in filtered blocks without its payload; with
        `as_array` once for each block, with a list. The code tells whether the transaction is valid.
        """
        try:
            compiled = re.compile(pattern)
        except re.error as error:
            raise HfcError(f"the pattern is no regular expression ({error.msg})", next_step="Correct it.") from None
        in_array = self._as_array if as_array is None else as_array
        return self._register(ChaincodeRegistration(onEvent, unregister, disconnect, ccid, compiled, in_array), start, stop)

    def unregisterChaincodeEvent(self, cr: Registration) -> None:
        """Ends a registration."""
        self._unregister(cr)

    def connect(
        self,
        filtered: bool = True,
        start: Start = None,
        stop: Stop = None,
        as_array: bool = False,
        target: Peer | None = None,
        signed_event: Any = None,
    ) -> Coroutine[Any, Any, None]:
        """Begins to listen.

        Args:
            filtered: whether blocks come without the contents of their transactions.
            start: the first block: a number, `oldest`, `newest` (as is None) or `last_seen`.
            stop: the last block: a number, `newest` or `last_seen`; None never ends.
            as_array: what `registerChaincodeEvent` takes where it is not told.
            target: another peer.
            signed_event: not offered.

        Returns:
            A coroutine, to be awaited or made a task: it tells the listeners. Blocks are kept for it from now on, or, where no event loop
            runs, from when it is awaited. It raises EventsError if the stream breaks.

        Raises:
            HfcError: if the blocks make no sense, or a registration has named some.
        """
        if signed_event is not None:
            raise NotOfferedError(
                "signed_event is not offered", next_step="Sign a request of genpon.gateway elsewhere: new_block_events_request."
            )
        self._ended = False
        self._as_array = as_array
        self._peer = target or self._peer
        if start is not None or stop is not None:
            self._range = self._range.limited(start, stop, last_seen=self._last_seen, by="connect")
        return self._run(asyncio.ensure_future(self._open(filtered=filtered)) if _loop_runs() else None, filtered=filtered)

    def disconnect(self) -> None:
        """Ends the stream; what `connect` gave returns."""
        self._ended = True
        self.connected = False
        if self._stream is not None:
            self._stream.close()

    async def _run(self, opening: "asyncio.Future[Opened] | None", *, filtered: bool) -> None:
        stream, last = await (opening or self._open(filtered=filtered))
        try:
            while not self._ended and (message := await anext(stream, None)) is not None:
                block = Delivered.filtered(decode_filtered_block(message)) if filtered else Delivered.whole(decode_block(message))
                self._last_seen = block.number
                self._tell(block)
                if last is not None and block.number >= last:
                    break
        finally:
            self.connected = False
            stream.close()

    async def _open(self, *, filtered: bool) -> Opened:
        """The stream, and the number of its last block."""
        network = self._connections.gateway(self._requestor, [self._peer]).get_network(self._channel_name)
        wanted, self._range = self._range, BlockRange()
        first, last = wanted.numbers(await self._newest(network) if wanted.needs_newest else 0)
        open_stream = network.get_filtered_block_events if filtered else network.get_block_events
        stream = self._stream = open_stream(start_block=first)
        if not self._ended:
            await stream.__aenter__()
            self.connected = True
        return stream, last

    async def _newest(self, network: Network) -> int:
        """The number of the newest block."""
        return (await blocks_aio.LedgerQueries(network, organizations=[self._peer.msp_id]).chain_info()).height - 1

    def _tell(self, block: Delivered) -> None:
        for registration in list(self._registrations):
            if block.tell(registration):
                if registration.unregister:
                    self._unregister(registration)
                if registration.disconnect:
                    self.disconnect()

    def _register(self, registration: Registration, start: Start, stop: Stop) -> Registration:
        names_blocks = start is not None or stop is not None
        if self._range.named_by == "registration" or (names_blocks and self._registrations):
            raise HfcError("a registration that names blocks is the only one of its hub", next_step="Use another hub.")
        if names_blocks:
            self._range = self._range.limited(start, stop, last_seen=self._last_seen, by="registration")
        self._registrations.append(registration)
        return registration

    def _unregister(self, registration: Registration) -> None:
        if registration in self._registrations:
            self._registrations.remove(registration)


def _loop_runs() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
