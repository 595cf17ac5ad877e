"""The agreement in force: the charter, and the changes that were adopted since, as of any moment.

A change counts from its own moment on, and names the one that it replaces; so the chain of adoptions says for every moment what held, and
what was known to hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from genpon_core.agreement.changes import Administrators, Algorithms, Anchors, Bodies, Change, EndorsingSet, Members, NewParameters
from genpon_core.charters import Anchor, Body, Charter, Endorsing, Member, check_charter
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, make, read
from genpon_core.parameters import Parameters
from genpon_core.records import Chain, Record

_STEPS = 100


class Adopt(Strict):
    """Content of `adopt`: the change that a majority has approved."""

    change: Change


@dataclass(frozen=True)
class Agreement:
    """What binds all at a moment.

    Attributes:
        digest: the charter's, which every act names for ever.
        version: digest of the latest change in it, the charter's before the first.
        valid_from: since when that version holds, seconds since 1970 UTC; 0 for the charter itself.
        terms: the founding agreement as it reads with all changes.
        holders: whose each key is that any version ever named: `municipality/…` or `body/…`, by fingerprint.
        named_since: since when a municipality's administrators are those that the terms name, by its code; 0 where they are the charter's.
    """

    digest: str
    version: str
    valid_from: int
    terms: Charter
    holders: Mapping[str, str]
    named_since: Mapping[str, int]

    @classmethod
    def founding(cls, charter: Charter) -> "Agreement":
        """The charter itself, before any change."""
        return cls(charter.digest, charter.digest, 0, charter, _holders(charter), {})

    @property
    def members(self) -> list[Member]:
        """The municipalities."""
        return self.terms.members

    @property
    def endorsing(self) -> Endorsing:
        """The endorsing set."""
        return self.terms.endorsing

    @property
    def anchors(self) -> list[Anchor]:
        """The trust anchors."""
        return self.terms.anchors

    @property
    def algorithms(self) -> list[str]:
        """The signature algorithms that acts may use."""
        return self.terms.algorithms

    @property
    def bodies(self) -> list[Body]:
        """The accrediting bodies."""
        return self.terms.bodies

    @property
    def parameters(self) -> Parameters:
        """The agreement's numbers."""
        return self.terms.parameters

    @property
    def majority(self) -> int:
        """How many municipalities are more than half of them."""
        return self.terms.majority

    def member(self, code: str) -> Member:
        """The municipality with a local government code.

        Raises:
            Refusal: `charter.not_a_member`.
        """
        return self.terms.member(code)

    def body(self, body: str) -> Body:
        """The accrediting body with an id.

        Raises:
            Refusal: `charter.no_body`.
        """
        return self.terms.body(body)

    def after(self, change: Change) -> "Agreement":
        """The agreement with a change.

        Raises:
            Refusal: `charter.…`, `certificate.…`, `key.…`, `id.…`, `algorithm.unknown` or `json.field` if it would be inconsistent.
        """
        terms = _changed(self.terms, change)
        check_charter(terms)
        holders = _holders(terms)
        for fingerprint, holder in holders.items():
            if self.holders.get(fingerprint, holder) != holder:
                raise Refusal("key.belongs_to", {"key": fingerprint, "subject": self.holders[fingerprint]})
        named_since = {**self.named_since, **dict.fromkeys(change.renamed, change.valid_from)}
        return Agreement(self.digest, change.digest, change.valid_from, terms, {**self.holders, **holders}, named_since)


def in_force(charter: Charter, chain: Chain, at: int) -> Agreement:
    """What holds at a moment.

    Args:
        charter: the founding agreement.
        chain: the adoptions, `agreement/<charter's digest>`; cut with `records.known_at` for what was known on an earlier day.
        at: seconds since 1970 UTC.
    """
    return _after(charter, tuple(record for record in chain if _change(record).valid_from <= at))


def adopted(charter: Charter, chain: Chain) -> Agreement:
    """What will hold when all changes that were adopted do: what the next one replaces."""
    return _after(charter, chain)


def _after(charter: Charter, chain: Chain) -> Agreement:
    # Each step asks for the one before it; some are made beforehand, so that no chain is longer than the stack is deep.
    for length in range(0, len(chain), _STEPS):
        _step(charter, chain[:length])
    return _step(charter, chain)


@lru_cache(maxsize=256)
def _step(charter: Charter, chain: Chain) -> Agreement:
    if not chain:
        return Agreement.founding(charter)
    return _step(charter, chain[:-1]).after(_change(chain[-1]))


@lru_cache(maxsize=1024)
def _change(record: Record) -> Change:
    return read(Adopt, record.act.statement.content).change


def _holders(terms: Charter) -> dict[str, str]:
    keys = {spki: f"municipality/{member.code}" for member in terms.members for spki in member.administrators}
    keys |= {spki: body.id for body in terms.bodies for spki in body.keys}
    return {PublicKey.from_spki(spki).fingerprint: holder for spki, holder in keys.items()}


def _changed(terms: Charter, change: Change) -> Charter:
    """The terms with a change; what is to be removed must be there, for who approves its removal believes so."""
    content = change.content
    if isinstance(content, Members):
        gone = [terms.member(code) for code in content.remove]
        return _renewed(terms, members=[*(member for member in terms.members if member not in gone), *content.add])
    if isinstance(content, Administrators):
        changed, renewed = terms.member(content.code), {"administrators": content.administrators}
        return _renewed(terms, members=[member.model_copy(update=renewed) if member is changed else member for member in terms.members])
    if isinstance(content, Anchors):
        lost = [terms.anchor(digest) for digest in content.remove]
        return _renewed(terms, anchors=[*(anchor for anchor in terms.anchors if anchor not in lost), *content.add])
    if isinstance(content, Bodies):
        ended = [terms.body(body) for body in content.remove]
        return _renewed(terms, bodies=[*(body for body in terms.bodies if body not in ended), *content.add])
    return _replaced(terms, content)


def _replaced(terms: Charter, content: EndorsingSet | Algorithms | NewParameters) -> Charter:
    if isinstance(content, EndorsingSet):
        return _renewed(terms, endorsing=content.endorsing)
    if isinstance(content, Algorithms):
        return _renewed(terms, algorithms=content.algorithms)
    return _renewed(terms, parameters=content.parameters)


def _renewed(terms: Charter, **changed: Any) -> Charter:
    """Other terms, within the limits of a charter."""
    return make(Charter, where="charter", **{name: getattr(terms, name) for name in Charter.model_fields} | changed)
