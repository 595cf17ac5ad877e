"""What an administrator is told of a peer's answers; the peer is a gRPC server that answers by script."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest

from genpon_core.fabric.protos import peer_grpc, proposal_response
from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.lifecycle.administrators import Administrator
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.waiting import until_reachable
from genpon_network.pki.organisation import OrganisationAuthority

BUSY = "error in simulation: failed to execute transaction 3dae65: error sending: timeout expired while executing transaction"
"""As Fabric 3.1.1 says it."""


@dataclass
class Endorser(peer_grpc.EndorserServicer):  # type: ignore[misc]
    """Answers in turn, the last answer again and again."""

    answers: list[tuple[int, str]] = field(default_factory=list)

    def ProcessProposal(self, _request: Any, _context: grpc.ServicerContext) -> Any:  # noqa: N802 - gRPC names its methods
        status, message = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return proposal_response.ProposalResponse(response=proposal_response.Response(status=status, message=message, payload=b"well"))


@pytest.fixture(scope="module")
def endorser() -> Endorser:
    return Endorser()


@pytest.fixture(scope="module")
def peer(endorser: Endorser) -> Iterator[PeerAdministration]:
    now = datetime.now(UTC)
    authority = OrganisationAuthority.create(msp_id="TodaMSP", domain="toda.example", now=now)
    tls = authority.issue_tls("peer0.toda", hosts=["localhost"], now=now)
    server = grpc.server(ThreadPoolExecutor(2))
    peer_grpc.add_EndorserServicer_to_server(endorser, server)
    port = server.add_secure_port("localhost:0", grpc.ssl_server_credentials([(tls.private_key_pem, tls.certificate_pem)]))
    server.start()
    administrator = Administrator("TodaMSP", authority.issue("admin", "admin", now=now))
    with PeerAdministration("peer0.toda", f"localhost:{port}", authority.tls_ca_pem, administrator) as connected:
        yield connected
    server.stop(None).wait()


@pytest.mark.parametrize(
    ("answer", "kind", "told"),
    [
        ((500, "access denied"), NetworkError, "peer0.toda refuses: access denied"),
        ((500, BUSY), UnreachableError, "peer0.toda does not answer"),
    ],
    ids=["refused", "too busy"],
)
def test_what_a_peer_does_not_do_is_told(
    peer: PeerAdministration, endorser: Endorser, answer: tuple[int, str], kind: type[NetworkError], told: str
) -> None:
    endorser.answers = [answer]

    with pytest.raises(NetworkError) as raised:
        peer.call("cscc", "GetChannels")

    assert (type(raised.value), str(raised.value)) == (kind, told)


def test_a_peer_that_was_too_busy_is_asked_again(peer: PeerAdministration, endorser: Endorser) -> None:
    endorser.answers = [(500, BUSY), (500, BUSY), (200, "")]

    assert until_reachable(lambda: peer.call("cscc", "GetChannels"), patience=10, alive=lambda: None) == b"well"
