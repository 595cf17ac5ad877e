"""Reading a credential or a presentation of it, from anybody.

```python
credential = Credential.parse(text)
credential.check_signature(issuer_key)
credential.terms.check_time(now)
credential.claims
```

Nothing that `parse` gives counts before `check_signature`.
"""

from dataclasses import dataclass

from genpon_core.canonical import Json, decode
from genpon_core.credentials.disclosures import Disclosure
from genpon_core.credentials.issuing import HASH, TYP
from genpon_core.credentials.jws import MAX_JWT, Jws
from genpon_core.credentials.paths import ALWAYS_PLAIN
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.terms import Terms
from genpon_core.credentials.unblinding import Unblinded, unblind
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential as received.

    Attributes:
        sd_jwt: its text, taken apart.
        terms: who issued it, to which key, for how long.
        content: what is disclosed, and how.
    """

    sd_jwt: SdJwt
    terms: Terms
    content: Unblinded
    _jws: Jws

    @classmethod
    def parse(cls, text: str) -> "Credential":
        """A credential from its text.

        Raises:
            Refusal: `credential.…`, `json.…`, `text.…` or `key.…`, for whatever is malformed.
        """
        sd_jwt = SdJwt.parse(text)
        jws = Jws.parse(sd_jwt.jwt, typ=TYP)
        payload = decode(jws.payload, limit=MAX_JWT)
        if not isinstance(payload, dict):
            raise Refusal("json.field", {"field": "(all)", "problem": "dict_type"})
        if payload.pop("_sd_alg", HASH) != HASH:
            raise Refusal("credential.hash", {"expected": HASH})
        terms = Terms.from_payload(payload)
        subject = {name: value for name, value in payload.items() if name not in ALWAYS_PLAIN}
        content = unblind(subject, map(Disclosure.parse, sd_jwt.disclosures))
        for name in content.claims.keys() & ALWAYS_PLAIN:
            raise Refusal("credential.must_be_plain", {"name": name})
        return cls(sd_jwt, terms, content, jws)

    @property
    def claims(self) -> dict[str, Json]:
        """What is disclosed about the subject."""
        return self.content.claims

    @property
    def key_id(self) -> str:
        """Which of the issuer's keys signed; empty where the header does not say."""
        return self._jws.header.kid

    def check_signature(self, issuer_key: PublicKey) -> None:
        """Checks that the issuer's key signed it.

        Raises:
            Refusal: `credential.signature`.
        """
        if not self._jws.is_signed_by(issuer_key):
            raise Refusal("credential.signature")
