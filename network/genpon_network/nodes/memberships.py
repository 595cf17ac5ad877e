"""A membership: what a municipality gives to the others before their network exists; all of it is public.

```python
membership = read_membership(path.read_bytes(), name=str(path))
membership.check(consortium)
```

It is the public half of what `genpon_network.nodes.municipalities` makes: CAs, the orderer's certificates, and the administrator keys that
the charter will name.
"""

from typing import Annotated, Literal

from cryptography import x509
from pydantic import Field

from genpon_core import canonical
from genpon_core.errors import Refusal
from genpon_core.models import Bytes, Digest, Strict, read
from genpon_network.errors import NetworkError
from genpon_network.topology import Consortium, Municipality

MAX_BYTES = 256 << 10


class OrdererCertificates(Strict):
    """An orderer's certificates, PEM: the one that it signs blocks with, and TLS's."""

    identity: str
    tls: str


class Membership(Strict):
    """A municipality's public part of a network.

    Attributes:
        consortium: the digest of the description that it was made for.
        name: the municipality's name there.
        ca: its enrolment CA's certificate, PEM.
        tls_ca: its TLS CA's certificate, PEM.
        orderer: its orderer's certificates; None if it runs none.
        administrators: the SubjectPublicKeyInfo (DER) of its two administrator keys.
    """

    format: Literal[1] = 1
    consortium: Digest
    name: str
    ca: str
    tls_ca: str
    orderer: OrdererCertificates | None
    administrators: Annotated[list[Bytes], Field(min_length=2, max_length=2)]

    def to_bytes(self) -> bytes:
        """The membership as JSON text."""
        return canonical.encode(self.model_dump()) + b"\n"

    def check(self, consortium: Consortium) -> Municipality:
        """Checks that it was made for a description; returns the municipality there.

        Raises:
            NetworkError: if it was made for another one, or its certificates are none.
        """
        if self.consortium != consortium.digest:
            raise NetworkError(
                "{name}'s membership was made for another consortium file; all municipalities use the same one", name=self.name
            )
        found = [municipality for municipality in consortium.municipalities if municipality.name == self.name]
        if not found or (self.orderer is not None) != found[0].orderer:
            raise NetworkError("{name}'s membership does not fit the consortium file; make it again", name=self.name)
        for pem in (self.ca, self.tls_ca, *((self.orderer.identity, self.orderer.tls) if self.orderer else ())):
            try:
                x509.load_pem_x509_certificate(pem.encode())
            except ValueError:
                raise NetworkError("{name}'s membership holds a certificate that is none; make it again", name=self.name) from None
        return found[0]


def read_membership(data: bytes, *, name: str) -> Membership:
    """A membership from its JSON.

    Args:
        data: the JSON.
        name: of the file, for errors.

    Raises:
        NetworkError: if it is none.
    """
    try:
        return read(Membership, canonical.decode(data.strip(), limit=MAX_BYTES), where="membership")
    except Refusal as refusal:
        raise NetworkError(
            "{name} is no membership ({refusal}); it is what a municipality's `membership` command prints", name=name, refusal=refusal
        ) from None
