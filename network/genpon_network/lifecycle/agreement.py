"""Bringing a chaincode's definition into effect: every organisation approves, then one commits."""

import concurrent.futures
import time
from collections.abc import Callable, Sequence
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

PATIENCE = 60.0
"""Seconds that a freshly started ordering service or slow peer is waited for."""

PAUSE = 0.05

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


def commit(peers: Sequence[PeerAdministration], orderers: Sequence[Connection], channel: str, definition: Definition) -> None:
    """Commits a definition that all organisations have approved, endorsed by one peer of each, and waits until all peers have it.

    Raises:
        NetworkError: if a peer or the orderers refuse.
        UnreachableError: if they do not answer.
    """
    in_parallel(lambda peer: _wait_for_approvals(peer, channel, definition), peers)
    _submit(peers, orderers, channel, commit_arguments(definition))


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
    # A BFT follower forwards what it gets only after a while, so the leader must be among those that get it: all do.
    deadline = time.monotonic() + PATIENCE
    while True:
        errors = [error for error in in_parallel(lambda orderer: _attempt(orderer, transaction), orderers) if error is not None]
        if len(errors) < len(orderers):
            return
        if time.monotonic() > deadline or not any(isinstance(error, UnreachableError) for error in errors):
            raise errors[0]
        time.sleep(PAUSE)


def _attempt(orderer: Connection, transaction: object) -> NetworkError | None:
    try:
        broadcast(orderer, transaction)
    except NetworkError as error:
        return error
    return None


def _wait_for_approvals(peer: PeerAdministration, channel: str, definition: Definition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not all((seen := approvals(peer, channel, definition)).values()):
        if time.monotonic() > deadline:
            missing = ", ".join(sorted(organisation for organisation, approved in seen.items() if not approved))
            raise UnreachableError(f"{peer.name} has not seen the approval of {missing}; look at its log and start again")
        time.sleep(PAUSE)
