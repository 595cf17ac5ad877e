"""Membership service providers: the message in a channel's configuration, and a node's own directory.

Both say that roles are NodeOUs (Fabric documentation, "Membership Service Provider (MSP)"): the certificate's organisational unit decides
whether its owner is a client, a peer, an administrator or an orderer.
"""

from pathlib import Path
from typing import Any

from genpon_core.fabric.protos import msp_config
from genpon_network.channel.organisations import Organisation
from genpon_network.channel.values import encode
from genpon_network.files import write_private, write_public
from genpon_network.x509_issuing import Enrolment

ROLES = ("client", "peer", "admin", "orderer")
_X509 = 0


def msp_message(organisation: Organisation) -> Any:
    """The `msp.MSPConfig` of an organisation: how the channel's members check its certificates."""
    fabric = msp_config.FabricMSPConfig(
        name=organisation.msp_id,
        root_certs=[organisation.ca_pem],
        tls_root_certs=[organisation.tls_ca_pem],
        revocation_list=organisation.revocation_lists,
        crypto_config=msp_config.FabricCryptoConfig(signature_hash_family="SHA2", identity_identifier_hash_function="SHA256"),
        fabric_node_ous=msp_config.FabricNodeOUs(enable=True),
    )
    for role in ROLES:
        identifier = getattr(fabric.fabric_node_ous, f"{role}_ou_identifier")
        identifier.certificate, identifier.organizational_unit_identifier = organisation.ca_pem, role
    return msp_config.MSPConfig(type=_X509, config=encode(fabric))


def write_msp(directory: Path, organisation: Organisation, enrolment: Enrolment) -> None:
    """Writes a node's own MSP directory: its certificate, its private key (mode 0600), its organisation's CAs and the roles."""
    for name in ("cacerts", "tlscacerts", "signcerts", "keystore"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    write_public(directory / "cacerts" / "ca.pem", organisation.ca_pem)
    write_public(directory / "tlscacerts" / "tlsca.pem", organisation.tls_ca_pem)
    write_public(directory / "signcerts" / "certificate.pem", enrolment.certificate_pem)
    write_private(directory / "keystore" / "key.pem", enrolment.private_key_pem)
    write_public(directory / "config.yaml", _node_ous().encode())


def write_revocation_list(directory: Path, revocation_list: bytes) -> None:
    """Writes an organisation's list into a node's own MSP directory; the node goes by it from its next start."""
    (directory / "crls").mkdir(exist_ok=True)
    write_public(directory / "crls" / "crl.pem", revocation_list)


def _node_ous() -> str:
    lines = ["NodeOUs:", "  Enable: true"]
    for role in ROLES:
        lines += [f"  {role.capitalize()}OUIdentifier:", "    Certificate: cacerts/ca.pem", f"    OrganizationalUnitIdentifier: {role}"]
    return "\n".join(lines) + "\n"
