"""What happens in which order: sign, call, fall back to another gateway, resolve an unknown outcome.

Each function is a flow (see `effects`) and the only place where its sequence is written.
"""

import time
from dataclasses import replace
from typing import Any

import grpc

from genpon.gateway._internal import rpcs
from genpon.gateway._internal.commits import CommitMessage, build_commit
from genpon.gateway._internal.core import Core
from genpon.gateway._internal.effects import Flow, Invoke, Open, Pause, Rpc, Sign
from genpon.gateway._internal.failures import failure, never_sent, still_unknown
from genpon.gateway._internal.proposals import ProposalMessage
from genpon.gateway._internal.signable import SignedMessage
from genpon.gateway._internal.transactions import TransactionMessage, prepared_transaction
from genpon.gateway.errors import CallError, CommitStatusError, EvaluateError, SubmitError
from genpon.gateway.options import CallOptions
from genpon.gateway.status import Status

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0
_ASK_AGAIN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def signed(core: Core, message: SignedMessage) -> Flow[None]:
    """Signs a message unless it has a signature."""
    if not message.signature:
        message.signature = core.accepted_form((yield Sign(core.digest(message.payload))))


def evaluate(core: Core, proposal: ProposalMessage, timeout: float | None) -> Flow[bytes]:
    """The result of a query."""
    yield from signed(core, proposal)
    options = _options(core.defaults.evaluate, timeout)
    response = yield from _call(core, rpcs.EVALUATE, proposal.evaluate_request(), options, proposal.transaction_id, anywhere=True)
    if response.result.status >= 400:
        quoted = f"chaincode response {response.result.status}, {response.result.message}"
        raise failure(EvaluateError, grpc.StatusCode.UNKNOWN, quoted, (), proposal.transaction_id)
    return bytes(response.result.payload)


def endorse(core: Core, proposal: ProposalMessage, timeout: float | None) -> Flow[TransactionMessage]:
    """The endorsed transaction, not signed yet."""
    yield from signed(core, proposal)
    options = _options(core.defaults.endorse, timeout)
    response = yield from _call(core, rpcs.ENDORSE, proposal.endorse_request(), options, proposal.transaction_id, anywhere=True)
    return TransactionMessage.from_bytes(prepared_transaction(proposal.transaction_id, response.prepared_transaction))


def submit(core: Core, transaction: TransactionMessage, timeout: float | None) -> Flow[None]:
    """Hands a transaction to the orderers, once: another gateway is tried only where the first was not reached."""
    yield from signed(core, transaction)
    options = _options(core.defaults.submit, timeout)
    try:
        yield from _call(core, rpcs.SUBMIT, transaction.submit_request(), options, transaction.transaction_id, anywhere=False)
    except SubmitError as error:
        # Once unknown, always unknown: that a later attempt did not get through says nothing of the earlier one.
        transaction.may_be_ordered |= error.outcome_unknown
        raise still_unknown(error) if transaction.may_be_ordered else error from None


def commit_status(core: Core, commit: CommitMessage, timeout: float | None) -> Flow[Status]:
    """The status of a transaction, once it is in a block."""
    yield from signed(core, commit)
    options = _options(core.defaults.commit_status, timeout)
    response = yield from _call(core, rpcs.COMMIT_STATUS, commit.message, options, commit.transaction_id, anywhere=True)
    return commit.status(response)


def resolve(core: Core, commit: CommitMessage, timeout: float | None) -> Flow[Status]:
    """The status of a transaction whose outcome is unknown, asked for again and again while gateways are away, within the time-out."""
    limit = timeout if timeout is not None else core.defaults.commit_status.timeout
    deadline = time.monotonic() + limit if limit is not None else float("inf")
    pause, remaining = _FIRST_PAUSE, limit
    while True:
        try:
            return (yield from commit_status(core, commit, remaining))
        except CommitStatusError as error:
            if error.code not in _ASK_AGAIN or time.monotonic() + pause >= deadline:
                raise
        yield Pause(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
        remaining = None if limit is None else max(deadline - time.monotonic(), _FIRST_PAUSE)


def open_stream(core: Core, rpc: Rpc, message: SignedMessage, options: CallOptions, timeout: float | None) -> Flow[Any]:
    """The driver's stream of responses; every stream begins at the next gateway in turn."""
    yield from signed(core, message)
    target = core.target_order()[0]
    return (yield Open(rpc, message.message, _options(options, timeout), target))


def submit_resolved(core: Core, transaction: TransactionMessage, timeout: float | None, commit_timeout: float | None) -> Flow[Status]:
    """Submits a transaction and waits for its status, which also decides where the submission was not confirmed."""
    unconfirmed: SubmitError | None = None
    try:
        yield from submit(core, transaction, timeout)
    except SubmitError as error:
        if not error.outcome_unknown:
            raise
        unconfirmed = error
    commit = build_commit(transaction.channel, transaction.transaction_id, core.creator)
    try:
        return (yield from resolve(core, commit, commit_timeout))
    except CommitStatusError as error:
        raise unconfirmed or error from None


def _options(defaults: CallOptions, timeout: float | None) -> CallOptions:
    return defaults if timeout is None else replace(defaults, timeout=timeout)


def _call(core: Core, rpc: Rpc, request: Any, options: CallOptions, transaction_id: str, *, anywhere: bool) -> Flow[Any]:
    *others, last = core.target_order()
    for target in others:
        try:
            return (yield Invoke(rpc, request, options, transaction_id, target))
        except CallError as error:
            if not never_sent(error) and not (anywhere and error.code is grpc.StatusCode.UNAVAILABLE):
                raise
    return (yield Invoke(rpc, request, options, transaction_id, last))
