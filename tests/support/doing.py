"""Random acts on a ledger in memory, by all who may and some who may not: what a property must hold after, whatever was let in.

```python
doing = Doing()
for step in steps:                # numbers from hypothesis
    doing.step(*step)
doing.office.book.chains
```
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from genpon.errors import Refused
from genpon_core import canonical
from genpon_core.certificates.accreditations import fold
from genpon_core.errors import Refusal
from genpon_core.moments import format_time
from tests.support.assembly import Assembly, Keys, members, newcomer, parameters
from tests.support.book import KAWAGUCHI, NAGASAKI, OMURA, TODA, Book, Person, present
from tests.support.certifying import ALLIANCE, DAY, DOCUMENT, NEUTRAL, Office, document

CODES = (NAGASAKI, KAWAGUCHI, TODA, OMURA)
LATER = (-DAY, 0, 1, DAY, 3 * DAY, 9 * DAY)
TYPES = (["*"], ["tax_clearance"], ["tax_clearance", "income"])
TERRITORIES = (["*"], ["42"], [NAGASAKI], [TODA], [NAGASAKI, OMURA])
_STEP = st.tuples(st.sampled_from(range(16)), st.sampled_from(range(10_000)), st.sampled_from((0, 1, DAY // 2, DAY, 8 * DAY)))
STEPS = st.lists(_STEP, min_size=12, max_size=30)
"""Which act, its details, and how many seconds pass before it."""


@cache
def _founded() -> Office:
    office = Office.found()
    for code in (NAGASAKI, TODA):
        office.issue(code, count=3)
    return office


def _office() -> Office:
    """An office of its own, founded once for all."""
    office = _founded()
    book = Book(office.book.charter, now=office.book.now)
    book.chains = dict(office.book.chains)
    cast = replace(office.cast, book=book, administrators=dict(office.cast.administrators))
    return replace(office, cast=cast, issuers=dict(office.issuers))


class Doing:
    """An office whose people do what numbers say."""

    def __init__(self) -> None:
        self.office = _office()
        self.assembly = Assembly(self.office.cast)
        self.keys = Keys(self.assembly)
        self.number = 0
        self._acts: tuple[Callable[[], object], ...] = (
            self.accredit,
            self.accredit,
            self.delegate,
            self.revoke_accreditation,
            self.publish,
            self.retire,
            self.issue,
            self.issue,
            self.change_status,
            self.change_status,
            self.change_status,
            self.recognise,
            self.end_recognition,
            self.administrators,
            self.agree,
            self.assign,
        )
        self._details = 0

    def step(self, act: int, details: int, seconds: int) -> bool:
        """One act; tells whether it was taken."""
        self.office.book.now += seconds
        self.number += 1
        self._details = details
        with suppress(Refusal, Refused):
            return self._acts[act]() is not None
        return False

    def pick(self, values: Any) -> Any:
        """One of some values, as the details say."""
        chosen = sorted(values) if isinstance(values, Mapping | set) else list(values)
        self._details, which = divmod(self._details, max(len(chosen), 1))
        if not chosen:
            raise Refusal("act.unknown")
        return chosen[which]

    def when(self) -> str:
        """A moment from a day ago on."""
        return format_time(self.office.book.now + self.pick(LATER))

    def existing(self, kind: str) -> str:
        """The id of an asset of a kind."""
        return str(self.pick([asset for asset in self.office.book.chains if asset.startswith(f"{kind}/")]))

    def accredit(self) -> object:
        by = self.pick((NEUTRAL, ALLIANCE))
        subject = self.pick((ALLIANCE, NEUTRAL, *(f"municipality/{code}" for code in CODES)))
        return self.office.accredit(by, f"x{self.number}", subject, **self._grant(by), may_accredit=self.pick((True, False)))

    def delegate(self) -> object:
        by = self.pick((NAGASAKI, TODA))
        grant = self._grant(f"municipality/{by}")
        return self.office.book.submit(self.office.delegation(by, self.pick(CODES), f"d{self.number}", **grant))

    def _grant(self, by: str) -> dict[str, Any]:
        states = [fold(chain) for asset, chain in self.office.book.chains.items() if asset.startswith("accreditation/")]
        own = [[state.id, *state.path] for state in states if state is not None and state.subject == by]
        path = self.pick([*own, []] if by == NEUTRAL else own or [[]])
        window = {"valid_from": self.when(), "valid_until": format_time(self.office.book.now + self.pick((5, 40, 90)) * DAY)}
        return {"path": path, "types": self.pick(TYPES), "territories": self.pick(TERRITORIES), **window}

    def revoke_accreditation(self) -> object:
        asset = self.existing("accreditation")
        owner = asset.split("/")[1]
        by = self.office.cast.administrators[owner] if owner.isdigit() else self.office.bodies[f"body/{owner}"]
        return self.office.book.submit(by.act(self.office.book, asset, "revoke", {"at": self.when(), "reason": "other"}))

    def publish(self) -> object:
        revision = document("tax_clearance", "organisation", self.number + 1)
        return self.office.publish("tax_clearance", revision, subject="organisation", valid_from=self.when())

    def retire(self) -> object:
        act = self.office.bodies[NEUTRAL].act(self.office.book, "type/tax_clearance", "retire", {"at": self.when()})
        return self.office.book.submit(act)

    def issue(self) -> object:
        code = self.pick((NAGASAKI, TODA))
        digest = self.pick({canonical.digest(DOCUMENT), self._latest()})
        return self.office.issue(code, schema_digest=digest, count=3, valid_from=self.when())

    def _latest(self) -> str:
        published = self.office.book.chains["type/tax_clearance"]
        documents = [record.act.statement.content["document"] for record in published if record.act.statement.act == "publish"]
        return canonical.digest(documents[-1])

    def change_status(self) -> object:
        certificate = self.existing("certificate").rsplit("/", 1)
        batch = "/".join(certificate) if certificate[0].count("/") == 1 else certificate[0]
        asset = batch + self.pick(("", "/0", "/1"))
        act = self.pick(("suspend", "suspend", "reinstate", "revoke", "supersede"))
        if act == "supersede":
            return self.office.change(asset, act, {"by": self.existing("certificate")})
        content = {**self.office.said(act), **({"at": self.when()} if act == "revoke" else {})}
        return self.office.change(asset, act, content)

    def recognise(self) -> object:
        content = {"type": self.pick(("*", "tax_clearance")), "of": self.pick((ALLIANCE, NEUTRAL)), "valid_from": self.when()}
        return self._administrator(f"recognition/{TODA}", "recognise", content)

    def end_recognition(self) -> object:
        begun = self.office.book.chains.get(f"recognition/{TODA}", ())
        answers = self.pick([record.act.digest for record in begun if record.act.statement.act == "recognise"])
        return self._administrator(f"recognition/{TODA}", "end", {"at": self.when()}, answers=answers)

    def _administrator(self, asset: str, name: str, content: dict[str, Any], **options: Any) -> object:
        return self.office.book.submit(self.keys.first.act(self.office.book, asset, name, content, **options))

    def administrators(self) -> object:
        keys = self.keys
        if self.pick((True, False)):
            with suppress(Refusal):
                present(keys.book, keys.third)
            by, old, new = self.pick([(keys.first, keys.second, keys.third), (keys.third, keys.first, keys.second)])
            return keys.book.submit(keys.replace(by, old, new))
        replacements = [record for record in keys.book.chains.get(keys.asset, ()) if record.act.statement.act == "replace"]
        answers = self.pick([record.act.digest for record in replacements])
        return keys.book.submit(self.pick([keys.first, keys.second]).act(keys.book, keys.asset, "object", {}, answers=answers))

    def agree(self) -> object:
        """A change, approved by some of those who may and some who may not, and adopted if that is enough."""
        book, assembly = self.office.book, self.assembly
        described, administrator = newcomer("422045")
        leaving = [member.code for member in assembly.agreement(10**11).members if member.code not in {NAGASAKI, KAWAGUCHI}]
        body = book.charter.body(ALLIANCE).model_dump()
        content = self.pick(
            [
                parameters(book, vouchers=self.pick((1, 2, 3)), clock_stale=self.pick((600, 7200))),
                members(described),
                members(remove=tuple(leaving[:1])),
                {"topic": "bodies", "add": [], "remove": [ALLIANCE]},
                {"topic": "bodies", "add": [body], "remove": []},
                {"topic": "endorsing", "endorsing": {"members": ["NagasakiMSP", "KawaguchiMSP"], "threshold": 1}},
                {"topic": "administrators", "code": TODA, "administrators": self._two()},
            ]
        )
        change = assembly.change(content, after=self.pick((1, DAY, 5 * DAY)))
        assembly.propose(change)
        self.office.cast.administrators.setdefault("422045", administrator)
        for code in (KAWAGUCHI, TODA, OMURA, "422045"):
            if self.pick((True, True, False)):
                with suppress(Refusal, Refused):
                    assembly.approve(change, code)
        return assembly.adopt(change)

    def _two(self) -> list[str]:
        given = self.office.book.charter.member(TODA).model_dump()["administrators"]
        return [str(key) for key in given]

    def assign(self) -> object:
        officer = Person(f"officer/{NAGASAKI}/0003", self.office.cast.head.signer)
        chain = self.office.book.chains[officer.id]
        names = [record.act.statement.content["assignment"] for record in chain if record.act.statement.act == "assign"]
        if self.pick((True, False)):
            content: dict[str, Any] = {"assignment": self.pick(names), "at": self.when()}
            return self._by(NAGASAKI, officer.id, "relieve", content)
        window = {"valid_from": self.when(), "valid_until": self.pick((None, self.when()))}
        content = {"assignment": f"a{self.number}", "role": "head", "department": f"department/{NAGASAKI}/keiyaku", **window}
        return self._by(NAGASAKI, officer.id, "assign", content)

    def _by(self, code: str, asset: str, name: str, content: dict[str, Any]) -> object:
        return self.office.book.submit(self.office.cast.administrators[code].act(self.office.book, asset, name, content))
