"""The connection to Fabric's Gateway service, for one client identity, under asyncio."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from grpc import aio

from genpon.gateway._internal.channels import prepare
from genpon.gateway._internal.commits import CommitMessage
from genpon.gateway._internal.proposals import ProposalMessage
from genpon.gateway._internal.seeking import (
    BLOCK_AND_PRIVATE_DATA_EVENTS,
    BLOCK_EVENTS,
    CHAINCODE_EVENTS,
    FILTERED_BLOCK_EVENTS,
    EventKind,
    T,
)
from genpon.gateway._internal.transactions import TransactionMessage
from genpon.gateway.aio.commit import Commit
from genpon.gateway.aio.connection import IN_A_COROUTINE, AsyncSigner, Connection
from genpon.gateway.aio.network import Network
from genpon.gateway.aio.proposal import Proposal
from genpon.gateway.aio.streams import EventsRequest
from genpon.gateway.aio.transaction import Transaction
from genpon.gateway.errors import GatewayError
from genpon.gateway.events import ChaincodeEvent
from genpon.gateway.hashing import Hash
from genpon.gateway.options import DefaultOptions, LoadBalancing, Tls
from genpon_core.fabric.identities import SerializedIdentity


class Gateway:
    """A connection that acts for one identity; an async context manager that closes what it opened.

    Example:
        ```python
        proposal = contract.new_proposal("get", "color")
        signature = signer.sign(proposal.digest)
        assert await gateway.restore_proposal(proposal.to_bytes(), signature=signature).evaluate() == b"blue"
        ```
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    @property
    def identity(self) -> SerializedIdentity:
        """Who this connection acts for."""
        return self._connection.core.identity

    def get_network(self, channel: str) -> Network:
        """The network of a channel."""
        return Network(self._connection, channel)

    def restore_proposal(self, data: bytes, *, signature: bytes = b"") -> Proposal:
        """The proposal that `Proposal.to_bytes` gave.

        Args:
            data: the bytes.
            signature: made elsewhere over its digest; empty keeps what the bytes have.

        Raises:
            MessageError: if the bytes are no proposal.
            SigningError: if the signature has the wrong form.
        """
        return Proposal(self._connection, self._connection.core.restore(ProposalMessage, data, signature))

    def restore_transaction(self, data: bytes, *, signature: bytes = b"") -> Transaction:
        """The transaction that `Transaction.to_bytes` gave. See `restore_proposal`."""
        return Transaction(self._connection, self._connection.core.restore(TransactionMessage, data, signature))

    def restore_commit(self, data: bytes, *, signature: bytes = b"") -> Commit:
        """The commit that `Commit.to_bytes` gave. See `restore_proposal`."""
        return Commit(self._connection, self._connection.core.restore(CommitMessage, data, signature))

    def restore_chaincode_events_request(self, data: bytes, *, signature: bytes = b"") -> EventsRequest[ChaincodeEvent]:
        """The request that `to_bytes` of one for chaincode events gave. See `restore_proposal`."""
        return self._restore_request(CHAINCODE_EVENTS, data, signature)

    def restore_block_events_request(self, data: bytes, *, signature: bytes = b"") -> EventsRequest[Any]:
        """The request that `to_bytes` of one for blocks gave. See `restore_proposal`."""
        return self._restore_request(BLOCK_EVENTS, data, signature)

    def restore_filtered_block_events_request(self, data: bytes, *, signature: bytes = b"") -> EventsRequest[Any]:
        """The request that `to_bytes` of one for filtered blocks gave. See `restore_proposal`."""
        return self._restore_request(FILTERED_BLOCK_EVENTS, data, signature)

    def restore_block_and_private_data_events_request(self, data: bytes, *, signature: bytes = b"") -> EventsRequest[Any]:
        """The request that `to_bytes` of one for blocks with private data gave. See `restore_proposal`."""
        return self._restore_request(BLOCK_AND_PRIVATE_DATA_EVENTS, data, signature)

    async def close(self) -> None:
        """Closes the connections that this gateway opened; a channel given by the caller stays open."""
        await self._connection.close()

    def _restore_request(self, kind: EventKind[T], data: bytes, signature: bytes) -> EventsRequest[T]:
        return EventsRequest(self._connection, kind, self._connection.core.restore(kind.message_type, data, signature))


def connect(
    target: str | aio.Channel | Sequence[str] | Sequence[aio.Channel],
    *,
    identity: SerializedIdentity,
    signer: AsyncSigner | None = None,
    tls: Tls | Sequence[Tls] | None = Tls(),  # noqa: B008 - a frozen value
    hash: Hash | None = None,  # noqa: A002 - the name that Fabric's clients give it
    options: DefaultOptions = DefaultOptions(),  # noqa: B008 - a frozen value
    tls_certificate_hash: bytes | None = None,
    load_balancing: LoadBalancing = "pick_first",
) -> Gateway:
    """Connects to a peer's Gateway service, from within the running event loop.

    Arguments and errors are those of `genpon.gateway.connect`; the signer's method may also be a coroutine function.

    Example:
        ```python
        async with connect("localhost:7051", identity=identity, signer=signer, tls=Tls(ca_pem)) as gateway:
            await gateway.get_network("mychannel").get_contract("basic").submit_transaction("put", "color", "blue")
        ```
    """
    try:
        prepared = prepare(
            aio,
            target,
            identity=identity,
            tls=tls,
            hash=hash,
            options=options,
            tls_certificate_hash=tls_certificate_hash,
            load_balancing=load_balancing,
        )
    except RuntimeError:
        # gRPC wants a loop for a new channel; without one it would make its own, which nobody runs.
        raise GatewayError("there is no event loop to connect in", next_step=IN_A_COROUTINE) from None
    return Gateway(Connection(prepared, signer))
