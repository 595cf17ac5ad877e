"""Invocations and queries of chaincode, with the parameters and results of fabric-sdk-py."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import grpc

from genpon.blocks import ChaincodeEvent, decode_envelope
from genpon.gateway.aio import Contract, Network, Proposal, Transaction
from genpon.gateway.errors import CallError, ChaincodeResponse, CommitStatusError, EndorseError, EvaluateError
from genpon.hfc.errors import ChaincodeExecutionError, HfcError, NotOfferedError, WaitForEventTimeoutError
from genpon.hfc.texts import as_text

Argument = str | bytes
_LEAST = 0.1


@dataclass(frozen=True)
class Invocation:
    """What a chaincode is asked to do, and how long and how often it is tried.

    Attributes:
        contract: the chaincode.
        function: its name.
        arguments: texts or bytes.
        transient: data that the ledger does not keep.
        organizations: the MSP ids of the named peers, all of which must endorse.
        retries: how often it is endorsed again where a peer is away.
        delay: seconds between those attempts.
        without_absent: whether the organisations whose peers stay away are left out in the end.
    """

    contract: Contract
    function: str
    arguments: Sequence[Argument]
    transient: Mapping[str, Argument] | None
    organizations: Sequence[str]
    retries: int = 0
    delay: float = 0.0
    without_absent: bool = False

    def proposal(self) -> Proposal:
        """A new proposal."""
        return self.contract.new_proposal(
            self.function, *self.arguments, transient=self.transient or {}, endorsing_organizations=self.organizations
        )

    async def endorse(self) -> Transaction:
        """The endorsed transaction.

        Raises:
            ChaincodeExecutionError: if the chaincode refuses.
            EndorseError: if it is not endorsed for another reason.
        """
        for _ in range(self.retries):
            try:
                return await self._endorse_once()
            except EndorseError as error:
                if not error.retryable:
                    raise
            await asyncio.sleep(self.delay)
        try:
            return await self._endorse_once()
        except EndorseError as error:
            present = self._present(error)
            if not present:
                raise
        return await replace(self, organizations=present, retries=0, without_absent=False).endorse()

    def _present(self, error: EndorseError) -> list[str]:
        """The organisations that an error does not call away; none where nobody is to be left out, or nobody is away."""
        if not self.without_absent or not error.retryable:
            return []
        said = " ".join((error.reason, *(detail.msp_id for detail in error.details)))
        present = [name for name in self.organizations if name not in said.replace(",", " ").split()]
        return present if len(present) < len(self.organizations) else []

    async def evaluate(self) -> str:
        """The result of a query.

        Raises:
            ChaincodeExecutionError: if the chaincode refuses.
            EvaluateError: if it does not answer for another reason.
        """
        try:
            return as_text(await self.proposal().evaluate())
        except EvaluateError as error:
            raise _refusal(error) or error from None

    async def _endorse_once(self) -> Transaction:
        try:
            return await self.proposal().endorse()
        except EndorseError as error:
            raise _refusal(error) or error from None


async def commit(transaction: Transaction, others: Sequence[Network], pattern: str | None, patience: float) -> None:
    """Submits a transaction and waits until it is committed at every named peer, and has emitted an event of a name where one is asked for.

    Args:
        transaction: endorsed.
        others: the channel at the peers besides the one whose gateway submits.
        pattern: of the event's name.
        patience: seconds for all of that.

    Raises:
        CommitError: if it is in a block and invalid.
        SubmitError: if it was not submitted, or may have been and its status cannot be learned.
        CommitStatusError: if its status cannot be learned.
        WaitForEventTimeoutError: if it is not committed in time, or emitted no such event.
    """
    began = time.monotonic()
    try:
        await transaction.submit_and_wait(commit_timeout=patience)
        left = max(patience - (time.monotonic() - began), _LEAST)
        await asyncio.gather(*(_arrived(network, transaction.transaction_id, left) for network in others))
    except CommitStatusError as error:
        if error.code is not grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
        raise WaitForEventTimeoutError(
            "waitForEvent timed out", next_step=error.next_step, transaction_id=transaction.transaction_id, outcome_unknown=True
        ) from None
    if pattern is not None and not re.match(pattern, _event_name(transaction)):
        raise WaitForEventTimeoutError(
            f"the transaction is committed, but emitted no event that matches {pattern!r}",
            next_step="Correct the pattern.",
            transaction_id=transaction.transaction_id,
        )


async def _arrived(network: Network, transaction_id: str, patience: float) -> None:
    """Waits until a further peer has the transaction; one that is away is not waited for, as the outcome is known."""
    try:
        await network.new_commit(transaction_id).status(timeout=patience)
    except CommitStatusError as error:
        if error.code is not grpc.StatusCode.UNAVAILABLE:
            raise


def check(arguments: Sequence[Argument] | None, function: str, *, is_init: bool, pattern: str | None) -> Sequence[Argument]:
    """The arguments of a call that makes sense.

    Raises:
        HfcError: if it makes none.
    """
    if is_init:
        raise NotOfferedError(
            "is_init is not offered", next_step="Initialise by an ordinary function; there is no genpon-network command for it."
        )
    if isinstance(arguments, str | bytes) or not all(isinstance(argument, str | bytes) for argument in arguments or ()):
        raise HfcError("the arguments are no list of texts or bytes", next_step="Pass args=['a', b'b'].")
    if not function:
        raise HfcError("no function is named", next_step="Pass fcn.")
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise HfcError(f"cc_pattern is no regular expression ({error.msg})", next_step="Correct the pattern.") from None
    return arguments or ()


def _refusal(error: CallError) -> ChaincodeExecutionError | None:
    """The chaincode's own words, each once, where it was the chaincode that refused."""
    if error.chaincode_response is None:
        return None
    found: list[ChaincodeResponse] = [detail.chaincode_response for detail in error.details if detail.chaincode_response]
    words = dict.fromkeys(response.message for response in found or [error.chaincode_response])
    return ChaincodeExecutionError("; ".join(words), next_step=error.next_step, transaction_id=error.transaction_id)


def _event_name(transaction: Any) -> str:
    for action in decode_envelope(transaction.envelope).actions:
        event = action.chaincode_action and action.chaincode_action.events
        if isinstance(event, ChaincodeEvent):
            return event.event_name
    return ""
