"""What happens in which order: sign, call, fall back to another gateway, resolve an unknown outcome.

Each function is a flow (see `effects`) and the only place where its sequence is written.
"""

import logging
import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar, Unpack

import grpc

from genpon.gateway._internal import rpcs
from genpon.gateway._internal.commits import CommitMessage, build_commit
from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow, Invoke, Open, Pause, Rpc, Sign
from genpon.gateway._internal.failures import (
    after_submission,
    failure,
    in_time,
    may_be_proposed_elsewhere,
    may_go_elsewhere,
    means_absence,
    still_unknown,
)
from genpon.gateway._internal.logs import note
from genpon.gateway._internal.proposals import ProposalMessage
from genpon.gateway._internal.retry import Retry
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway._internal.transactions import TransactionMessage
from genpon.gateway.backoff import Backoff
from genpon.gateway.errors import CallError, CommitStatusError, EvaluateError, GatewayError, SigningError, SubmitError
from genpon.gateway.options import CallChanges, CallOptions
from genpon.gateway.status import Status

_ASKING = Backoff(first=0.1, longest=2.0)
_SHORTEST_QUESTION = 0.1
_ASK_AGAIN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)

T = TypeVar("T")
Propose = Callable[[], ProposalMessage]


class SubmitWaits(NamedTuple):
    """Seconds for each step of a submit; None takes the default."""

    endorse: float | None = None
    submit: float | None = None
    commit: float | None = None


def signed(core: Core, message: SignedMessage) -> Flow[None]:
    """Signs a message unless it has a signature."""
    if not message.signature:
        message.signature = core.accepted_form((yield Sign(core.digest(message.payload))))


def evaluate(core: Core, proposal: ProposalMessage, **changes: Unpack[CallChanges]) -> Flow[bytes]:
    """The result of a query."""
    yield from signed(core, proposal)
    options = core.defaults.evaluate.changed(**changes)
    response = yield from _call(core, proposal, rpcs.EVALUATE, proposal.evaluate_request(), options)
    if response.result.status >= 400:
        quoted = f"chaincode response {response.result.status}, {response.result.message}"
        raise failure(EvaluateError, grpc.StatusCode.UNKNOWN, quoted, (), proposal.transaction_id)
    return bytes(response.result.payload)


def endorse(core: Core, proposal: ProposalMessage, **changes: Unpack[CallChanges]) -> Flow[TransactionMessage]:
    """The endorsed transaction, not signed yet."""
    yield from signed(core, proposal)
    options = core.defaults.endorse.changed(**changes)
    response = yield from _call(core, proposal, rpcs.ENDORSE, proposal.endorse_request(), options)
    transaction = TransactionMessage.of(proposal.transaction_id, response.prepared_transaction)
    transaction.gateway = proposal.gateway
    return transaction


def proposed(core: Core, propose: Propose, call: Callable[[Core, ProposalMessage], Flow[T]]) -> Flow[T]:
    """What becomes of a proposal at any gateway; each further one is given a proposal of its own, with an id of its own."""
    for _ in core.gateways[1:]:
        try:
            return (yield from call(core, propose()))
        except CallError as error:
            # What could go elsewhere as it was has been everywhere.
            if may_go_elsewhere(error) or not may_be_proposed_elsewhere(error):
                raise
    return (yield from call(core, propose()))


def submit(core: Core, transaction: TransactionMessage, **changes: Unpack[CallChanges]) -> Flow[None]:
    """Hands a transaction to the orderers, once: another gateway is tried only where the first did not take it."""
    yield from signed(core, transaction)
    options = core.defaults.submit.changed(**changes)
    try:
        yield from _call(core, transaction, rpcs.SUBMIT, transaction.submit_request(), options)
    except SubmitError as error:
        # Once unknown, always unknown: that a later attempt did not get through says nothing of the earlier one.
        transaction.may_be_ordered |= error.outcome_unknown
        raise still_unknown(error) if transaction.may_be_ordered else error from None


def commit_status(core: Core, commit: CommitMessage, **changes: Unpack[CallChanges]) -> Flow[Status]:
    """The status of a transaction, once it is in a block."""
    yield from signed(core, commit)
    options = core.defaults.commit_status.changed(**changes)
    response = yield from _call(core, commit, rpcs.COMMIT_STATUS, commit.message, options)
    return commit.status(response)


def resolve(core: Core, commit: CommitMessage, **changes: Unpack[CallChanges]) -> Flow[Status]:
    """The status of a transaction whose outcome is unknown, asked for again and again while gateways are away, within the time-out."""
    limit = core.defaults.commit_status.changed(**changes).timeout
    deadline = math.inf if limit is None else time.monotonic() + limit
    earlier = 0
    while True:
        changes["timeout"] = max(deadline - time.monotonic(), _SHORTEST_QUESTION)
        try:
            return (yield from commit_status(core, commit, **changes))
        except CommitStatusError as error:
            pause = _ASKING.pause(earlier)
            if error.code not in _ASK_AGAIN or time.monotonic() + pause >= deadline:
                raise
        yield Pause(pause)
        earlier += 1


def open_stream(core: Core, rpc: Rpc, message: SignedMessage, options: CallOptions) -> Flow[Any]:
    """The driver's stream of responses; each stream begins at the next gateway in turn."""
    yield from signed(core, message)
    message.gateway = core.turns.order()[0]
    return (yield Open(rpc, message.message, options, message.gateway))


def submit_transaction(core: Core, propose: Propose, retry: Retry, waits: SubmitWaits) -> Flow[bytes]:
    """The result of a transaction that is committed, proposed anew where the attempt before failed and can have left nothing behind."""
    for earlier in range(retry.attempts - 1):
        try:
            return (yield from _submit_once(core, propose, waits))
        except GatewayError as error:
            if not error.retryable:
                raise
            note(logging.INFO, "endorsing anew", transaction_id=error.transaction_id, attempt=earlier + 2, error=type(error).__name__)
        yield Pause(retry.backoff.pause(earlier))
    return (yield from _submit_once(core, propose, waits))


def _submit_once(core: Core, propose: Propose, waits: SubmitWaits) -> Flow[bytes]:
    transaction = yield from proposed(core, propose, partial(endorse, timeout=waits.endorse))
    status = yield from submit_resolved(core, transaction, timeout=waits.submit, commit_timeout=waits.commit)
    status.require_successful()
    return transaction.result


def submit_resolved(
    core: Core, transaction: TransactionMessage, *, timeout: float | None = None, commit_timeout: float | None = None
) -> Flow[Status]:
    """Submits a transaction and waits for its status, which also decides where the submission was not confirmed."""
    unconfirmed: SubmitError | None = None
    try:
        yield from submit(core, transaction, timeout=timeout)
    except SubmitError as error:
        if not error.outcome_unknown:
            raise
        unconfirmed = error
    try:
        return (yield from resolve(core, commit_of(core, transaction), timeout=commit_timeout))
    except CommitStatusError as error:
        raise unconfirmed or error from None
    except SigningError as error:
        raise after_submission(error, transaction.transaction_id) from None


def commit_of(core: Core, transaction: TransactionMessage) -> CommitMessage:
    """The question for a transaction's status, for the gateway that took it."""
    commit = build_commit(transaction.channel, transaction.transaction_id, core.creator)
    commit.gateway = transaction.gateway
    return commit


def _call(core: Core, message: SignedMessage, rpc: Rpc, request: Any, options: CallOptions) -> Flow[Any]:
    """The response of the gateway that answered for this transaction before, else of the next in turn, else of others as far as may be."""
    *others, last = core.turns.order(message.gateway)
    for target in others:
        try:
            return (yield from _invoke(core, message, Invoke(rpc, request, options, message.transaction_id, target)))
        except CallError as error:
            if not may_go_elsewhere(error):
                raise
    return (yield from _invoke(core, message, Invoke(rpc, request, options, message.transaction_id, last)))


def _invoke(core: Core, message: SignedMessage, call: Invoke) -> Flow[Any]:
    began = time.monotonic()
    about: dict[str, Any] = {"rpc": call.rpc.path, "gateway": core.gateways[call.target], "transaction_id": call.transaction_id}
    try:
        response = yield call
    except CallError as caught:
        seconds = time.monotonic() - began
        error = in_time(caught, seconds, call.options.timeout)
        note(logging.INFO, "call failed", **about, seconds=round(seconds, 6), code=error.code.name)
        if means_absence(error):
            core.turns.away(call.target)
        raise error from None
    note(logging.DEBUG, "call answered", **about, seconds=round(time.monotonic() - began, 6))
    core.turns.back(call.target)
    message.gateway = call.target
    return response
