"""What each act of a certificate says. There is no field that could hold anything about a subject; unknown fields are refused."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from genpon_core.certificates.accreditations import MAX_PATH
from genpon_core.certificates.scopes import Municipality
from genpon_core.certificates.types import Retention, Subject
from genpon_core.contracts.contents import Reason
from genpon_core.models import Code, Digest, Moment, Strict

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class Source(Strict):
    """The contract that a performance record is minted from, and what of it: award, completion, or a correction of an earlier record."""

    contract: str
    kind: Literal["award", "completion", "correction"]


class Issue(Strict):
    """Content of `issue`: a batch, as one root.

    Attributes:
        type: the certificate type's name.
        schema_digest: the revision of the type.
        subject: whom the type is about; the revision says so too.
        retention: the revision's rule.
        root: root of the Merkle tree (RFC 6962) over the credentials, each under a salt of its own.
        count: how many there are.
        valid_from: they hold from then.
        valid_until: they hold until before then.
        path: the accreditations by which the issuer may, its own first.
        territory: for which municipality they are issued: the issuer's own, or the one that delegated.
        source: the contract, for performance records.
    """

    type: _Name
    schema_digest: Digest
    subject: Subject
    retention: Retention
    root: Digest
    count: Annotated[int, Field(ge=1)]
    valid_from: Moment
    valid_until: Moment
    path: Annotated[list[str], Field(min_length=1, max_length=MAX_PATH)]
    territory: Municipality
    source: Source | None


class Suspend(Strict):
    """Content of `suspend`: why; the text travels apart, and for natural persons there is neither code nor text."""

    reason: Reason | None


class Reinstate(Strict):
    """Content of `reinstate`: nothing; it answers the suspension that it ends, so that one which was kept back ends no later one."""


class Revoke(Strict):
    """Content of `revoke`: from when, never from the past, and why."""

    at: Moment
    reason: Reason | None


class Supersede(Strict):
    """Content of `supersede`: the certificate or batch that stands in this one's place."""

    by: str


class Dispose(Strict):
    """Content of `dispose`: the salts are destroyed, by the type's retention rule."""

    rule: Code


CONTENT: dict[str, type[Strict]] = {
    "issue": Issue,
    "suspend": Suspend,
    "reinstate": Reinstate,
    "revoke": Revoke,
    "supersede": Supersede,
    "dispose": Dispose,
}

ANSWERING = frozenset({"reinstate"})

REASONS = {
    "suspend": ("under_review", "requested", "other"),
    "revoke": ("mistake", "requirements_not_met", "misuse", "subject_ceased", "other"),
}
"""Reason codes for certificates of organisations."""
