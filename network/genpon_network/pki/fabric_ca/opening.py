"""An organisation's authorities at its Fabric CA server, opened by whoever holds the server's home directory."""

from pathlib import Path

from genpon_network.pki.fabric_ca.authority import FabricAuthority, KnownAuthority, Registrar
from genpon_network.pki.fabric_ca.client import FabricCa
from genpon_network.pki.fabric_ca.home import MEMBERS_AUTHORITY, TLS_AUTHORITY, CaHome
from genpon_network.pki.protocol import Authorities


def fabric_authorities(home: CaHome, host: str, port: int, registrars: Path, domain: str) -> Authorities:
    """Opens them; nothing is asked yet.

    Args:
        home: the server's home directory, for the registrars' secrets and the authorities' certificates.
        host: where the server answers; its TLS certificate must name it.
        port: on which port.
        registrars: where the registrars' certificates and keys are kept, one directory for each authority.
        domain: the organisation's domain.
    """
    tls_ca = home.tls_certificate_pem

    def opened(name: str, profile: str, certificate_pem: bytes) -> FabricAuthority:
        ca = FabricCa.at(host, port, tls_ca, authority=name, profile=profile)
        known = KnownAuthority(ca, certificate_pem)
        return FabricAuthority(ca, certificate_pem, Registrar(known, registrars / name, home.registrar_secret(name), domain))

    return Authorities(domain, opened(MEMBERS_AUTHORITY, "", home.certificate_pem), opened(TLS_AUTHORITY, "tls", tls_ca))
