"""A peer, as an administrator uses it."""

from collections.abc import Sequence
from typing import Any

import grpc

from genpon_core.fabric.protos import gateway, gateway_grpc, peer_grpc, transaction
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.connections import Connection, one_line
from genpon_network.lifecycle.proposals import Proposal, new_proposal
from genpon_network.words import Message

SUCCESS = 200
_TIMEOUT = 30.0
_TOO_BUSY = "timeout expired while executing transaction"
"""How a peer refuses, on a machine with too much to do, what its own system chaincode has not done in time."""


class PeerAdministration(Connection):
    """A connection to a peer by an administrator of its organisation, or of another one.

    Args:
        name: the peer's name, for messages.
        address: host and port.
        tls_ca_pem: its organisation's TLS CA.
        administrator: who signs.
        msp_id: the peer's organisation, where it is not the administrator's.
        timeout: seconds that each answer is waited for.
    """

    def __init__(
        self,
        name: str,
        address: str,
        tls_ca_pem: bytes,
        administrator: Administrator,
        *,
        msp_id: str | None = None,
        timeout: float = _TIMEOUT,
    ) -> None:
        super().__init__(name, address, tls_ca_pem)
        self._timeout = timeout
        self.administrator = administrator
        self.msp_id = msp_id or administrator.msp_id
        self._endorser = peer_grpc.EndorserStub(self.channel)
        self._gateway = gateway_grpc.GatewayStub(self.channel)

    def call(self, chaincode: str, function: str, *arguments: bytes, channel: str = "") -> bytes:
        """Calls a system chaincode on this peer and returns the answer's payload.

        Raises:
            NetworkError: if the peer refuses.
            UnreachableError: if it does not answer.
        """
        proposed = new_proposal(self.administrator, channel, chaincode, [function.encode(), *arguments])
        return bytes(self.endorse(proposed).response.payload)

    def endorse(self, proposed: Proposal) -> Any:
        """The peer's `protos.ProposalResponse`.

        Raises:
            NetworkError: if the peer refuses.
            UnreachableError: if it does not answer.
        """
        try:
            answer = self._endorser.ProcessProposal(proposed.signed, timeout=self._timeout)
        except grpc.RpcError as error:
            raise self.failure(Message("{name} does not answer", name=self.name), error) from None
        if answer.response.status != SUCCESS and _TOO_BUSY in answer.response.message:
            raise UnreachableError("{name} does not answer", name=self.name)
        if answer.response.status != SUCCESS:
            raise NetworkError("{name} refuses: {reason}", name=self.name, reason=one_line(answer.response.message))
        return answer

    def wait_for_commit(self, channel: str, transaction_id: str, *, timeout: float = _TIMEOUT) -> None:
        """Waits until this peer has a transaction in its ledger.

        Args:
            channel: the channel's name.
            transaction_id: in hex.
            timeout: seconds.

        Raises:
            NetworkError: if the transaction is invalid.
            UnreachableError: if the peer does not answer in time.
        """
        request = gateway.CommitStatusRequest(
            channel_id=channel, transaction_id=transaction_id, identity=self.administrator.creator
        ).SerializeToString()
        signed = gateway.SignedCommitStatusRequest(request=request, signature=self.administrator.sign(request))
        try:
            answer = self._gateway.CommitStatus(signed, timeout=timeout)
        except grpc.RpcError as error:
            raise self.failure(Message("{name} does not commit in time", name=self.name), error) from None
        if answer.result != transaction.TxValidationCode.VALID:
            code = transaction.TxValidationCode.Name(answer.result)
            raise NetworkError("{name} holds the transaction invalid: {code}", name=self.name, code=code)

    def endorse_through_gateway(self, channel: str, chaincode: str, arguments: Sequence[bytes], *, timeout: float) -> None:
        """Has a call endorsed through this peer's gateway by as many organisations as the chaincode's policy asks; nothing is submitted.

        Raises:
            NetworkError: if the endorsers refuse or disagree.
            UnreachableError: if there are not enough of them, or not in `timeout` seconds.
        """
        proposed = new_proposal(self.administrator, channel, chaincode, arguments)
        request = gateway.EndorseRequest(transaction_id=proposed.transaction_id, channel_id=channel, proposed_transaction=proposed.signed)
        try:
            self._gateway.Endorse(request, timeout=timeout)
        except grpc.RpcError as error:
            raise self.failure(Message("{name} does not endorse", name=self.name), error) from None
