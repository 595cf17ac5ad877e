"""The municipalities that change what binds them, on a ledger in memory; and one municipality's administrators.

```python
assembly = Assembly(Cast.found())
assembly.decide(parameters(assembly.book, vouchers=1))      # proposed, approved by a majority, adopted; holds a day later
```
"""

import base64
from contextlib import suppress
from typing import Any

from genpon.act_signers import KeySigner
from genpon_core.agreement.changes import Change
from genpon_core.agreement.state import Agreement, in_force
from genpon_core.errors import Refusal
from genpon_core.models import read
from genpon_core.moments import format_time
from genpon_core.records import Record
from genpon_core.statements import Act
from tests.support.book import KAWAGUCHI, NAGASAKI, TODA, Book, Cast, Person, founding, officers_signer

DAY = 86_400
ISAHAYA = "422045"


def spki(*people: Person) -> list[str]:
    """The people's public keys, as JSON has them."""
    return [base64.b64encode(person.signer.public_key.spki).decode() for person in people]


def newcomer(code: str = ISAHAYA) -> tuple[dict[str, Any], Person]:
    """A municipality that is no member yet, as a change describes it, and its first administrator."""
    people = [Person(f"municipality/{code}", officers_signer()) for _ in range(2)]
    name = {"ja": "諫早市", "en": "Isahaya"}
    return {"code": code, "msp_id": "IsahayaMSP", "name": name, "administrators": spki(*people)}, people[0]


def members(*add: dict[str, Any], remove: tuple[str, ...] = ()) -> dict[str, Any]:
    """What changes if members come and go."""
    return {"topic": "members", "add": list(add), "remove": list(remove)}


def parameters(book: Book, **changed: int) -> dict[str, Any]:
    """What changes if the charter's parameters are these."""
    return {"topic": "parameters", "parameters": {**book.charter.parameters.model_dump(), **changed}}


class Assembly:
    """The municipalities of a cast, who change what binds them."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.book = cast, cast.book
        self.asset = f"agreement/{cast.book.charter.digest}"

    @property
    def version(self) -> str:
        return self.agreement(10**11).version

    def agreement(self, at: int | None = None) -> Agreement:
        return in_force(self.book.charter, self.book.chains.get(self.asset, ()), self.book.now if at is None else at)

    def change(self, content: dict[str, Any], *, after: int = DAY, replaces: str | None = None) -> Change:
        fields = {"replaces": replaces or self.version, "valid_from": format_time(self.book.now + after), "content": content}
        return read(Change, fields)

    def propose(self, change: Change, by: str = NAGASAKI, **options: Any) -> Record:
        return self.book.submit(self.act(by, "propose", change.asset, {"change": change.model_dump()}, **options))

    def approve(self, change: Change, *codes: str) -> None:
        for code in codes:
            self.book.submit(self.act(code, "approve", change.asset, {}, answers=self.proposal(change)))

    def adopt(self, change: Change, by: str = NAGASAKI) -> Record:
        return self.book.submit(self.act(by, "adopt", self.asset, {"change": change.model_dump()}))

    def decide(self, content: dict[str, Any], **options: Any) -> Change:
        change = self.change(content, **options)
        self.propose(change)
        self.approve(change, KAWAGUCHI, TODA)
        self.adopt(change)
        return change

    def proposal(self, change: Change) -> str:
        return self.book.chains[change.asset][0].act.digest

    def act(self, code: str, name: str, asset: str, content: Any, **options: Any) -> Act:
        return self.cast.administrators[code].act(self.book, asset, name, content, **options)

    def refused(self, act: Act) -> str:
        return self.book.refused(act)


class Keys:
    """Toda's two administrators, and a third key."""

    def __init__(self, assembly: Assembly) -> None:
        self.book, self.refused = assembly.book, assembly.refused
        self.asset = f"municipality/{TODA}"
        self.first = assembly.cast.administrators[TODA]
        self.second = Person(self.asset, KeySigner.of(founding().administrators[TODA][1]))
        self.third = Person(self.asset, officers_signer())
        self.delay = assembly.agreement().parameters.administrator_delay

    def replace(self, by: Person, old: Person, new: Person, *, after: int | None = None) -> Act:
        when = self.book.now + (self.delay if after is None else after)
        content = {"old": old.signer.public_key.fingerprint, "spki": spki(new)[0], "valid_from": format_time(when)}
        return by.act(self.book, self.asset, "replace", content)

    def works(self, person: Person) -> bool:
        act = person.act(
            self.book, f"department/{TODA}/d{len(self.book.chains)}", "register", {"name": {"ja": "課", "en": "X"}, "contracting": False}
        )
        with suppress(Refusal):
            self.book.submit(act)
            return True
        assert self.refused(act) == "key.not_the_signers"
        return False
