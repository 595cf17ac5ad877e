"""Members of a municipality in containers: registered where the keys are, enrolled elsewhere, and refused by all once revoked."""

import re
from pathlib import Path

import pytest

from genpon.gateway import Gateway, GatewayError, Identity, PrivateKeySigner, Tls, connect
from genpon_core.profiles import ConnectionProfile
from genpon_network.topology import Layout
from tests.docker.conftest import GUIDE
from tests.support.containers import ContainerConsortium
from tests.support.documents import blocks
from tests.support.terminal import Terminal
from tests.support.waiting import eventually


def gateway(containers: ContainerConsortium, keys: Path) -> Gateway:
    profile = ConnectionProfile.from_json(containers.profile("TodaMSP").read_bytes())
    endpoint = profile.gateway()
    return connect(
        endpoint.endpoint,
        identity=Identity(profile.msp_id, (keys / "certificate.pem").read_bytes()),
        signer=PrivateKeySigner.from_pem((keys / "key.pem").read_bytes()),
        tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
    )


def test_a_member_from_registration_to_revocation(containers: ContainerConsortium, terminal: Terminal) -> None:
    enrolling, revoking = blocks(GUIDE, "sh", section="Identities")
    (port,) = [node.port for node in Layout.of(containers.description).authorities if node.municipality.name == "toda"]

    terminal.type(enrolling.replace("127.0.0.1:17108", f"127.0.0.1:{port}"))
    with gateway(containers, terminal.folder / "app-1") as member:
        contract = member.get_network("genpon").get_contract("genpon")
        eventually(lambda: contract.submit_transaction("clock:tick"), GatewayError)

        told = terminal.type(revoking)

        with pytest.raises(GatewayError, match=r"access denied|creator certificate is not valid|PERMISSION_DENIED|revoked"):
            contract.submit_transaction("clock:tick")
    assert "revoked 1 certificates of app-1 at the authority of toda" in told
    assert re.search(r"app-1 .* revoked", told)
    assert (terminal.folder / "app-1" / "key.pem").stat().st_mode & 0o777 == 0o600
