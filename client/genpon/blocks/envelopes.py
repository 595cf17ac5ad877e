"""Envelopes: headers, a signature, and a transaction of some type."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from google.protobuf import timestamp_pb2
from google.protobuf.message import DecodeError

from genpon.blocks.config import Config, ConfigUpdateEnvelope
from genpon.blocks.identities import Identity, SignatureHeader
from genpon.blocks.reading import Kinds, Message, Undecoded, derived, enum_name
from genpon.blocks.transactions import ChaincodeActionPayload, ChaincodeID, Transaction
from genpon_core.fabric.protos import common, configtx, proposal

_ENDORSER_TRANSACTION = common.HeaderType.Value("ENDORSER_TRANSACTION")
_FIRST, _LAST = -62_135_596_800, 253_402_300_799
_BILLION = 1_000_000_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the text says that it is UTC


@dataclass(frozen=True, kw_only=True)
class Timestamp(Message):
    """A moment, in seconds since 1970 (UTC) and nanoseconds; as a text in RFC 3339."""

    PROTO = timestamp_pb2.Timestamp

    seconds: int
    nanos: int

    @property
    def is_moment(self) -> bool:
        """Whether it is one of the years 1 to 9999; what a client sent may be anything."""
        return _FIRST <= self.seconds <= _LAST and 0 <= self.nanos < _BILLION

    def __str__(self) -> str:
        if not self.is_moment:
            return f"{self.seconds} s {self.nanos} ns"
        return f"{(_EPOCH + timedelta(seconds=self.seconds)).isoformat()}.{self.nanos:09}Z"


@dataclass(frozen=True, kw_only=True)
class ChaincodeHeaderExtension(Message):
    """Which chaincode a transaction calls."""

    PROTO = proposal.ChaincodeHeaderExtension

    chaincode_id: ChaincodeID | None


@dataclass(frozen=True, kw_only=True)
class ChannelHeader(Message):
    """What an envelope is, for which channel, and when its client says it made it; `type` such as `ENDORSER_TRANSACTION` or `CONFIG`."""

    PROTO = common.ChannelHeader

    type: str = field(metadata=derived(lambda message: enum_name(common.HeaderType.DESCRIPTOR, message.type)))
    version: int
    timestamp: Timestamp | None
    channel_id: str
    tx_id: str
    epoch: int
    extension: ChaincodeHeaderExtension | Undecoded | None
    tls_cert_hash: bytes

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The extension by the type."""
        known = message.type == _ENDORSER_TRANSACTION
        return {"extension": ChaincodeHeaderExtension if known else "the extension of another type than ENDORSER_TRANSACTION"}


@dataclass(frozen=True, kw_only=True)
class Header(Message):
    """What an envelope is, and who made it."""

    PROTO = common.Header

    channel_header: ChannelHeader | Undecoded
    signature_header: SignatureHeader | Undecoded


@dataclass(frozen=True, kw_only=True)
class ConfigEnvelope(Message):
    """A channel's configuration, and the update that led to it."""

    PROTO = configtx.ConfigEnvelope

    config: Config | None
    last_update: "Envelope | None"


@dataclass(frozen=True, kw_only=True)
class Payload(Message):
    """What the client signed; the channel header's type says what `data` is."""

    PROTO = common.Payload

    header: Header | None
    data: "Transaction | ConfigEnvelope | ConfigUpdateEnvelope | Envelope | Undecoded | None"

    @classmethod
    def inner(cls, message: Any) -> Kinds:
        """The data by the type in the channel header."""
        try:
            number = common.ChannelHeader.FromString(message.header.channel_header).type
        except DecodeError:
            return {"data": "the channel header, which says what it is, is malformed"}
        kinds: dict[int, type[Message]] = {1: ConfigEnvelope, 2: ConfigUpdateEnvelope, 3: Transaction, 4: Envelope}
        return {"data": kinds.get(number, f"the data of a {enum_name(common.HeaderType.DESCRIPTOR, number)}")}


@dataclass(frozen=True, kw_only=True)
class Envelope(Message):
    """A transaction of a block: what the client signed, and its signature."""

    PROTO = common.Envelope

    payload: Payload | Undecoded
    signature: bytes

    @property
    def channel_header(self) -> ChannelHeader | None:
        """What it is; None if it cannot be decoded."""
        header = self.payload.header if isinstance(self.payload, Payload) else None
        return header.channel_header if header and isinstance(header.channel_header, ChannelHeader) else None

    @property
    def transaction_id(self) -> str:
        """The id that its header names; empty where there is none."""
        return self.channel_header.tx_id if self.channel_header else ""

    @property
    def creator(self) -> Identity | None:
        """Who made it; None if that cannot be decoded."""
        header = self.payload.header if isinstance(self.payload, Payload) else None
        signed = header.signature_header if header else None
        creator = signed.creator if isinstance(signed, SignatureHeader) else None
        return creator if isinstance(creator, Identity) else None

    @property
    def actions(self) -> tuple[ChaincodeActionPayload, ...]:
        """What an endorsed transaction does; empty for others, and for what cannot be decoded."""
        data = self.payload.data if isinstance(self.payload, Payload) else None
        actions = data.actions if isinstance(data, Transaction) else ()
        return tuple(action.payload for action in actions if isinstance(action.payload, ChaincodeActionPayload))
