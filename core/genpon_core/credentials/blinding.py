"""The issuer's side of selective disclosure: claims become digests in the payload and disclosures beside it (RFC 9901, section 4.2).

Digests are sorted, so that their order says nothing of the claims'. Decoys fill an object up to a constant number of digests, so that
their number does not tell which optional claims somebody has (section 4.2.5).
"""

from dataclasses import dataclass, field

from genpon_core.canonical import Json, check
from genpon_core.credentials.disclosures import Salts, digest_of, disclose_element, disclose_property
from genpon_core.credentials.paths import RESERVED, Selectable
from genpon_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class Blinded:
    """Claims after blinding.

    Attributes:
        payload: the plain claims and the digests of the others.
        disclosures: in the order in which the claims were given, inner ones first.
    """

    payload: dict[str, Json] = field(repr=False)
    disclosures: tuple[str, ...] = field(repr=False)


def blind(claims: dict[str, Json], selectable: Selectable, salts: Salts, *, digests: int = 0) -> Blinded:
    """Hides every claim that can be hidden.

    Args:
        claims: what the issuer says of the subject.
        selectable: which claims can be hidden; paths to claims that are not there are passed over.
        salts: a fresh one goes into each disclosure.
        digests: how many the top level has at least; decoys fill it up.

    Raises:
        Refusal: `credential.reserved_name` for a claim named like a part of SD-JWT, `json.…` or `text.…` for what nobody may sign.
    """
    check(claims)
    blinder = _Blinder(salts)
    payload = blinder.blind_object(claims, selectable, digests)
    return Blinded(payload, tuple(blinder.disclosures))


class _Blinder:
    def __init__(self, salts: Salts) -> None:
        self._salts = salts
        self.disclosures: list[str] = []

    def blind_object(self, claims: dict[str, Json], place: Selectable, least: int = 0) -> dict[str, Json]:
        if not RESERVED.isdisjoint(claims):
            raise Refusal("credential.reserved_name", {"name": min(RESERVED & claims.keys())})
        plain: dict[str, Json] = {}
        digests: list[str] = []
        for name, value in claims.items():
            below = place.members.get(name, _PLAIN)
            blinded = self._blind(value, below) if isinstance(value, dict | list) else value
            if below.itself:
                digests.append(self._add(disclose_property(self._salts.next(), name, blinded)))
            else:
                plain[name] = blinded
        digests += [digest_of(self._salts.next()) for _ in range(least - len(digests))]
        if digests:
            digests.sort()
            plain["_sd"] = list(digests)
        return plain

    def _blind(self, value: Json, place: Selectable) -> Json:
        if isinstance(value, dict):
            return self.blind_object(value, place)
        if isinstance(value, list):
            elements = place.members.get(None, _PLAIN)
            return [self._element(self._blind(element, elements), hidden=elements.itself) for element in value]
        return value

    def _element(self, value: Json, *, hidden: bool) -> Json:
        return {"...": self._add(disclose_element(self._salts.next(), value))} if hidden else value

    def _add(self, disclosure: str) -> str:
        self.disclosures.append(disclosure)
        return digest_of(disclosure)


_PLAIN = Selectable()
