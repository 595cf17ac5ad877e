"""A client of Fabric CA's REST interface (version 1.5).

```python
ca = FabricCa.at("127.0.0.1", 17068, tls_ca_pem)
registrar = Enrolment(…)
ca.register(registrar, Registration("app-1", "client"), secret="…")
```

Secrets and keys go into requests and nowhere else: no error, no log and no representation holds one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from cryptography import x509

from genpon_network.errors import UsageError
from genpon_network.https import HttpsServer, tls_context
from genpon_network.pki.fabric_ca.answers import CaInfo, KnownIdentity, certificate, entries, known_identity, pem
from genpon_network.pki.fabric_ca.exchange import Exchange
from genpon_network.pki.protocol import Reason, Registration, check_id
from genpon_network.words import Message
from genpon_network.x509_issuing import BACKDATED, Enrolment

SECRET_BYTES = 72
"""What the server's bcrypt takes of a secret."""
_TIMEOUT = 30.0


class FabricCa:
    """One authority of a Fabric CA server, which may have several.

    Args:
        server: the server.
        authority: the authority's name there (`ca.name`).
        profile: the signing profile that enrolments ask for; the default one without it.
    """

    def __init__(self, server: HttpsServer, *, authority: str = "ca", profile: str = "") -> None:
        self._exchange = Exchange(server, authority)
        self._profile = profile

    @classmethod
    def at(cls, host: str, port: int, tls_ca_pem: bytes, *, authority: str = "ca", profile: str = "") -> "FabricCa":
        """The authority of a server.

        Args:
            host: where the server is; its TLS certificate must name it.
            port: on which port.
            tls_ca_pem: who vouches for the server: nobody else is believed.
            authority: the authority's name there.
            profile: the signing profile that enrolments ask for.
        """
        return cls(HttpsServer("Fabric CA", host, port, tls_context(tls_ca_pem), _TIMEOUT), authority=authority, profile=profile)

    @property
    def name(self) -> str:
        """What the server is called in messages."""
        return self._exchange.server.name

    def info(self) -> CaInfo:
        """What the authority says of itself, to anybody.

        Raises:
            NetworkError: if there is no authority of that name.
            UnreachableError: if the server does not answer.
        """
        result = self._exchange.get(Message("tell of itself"), "cainfo")
        return CaInfo(str(result.get("CAName")), pem(result.get("CAChain")), str(result.get("Version")))

    def enrol(self, identity: str, secret: str, request: bytes) -> bytes:
        """A certificate for a PEM signing request, whose common name is the identity's id.

        It is no idempotent call: a lost answer may have used the secret up.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        result = self._exchange.enrol(Message("enrol {identity}", identity=check_id(identity)), identity, secret, self._enrolment(request))
        return pem(result.get("Cert"))

    def reenrol(self, caller: Enrolment, request: bytes) -> bytes:
        """Another certificate for the owner of a valid one, which stays valid.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        result = self._exchange.send(Message("enrol the caller again"), "reenroll", self._enrolment(request), caller)
        return pem(result.get("Cert"))

    def register(self, caller: Enrolment, registration: Registration, secret: str) -> None:
        """Registers an identity without affiliation: every part of an affiliation would become a unit, `admin` for example.

        Args:
            caller: a registrar.
            registration: who.
            secret: what it will enrol with, at most 72 bytes. The server's own secrets are short, so one must be given.

        Raises:
            AlreadyRegisteredError: if there is one of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        _check_secret(secret)
        body = {
            "id": registration.id,
            "type": registration.role,
            "secret": secret,
            "max_enrollments": registration.enrolments,
            "attrs": _attributes(registration.attributes),
        }
        self._exchange.send(
            Message("register {identity} as {role}", identity=registration.id, role=registration.role), "register", body, caller
        )

    def identity(self, caller: Enrolment, identity: str) -> KnownIdentity:
        """An identity, as a registrar sees it.

        Raises:
            UnknownIdentityError: if there is none of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        return known_identity(
            self._exchange.get(Message("show {identity}", identity=check_id(identity)), f"identities/{quote(identity)}", caller=caller)
        )

    def identities(self, caller: Enrolment) -> list[KnownIdentity]:
        """All identities that a registrar may see.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        return [
            known_identity(entry)
            for entry in entries(self._exchange.get(Message("list its identities"), "identities", caller=caller), "identities")
        ]

    def modify(
        self,
        caller: Enrolment,
        identity: str,
        *,
        secret: str | None = None,
        max_enrolments: int | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> None:
        """Changes an identity; what is left out stays.

        Args:
            caller: a registrar.
            identity: its id.
            secret: what it enrols with from now on; a new one also unlocks it.
            max_enrolments: how many enrolments it is allowed in all.
            attributes: attributes to set; an empty value takes one away. Certificates change at the next enrolment.

        Raises:
            UnknownIdentityError: if there is none of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        wanted: dict[str, Any] = {
            "secret": None if secret is None else _check_secret(secret),
            "max_enrollments": max_enrolments,
            "attrs": None if attributes is None else _attributes(attributes),
        }
        body = {name: value for name, value in wanted.items() if value is not None}
        self._exchange.send(
            Message("change {identity}", identity=check_id(identity)), f"identities/{quote(identity)}", body, caller, method="PUT"
        )

    def certificates(self, caller: Enrolment, *, without_revoked: bool = False) -> list[x509.Certificate]:
        """The certificates that the authority has issued, those that are expired included.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        only = {"notrevoked": "true"} if without_revoked else {}
        result = self._exchange.get(Message("list its certificates"), "certificates", caller=caller, **only)
        return [certificate(entry) for entry in entries(result, "certs")]

    def revoke(self, caller: Enrolment, identity: str, reason: Reason = "unspecified") -> None:
        """Revokes all certificates of an identity and refuses it for good. Channels learn of it by the revocation list only.

        Raises:
            UnknownIdentityError: if there is none of that id.
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        self._exchange.send(Message("revoke {identity}", identity=check_id(identity)), "revoke", {"id": identity, "reason": reason}, caller)

    def revoke_certificate(self, caller: Enrolment, serial: int, key_identifier: bytes, reason: Reason = "unspecified") -> None:
        """Revokes one certificate.

        Args:
            caller: a revoker.
            serial: the certificate's serial number.
            key_identifier: its authority key identifier.
            reason: why.

        Raises:
            NetworkError: if the authority has not issued it, has revoked it already, or refuses.
            UnreachableError: if it does not answer.
        """
        body = {"serial": f"{serial:x}", "aki": key_identifier.hex().lstrip("0"), "reason": reason}
        self._exchange.send(Message("revoke certificate {serial:x}", serial=serial), "revoke", body, caller)

    def revocation_list(self, caller: Enrolment) -> bytes:
        """The list of what is revoked and not expired, signed now, as PEM.

        Raises:
            NetworkError: if the authority refuses.
            UnreachableError: if it does not answer.
        """
        body = {"expireafter": _rfc3339(datetime.now(UTC))}
        return pem(self._exchange.send(Message("sign its revocation list"), "gencrl", body, caller).get("CRL"))

    def _enrolment(self, request: bytes) -> dict[str, Any]:
        # Without a time the certificate would be valid from the authority's own beginning; it is a little in the past for clocks that are
        # behind. `hosts` would replace the request's own names, so it is left out.
        since = _rfc3339(datetime.now(UTC) - BACKDATED)
        return {"certificate_request": request.decode("ascii"), "profile": self._profile, "NotBefore": since}


def _check_secret(secret: str) -> str:
    if not secret or len(secret.encode()) > SECRET_BYTES:
        raise UsageError("a secret has 1 to {limit} bytes; use another", limit=SECRET_BYTES)
    return secret


def _attributes(attributes: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "value": value, "ecert": True} for name, value in attributes.items()]


def _rfc3339(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
