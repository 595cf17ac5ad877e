"""The agreement in force: the charter, and the changes that were adopted since, as of any moment.

A change counts from its own moment on, and names the one that it replaces; so the chain of adoptions says for every moment what held, and
what was known to hold.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from genpon_core.agreement.changes import Administrators, Algorithms, Anchors, Bodies, Change, EndorsingSet, Members, NewParameters
from genpon_core.charters import Anchor, Body, Charter, Endorsing, Member, Parameters, check_charter
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read
from genpon_core.records import Chain, Record


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
    """

    digest: str
    version: str
    valid_from: int
    terms: Charter

    @classmethod
    def founding(cls, charter: Charter) -> "Agreement":
        """The charter itself, before any change."""
        return _after(charter, ())

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

    @cached_property
    def holders(self) -> dict[str, str]:
        """Whose each key is that the agreement itself names: `municipality/…` or `body/…`, by fingerprint."""
        keys = {spki: f"municipality/{member.code}" for member in self.members for spki in member.administrators}
        keys |= {spki: body.id for body in self.bodies for spki in body.keys}
        return {PublicKey.from_spki(spki).fingerprint: holder for spki, holder in keys.items()}

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
        for known in self.bodies:
            if known.id == body:
                return known
        raise Refusal("charter.no_body", {"body": body})

    def after(self, change: Change) -> "Agreement":
        """The agreement with a change.

        Raises:
            Refusal: `charter.…`, `key.…`, `id.…` or `algorithm.unknown` if it would be inconsistent.
        """
        terms = _changed(self.terms, change)
        check_charter(terms)
        return Agreement(self.digest, change.digest, change.valid_from, terms)


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


@lru_cache(maxsize=256)
def _after(charter: Charter, chain: Chain) -> Agreement:
    if not chain:
        return Agreement(charter.digest, charter.digest, 0, charter)
    return _after(charter, chain[:-1]).after(_change(chain[-1]))


@lru_cache(maxsize=1024)
def _change(record: Record) -> Change:
    return read(Adopt, record.act.statement.content).change


def _changed(terms: Charter, change: Change) -> Charter:
    content = change.content
    if isinstance(content, Members):
        members = [member for member in terms.members if member.code not in content.remove]
        return terms.model_copy(update={"members": [*members, *content.add]})
    if isinstance(content, Administrators):
        renewed = {"administrators": content.administrators}
        members = [member.model_copy(update=renewed) if member.code == content.code else member for member in terms.members]
        terms.member(content.code)
        return terms.model_copy(update={"members": members})
    if isinstance(content, Anchors):
        anchors = [anchor for anchor in terms.anchors if hashlib.sha256(anchor.certificate).hexdigest() not in content.remove]
        return terms.model_copy(update={"anchors": [*anchors, *content.add]})
    if isinstance(content, Bodies):
        bodies = [body for body in terms.bodies if body.id not in content.remove]
        return terms.model_copy(update={"bodies": [*bodies, *content.add]})
    return _replaced(terms, content)


def _replaced(terms: Charter, content: EndorsingSet | Algorithms | NewParameters) -> Charter:
    if isinstance(content, EndorsingSet):
        return terms.model_copy(update={"endorsing": content.endorsing})
    if isinstance(content, Algorithms):
        return terms.model_copy(update={"algorithms": content.algorithms})
    return terms.model_copy(update={"parameters": content.parameters})
