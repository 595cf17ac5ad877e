"""A peer of a chaincode service, on the bare chaincode protocol: it calls the chaincode and answers from a dictionary, or as it is told."""

import itertools
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Self

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.fabric.headers import TransactionContext, channel_header
from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import chaincode, common, proposal, proposal_response
from genpon_core.fabric.protos import chaincode_shim as shim

CHANNEL = "channel"
PATIENCE = 20.0
BATCHES = chaincode.ChaincodeAdditionalParams(
    use_write_batch=True, max_size_write_batch=1000, use_get_multiple_keys=True, max_size_get_multiple_keys=1000
)
"""What a peer of Fabric 3.1 offers in READY; an older one offers nothing."""
_Type = shim.ChaincodeMessage
_MAX = 101 * 1024 * 1024
_OPTIONS = (("grpc.max_receive_message_length", _MAX), ("grpc.max_send_message_length", _MAX), ("grpc.enable_http_proxy", 0))
_numbers = itertools.count(1)


class PeerRefusal(Exception):  # noqa: N818 - what a peer answers with
    """Makes the peer answer a call with an ERROR."""


class PeerSilence(Exception):  # noqa: N818 - what a peer does
    """Makes the peer leave a call without an answer."""


class ScriptedPeer:
    """One stream to a chaincode service, as a context manager.

    Attributes:
        state: the world state that calls are answered from.
        calls: the kind and payload of every call that chaincode has made, in order.
        answers: replaces the answer to a kind of call.
    """

    def __init__(self, address: str, *, offer: Any = None, credentials: Any = None, server_name: str = "") -> None:
        self.state: dict[str, bytes] = {}
        self.calls: list[tuple[str, bytes]] = []
        self.answers: dict[str, Callable[[bytes], bytes]] = {}
        self.stray: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.lost = threading.Event()
        self.package_id = ""
        self._offer = offer
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._waiting: dict[str, queue.SimpleQueue[Any]] = {}
        options = (*_OPTIONS, ("grpc.ssl_target_name_override", server_name)) if server_name else _OPTIONS
        if credentials is None:
            self._grpc = grpc.insecure_channel(address, options)
        else:
            self._grpc = grpc.secure_channel(address, credentials, options)

    def __enter__(self) -> Self:
        method = self._grpc.stream_stream("/protos.Chaincode/Connect", request_serializer=None, response_deserializer=None)
        self._stream = method(iter(self._outgoing.get, None), timeout=600)
        register = _Type.FromString(next(self._stream))
        assert register.type == _Type.REGISTER
        self.package_id = chaincode.ChaincodeID.FromString(register.payload).name
        threading.Thread(target=self._read, daemon=True).start()
        self.send(type=_Type.REGISTERED)
        self.send(type=_Type.READY, payload=self._offer.SerializeToString() if self._offer is not None else b"")
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()
        self._outgoing.put(None)
        self.lost.wait(PATIENCE)
        self._grpc.close()

    def drop(self) -> None:
        """Cuts the stream."""
        self._stream.cancel()

    def send(self, **fields: Any) -> None:
        """Sends one message."""
        self.send_raw(_Type(**fields).SerializeToString())

    def send_raw(self, data: bytes) -> None:
        """Sends bytes that need not be a message."""
        self._outgoing.put(data)

    def begin(self, *args: str | bytes, transaction_id: str | None = None, channel: str = CHANNEL, **options: Any) -> str:
        """Sends a TRANSACTION; returns its id."""
        name = transaction_id or f"tx{next(_numbers)}"
        self._waiting[name] = queue.SimpleQueue()
        arguments = [argument.encode() if isinstance(argument, str) else argument for argument in args]
        spec = chaincode.ChaincodeInput(args=arguments, decorations=options.pop("decorations", {}))
        kind = _Type.INIT if options.pop("init", False) else _Type.TRANSACTION
        signed = options.pop("proposal", None) or signed_proposal(transaction_id=name, channel=channel, **options)
        self.send(type=kind, txid=name, channel_id=channel, payload=spec.SerializeToString(), proposal=signed)
        return name

    def outcome(self, transaction_id: str, timeout: float = PATIENCE) -> Any:
        """Waits for a transaction's COMPLETED or ERROR."""
        return self._waiting[transaction_id].get(timeout=timeout)

    def invoke(self, *args: str | bytes, **options: Any) -> Any:
        """Calls the chaincode; returns its `protos.Response`."""
        message = self.outcome(self.begin(*args, **options))
        assert message.type == _Type.COMPLETED, message.payload
        return proposal_response.Response.FromString(message.payload)

    def kinds(self) -> list[str]:
        """The kinds of the calls that chaincode has made."""
        return [kind for kind, _ in self.calls]

    def _read(self) -> None:
        try:
            for data in self._stream:
                self._take(_Type.FromString(data))
        except grpc.RpcError:
            pass
        finally:
            self.lost.set()

    def _take(self, message: Any) -> None:
        if message.type in (_Type.COMPLETED, _Type.ERROR) and message.txid in self._waiting:
            self._waiting[message.txid].put(message)
            return
        name = _Type.Type.Name(message.type)
        answer = self.answers.get(name, getattr(self, f"_{name.lower()}", None))
        if answer is None:
            self.stray.put(message)
            return
        self.calls.append((name, message.payload))
        try:
            kind, payload = _Type.RESPONSE, answer(message.payload)
        except PeerRefusal as refusal:
            kind, payload = _Type.ERROR, str(refusal).encode()
        except PeerSilence:
            return
        self.send(type=kind, payload=payload, txid=message.txid, channel_id=message.channel_id)

    def _get_state(self, payload: bytes) -> bytes:
        return self.state.get(shim.GetState.FromString(payload).key, b"")

    def _get_state_multiple(self, payload: bytes) -> bytes:
        keys = shim.GetStateMultiple.FromString(payload).keys
        return shim.GetStateMultipleResult(values=[self.state.get(key, b"") for key in keys]).SerializeToString()

    def _put_state(self, payload: bytes) -> bytes:
        message = shim.PutState.FromString(payload)
        self.state[message.key] = message.value
        return b""

    def _write_batch_state(self, payload: bytes) -> bytes:
        for record in shim.WriteBatchState.FromString(payload).rec:
            if record.type == shim.WriteRecord.PUT_STATE:
                self.state[record.key] = record.value
        return b""


def signed_proposal(
    *,
    transaction_id: str = "tx",
    channel: str = CHANNEL,
    creator: bytes = b"",
    transient: dict[str, bytes] | None = None,
    seconds: float | None = None,
    kind: int = common.HeaderType.ENDORSER_TRANSACTION,
) -> Any:
    """A proposal as a peer hands it on; nobody has checked its signature."""
    timestamp = Timestamp()
    timestamp.FromMicroseconds(round((time.time() if seconds is None else seconds) * 1e6))
    context = TransactionContext.new(creator or SerializedIdentity("Org1MSP", b"no certificate").to_bytes())
    header = common.Header(
        channel_header=channel_header(kind, channel, transaction_id, timestamp, chaincode_name="chaincode"),
        signature_header=context.signature_header(),
    )
    payload = proposal.ChaincodeProposalPayload(TransientMap=transient or {})
    message = proposal.Proposal(header=header.SerializeToString(), payload=payload.SerializeToString())
    return proposal.SignedProposal(proposal_bytes=message.SerializeToString(), signature=b"")
