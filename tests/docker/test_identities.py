"""Members of a municipality in containers: registered where the keys are, enrolled elsewhere, and refused by all once revoked."""

import subprocess
import sys
from pathlib import Path

import pytest

from genpon.gateway import Gateway, GatewayError, Identity, PrivateKeySigner, Tls, connect
from genpon_core.profiles import ConnectionProfile
from genpon_network.topology import Layout
from tests.support.containers import ContainerConsortium
from tests.support.waiting import eventually

COMMAND = str(Path(sys.executable).with_name("genpon-network"))


def operate(containers: ContainerConsortium, *arguments: str) -> str:
    """What an operator types on the host; the keys stay in the municipality's volume."""
    return containers.project.run("run", "--rm", "-T", "admin.omura", *arguments, errors=False)


def gateway(containers: ContainerConsortium, keys: Path) -> Gateway:
    profile = ConnectionProfile.from_json(containers.profile("OmuraMSP").read_bytes())
    endpoint = profile.gateway()
    return connect(
        endpoint.endpoint,
        identity=Identity(profile.msp_id, (keys / "certificate.pem").read_bytes()),
        signer=PrivateKeySigner.from_pem((keys / "key.pem").read_bytes()),
        tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
    )


def test_a_member_from_registration_to_revocation(containers: ContainerConsortium, tmp_path: Path) -> None:
    (authority,) = [node for node in Layout.of(containers.description).authorities if node.municipality.name == "omura"]
    trust = containers.folder / "omura" / "network" / "organisations" / "omura" / "tlsca" / "certificate.pem"

    secret = operate(containers, "identity", "register", "omura", "app-1").strip()
    command = [COMMAND, "identity", "enrol-at", authority.published, "app-1", "--trust", str(trust), "--secret-file", "-"]
    subprocess.run([*command, "--out", str(tmp_path / "app-1")], input=secret, text=True, check=True, capture_output=True)
    with gateway(containers, tmp_path / "app-1") as member:
        contract = member.get_network("genpon").get_contract("genpon")
        eventually(lambda: contract.submit_transaction("clock:tick"), GatewayError)

        operate(containers, "identity", "revoke", "omura", "app-1")

        with pytest.raises(GatewayError, match=r"access denied|creator certificate is not valid|PERMISSION_DENIED|revoked"):
            contract.submit_transaction("clock:tick")
    assert "revoked" in operate(containers, "identity", "list", "omura")
