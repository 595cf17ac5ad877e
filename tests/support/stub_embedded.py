"""The embedded ledger with the chaincode that calls the stub, and a second one of the same code."""

import contextlib
from collections.abc import Iterator
from functools import partial

from genpon.gateway import Gateway, Identity, PrivateKeySigner, Tls, connect
from genpon_chaincode.shim import ChaincodeServer
from genpon_network.embedded import DEFAULT_ORGANISATIONS, ChaincodeSpec, EmbeddedLedger
from tests.support.stub_ledger import CHANNEL, COLLECTIONS, ORGANISATIONS, OTHER, SCRIPT
from tests.support.stub_script import StubScript


class StubEmbedded:
    """The ledger, and a connection to each organisation's gateway."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._servers: dict[tuple[str, str], ChaincodeServer] = {}
        organisations = [spec for spec in DEFAULT_ORGANISATIONS if spec.msp_id in ORGANISATIONS]
        chaincodes = [
            ChaincodeSpec(name=SCRIPT, address_for=partial(self._serve, SCRIPT), threshold=2, collections=COLLECTIONS),
            ChaincodeSpec(name=OTHER, address_for=partial(self._serve, OTHER), threshold=2),
        ]
        self._ledger = stack.enter_context(EmbeddedLedger(organisations, chaincodes=chaincodes, channel=CHANNEL, batch_timeout=0.01))
        self._gateways: dict[tuple[str, str], Gateway] = {}

    def gateway(self, msp_id: str, at: str | None = None) -> Gateway:
        place = at or msp_id
        if (msp_id, place) not in self._gateways:
            endpoint, member = self._ledger.profile(place).gateway(), self._ledger.identity(msp_id)
            connection = connect(
                endpoint.endpoint,
                identity=Identity(msp_id, member.certificate_pem),
                signer=PrivateKeySigner.from_pem(member.private_key_pem),
                tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
            )
            self._gateways[msp_id, place] = self._stack.enter_context(connection)
        return self._gateways[msp_id, place]

    def restart_service(self, msp_id: str) -> None:
        server = self._servers[SCRIPT, msp_id]
        server.stop(0)
        self._serve(SCRIPT, msp_id, server.address)

    def _serve(self, name: str, msp_id: str, address: str = "127.0.0.1:0") -> str:
        server = ChaincodeServer(StubScript(), package_id=f"{name}:1", peer_msp_id=msp_id, address=address)
        self._servers[name, msp_id] = server
        self._stack.callback(server.stop, 0)
        return server.start()


@contextlib.contextmanager
def stub_embedded() -> Iterator[StubEmbedded]:
    """Starts it; everything ends with the block."""
    with contextlib.ExitStack() as stack:
        yield StubEmbedded(stack)
