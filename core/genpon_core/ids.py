"""Ids of assets, signers and parties.

```
charter/<digest>                      the founding agreement
agreement/<charter's digest>          what binds all, as it was changed since
change/<digest>                       a change of it, and who approves
municipality/<code>                   a municipality's administrators, and their keys
body/<name>                           an accrediting body (a signer, not an asset)
department/<code>/<local>             a contracting entity or a department
officer/<code>/<number>               an officer, by an opaque number, never a name
counterparty/<corporate number>       a company, by its 13-digit number
counterparty/<code>/<number>          a counterparty without one, known to one municipality
key/<fingerprint>                     a public key
contract/<code>/<case number>         a contract
accreditation/<code or name>/<local>  an accreditation, by the municipality or body that grants it
type/<name>                           a certificate type
certificate/<code>/<batch>            a batch of certificates; certificate/<code>/<batch>/<index> one of them
recognition/<code>                    what a municipality recognises
```

`<code>` is the local government code 団体コード, 6 digits; `<local>` is ASCII without `/` and `~`, so that every id is a safe ledger key;
`<number>` and `<batch>` are digits and hyphens, for whoever may be a natural person is never named; and no officer's or counterparty's
number could be somebody's My Number.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from genpon_core.codes import is_corporate_number, is_individual_number, is_local_government_code
from genpon_core.errors import Refusal

_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NUMBER = re.compile(r"[0-9][0-9-]{0,31}")
_HEX = re.compile(r"[0-9a-f]{64}")
_BODY = re.compile(r"[a-z][a-z0-9-]{0,31}")
_BY_DIGEST = frozenset({"charter", "key", "agreement", "change"})
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,31}")
_INDEX = re.compile(r"0|[1-9][0-9]{0,6}")
_LOCAL_OF = {"department": _LOCAL, "contract": _LOCAL, "officer": _NUMBER, "counterparty": _NUMBER, "certificate": _NUMBER}

_OF_PERSONS = frozenset({"officer", "counterparty"})


@dataclass(frozen=True, slots=True)
class Id:
    """A parsed id.

    Attributes:
        kind: `contract`, `officer`, …
        code: the local government code, empty where the kind has none.
        local: the rest.
    """

    kind: str
    code: str
    local: str

    @property
    def owner(self) -> str:
        """Whose asset it is by its id: `municipality/…`, or `body/…` for an accreditation that a body grants."""
        return f"municipality/{self.code}" if self.code else f"body/{self.local.partition('/')[0]}"

    def __str__(self) -> str:
        return "/".join(part for part in (self.kind, self.code, self.local) if part)


@lru_cache(maxsize=4096)
def parse_id(text: str) -> Id:
    """An id from its text; each text is taken apart once, since one decision asks for the same few again and again.

    Raises:
        Refusal: `id.malformed`, `id.local_government_code`, `id.corporate_number` or `id.individual_number`.
    """
    kind, _, rest = text.partition("/")
    parts = rest.split("/")
    if kind in _BY_DIGEST and _HEX.fullmatch(rest):
        return Id(kind, "", rest)
    if kind in {"municipality", "recognition"} and len(parts) == 1:
        return Id(kind, _code(parts[0]), "")
    if kind == "body" and _BODY.fullmatch(rest):
        return Id(kind, "", rest)
    if kind == "counterparty" and len(parts) == 1:
        return Id(kind, "", _corporate_number(parts[0]))
    if kind in _LOCAL_OF and len(parts) == 2 and _LOCAL_OF[kind].fullmatch(parts[1]):
        return Id(kind, _code(parts[0]), _number(parts[1]) if kind in _OF_PERSONS else parts[1])
    certified = _certificate_id(kind, rest, parts)
    if certified is None:
        raise Refusal("id.malformed", {"id": text[:100]})
    return certified


def _certificate_id(kind: str, rest: str, parts: list[str]) -> Id | None:
    """The ids of what certificates need: types, accreditations by a body, single certificates of a batch."""
    if kind == "type" and _TYPE.fullmatch(rest):
        return Id(kind, "", rest)
    if kind == "accreditation" and len(parts) == 2 and _LOCAL.fullmatch(parts[1]):
        return Id(kind, "", rest) if _BODY.fullmatch(parts[0]) else Id(kind, _code(parts[0]), parts[1])
    if kind == "certificate" and len(parts) == 3 and _NUMBER.fullmatch(parts[1]) and _INDEX.fullmatch(parts[2]):
        return Id(kind, _code(parts[0]), f"{parts[1]}/{parts[2]}")
    return None


def batch_of(certificate: str) -> tuple[str, int | None]:
    """The batch of a certificate's id, and the certificate's index in it; None for the batch itself.

    Raises:
        Refusal: `id.…`, also for ids of other kinds.
    """
    parsed = parse_id(certificate)
    if parsed.kind != "certificate":
        raise Refusal("id.malformed", {"id": certificate[:100]})
    batch, _, index = parsed.local.partition("/")
    return f"certificate/{parsed.code}/{batch}", int(index) if index else None


def _code(text: str) -> str:
    if not is_local_government_code(text):
        raise Refusal("id.local_government_code", {"code": text[:13]})
    return text


def _number(text: str) -> str:
    if is_individual_number(text.replace("-", "")):
        raise Refusal("id.individual_number")
    return text


def _corporate_number(text: str) -> str:
    if not is_corporate_number(text):
        raise Refusal("id.corporate_number", {"number": text[:20]})
    return text
