"""What each act of a contract says. Unknown fields are refused, so nothing else can come onto the ledger."""

from typing import Annotated, Any, Literal

from pydantic import Field

from genpon_core.models import Bytes, Code, Day, Digest, Moment, Strict
from genpon_core.salted import SALT_SIZE


class ManifestRef(Strict):
    """The bundle that an act is about: root and number of leaves of its Merkle tree (RFC 6962)."""

    root: Digest
    size: Annotated[int, Field(ge=2)]
    hash: Literal["sha256"]


class Reason(Strict):
    """Why: a code, and the salted digest of the text, which travels apart and is never on the ledger."""

    code: Code
    digest: Digest


class Draft(Strict):
    """Content of `draft`: the bundle, the parties (the contracting department first), and whether the terms will be open or stay sealed."""

    manifest: ManifestRef
    parties: Annotated[list[str], Field(min_length=2, max_length=3)]
    terms: Literal["open", "sealed"]


class Approve(Strict):
    """Content of `approve`: the bundle that was approved internally 決裁."""

    manifest: ManifestRef


class Send(Strict):
    """Content of `send`: the bundle, and until when the request may be signed."""

    manifest: ManifestRef
    sign_by: Moment


class OpenTerms(Strict):
    """The terms, opened: their JSON, leaf 0's salt, and the leaf's inclusion proof under the manifest's root."""

    value: dict[str, Any]
    salt: Annotated[Bytes, Field(min_length=SALT_SIZE, max_length=SALT_SIZE)]
    proof: Annotated[list[Digest], Field(max_length=32)]


class Sign(Strict):
    """Content of `sign`: for which party, and the bundle; the concluding signature carries the terms if they are open."""

    party: str
    manifest: ManifestRef
    terms: OpenTerms | None = None


class Complete(Strict):
    """Content of `complete` and `correct`: that the contract was performed, as an inspector found.

    Attributes:
        completed_on: the day of completion, a date of law.
        amount: the actual amount in yen, tax included; None where the terms are sealed.
        report: the salted digest of the inspection report 検査調書, which travels apart; None where there is none.
    """

    completed_on: Day
    amount: Annotated[int, Field(ge=0, le=2**53 - 1)] | None
    report: Digest | None


class WithReason(Strict):
    """Content of `send_back` and `withdraw`."""

    reason: Reason


class PartyReason(WithReason):
    """Content of `return` and `decline`: for which party, and why."""

    party: str


CONTENT: dict[str, type[Strict]] = {
    "draft": Draft,
    "approve": Approve,
    "send_back": WithReason,
    "send": Send,
    "sign": Sign,
    "return": PartyReason,
    "decline": PartyReason,
    "withdraw": WithReason,
    "complete": Complete,
    "correct": Complete,
}
