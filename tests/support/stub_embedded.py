"""The embedded ledger with the chaincode that calls the stub, and a second one of the same code."""

import contextlib
from collections.abc import Iterator

from genpon.gateway import Gateway, Identity, PrivateKeySigner, Tls, connect
from genpon_chaincode.shim import ChaincodeServer
from genpon_network.embedded import DEFAULT_ORGANISATIONS, ChaincodeSpec, EmbeddedLedger
from tests.support.stub_ledger import CHANNEL, ORGANISATIONS, OTHER, SCRIPT
from tests.support.stub_script import StubScript


class StubEmbedded:
    """The ledger, and a connection to each organisation's gateway."""

    def __init__(self, ledger: EmbeddedLedger, stack: contextlib.ExitStack) -> None:
        self._ledger = ledger
        self._stack = stack
        self._gateways: dict[str, Gateway] = {}

    def gateway(self, msp_id: str) -> Gateway:
        if msp_id not in self._gateways:
            endpoint, member = self._ledger.profile(msp_id).gateway(), self._ledger.identity(msp_id)
            connection = connect(
                endpoint.endpoint,
                identity=Identity(msp_id, member.certificate_pem),
                signer=PrivateKeySigner.from_pem(member.private_key_pem),
                tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
            )
            self._gateways[msp_id] = self._stack.enter_context(connection)
        return self._gateways[msp_id]


@contextlib.contextmanager
def stub_embedded() -> Iterator[StubEmbedded]:
    """Starts it; everything ends with the block."""
    with contextlib.ExitStack() as stack:

        def service(msp_id: str) -> str:
            server = ChaincodeServer(StubScript(), package_id=f"{SCRIPT}:1", peer_msp_id=msp_id)
            stack.callback(server.stop, 0)
            return server.start()

        organisations = [spec for spec in DEFAULT_ORGANISATIONS if spec.msp_id in ORGANISATIONS]
        chaincodes = [ChaincodeSpec(name=name, address_for=service, threshold=2) for name in (SCRIPT, OTHER)]
        ledger = stack.enter_context(EmbeddedLedger(organisations, chaincodes=chaincodes, channel=CHANNEL, batch_timeout=0.01))
        yield StubEmbedded(ledger, stack)
