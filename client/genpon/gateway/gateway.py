"""The connection to Fabric's Gateway service, for one client identity."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import grpc

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
from genpon.gateway.commit import Commit
from genpon.gateway.connection import Connection
from genpon.gateway.events import ChaincodeEvent
from genpon.gateway.hashing import Hash
from genpon.gateway.network import Network
from genpon.gateway.options import DefaultOptions, LoadBalancing, Tls
from genpon.gateway.proposal import Proposal
from genpon.gateway.signers import Signer
from genpon.gateway.streams import EventsRequest
from genpon.gateway.transaction import Transaction
from genpon_core.fabric.identities import SerializedIdentity


class Gateway:
    """A connection that acts for one identity; a context manager that closes what it opened.

    Every message can be signed elsewhere: `to_bytes` and `digest` go to whoever has the key, `restore_…` takes the signature.

    Example:
        ```python
        with connect("localhost:7051", identity=identity, tls=Tls(ca_pem)) as keyless:
            proposal = keyless.get_network("mychannel").get_contract("basic").new_proposal("get", "color")
            signature = signer.sign(proposal.digest)  # in another process, on a card, in another company
            assert keyless.restore_proposal(proposal.to_bytes(), signature=signature).evaluate() == b"blue"
        ```
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

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

    def close(self) -> None:
        """Closes the connections that this gateway opened; a channel given by the caller stays open."""
        self._connection.close()

    def _restore_request(self, kind: EventKind[T], data: bytes, signature: bytes) -> EventsRequest[T]:
        return EventsRequest(self._connection, kind, self._connection.core.restore(kind.message_type, data, signature))


def connect(
    target: str | grpc.Channel | Sequence[str] | Sequence[grpc.Channel],
    *,
    identity: SerializedIdentity,
    signer: Signer | None = None,
    tls: Tls | Sequence[Tls] | None = Tls(),  # noqa: B008 - a frozen value
    hash: Hash | None = None,  # noqa: A002 - the name that Fabric's clients give it
    options: DefaultOptions = DefaultOptions(),  # noqa: B008 - a frozen value
    tls_certificate_hash: bytes | None = None,
    load_balancing: LoadBalancing = "pick_first",
) -> Gateway:
    """Connects to a peer's Gateway service.

    Connections are made when they are first needed; an unreachable gateway shows at the first call.

    Args:
        target: `host:port` of a gateway, or a channel of the caller's, which stays open; or several, which stand in for each other.
        identity: who the calls are made for.
        signer: what signs for the identity; None where all signatures are made elsewhere (see `Gateway.restore_proposal`).
        tls: for targets by name; `Tls()` trusts the system's CAs, None connects without TLS; a sequence has one for each target.
        hash: how messages become the digests that are signed; None is SHA-256, and no hash for an Ed25519 identity.
        options: time-outs and more per kind of call.
        tls_certificate_hash: SHA-256 of the client's TLS certificate (DER), where a channel of the caller's uses mutual TLS; None takes
            that of `tls`.
        load_balancing: of several targets, `pick_first` uses the first one that is there, so that a query sees what was written just
            before; `round_robin` spreads transactions, queries and streams over all. Either way, all calls of one transaction go to one
            gateway, and one that is away is avoided for a while.

    Raises:
        ValueError: if there is no target, the identity holds no PEM certificate or not the signer's, or options do not fit together.

    Example:
        ```python
        with connect("localhost:7051", identity=identity, signer=signer, tls=Tls(ca_pem)) as gateway:
            gateway.get_network("mychannel").get_contract("basic").submit_transaction("put", "color", "blue")
        ```
    """
    prepared = prepare(
        grpc,
        target,
        identity=identity,
        tls=tls,
        hash=hash,
        options=options,
        tls_certificate_hash=tls_certificate_hash,
        load_balancing=load_balancing,
    )
    return Gateway(Connection(prepared, signer))
