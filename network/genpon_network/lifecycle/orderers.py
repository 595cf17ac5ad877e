"""An orderer, as an administrator uses it: the channel participation API and broadcast."""

import http
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

from genpon_core.fabric.protos import common, orderer_ab_grpc
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.https import HttpsServer, tls_context
from genpon_network.lifecycle.connections import Connection, one_line
from genpon_network.words import Message

CHANNELS = "/participation/v1/channels"
_TIMEOUT = 10.0
_NOT_JOINED = "channel does not exist"
"""How an orderer that has not joined the channel yet answers, as if the request were bad."""
_WOULD_LOSE_QUORUM = "configuration will result in quorum loss"
"""How a Raft leader that does not hear one of the others, as shortly after its start, refuses a change of their certificates."""
_NOT_NOW = (_NOT_JOINED, _WOULD_LOSE_QUORUM)
_TAKEN_BEFORE = ("request already exists", "request already processed")
"""How a BFT orderer answers, as if it could not serve, where it got the same envelope from another orderer or in a block before."""


@dataclass(frozen=True, slots=True)
class OrdererAdministration:
    """The channel participation API of one orderer (Fabric documentation, "Create a channel").

    Attributes:
        name: the orderer's name, for messages.
        host: where it listens.
        port: its admin port.
        tls_ca: the file with its organisation's TLS CA.
        certificate: the file with the administrator's TLS certificate.
        key: the file with its private key.
        timeout: seconds that each answer is waited for.
    """

    name: str
    host: str
    port: int
    tls_ca: Path
    certificate: Path
    key: Path
    timeout: float = _TIMEOUT

    def channels(self) -> list[str]:
        """The channels that it has joined.

        Raises:
            UnreachableError: if it does not answer.
        """
        _, answer = self._request("GET", CHANNELS)
        return [channel["name"] for channel in answer.get("channels") or []]

    def channel(self, name: str) -> dict[str, Any]:
        """What it says about a channel: status, height and consensus relation; empty if it has not joined.

        Raises:
            UnreachableError: if it does not answer.
        """
        status, answer = self._request("GET", f"{CHANNELS}/{name}")
        return answer if status == http.HTTPStatus.OK else {}

    def join(self, channel: str, block: bytes) -> bool:
        """Makes it join a channel by the channel's first block; False if it had joined before.

        Raises:
            NetworkError: if it refuses the block.
            UnreachableError: if it does not answer.
        """
        if channel in self.channels():
            return False
        boundary = uuid.uuid4().hex
        disposition = 'form-data; name="config-block"; filename="config.block"'
        head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
        body = head.encode() + block + f"\r\n--{boundary}--\r\n".encode()
        status, answer = self._request("POST", CHANNELS, body, f"multipart/form-data; boundary={boundary}")
        if status not in (http.HTTPStatus.CREATED, http.HTTPStatus.METHOD_NOT_ALLOWED):
            raise NetworkError(
                "{name} does not join {channel}: {reason}",
                name=self.name,
                channel=channel,
                reason=one_line(str(answer.get("error", status))),
            )
        return status == http.HTTPStatus.CREATED

    def _request(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> tuple[int, dict[str, Any]]:
        context = tls_context(self.tls_ca.read_bytes(), (self.certificate, self.key))
        server = HttpsServer(self.name, self.host, self.port, context, self.timeout)
        answer = server.request(method, path, body, {"Content-Type": kind} if body else {})
        return answer.status, _json_object(answer.content)


def _json_object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def broadcast(orderer: Connection, envelope: Any, *, timeout: float = _TIMEOUT) -> None:
    """Gives a signed envelope to an orderer; one that has it already is content too.

    Raises:
        NetworkError: if it refuses the envelope.
        UnreachableError: if it does not answer, has no leader, misses another orderer, or has not joined the channel yet.
    """
    stub = orderer_ab_grpc.AtomicBroadcastStub(orderer.channel)
    try:
        answer = next(stub.Broadcast(iter([envelope]), timeout=timeout))
    except grpc.RpcError as error:
        raise orderer.failure(Message("{name} does not take the transaction", name=orderer.name), error) from None
    except StopIteration:
        raise UnreachableError("{name} does not answer", name=orderer.name) from None
    if any(words in answer.info for words in _TAKEN_BEFORE):
        return
    if answer.status == common.Status.SERVICE_UNAVAILABLE or any(words in answer.info for words in _NOT_NOW):
        raise UnreachableError("{orderer} cannot order now: {reason}", orderer=orderer.name, reason=one_line(answer.info))
    if answer.status != common.Status.SUCCESS:
        raise NetworkError("{orderer} refuses the transaction: {reason}", orderer=orderer.name, reason=one_line(answer.info))
