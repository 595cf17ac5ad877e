"""The verifier's side of selective disclosure: digests are replaced by what was disclosed (RFC 9901, section 7.1, steps 3 to 5).

Nothing is believed: a digest that stands twice, a disclosure that no digest means, one of the wrong kind, or one that would replace another
claim makes the whole refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from genpon_core.canonical import MAX_DEPTH, Json
from genpon_core.credentials.disclosures import Disclosure
from genpon_core.credentials.paths import RESERVED, Path
from genpon_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Unblinded:
    """A payload with what was disclosed in its place.

    Attributes:
        claims: without any trace of the digests.
        plain: the paths of claims that could not be hidden; elements of arrays are counted as the issuer wrote them.
        disclosed: what each path of a claim was disclosed by.
        hidden: how many digests remain undisclosed; decoys count too.
    """

    claims: dict[str, Json] = field(repr=False)
    plain: frozenset[Path]
    disclosed: Mapping[Path, Disclosure]
    hidden: int


def unblind(payload: Mapping[str, Json], disclosures: Iterable[Disclosure]) -> Unblinded:
    """The claims of a payload and its disclosures.

    Args:
        payload: what the issuer signed, without `_sd_alg`.
        disclosures: those that were presented.

    Raises:
        Refusal: `credential.digests`, `credential.repeated_digest`, `credential.unused_disclosure`, `credential.disclosure`,
            `credential.reserved_name`, `credential.repeated_claim` or `json.too_deep`.
    """
    by_digest: dict[str, Disclosure] = {}
    for disclosure in disclosures:
        if by_digest.setdefault(disclosure.digest, disclosure) is not disclosure:
            raise Refusal("credential.repeated_digest")
    walk = _Walk(by_digest)
    claims = walk.object(payload, ())
    if len(walk.disclosed) != len(by_digest):
        raise Refusal("credential.unused_disclosure")
    return Unblinded(claims, frozenset(walk.plain), walk.disclosed, len(walk.seen) - len(by_digest))


class _Walk:
    def __init__(self, by_digest: Mapping[str, Disclosure]) -> None:
        self._by_digest = by_digest
        self.seen: set[str] = set()
        self.plain: set[Path] = set()
        self.disclosed: dict[Path, Disclosure] = {}

    def object(self, value: Mapping[str, Json], path: Path) -> dict[str, Json]:
        claims: dict[str, Json] = {}
        for name, member in value.items():
            if name == "_sd":
                continue
            if name in RESERVED:
                raise Refusal("credential.reserved_name", {"name": name})
            claims[name] = self._plain(member, (*path, name))
        for digest in _digests(value):
            disclosure = self._find(digest)
            if disclosure is not None:
                name = _property_name(disclosure, claims)
                claims[name] = self._disclosed(disclosure, (*path, name))
        return claims

    def _value(self, value: Json, path: Path) -> Json:
        if not isinstance(value, dict | list):
            return value
        if len(path) >= MAX_DEPTH:
            raise Refusal("json.too_deep", {"limit": MAX_DEPTH})
        if isinstance(value, dict):
            return self.object(value, path)
        return [found for index, element in enumerate(value) for found in self._element(element, (*path, index))]

    def _element(self, element: Json, path: Path) -> list[Json]:
        """The element itself, or what it stands for: nothing where that is not disclosed."""
        if not isinstance(element, dict) or "..." not in element:
            return [self._plain(element, path)]
        digest = element["..."]
        if len(element) != 1 or not isinstance(digest, str):
            raise Refusal("credential.digests")
        disclosure = self._find(digest)
        if disclosure is None:
            return []
        if disclosure.name is not None:
            raise Refusal("credential.disclosure")
        return [self._disclosed(disclosure, path)]

    def _plain(self, value: Json, path: Path) -> Json:
        self.plain.add(path)
        return self._value(value, path)

    def _disclosed(self, disclosure: Disclosure, path: Path) -> Json:
        self.disclosed[path] = disclosure
        return self._value(disclosure.value, path)

    def _find(self, digest: str) -> Disclosure | None:
        if digest in self.seen:
            raise Refusal("credential.repeated_digest")
        self.seen.add(digest)
        return self._by_digest.get(digest)


def _digests(value: Mapping[str, Json]) -> list[str]:
    digests = value.get("_sd", [])
    if not isinstance(digests, list):
        raise Refusal("credential.digests")
    texts = [digest for digest in digests if isinstance(digest, str)]
    if len(texts) != len(digests):
        raise Refusal("credential.digests")
    return texts


def _property_name(disclosure: Disclosure, claims: Mapping[str, Json]) -> str:
    name = disclosure.name
    if name is None:
        raise Refusal("credential.disclosure")
    if name in RESERVED:
        raise Refusal("credential.reserved_name", {"name": name})
    if name in claims:
        raise Refusal("credential.repeated_claim")
    return name
