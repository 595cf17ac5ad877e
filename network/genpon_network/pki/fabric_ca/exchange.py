"""One exchange with Fabric CA: a signed request in JSON, and the envelope that every answer comes in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from genpon_network.https import Answer, HttpsServer
from genpon_network.pki.fabric_ca.refusals import Call
from genpon_network.pki.fabric_ca.tokens import basic, token
from genpon_network.words import Message
from genpon_network.x509_issuing import Enrolment

PREFIX = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Asks one authority of a server.

    Attributes:
        server: the server.
        authority: the authority's name there.
    """

    server: HttpsServer
    authority: str

    def get(self, what: Message, endpoint: str, *, caller: Enrolment | None = None, **query: str) -> Mapping[str, Any]:
        """Asks for something.

        Args:
            what: what the server should do, for messages.
            endpoint: where.
            caller: who asks; anybody without it.
            query: what is asked besides the authority's name.

        Raises:
            NetworkError: if it refuses, or is no Fabric CA.
            UnreachableError: if it does not answer.
        """
        path = f"{PREFIX}{endpoint}?{urlencode({'ca': self.authority, **query})}"
        headers = {} if caller is None else {"Authorization": token(caller, "GET", path, b"")}
        return _result(Call(self.server.name, what), self.server.request("GET", path, headers=headers))

    def send(self, what: Message, endpoint: str, body: Mapping[str, Any], caller: Enrolment, *, method: str = "POST") -> Mapping[str, Any]:
        """Asks for a change, proved by a certificate.

        Raises:
            NetworkError: if it refuses, or is no Fabric CA.
            UnreachableError: if it does not answer; the change may have been made.
        """
        path, content = PREFIX + endpoint, self._json(body)
        return self._send(Call(self.server.name, what), method, path, content, token(caller, method, path, content))

    def enrol(self, what: Message, identity: str, secret: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Asks for a first certificate, proved by a secret.

        Raises:
            NetworkError: if it refuses, or is no Fabric CA.
            UnreachableError: if it does not answer; the secret may be used up.
        """
        call = Call(self.server.name, what, by_secret=True)
        return self._send(call, "POST", PREFIX + "enroll", self._json(body), basic(identity, secret))

    def _send(self, call: Call, method: str, path: str, content: bytes, proof: str) -> Mapping[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": proof}
        return _result(call, self.server.request(method, path, content, headers))

    def _json(self, body: Mapping[str, Any]) -> bytes:
        return json.dumps({**body, "caname": self.authority}).encode()


def _result(call: Call, answer: Answer) -> Mapping[str, Any]:
    try:
        envelope = json.loads(answer.content)
    except ValueError:
        raise call.broken(answer.status) from None
    if not isinstance(envelope, Mapping) or "success" not in envelope:
        raise call.broken(answer.status)
    # The status alone does not tell: a list that broke off in the middle comes with 200.
    if envelope["success"] is not True:
        raise call.refusal(answer.status, envelope.get("errors"))
    result = envelope.get("result")
    return result if isinstance(result, Mapping) else {}
