"""Bodies, accreditations, types and issuers on a ledger in memory, for the rules of certificates.

```python
office = Office.found()                  # neutral body → alliance → Nagasaki and Toda, the type tax_clearance published
batch = office.issue()                   # a batch by Nagasaki's issuer
office.status(f"{batch.asset}/3")        # Status.VALID
```
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from genpon.act_signers import KeySigner
from genpon_core import canonical
from genpon_core.agreement.state import in_force
from genpon_core.certificates.accreditations import Accreditation, Issue, accredited_at
from genpon_core.certificates.state import Events, Standing, fold, fold_events, standing
from genpon_core.errors import Refusal
from genpon_core.ids import batch_of
from genpon_core.moments import format_time
from genpon_core.records import Record, known_at
from genpon_core.statements import Act
from tests.support.book import DEPARTMENT, NAGASAKI, TODA, Book, Cast, Person, founding, hire

DAY, YEAR = 86_400, 366 * 86_400
NEUTRAL, ALLIANCE = "body/neutral", "body/alliance"
RETENTION = {"rule": "tax_books", "years": 7}
TODAS_DEPARTMENT = f"department/{TODA}/zeimu"


def document(name: str, subject: str, revision: int = 1) -> dict[str, Any]:
    """The document of a type with one claim."""
    labels = [{"locale": "ja", "label": "日付"}, {"locale": "en", "label": "Date"}]
    return {
        "format": 1,
        "vct": f"urn:genpon:{name}:{revision}",
        "name": name,
        "revision": revision,
        "subject": subject,
        "retention": RETENTION,
        "longest_days": 3660,
        "display": [{"locale": language, "name": name, "description": name} for language in ("ja", "en")],
        "claims": [{"path": ["as_of"], "sd": "always", "mandatory": True, "display": labels}],
        "schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {"as_of": {"type": "string", "format": "date"}},
            "required": ["as_of"],
            "additionalProperties": False,
        },
    }


DOCUMENT, PERSONS = document("tax_clearance", "organisation"), document("disaster_damage", "person")
RECORD = document("performance_record", "organisation")


@dataclass
class Office:
    """A cast, the bodies, and an issuing officer in Nagasaki and in Toda."""

    cast: Cast
    bodies: dict[str, Person]
    issuers: dict[str, Person] = field(default_factory=dict)
    _numbers: int = 0

    @classmethod
    def bare(cls) -> "Office":
        """Nobody is accredited, no type is published."""
        cast = Cast.found()
        bodies = {f"body/{name}": Person(f"body/{name}", KeySigner.of(key)) for name, key in founding().bodies.items()}
        office = cls(cast, bodies)
        register = {"name": {"ja": "税務課", "en": "Taxes"}, "contracting": False}
        cast.book.submit(cast.administrators[TODA].act(cast.book, TODAS_DEPARTMENT, "register", register))
        office.issuers[NAGASAKI] = hire(cast.book, cast.administrators[NAGASAKI], "0010", "issuer", DEPARTMENT)
        office.issuers[TODA] = hire(cast.book, cast.administrators[TODA], "0010", "issuer", TODAS_DEPARTMENT)
        return office

    @classmethod
    def found(cls) -> "Office":
        """The neutral body accredits the alliance, which accredits Nagasaki and Toda; two types are published."""
        office = cls.bare()
        office.publish("tax_clearance", DOCUMENT, subject="organisation")
        office.publish("disaster_damage", PERSONS, subject="person")
        office.publish("performance_record", RECORD, subject="organisation")
        office.accredit(NEUTRAL, "1", ALLIANCE, may_accredit=True)
        for code in (NAGASAKI, TODA):
            office.accredit(ALLIANCE, code, f"municipality/{code}", path=["accreditation/neutral/1"], territories=[code])
        return office

    @property
    def book(self) -> Book:
        return self.cast.book

    def grant(self, **changes: Any) -> dict[str, Any]:
        """The content of a grant for ten years from now, everywhere, of everything."""
        window = {"valid_from": format_time(self.book.now), "valid_until": format_time(self.book.now + 10 * YEAR)}
        return {"path": [], "types": ["*"], "territories": ["*"], **window, **changes}

    def accredit(self, by: str, local: str, subject: str, *, may_accredit: bool = False, **changes: Any) -> Record:
        return self.book.submit(self.accreditation(by, local, subject, may_accredit=may_accredit, **changes))

    def accreditation(self, by: str, local: str, subject: str, *, may_accredit: bool = False, **changes: Any) -> Act:
        content = self.grant(subject=subject, may_accredit=may_accredit, **changes)
        return self.bodies[by].act(self.book, f"accreditation/{by.removeprefix('body/')}/{local}", "accredit", content)

    def delegation(self, by: str, to: str, local: str = "d1", **changes: Any) -> Act:
        content = {
            **self.grant(),
            "subject": f"municipality/{to}",
            "path": self.path(by),
            "territories": [by],
            "types": ["disaster_damage"],
            "valid_until": format_time(self.book.now + 90 * DAY),
            "reason": "disaster",
            **changes,
        }
        return self.cast.administrators[by].act(self.book, f"accreditation/{by}/{local}", "delegate", content)

    def path(self, code: str) -> list[str]:
        return [f"accreditation/alliance/{code}", "accreditation/neutral/1"]

    def publish(self, name: str, document: Mapping[str, Any], *, subject: str, by: str = NEUTRAL, **changes: Any) -> Record:
        return self.book.submit(self.publication(name, document, subject=subject, by=by, **changes))

    def publication(self, name: str, document: Mapping[str, Any], *, subject: str, by: str = NEUTRAL, **changes: Any) -> Act:
        usual = {"document": dict(document), "subject": subject, "retention": RETENTION, "longest_days": 3660}
        content = {**usual, "valid_from": format_time(self.book.now), **changes}
        return self.bodies[by].act(self.book, f"type/{name}", "publish", content)

    def batch(self, code: str = NAGASAKI, **changes: Any) -> tuple[str, dict[str, Any]]:
        """A new batch's id and the content of its issue."""
        self._numbers += 1
        usual = {
            "type": "tax_clearance",
            "schema_digest": canonical.digest(DOCUMENT),
            "subject": "organisation",
            "retention": RETENTION,
            "root": hashlib.sha256(b"root").hexdigest(),
            "count": 10,
            "valid_from": format_time(self.book.now),
            "valid_until": format_time(self.book.now + 90 * DAY),
            "path": self.path(code),
            "territory": code,
            "source": None,
        }
        return f"certificate/{code}/2026-{self._numbers:04}", {**usual, **changes}

    def issue(self, code: str = NAGASAKI, **changes: Any) -> Record:
        asset, content = self.batch(code, **changes)
        return self.book.submit(self.issuers[code].act(self.book, asset, "issue", content))

    def change(self, asset: str, act: str, content: Mapping[str, Any] | None = None, *, by: Person | None = None) -> Record:
        return self.book.submit(self.changing(asset, act, content, by=by))

    def changing(self, asset: str, act: str, content: Mapping[str, Any] | None = None, *, by: Person | None = None) -> Act:
        signer = by or self.issuers[asset.split("/")[1]]
        answers = self.suspension(asset) if act == "reinstate" else None
        return signer.act(self.book, asset, act, self.said(act) if content is None else content, answers=answers)

    def suspension(self, asset: str) -> str | None:
        """The latest suspension, which a reinstatement answers."""
        acts = [record.act for record in self.book.chains.get(asset, ()) if record.act.statement.act == "suspend"]
        return acts[-1].digest if acts else None

    def said(self, act: str) -> dict[str, Any]:
        """What an act says in good faith, about an organisation."""
        return {
            "suspend": {"reason": {"code": "under_review", "digest": "ab" * 32}},
            "reinstate": {},
            "revoke": {"at": format_time(self.book.now), "reason": {"code": "mistake", "digest": "ab" * 32}},
            "dispose": {"rule": RETENTION["rule"]},
        }[act]

    def status(self, certificate: str, *, at: int | None = None, known: int | None = None) -> Standing:
        batch_id, index = batch_of(certificate)
        known = self.book.now if known is None else known
        batch = fold(known_at(self.book.chains.get(batch_id, ()), known))
        assert batch is not None
        single = Events() if index is None else fold_events(known_at(self.book.chains.get(certificate, ()), known))
        return standing(batch, single, self.book.now if at is None else at)

    def accredited(
        self,
        code: str,
        path: list[str],
        *,
        of: str = "tax_clearance",
        territory: str | None = None,
        at: int | None = None,
        known: int = 10**11,
    ) -> tuple[Accreditation, ...] | str:
        """The path's accreditations, or the code of the reason why it is none."""
        moment = self.book.now if at is None else at
        chains = {asset: known_at(chain, known) for asset, chain in self.book.chains.items()}
        agreement = in_force(self.book.charter, chains.get(f"agreement/{self.book.charter.digest}", ()), moment)
        try:
            return accredited_at(chains, agreement, path, Issue(f"municipality/{code}", of, territory or code), moment)
        except Refusal as refusal:
            return refusal.code
