"""Who takes part in a channel: organisations and consenters, as the channel's configuration names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A host and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation's definition.

    Attributes:
        msp_id: its name in the channel, also the name of its groups.
        ca_pem: its enrolment CA's certificate.
        tls_ca_pem: its TLS CA's certificate.
        anchor_peers: where other organisations' peers find its own.
        orderers: where its orderers are reached; empty if it runs none.
        revocation_lists: PEM lists of revoked certificates.
    """

    msp_id: str
    ca_pem: bytes
    tls_ca_pem: bytes
    anchor_peers: tuple[Endpoint, ...] = ()
    orderers: tuple[Endpoint, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Consenter:
    """An orderer that takes part in consensus.

    Attributes:
        number: its id in BFT, from 1.
        endpoint: where the other orderers reach it.
        msp_id: its organisation.
        identity_pem: the certificate that it signs blocks with.
        tls_pem: its TLS certificate, used as server and as client.
    """

    number: int
    endpoint: Endpoint
    msp_id: str
    identity_pem: bytes
    tls_pem: bytes
