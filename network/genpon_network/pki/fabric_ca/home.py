"""The home directory of a Fabric CA server: two authorities of one organisation, and what must not be left to the server's defaults.

```
<home>/                            mode 0700
  fabric-ca-server-config.yaml     the enrolment authority `ca`, and the server
  ca-cert.pem  ca-key.pem          its certificate and key
  tls-cert.pem  tls-key.pem        the server's own TLS certificate and key, of the TLS authority
  registrar.secret                 what the registrar enrols with
  tlsca/ca.yaml                    the TLS authority `tlsca`: an authority, a database and a registrar of its own
  tlsca/ca-cert.pem  tlsca/ca-key.pem  tlsca/registrar.secret
```

The server adds its databases. Whoever reads the directory holds the organisation's keys; the registrar's secret is worth no more than they.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genpon_network.files import write_private, write_public
from genpon_network.pki.organisation import CA_VALIDITY, VALIDITY, OrganisationAuthority
from genpon_network.pki.protocol import ATTRIBUTE_PREFIX, ROLES, TLS
from genpon_network.x509_issuing import Enrolment

CONFIGURATION = "fabric-ca-server-config.yaml"
MEMBERS_AUTHORITY = "ca"
TLS_AUTHORITY = "tlsca"
REGISTRAR = "registrar"
"""The id of the registrar, and its type: as that is no role on a channel, it is no member of any."""

_VERSION = "1.5.0"
_SECRET_FILE = "registrar.secret"  # noqa: S105 - a file's name


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens.

    Attributes:
        address: the address, `0.0.0.0` for all: only behind something that limits requests, since the server itself limits nothing.
        port: its REST interface.
        operations_port: health and metrics, for those with a certificate of the TLS authority.
        hosts: the names and addresses that it is reached by.
    """

    address: str
    port: int
    operations_port: int
    hosts: Sequence[str]


@dataclass(frozen=True, slots=True)
class CaHome:
    """A home directory."""

    directory: Path

    def make(self, organisation: OrganisationAuthority, name: str, listening: Listening, *, seen_as: Path | None = None) -> None:
        """Writes everything that the server needs before its first start.

        Args:
            organisation: the authorities' certificates and keys.
            name: the server's name in its TLS certificate.
            listening: where it listens.
            seen_as: the directory's path when the server runs, if it is another by then.
        """
        self.directory.mkdir(mode=0o700, parents=True)
        self.tls_authority.mkdir(mode=0o700)
        _write_keys(self.directory, "ca", organisation.ca)
        _write_keys(self.tls_authority, "ca", organisation.tls_ca)
        _write_keys(self.directory, "tls", organisation.issue_tls(name, listening.hosts))
        domain = organisation.domain
        members = _authority(
            MEMBERS_AUTHORITY, f"ca.{domain}", self._new_secret(self.directory), roles=ROLES, attributes=f"{ATTRIBUTE_PREFIX}*"
        )
        tls = _authority(TLS_AUTHORITY, f"tlsca.{domain}", self._new_secret(self.tls_authority), roles=(TLS,), attributes="")
        write_private(self.directory / CONFIGURATION, _yaml(members | _server(listening, seen_as or self.directory)))
        write_private(self.tls_authority / "ca.yaml", _yaml(tls))

    @property
    def tls_authority(self) -> Path:
        """The TLS authority's own directory."""
        return self.directory / TLS_AUTHORITY

    @property
    def certificate_pem(self) -> bytes:
        """The enrolment authority's certificate."""
        return (self.directory / "ca-cert.pem").read_bytes()

    @property
    def tls_certificate_pem(self) -> bytes:
        """The TLS authority's certificate."""
        return (self.tls_authority / "ca-cert.pem").read_bytes()

    @property
    def certificates(self) -> list[Path]:
        """The files of all certificates that the server itself has."""
        return [self.directory / "tls-cert.pem", self.directory / "ca-cert.pem", self.tls_authority / "ca-cert.pem"]

    @property
    def server_keys(self) -> tuple[Path, Path]:
        """The files of the server's own TLS certificate and key."""
        return self.directory / "tls-cert.pem", self.directory / "tls-key.pem"

    def registrar_secret(self, authority: str) -> str:
        """What an authority's registrar enrols with, as often as it needs."""
        directory = self.directory if authority == MEMBERS_AUTHORITY else self.tls_authority
        return (directory / _SECRET_FILE).read_text()

    def _new_secret(self, directory: Path) -> str:
        secret = secrets.token_urlsafe(32)
        write_private(directory / _SECRET_FILE, secret.encode())
        return secret


def _write_keys(directory: Path, name: str, keys: Enrolment) -> None:
    write_public(directory / f"{name}-cert.pem", keys.certificate_pem)
    write_private(directory / f"{name}-key.pem", keys.private_key_pem)


def _authority(name: str, common_name: str, secret: str, *, roles: Sequence[str], attributes: str) -> dict[str, Any]:
    server_and_client = ["server auth", "client auth"] if TLS in roles else []
    # Without a usage the server would issue leaf certificates that may sign others.
    profile = {"usage": ["digital signature", *server_and_client], "expiry": _hours(VALIDITY.total_seconds())}
    registrar = {
        "name": REGISTRAR,
        "pass": secret,
        "type": REGISTRAR,
        "affiliation": "",
        "attrs": {
            "hf.Registrar.Roles": ",".join(roles),
            "hf.Registrar.Attributes": attributes,
            "hf.Revoker": "true",
            "hf.GenCRL": "true",
            # An identity of this file without any attribute in its certificate may ask for attributes of its own choice.
            f"{ATTRIBUTE_PREFIX}registrar": "true:ecert",
        },
    }
    return {
        "version": _VERSION,
        "ca": {"name": name, "certfile": "ca-cert.pem", "keyfile": "ca-key.pem"},
        "csr": {"cn": common_name},
        # No affiliations: every part of one would become a unit of the certificate, and make an administrator of a client.
        "registry": {"maxenrollments": -1, "identities": [registrar]},
        "db": {"type": "sqlite3", "datasource": "fabric-ca-server.db"},
        "crl": {"expiry": _hours(CA_VALIDITY.total_seconds())},
        "signing": {"default": profile, "profiles": {"tls": profile}},
    }


def _server(listening: Listening, home: Path) -> dict[str, Any]:
    keys = {"certfile": "tls-cert.pem", "keyfile": "tls-key.pem"}
    # Not the names that Fabric's peers have for the same, which this server ignores; and of its paths the only one that is not taken
    # relative to its home.
    trusted = {"clientCertRequired": True, "clientCACertFiles": [str(home / TLS_AUTHORITY / "ca-cert.pem")]}
    return {
        "address": listening.address,
        "port": listening.port,
        "tls": {"enabled": True, **keys},
        "cafiles": [f"{TLS_AUTHORITY}/ca.yaml"],
        "cfg": {"identities": {"passwordattempts": 10, "allowremove": False}, "affiliations": {"allowremove": False}},
        "operations": {
            # Left out, it would listen without TLS on any port of all addresses. Unlike a peer's, its metrics are open to all without this.
            "listenAddress": f"{listening.address}:{listening.operations_port}",
            "tls": {"enabled": True, "cert": {"file": keys["certfile"]}, "key": {"file": keys["keyfile"]}, **trusted},
        },
        "metrics": {"provider": "prometheus"},
    }


def _hours(seconds: float) -> str:
    return f"{int(seconds) // 3600}h"


def _yaml(value: dict[str, Any]) -> bytes:
    # JSON is YAML, and quotes everything.
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
