"""An organisation's two certification authorities, for enrolment and for TLS, and what they issue.

```python
authority = OrganisationAuthority.create(msp_id="NagasakiMSP", domain="nagasaki.example", now=datetime.now(UTC))
officer = authority.issue("u-3f9c", "client")
peer_tls = authority.issue_tls("peer0", ["localhost", "127.0.0.1"])
authority.write(Path("crypto/nagasaki"))
```

Keys are P-256. Roles are NodeOUs (Fabric documentation, "Membership Service Provider (MSP)", "Identity classification"): the role is the
subject's organisational unit. A subject's common name is an opaque id, never a person's name: certificates of members stand on the ledger.
Certificates carry low-S signatures, since an MSP rewrites the others and then compares what it rewrote.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from genpon_network.files import write_public
from genpon_network.pki.protocol import ROLES, Role
from genpon_network.x509_issuing import Enrolment, Extensions, general_names, issue_certificate, key_usage, self_signed, subject

CA_VALIDITY = timedelta(days=3653)
VALIDITY = timedelta(days=731)
ATTRIBUTES = x509.ObjectIdentifier("1.2.3.4.5.6.7.8.1")
"""The extension that holds a member's attributes (Fabric CA documentation, "Attribute-Based Access Control")."""


@dataclass(frozen=True, slots=True)
class OrganisationAuthority:
    """An organisation's enrolment CA and TLS CA.

    Attributes:
        msp_id: the organisation's name in the channel.
        domain: its domain; only a label in subjects.
        now: the time that validity starts from (minus `BACKDATED`, for clocks that are behind).
        ca: the enrolment CA's own certificate and key.
        tls_ca: the TLS CA's own certificate and key.
    """

    msp_id: str
    domain: str
    now: datetime
    ca: Enrolment
    tls_ca: Enrolment

    @classmethod
    def create(cls, *, msp_id: str, domain: str, now: datetime, validity: timedelta = CA_VALIDITY) -> "OrganisationAuthority":
        """New authorities with fresh keys.

        Args:
            msp_id: the organisation's name in the channel.
            domain: the organisation's domain.
            now: the current time, with a time zone.
            validity: how long the two CA certificates last from `now`.
        """
        ca = self_signed(f"ca.{domain}", domain, now, validity)
        tls_ca = self_signed(f"tlsca.{domain}", domain, now, validity)
        return cls(msp_id, domain, now, ca, tls_ca)

    @property
    def ca_pem(self) -> bytes:
        """The enrolment CA's certificate."""
        return self.ca.certificate_pem

    @property
    def tls_ca_pem(self) -> bytes:
        """The TLS CA's certificate."""
        return self.tls_ca.certificate_pem

    def issue(
        self,
        common_name: str,
        role: Role,
        *,
        validity: timedelta = VALIDITY,
        now: datetime | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> Enrolment:
        """Enrols a member.

        Args:
            common_name: an opaque id.
            role: the NodeOU role.
            validity: how long the certificate lasts, at most as long as the CA's.
            now: the time validity starts from; the authority's own by default.
            attributes: what chaincode may ask the member's certificate for, as Fabric CA writes it; none by default.

        Raises:
            ValueError: for an unknown role.
        """
        if role not in ROLES:
            raise ValueError(f"role {role!r} is unknown; it is one of {', '.join(ROLES)}")
        extensions = member_extensions(attributes or {})
        return issue_certificate(self.ca, subject(common_name, self.domain, role), now or self.now, validity, extensions)

    def issue_tls(
        self, common_name: str, hosts: Sequence[str], *, validity: timedelta = VALIDITY, now: datetime | None = None
    ) -> Enrolment:
        """Issues a TLS certificate for servers and clients.

        Args:
            common_name: a label.
            hosts: host names and IP addresses that the server is reached by.
            validity: how long the certificate lasts, at most as long as the CA's.
            now: the time validity starts from; the authority's own by default.

        Raises:
            ValueError: if no host is given.
        """
        if not hosts:
            raise ValueError("a TLS certificate needs at least one host name or address")
        extensions = tls_extensions(general_names(hosts))
        return issue_certificate(self.tls_ca, subject(common_name, self.domain), now or self.now, validity, extensions)

    def write(self, directory: Path) -> None:
        """Writes `organisation.json`, `ca/` and `tlsca/` into a directory, private keys with mode 0600."""
        self.ca.write(directory / "ca")
        self.tls_ca.write(directory / "tlsca")
        facts = {"msp_id": self.msp_id, "domain": self.domain, "now": self.now.isoformat()}
        write_public(directory / "organisation.json", json.dumps(facts, indent=2).encode() + b"\n")

    @classmethod
    def read(cls, directory: Path, *, now: datetime | None = None) -> "OrganisationAuthority":
        """Reads what `write` wrote; `now`, where given, becomes the time that new certificates start from.

        Raises:
            OSError: if a file is missing.
            ValueError: if `organisation.json` is damaged.
        """
        try:
            facts = json.loads((directory / "organisation.json").read_bytes())
            msp_id, domain, created = facts["msp_id"], facts["domain"], datetime.fromisoformat(facts["now"])
        except (KeyError, TypeError, ValueError):
            raise ValueError(f"{directory / 'organisation.json'} is damaged; it needs msp_id, domain and now") from None
        return cls(msp_id, domain, now or created, Enrolment.read(directory / "ca"), Enrolment.read(directory / "tlsca"))


def member_extensions(attributes: Mapping[str, str]) -> Extensions:
    """What a member's certificate has besides what every certificate has; attributes as Fabric CA writes them."""
    extensions: list[tuple[x509.ExtensionType, bool]] = [(key_usage(digital_signature=True), True)]
    if attributes:
        written = json.dumps({"attrs": dict(attributes)}).encode()
        extensions.append((x509.UnrecognizedExtension(ATTRIBUTES, written), False))
    return extensions


def tls_extensions(names: Sequence[x509.GeneralName]) -> Extensions:
    """What a TLS certificate has besides: it is good for servers and clients of these names."""
    return [
        (key_usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), False),
        (x509.SubjectAlternativeName(names), False),
    ]
