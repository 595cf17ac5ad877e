"""What an accreditation reaches: certificate types and territories. Along a chain of accreditations it only narrows.

A territory is `*` (everywhere), a prefecture's two digits (`42`), or a municipality's local government code (`422011`).

>>> Scope(("*",), ("42",)).covers(Scope(("tax_clearance",), ("422011",)))
True
"""

from dataclasses import dataclass

ALL = "*"
_PREFECTURE_DIGITS = 2


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
