"""One certificate type, read from its document."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from genpon_core.canonical import decode, encode
from genpon_core.certificate_types.schemas import Place, places_of
from genpon_core.credentials.paths import ALWAYS_PLAIN, Path, Selectable, general
from genpon_core.credentials.terms import Terms
from genpon_core.errors import Refusal
from genpon_core.models import Code, Strict, read

MAX_DOCUMENT = 40 << 10
LANGUAGES = ("ja", "en")
DAY = 86400

Subject = Literal["organisation", "person"]
_Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Retention(Strict):
    rule: Code
    years: Annotated[int, Field(ge=0, le=100)]


class _Display(Strict):
    locale: Literal["ja", "en"]
    name: _Label
    description: _Label


class _ClaimDisplay(Strict):
    locale: Literal["ja", "en"]
    label: _Label


class _Value(Strict):
    ja: _Label
    en: _Label


class _Claim(Strict):
    path: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")] | None], Field(min_length=1)]
    sd: Literal["always", "never"]
    mandatory: bool
    display: list[_ClaimDisplay]
    values: Annotated[dict[str, _Value], Field(default_factory=dict)]


class _Fields(Strict):
    format: Literal[1]
    vct: str
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    revision: Annotated[int, Field(ge=1, le=9999)]
    subject: Subject
    retention: _Retention
    longest_days: Annotated[int, Field(ge=1, le=36525)]
    display: list[_Display]
    claims: Annotated[list[_Claim], Field(min_length=1)]
    claims_schema: Annotated[dict[str, Any], Field(alias="schema")]


@dataclass(frozen=True)
class Claim:
    """One claim of a type.

    Attributes:
        path: where it stands.
        selectable: whether the holder can hide it.
        mandatory: whether the issuer must state it wherever what it lies in is stated.
        labels: what people call it, by language.
        values: what people call its values where they are codes, by value and language.
    """

    path: Path
    selectable: bool
    mandatory: bool
    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class CertificateType:
    """A certificate type.

    Attributes:
        name: what it is, such as `tax_clearance`.
        revision: from 1.
        subject: whom certificates of this type are about; for a person every claim can be hidden.
        retention_rule: by which the issuer keeps, and then destroys, what ties a certificate to its subject.
        retention_years: how long by that rule after its end; the consortium's parameter.
        longest_validity: seconds from issue to expiry at most.
        names: what people call it, by language.
        claims: in the order in which people should see them.
        schema: the JSON Schema of the claims.
        digest: the type's id: SHA-256 of the document's canonical JSON.
    """

    name: str
    revision: int
    subject: Subject
    retention_rule: str
    retention_years: int
    longest_validity: int
    names: Mapping[str, str]
    claims: tuple[Claim, ...]
    schema: Mapping[str, Any]
    digest: str
    _document: bytes

    @classmethod
    def read(cls, data: bytes) -> "CertificateType":
        """A type from its document.

        Args:
            data: JSON, canonical or not.

        Raises:
            Refusal: `json.…`, `text.…`, or `schema.…` for a document that contradicts itself.
        """
        value = decode(data, limit=MAX_DOCUMENT)
        fields = read(_Fields, value, where="type")
        if fields.vct != f"urn:genpon:{fields.name}:{fields.revision}":
            raise Refusal("schema.vct", {"type": fields.name})
        document = encode(value)
        return cls(
            name=fields.name,
            revision=fields.revision,
            subject=fields.subject,
            retention_rule=fields.retention.rule,
            retention_years=fields.retention.years,
            longest_validity=fields.longest_days * DAY,
            names=_by_language([(one.locale, one.name) for one in fields.display], fields.name),
            claims=_claims(fields),
            schema=MappingProxyType(fields.claims_schema),
            digest=hashlib.sha256(document).hexdigest(),
            _document=document,
        )

    @property
    def vct(self) -> str:
        """The type's identifier in credentials."""
        return f"urn:genpon:{self.name}:{self.revision}"

    def to_bytes(self) -> bytes:
        """The document in canonical form, whose digest is the id: what registries and wallets are given."""
        return self._document

    @cached_property
    def selectable(self) -> Selectable:
        """The claims that can be hidden."""
        return Selectable.of(claim.path for claim in self.claims if claim.selectable)

    @cached_property
    def digests(self) -> int:
        """How many digests the top level of each credential has, whichever optional claims it states."""
        return sum(claim.selectable and len(claim.path) == 1 for claim in self.claims)

    def check_terms(self, terms: Terms) -> None:
        """Checks that a credential is of this type, in this very revision, and does not count longer than it may.

        Raises:
            Refusal: `schema.other_type`, `schema.other_document` or `schema.validity`.
        """
        if terms.type != self.vct:
            raise Refusal("schema.other_type", {"type": self.name})
        if terms.type_digest != self.digest:
            raise Refusal("schema.other_document", {"type": self.name})
        if terms.expires_at is None or terms.expires_at - terms.issued_at > self.longest_validity:
            raise Refusal("schema.validity", {"type": self.name, "limit_seconds": self.longest_validity})

    def check_hiding(self, plain: frozenset[Path], disclosed: Mapping[Path, object]) -> None:
        """Checks that a credential's claims can be hidden where the type says so, and nowhere else.

        Args:
            plain: paths of the claims that everybody saw.
            disclosed: paths of those that came in a disclosure.

        Raises:
            Refusal: `schema.hiding`.
        """
        can_be = {claim.path: claim.selectable for claim in self.claims}
        for paths, selectable in ((plain, False), (disclosed, True)):
            for path in paths:
                where = general(path)
                # Elements of arrays have no entry of their own: they are as plain as their array lets them be.
                if can_be.get(where, False) is not selectable:
                    raise Refusal("schema.hiding", {"type": self.name})


def _claims(fields: _Fields) -> tuple[Claim, ...]:
    places = places_of(fields.claims_schema)
    claims = tuple(_claim(one, places) for one in fields.claims)
    if len(claims) != len(places) or {claim.path for claim in claims} != places.keys():
        raise Refusal("schema.claims", {"type": fields.name})
    if fields.subject == "person" and not all(claim.selectable for claim in claims if len(claim.path) == 1):
        raise Refusal("schema.person", {"type": fields.name})
    return claims


def _claim(one: _Claim, places: Mapping[Path, Place]) -> Claim:
    path: Path = tuple(one.path)
    name = str(path[0])
    place = places.get(path)
    if place is None or name in ALWAYS_PLAIN:
        raise Refusal("schema.claim", {"claim": name})
    if one.mandatory is not place.required or (one.values and one.values.keys() != set(place.values)):
        raise Refusal("schema.claim", {"claim": name})
    labels = _by_language([(entry.locale, entry.label) for entry in one.display], name)
    values = {value: {"ja": words.ja, "en": words.en} for value, words in one.values.items()}
    return Claim(path, one.sd == "always", one.mandatory, labels, values)


def _by_language(texts: list[tuple[str, str]], name: str) -> Mapping[str, str]:
    if sorted(language for language, _ in texts) != sorted(LANGUAGES):
        raise Refusal("schema.languages", {"claim": name})
    return MappingProxyType(dict(texts))
