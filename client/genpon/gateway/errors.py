"""Every error of the Gateway client, in one tree.

```
GatewayError
├── CallError               a gateway answered a call with a failure, or could not be reached
│   ├── EvaluateError
│   ├── EndorseError        nothing was sent to the orderers
│   ├── SubmitError         the orderers may have the transaction all the same: see `outcome_unknown`
│   ├── CommitStatusError   the transaction may be committed all the same: `outcome_unknown` is always true
│   └── EventsError         a stream of events broke
├── CommitError             the transaction is in a block, and invalid; see `code`
├── CheckpointError         a checkpoint file cannot be read or written
├── SigningError            there is no signer, or it failed; with `outcome_unknown` after a transaction was submitted
├── MessageError            bytes that are not the message they should be
├── FabricProfileError, WalletError     of `genpon.profiles`: a connection profile or an identity that cannot be used
└── HfcError, ChaincodeExecutionError, WaitForEventTimeoutError     of `genpon.hfc`, for programs of fabric-sdk-py
```
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import grpc

_CHAINCODE_RESPONSE = re.compile(r"chaincode response (\d{3}), (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ChaincodeResponse:
    """What a chaincode answered when it refused: a status of 400 or more and its message.

    Example:
        ```python
        try:
            trouble.submit_transaction("refuse", "409", "taken")
        except EndorseError as error:
            assert error.chaincode_response.status == 409
        ```
    """

    status: int
    message: str

    @classmethod
    def parse(cls, text: str) -> "ChaincodeResponse | None":
        """The response that a peer quotes in an error message; None where it quotes none."""
        match = _CHAINCODE_RESPONSE.search(text)
        return cls(int(match[1]), match[2]) if match else None


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """What one peer or orderer said (`gateway.ErrorDetail`).

    Attributes:
        address: the node's host and port.
        msp_id: the node's organisation.
        message: in the node's own words.

    Example:
        ```python
        try:
            trouble.submit_transaction("refuse_at", "Org2MSP", "taken", endorsing_organizations=["Org1MSP", "Org2MSP"])
        except EndorseError as error:
            assert [detail.msp_id for detail in error.details] == ["Org2MSP"]
        ```
    """

    address: str
    msp_id: str
    message: str

    @property
    def chaincode_response(self) -> ChaincodeResponse | None:
        """The chaincode's refusal, where that is what this node reports."""
        return ChaincodeResponse.parse(self.message)


class GatewayError(Exception):
    """The base of all errors of this package.

    Attributes:
        details: what single peers or orderers said; empty where none was asked.
        transaction_id: in hex; empty where the error concerns no transaction.
        next_step: what to do now, one sentence.
        retryable: whether the same operation, done anew with a new transaction id, may succeed and can do no harm.
        outcome_unknown: whether the transaction may be, or come to be, on the ledger all the same.

    Example:
        ```python
        try:
            trouble.submit_transaction("fail")
        except GatewayError as error:
            print(error.next_step)
            assert not (error.retryable or error.outcome_unknown)
        ```
    """

    details: tuple[ErrorDetail, ...] = ()

    def __init__(
        self, message: str, *, next_step: str, transaction_id: str = "", retryable: bool = False, outcome_unknown: bool = False
    ) -> None:
        self.message = message
        self.next_step = next_step
        self.transaction_id = transaction_id
        self.retryable = retryable
        self.outcome_unknown = outcome_unknown
        super().__init__(message)

    def __str__(self) -> str:
        about = f" (transaction {self.transaction_id})" if self.transaction_id else ""
        return f"{self.message}{about}. {self.next_step}"

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are pickled by their positional arguments, which are not all that there is; worker processes send them so.
        return _restored, (type(self), self.args, vars(self))


def _restored(kind: type[GatewayError], arguments: tuple[str, ...], attributes: dict[str, Any]) -> GatewayError:
    error = kind.__new__(kind, *arguments)
    vars(error).update(attributes)
    return error


class CallError(GatewayError):
    """A call to a gateway failed.

    Attributes:
        code: the gRPC status code.
        reason: the gateway's own words, or those of gRPC where none answered.
        details: what each node said, in the gateway's order; empty where no gateway answered.

    Example:
        ```python
        try:
            trouble.evaluate_transaction("fail", endorsing_organizations=["Org2MSP"])
        except CallError as error:
            for detail in error.details:
                print(detail.msp_id, detail.address)
        ```
    """

    operation = "call the gateway"

    def __init__(
        self,
        reason: str,
        *,
        code: grpc.StatusCode,
        details: Sequence[ErrorDetail] = (),
        next_step: str,
        transaction_id: str = "",
        retryable: bool = False,
        outcome_unknown: bool = False,
    ) -> None:
        self.reason = reason
        self.code = code
        self.details = tuple(details)
        said = "; ".join(f"{detail.msp_id} at {detail.address}: {detail.message}" for detail in self.details)
        message = f"cannot {self.operation}: {code.name}: {reason}{f' [{said}]' if said else ''}"
        super().__init__(message, next_step=next_step, transaction_id=transaction_id, retryable=retryable, outcome_unknown=outcome_unknown)

    @property
    def chaincode_response(self) -> ChaincodeResponse | None:
        """The chaincode's refusal, of the first node that reports one; None if the failure is not the chaincode's."""
        for detail in self.details:
            if response := detail.chaincode_response:
                return response
        return ChaincodeResponse.parse(self.reason)


class EvaluateError(CallError):
    """A query failed, or the chaincode refused it.

    Example:
        ```python
        try:
            trouble.evaluate_transaction("refuse", "404", "none")
        except EvaluateError as error:
            assert (error.chaincode_response.status, error.chaincode_response.message[:8]) == (404, '{"code":')
        ```
    """

    operation = "evaluate the transaction"


class EndorseError(CallError):
    """The transaction was not endorsed; nothing was sent to the orderers.

    Example:
        ```python
        try:
            trouble.submit_transaction("refuse", "409", "taken")
        except EndorseError as error:
            assert error.code is grpc.StatusCode.ABORTED
        ```
    """

    operation = "endorse the transaction"


class SubmitError(CallError):
    """The gateway did not confirm that the orderers took the transaction.

    Where `outcome_unknown` is true it may be ordered all the same: ask for the status of its transaction id, and never submit a new one
    before.

    Example:
        ```python
        try:
            contract.submit_transaction("put", "color", "blue")
        except SubmitError as error:
            if error.outcome_unknown:  # now or after a restart
                network.new_commit(error.transaction_id).resolve(timeout=600).require_successful()
        ```
    """

    operation = "submit the transaction"


class CommitStatusError(CallError):
    """The status of a transaction could not be learned; ask again with the same transaction id.

    Example:
        ```python
        try:
            network.new_commit("ab" * 32).status(timeout=0.1)
        except CommitStatusError as error:
            assert error.outcome_unknown
        ```
    """

    operation = "learn the commit status"


class EventsError(CallError):
    """A stream of events failed; open a new one from the last checkpoint.

    Example:
        ```python
        try:
            with network.get_block_events(timeout=0.1) as blocks:
                next(blocks)
        except EventsError as error:
            assert error.code is grpc.StatusCode.DEADLINE_EXCEEDED
        ```
    """

    operation = "receive events"


class CommitError(GatewayError):
    """The transaction is in a block, but the peers found it invalid: it changed nothing.

    Attributes:
        code: why, such as `MVCC_READ_CONFLICT` (`protos.TxValidationCode`).
        block_number: the block that holds it.

    Example:
        ```python
        one, other = (contract.new_proposal("append", "color", "ish").endorse() for _ in range(2))
        one.submit_and_wait()
        try:
            other.submit_and_wait()
        except CommitError as error:
            assert (error.code, error.retryable) == ("MVCC_READ_CONFLICT", True)
        ```
    """

    CONFLICTS = ("MVCC_READ_CONFLICT", "PHANTOM_READ_CONFLICT")
    STEPS: ClassVar[Mapping[str, str]] = dict.fromkeys(CONFLICTS, "Another transaction was first: endorse it anew.") | {
        "ENDORSEMENT_POLICY_FAILURE": "It changed nothing; have it endorsed by organisations that the policies of what it writes ask for."
    }

    def __init__(self, *, code: str, block_number: int, transaction_id: str) -> None:
        self.code = code
        self.block_number = block_number
        conflict = code in self.CONFLICTS
        super().__init__(
            f"the transaction is in block {block_number}, but invalid: {code}",
            next_step=self.STEPS.get(code, "It changed nothing; see the validation code."),
            transaction_id=transaction_id,
            retryable=conflict,
        )


class CheckpointError(GatewayError):
    """A checkpoint was not kept.

    Example:
        ```python
        try:
            FileCheckpointer(folder / "no such folder" / "position.json")
        except CheckpointError as error:
            assert "cannot be written" in str(error)
        ```
    """


class SigningError(GatewayError):
    """No signature could be made.

    Example:
        ```python
        try:
            PrivateKeySigner.from_pem(b"no key")
        except SigningError as error:
            assert "cannot be read" in str(error)
        ```
    """


class MessageError(GatewayError):
    """Bytes, from a gateway or from an offline signer, are not the message they should be.

    Example:
        ```python
        try:
            gateway.restore_proposal(b"no proposal")
        except MessageError as error:
            assert "the bytes are no gateway.ProposedTransaction" in str(error)
        ```
    """
