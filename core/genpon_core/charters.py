"""The charter 参加協定書: the founding agreement of the municipalities that run a ledger together.

Its digest stands in every act. It names the members and their two administrator keys each, who endorses, the trust anchors for
counterparties' certificates, the accrediting bodies, the algorithms and the parameters: every number that a law or a city's rule could
change is here. A majority changes what it says by acts (`genpon_core.agreement`); its digest stays.
"""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from genpon_core import canonical
from genpon_core.algorithms import SIGNATURE_ALGORITHMS
from genpon_core.codes import is_local_government_code
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Bytes, Strict, read
from genpon_core.parameters import Parameters
from genpon_core.x509paths import check_anchor

MAX_CHARTER_BYTES = 4 << 20

_MspId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.-]{0,63}$")]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=100)]
BodyId = Annotated[str, StringConstraints(pattern=r"^body/[a-z][a-z0-9-]{0,31}$")]
"""`body/<name>`."""


class Name(Strict):
    """A public body's name in both languages."""

    ja: _Text
    en: _Text


class Member(Strict):
    """A municipality.

    Attributes:
        code: its local government code 団体コード.
        msp_id: its organisation on the ledger.
        name: its name.
        administrators: the SubjectPublicKeyInfo (DER) of its two administrator keys.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    msp_id: _MspId
    name: Name
    administrators: Annotated[list[Bytes], Field(min_length=2, max_length=2)]


class Endorsing(Strict):
    """The endorsing set 検証団体 and how many of it must agree."""

    members: Annotated[list[_MspId], Field(min_length=1)]
    threshold: Annotated[int, Field(ge=1)]


class Anchor(Strict):
    """A certification authority whose organisations' certificates are taken for counterparties' keys."""

    name: Name
    certificate: Bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the certificate."""
        return hashlib.sha256(self.certificate).hexdigest()


class Body(Strict):
    """An accrediting body 認定機関: the neutral body at the root, or a wide-area body (a prefecture, an alliance).

    Attributes:
        id: `body/<name>`.
        name: its name.
        keys: the SubjectPublicKeyInfo (DER) of its one or two keys.
        root: whether accreditations may begin with it.
    """

    id: BodyId
    name: Name
    keys: Annotated[list[Bytes], Field(min_length=1, max_length=2)]
    root: bool


class Charter(Strict):
    """The founding agreement."""

    format: Literal[1] = 1
    name: Name
    members: Annotated[list[Member], Field(min_length=1, max_length=100)]
    endorsing: Endorsing
    anchors: Annotated[list[Anchor], Field(max_length=200)] = Field(default_factory=list)
    bodies: Annotated[list[Body], Field(max_length=200)] = Field(default_factory=list)
    algorithms: Annotated[list[str], Field(min_length=1)] = Field(default=["ES256", "ES384", "RS256", "PS256"])
    parameters: Parameters = Field(default_factory=Parameters)

    def __hash__(self) -> int:
        return hash(self.digest)

    def to_bytes(self) -> bytes:
        """The charter's canonical JSON."""
        return canonical.encode(self.model_dump())

    @cached_property
    def digest(self) -> str:
        """The digest that stands in every act."""
        return canonical.digest(self.model_dump())

    @property
    def majority(self) -> int:
        """How many municipalities are more than half of them."""
        return len(self.members) // 2 + 1

    def member(self, code: str) -> Member:
        """The municipality with a local government code.

        Raises:
            Refusal: `charter.not_a_member`.
        """
        for member in self.members:
            if member.code == code:
                return member
        raise Refusal("charter.not_a_member", {"code": code})

    def body(self, body: str) -> Body:
        """The accrediting body with an id.

        Raises:
            Refusal: `charter.no_body`.
        """
        for known in self.bodies:
            if known.id == body:
                return known
        raise Refusal("charter.no_body", {"body": body})

    def anchor(self, digest: str) -> Anchor:
        """The trust anchor whose certificate has a SHA-256 digest.

        Raises:
            Refusal: `charter.no_anchor`.
        """
        for known in self.anchors:
            if known.digest == digest:
                return known
        raise Refusal("charter.no_anchor", {"digest": digest})


def read_charter(data: bytes) -> Charter:
    """A charter from its JSON, checked as a whole.

    Raises:
        Refusal: `json.…`, or `charter.…` for what is inconsistent.
    """
    value: Any = canonical.decode(data, limit=MAX_CHARTER_BYTES)
    charter = read(Charter, value, where="charter")
    check_charter(charter)
    return charter


def check_charter(charter: Charter) -> None:
    """Checks that codes, MSP ids, bodies, anchors and keys are distinct, every key can sign, and who endorses is a member.

    Raises:
        Refusal: `charter.…`, `certificate.…`, `key.…`, `id.local_government_code` or `algorithm.unknown`.
    """
    msp_ids = [member.msp_id for member in charter.members]
    for member in charter.members:
        if not is_local_government_code(member.code):
            raise Refusal("id.local_government_code", {"code": member.code})
    _distinct("codes", [member.code for member in charter.members])
    _distinct("msp_ids", msp_ids)
    _distinct("endorsing", charter.endorsing.members)
    _distinct("algorithms", charter.algorithms)
    if not set(charter.algorithms) <= SIGNATURE_ALGORITHMS.keys():
        raise Refusal("algorithm.unknown", {"known": " ".join(SIGNATURE_ALGORITHMS)})
    spkis = [spki for member in charter.members for spki in member.administrators] + [spki for body in charter.bodies for spki in body.keys]
    keys = [PublicKey.from_spki(spki) for spki in spkis]
    _distinct("keys", [key.fingerprint for key in keys])
    for key in keys:
        require_algorithm(key, charter.algorithms)
    _distinct("bodies", [body.id for body in charter.bodies])
    _distinct("anchors", [anchor.digest for anchor in charter.anchors])
    for anchor in charter.anchors:
        check_anchor(anchor.certificate)
    if not set(charter.endorsing.members) <= set(msp_ids):
        raise Refusal("charter.endorser_not_a_member")
    if charter.endorsing.threshold > len(charter.endorsing.members):
        raise Refusal("charter.threshold", {"threshold": charter.endorsing.threshold})


def require_algorithm(key: PublicKey, algorithms: Iterable[str]) -> None:
    """Checks that a key can sign with one of the algorithms of the agreement.

    Raises:
        Refusal: `charter.no_algorithm`.
    """
    if not any(map(key.allows, algorithms)):
        raise Refusal("charter.no_algorithm", {"key": key.fingerprint})


def _distinct(what: str, values: list[str]) -> None:
    if len(set(values)) != len(values):
        raise Refusal("charter.not_distinct", {"what": what})
