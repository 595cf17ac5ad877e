"""Bringing a chaincode's definition into effect: every organisation approves, then one commits."""

import concurrent.futures
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle.connections import Connection
from genpon_network.lifecycle.definitions import (
    LIFECYCLE,
    Definition,
    approval_arguments,
    approvals,
    approved_package,
    commit_arguments,
)
from genpon_network.lifecycle.orderers import broadcast
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.proposals import envelope, new_proposal
from genpon_network.words import Message, Report, silent

PATIENCE = 60.0
"""Seconds that a freshly started ordering service or slow peer is waited for."""

PAUSE = 0.05
SLOW_PAUSE = 0.5

Item = TypeVar("Item")
Result = TypeVar("Result")


def approve(peer: PeerAdministration, orderers: Sequence[Connection], channel: str, definition: Definition, package_id: str) -> bool:
    """Approves a definition for a peer's organisation and waits until the peer has it; False if it was approved before.

    Raises:
        NetworkError: if the peer or the orderers refuse.
        UnreachableError: if they do not answer.
    """
    if approved_package(peer, channel, definition) == package_id:
        return False
    _submit([peer], orderers, channel, approval_arguments(definition, package_id))
    return True


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long organisations are waited for that have not approved yet.

    Attributes:
        all: seconds that all organisations are waited for; after them more than half of them suffice.
        most: seconds that more than half of them are waited for.
        report: told who is waited for.
        superseded: whether there is nothing to wait for any more, since another organisation's commit was first.
    """

    all: float = PATIENCE
    most: float = PATIENCE
    report: Report = silent
    superseded: Callable[[], bool] = lambda: False


def commit(
    peers: Sequence[PeerAdministration],
    orderers: Sequence[Connection],
    channel: str,
    definition: Definition,
    waiting: Waiting = Waiting(),
) -> None:
    """Commits a definition, endorsed by one peer of each organisation that has approved, and waits until those have it.

    Raises:
        NetworkError: if a peer or the orderers refuse.
        UnreachableError: if too few answer, or too few have approved in time.
    """
    agreeing = _agreeing(peers, channel, definition, waiting)
    if agreeing:
        _submit(agreeing, orderers, channel, commit_arguments(definition))


def in_parallel(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Does the same to several nodes at once; the first error is raised when all have ended."""
    if not items:
        return []
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(items)) as pool:
        return list(pool.map(work, items))


def _submit(peers: Sequence[PeerAdministration], orderers: Sequence[Connection], channel: str, call: Sequence[bytes]) -> None:
    proposed = new_proposal(peers[0].administrator, channel, LIFECYCLE, call)
    responses = in_parallel(lambda peer: peer.endorse(proposed), peers)
    _order(orderers, envelope(proposed, responses, peers[0].administrator))
    in_parallel(lambda peer: peer.wait_for_commit(channel, proposed.transaction_id), peers)


def _order(orderers: Sequence[Connection], transaction: object) -> None:
    # A BFT follower forwards what it gets only after a while, so the leader must be among those that get it: all do. Where less than
    # half have it, as in a network that is just starting, it may lie with them until it is dropped.
    deadline, lacking = time.monotonic() + PATIENCE, list(orderers)
    while True:
        errors = in_parallel(lambda orderer: _attempt(orderer, transaction), lacking)
        lacking = [orderer for orderer, error in zip(lacking, errors, strict=True) if error is not None]
        if len(lacking) * 2 < len(orderers):
            return
        failures = [error for error in errors if error is not None]
        if time.monotonic() > deadline or not any(isinstance(error, UnreachableError) for error in failures):
            raise failures[0]
        time.sleep(PAUSE)


def _attempt(orderer: Connection, transaction: object) -> NetworkError | None:
    try:
        broadcast(orderer, transaction)
    except NetworkError as error:
        return error
    return None


def _agreeing(peers: Sequence[PeerAdministration], channel: str, definition: Definition, waiting: Waiting) -> list[PeerAdministration]:
    start, told = time.monotonic(), list[str]()
    while not waiting.superseded():
        views = in_parallel(lambda peer: _view(peer, channel, definition), peers)
        ready = _of_one_mind(peers, views)
        waited = time.monotonic() - start
        if len(ready) == len(peers) or (waited > waiting.all and len(ready) > len(peers) // 2):
            return ready
        missing = [peer.msp_id for peer in peers if peer not in ready]
        if waited > waiting.most:
            raise UnreachableError(
                "{names} have not approved chaincode {version}, or do not answer; start them, then again",
                names=missing,
                version=definition.version,
            )
        if waited > 1 and told != missing:
            waiting.report(Message("waiting for {names} to approve", names=missing))
            told = missing
        time.sleep(PAUSE if waited < 1 else SLOW_PAUSE)
    return []


def _view(peer: PeerAdministration, channel: str, definition: Definition) -> frozenset[str]:
    """The organisations that a peer has seen approve; none where it does not answer or has not joined."""
    try:
        return frozenset(organisation for organisation, approved in approvals(peer, channel, definition).items() if approved)
    except NetworkError:
        return frozenset()


def _of_one_mind(peers: Sequence[PeerAdministration], views: Sequence[frozenset[str]]) -> list[PeerAdministration]:
    # Endorsements of a commit agree only where the peers have seen the same approvals.
    widest = max(views, key=len)
    return [peer for peer, view in zip(peers, views, strict=True) if view == widest and peer.msp_id in widest]
