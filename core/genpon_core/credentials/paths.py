"""Claim paths, and the claims that are selectively disclosable by them.

A path is a list of names, of numbers for single elements of an array, and of null for all its elements (draft-ietf-oauth-sd-jwt-vc, section
on claim paths): `["address", "city"]`, `["taxes", 0]`, `["taxes", null]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from genpon_core.canonical import MAX_DEPTH
from genpon_core.errors import Refusal

Step = str | int | None
Path = tuple[Step, ...]

RESERVED = frozenset({"_sd", "_sd_alg", "..."})
"""Names that only SD-JWT itself uses (RFC 9901, sections 4.1 and 4.2)."""

ALWAYS_PLAIN = frozenset({"iss", "nbf", "exp", "iat", "cnf", "vct", "vct#integrity", "aka_vcts", "status"})
"""Claims never inside a disclosure: those of draft-ietf-oauth-sd-jwt-vc, and `iat`, which says when the issuer had to be accredited."""


def general(path: Path) -> Path:
    """The path with all elements of an array in place of single ones."""
    return tuple(None if isinstance(step, int) else step for step in path)


def is_within(path: Path, area: Path) -> bool:
    """Whether a path leads to an area's claim or to one below it; null in the area stands for every element."""
    return len(path) >= len(area) and all(
        wanted == step or (wanted is None and isinstance(step, int)) for step, wanted in zip(path, area, strict=False)
    )


@dataclass(frozen=True, slots=True)
class Selectable:
    """A place in the claims: whether it can be hidden, and the places below it.

    Attributes:
        itself: whether a disclosure of its own holds it.
        members: the places below by their name, None for the elements of an array.
    """

    itself: bool = False
    members: Mapping[Step, "Selectable"] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Selectable":
        """The places that paths lead to, each of which can be hidden.

        Raises:
            Refusal: `credential.path` for a path that is empty or too long, names a single element, or leads to a claim that must be plain.
        """
        wanted = set(paths)
        for path in wanted:
            names = [step for step in path if isinstance(step, str)]
            if not 1 <= len(path) < MAX_DEPTH or path[0] not in names or path != general(path) or RESERVED & {*names}:
                raise Refusal("credential.path")
            if path[0] in ALWAYS_PLAIN:
                raise Refusal("credential.must_be_plain", {"name": str(path[0])})
        return cls._below(wanted, ())

    @classmethod
    def _below(cls, paths: set[Path], place: Path) -> "Selectable":
        steps = {path[len(place)] for path in paths if len(path) > len(place) and path[: len(place)] == place}
        return cls(place in paths, MappingProxyType({step: cls._below(paths, (*place, step)) for step in steps}))
