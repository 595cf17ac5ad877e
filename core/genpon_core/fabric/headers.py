"""Channel headers, signature headers and transaction ids (Fabric documentation, "Transaction flow")."""

import hashlib
import secrets
from dataclasses import dataclass

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.protos import chaincode, common, proposal

NONCE_SIZE = 24


def transaction_id(nonce: bytes, creator: bytes) -> str:
    """The id that binds a transaction to its creator: hex of SHA-256 over nonce and creator."""
    return hashlib.sha256(nonce + creator).hexdigest()


@dataclass(frozen=True, slots=True)
class TransactionContext:
    """A new transaction's nonce and id, for one creator (a serialized identity)."""

    creator: bytes
    nonce: bytes

    @classmethod
    def new(cls, creator: bytes) -> "TransactionContext":
        """A context with a fresh random nonce."""
        return cls(creator, secrets.token_bytes(NONCE_SIZE))

    @property
    def transaction_id(self) -> str:
        """The transaction's id, in hex."""
        return transaction_id(self.nonce, self.creator)

    def signature_header(self) -> bytes:
        """The `common.SignatureHeader` message."""
        return bytes(common.SignatureHeader(creator=self.creator, nonce=self.nonce).SerializeToString())


def channel_header(
    kind: int, channel: str, transaction_id: str, timestamp: Timestamp, *, chaincode_name: str = "", tls_cert_hash: bytes = b""
) -> bytes:
    """The `common.ChannelHeader` message.

    Args:
        kind: a `common.HeaderType` value.
        channel: the channel's name.
        transaction_id: in hex; empty where the kind has none.
        timestamp: the client's time; peers refuse what is minutes off.
        chaincode_name: set for proposals and transactions.
        tls_cert_hash: SHA-256 of the client's TLS certificate, where mutual TLS is used.
    """
    extension = b""
    if chaincode_name:
        extension = proposal.ChaincodeHeaderExtension(chaincode_id=chaincode.ChaincodeID(name=chaincode_name)).SerializeToString()
    header = common.ChannelHeader(
        type=kind,
        channel_id=channel,
        tx_id=transaction_id,
        timestamp=timestamp,
        extension=extension,
        tls_cert_hash=tls_cert_hash,
    )
    return bytes(header.SerializeToString())
