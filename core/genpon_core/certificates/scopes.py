"""What an accreditation reaches: certificate types and territories. Along a chain of accreditations it only narrows.

A territory is `*` (everywhere), a prefecture's two digits (`42`), or a municipality's local government code (`422011`).

>>> Scope(("*",), ("42",)).covers(Scope(("tax_clearance",), ("422011",)))
True
"""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from genpon_core.codes import is_local_government_code

ALL = "*"
_PREFECTURE_DIGITS = 2
_PREFECTURE = re.compile(r"0[1-9]|[1-3][0-9]|4[0-7]")


def _municipality(text: str) -> str:
    if not is_local_government_code(text):
        raise ValueError("no local government code")
    return text


def _territory(text: str) -> str:
    return text if text == ALL or _PREFECTURE.fullmatch(text) else _municipality(text)


Municipality = Annotated[str, AfterValidator(_municipality)]
"""A local government code."""

Territory = Annotated[str, AfterValidator(_territory)]
"""`*`, a prefecture's two digits, or a local government code."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Types and territories.

    Attributes:
        types: names of certificate types; `*` is all.
        territories: see the module.
    """

    types: tuple[str, ...]
    territories: tuple[str, ...]

    def covers(self, other: "Scope") -> bool:
        """Whether everything in another scope is in this one."""
        types = ALL in self.types or set(other.types) <= set(self.types)
        return types and all(any(_within(inner, outer) for outer in self.territories) for inner in other.territories)

    def includes(self, certificate_type: str, code: str) -> bool:
        """Whether certificates of a type may be issued for a municipality's territory."""
        return self.covers(Scope((certificate_type,), (code,)))


def _within(inner: str, outer: str) -> bool:
    return outer in {ALL, inner} or (len(outer) == _PREFECTURE_DIGITS and inner != ALL and inner.startswith(outer))
