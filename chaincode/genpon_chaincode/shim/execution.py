"""Executing one transaction: the stub, the chaincode's answer, and what becomes of everything that goes wrong."""

import logging
import secrets
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError

from genpon_chaincode.shim.errors import DeadlineError, ShimError, StreamLostError
from genpon_chaincode.shim.exchange import Exchange, Type
from genpon_chaincode.shim.proposal import ProposalFacts
from genpon_chaincode.shim.response import ERROR_THRESHOLD, Chaincode, Response
from genpon_chaincode.shim.stub import ChaincodeStub
from genpon_chaincode.shim.writes import Writes
from genpon_core.fabric.protos import chaincode as chaincode_messages
from genpon_core.fabric.protos import proposal_response

_LOG = logging.getLogger("genpon_chaincode")
FAULT = 500


@dataclass(frozen=True, slots=True)
class Peer:
    """What the peer offers: the largest batch of writes and of reads, 0 where it takes none."""

    write_batch: int = 0
    read_batch: int = 0

    @classmethod
    def read(cls, payload: bytes) -> "Peer":
        """The offer in a READY message, which peers before Fabric 3.1 leave empty."""
        offer = chaincode_messages.ChaincodeAdditionalParams.FromString(payload)
        return cls(
            offer.max_size_write_batch if offer.use_write_batch else 0,
            offer.max_size_get_multiple_keys if offer.use_get_multiple_keys else 0,
        )


def execute(chaincode: Chaincode, exchange: Exchange, message: Any, *, peer: Peer, now: int, tolerance: int) -> None:
    """Executes a TRANSACTION message and answers it, whatever happens.

    Args:
        chaincode: what is invoked.
        exchange: the transaction's calls.
        message: the peer's message.
        peer: what the peer offers.
        now: this service's clock, seconds since 1970 UTC.
        tolerance: how far a proposal's timestamp may be from it, seconds.
    """
    try:
        stub = _stub(exchange, message, peer)
    except (ValueError, DecodeError):
        exchange.finish(exchange.message(Type.ERROR, b"the transaction cannot be read"))
        return
    if abs(stub.transaction_time - now) > tolerance:
        _respond(exchange, Response(FAULT, message='{"code":"transaction.time","parameters":{}}'), None)
        return
    try:
        response = chaincode.invoke(stub)
        if not isinstance(response, Response):
            response = _fault(TypeError("the chaincode returned no Response"), message.txid)
        if response.status < ERROR_THRESHOLD:
            stub.flush()
        _respond(exchange, response, stub.event)
    except (DeadlineError, StreamLostError):
        _LOG.warning("transaction %s was abandoned", message.txid)
    except Exception as error:  # noqa: BLE001 - whatever a chaincode raises, its peer gets an answer
        _respond(exchange, _fault(error, message.txid), None)


def _stub(exchange: Exchange, message: Any, peer: Peer) -> ChaincodeStub:
    arguments = chaincode_messages.ChaincodeInput.FromString(message.payload).args
    facts = ProposalFacts.read(message.proposal)
    writes = Writes(exchange, batch=peer.write_batch)
    return ChaincodeStub(
        exchange,
        writes,
        facts,
        transaction_id=message.txid,
        channel=message.channel_id,
        arguments=[bytes(argument) for argument in arguments],
    )


def _fault(error: Exception, transaction_id: str) -> Response:
    """An answer without the error's text, which could hold a value; the log has the kind of error and the same reference."""
    reference = secrets.token_hex(8)
    kind = str(error) if isinstance(error, ShimError) else ""
    _LOG.error("reference %s: transaction %s failed with %s %s", reference, transaction_id, type(error).__name__, kind)
    return Response(FAULT, message=f'{{"code":"fault","parameters":{{"reference":"{reference}"}}}}')


def _respond(exchange: Exchange, response: Response, event: Any) -> None:
    answer = proposal_response.Response(status=response.status, payload=response.payload, message=response.message)
    try:
        exchange.finish(exchange.message(Type.COMPLETED, answer.SerializeToString(), event))
    except StreamLostError:
        _LOG.warning("the connection was lost before an answer")
