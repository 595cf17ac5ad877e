"""The verdict on a presentation: four questions, each answered with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from genpon.credentials.trust import Answer, Outcome
from genpon_core.canonical import Json
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.terms import Terms


class Question(StrEnum):
    """What a verifier asks."""

    INTEGRITY = "integrity"
    STATUS = "status"
    ISSUER = "issuer"
    HOLDER = "holder"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answers.

    Attributes:
        answers: one for each question.
        as_of: the moment that the answer about the status is for, seconds since 1970 (UTC).
        kind: the type; None where it is not known.
        terms: who issued it and for how long; None unless the integrity is valid.
        claims: what was shown about the subject; empty unless the integrity is valid.
    """

    answers: Mapping[Question, Answer]
    as_of: int
    kind: CertificateType | None = None
    terms: Terms | None = None
    claims: Mapping[str, Json] = field(default_factory=dict, repr=False)

    def __getitem__(self, question: Question) -> Answer:
        return self.answers[question]

    @property
    def invalid(self) -> bool:
        """Whether any answer is that it does not hold."""
        return any(answer.outcome is Outcome.INVALID for answer in self.answers.values())

    @property
    def valid(self) -> bool:
        """Whether every question was asked, and everything holds."""
        return all(answer.outcome is Outcome.VALID for answer in self.answers.values())

    def to_json(self) -> dict[str, Any]:
        """The verdict as JSON, with the claims that were shown."""
        return {
            "answers": {
                question.value: {"outcome": answer.outcome.value, "reason": answer.code, "parameters": dict(answer.parameters)}
                for question, answer in self.answers.items()
            },
            "as_of": self.as_of,
            "type": {"name": self.kind.name, "revision": self.kind.revision, "digest": self.kind.digest} if self.kind is not None else None,
            "issuer": self.terms.issuer if self.terms is not None else None,
            "claims": dict(self.claims),
        }
