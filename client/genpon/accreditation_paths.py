"""Who was accredited for what, on which day, by whom: found over the ledger's index, every hit checked against its acts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genpon_core import records
from genpon_core.agreement.state import in_force
from genpon_core.certificates.accreditations import Accreditation, Issue, accredited_at, fold
from genpon_core.charters import Charter
from genpon_core.errors import Refusal
from genpon_core.records import Chain

NONE = "accreditation.none"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an issuer was accredited for a type in a municipality's territory, and by whom.

    Attributes:
        issue: issuer, type and territory.
        as_of: on which day, seconds since 1970 UTC.
        known_at: as it was known until then; None for everything that is known.
        path: the accreditations that it rested on, the issuer's own first, up to a root body's; empty if it was not accredited.
        reason: why not: the code of the refusal that came closest; None if it was.
    """

    issue: Issue
    as_of: int
    known_at: int | None
    path: tuple[Accreditation, ...] = ()
    reason: str | None = None

    @property
    def accredited(self) -> bool:
        """Whether it was."""
        return bool(self.path)

    @property
    def granted_by(self) -> tuple[str, ...]:
        """Who granted the accreditations of the path: the issuer's own grantor first, the root body last."""
        return tuple(item.grantor for item in self.path)


def accreditations_of(chains: Mapping[str, Chain], holder: str) -> Iterator[Accreditation]:
    """The accreditations among chains that a holder has or had."""
    for asset, chain in sorted(chains.items()):
        state = fold(chain) if asset.startswith("accreditation/") else None
        if state is not None and state.subject == holder:
            yield state


def paths_of(chains: Mapping[str, Chain]) -> set[str]:
    """Ids of all accreditations that those among chains rest on; each names its whole path."""
    states = (fold(chain) for asset, chain in chains.items() if asset.startswith("accreditation/"))
    return {asset for state in states if state is not None for asset in state.path}


def answer(charter: Charter, chains: Mapping[str, Chain], issue: Issue, as_of: int, known_at: int | None) -> Answer:
    """Whether an issuer was accredited.

    Args:
        charter: the founding agreement.
        chains: the agreement's, and those of the issuer's accreditations and of all that they rest on, whole.
        issue: issuer, type and territory.
        as_of: on which day, seconds since 1970 UTC.
        known_at: as it was known until then; None for everything that is known.
    """
    known = {asset: records.known_at(chain, known_at) for asset, chain in chains.items()}
    agreement = in_force(charter, known.get(f"agreement/{charter.digest}", ()), as_of)
    reasons: list[str] = []
    for state in accreditations_of(known, issue.issuer):
        try:
            path = accredited_at(known, agreement, (state.id, *state.path), issue, as_of)
        except Refusal as refusal:
            reasons.append(refusal.code)
        else:
            return Answer(issue, as_of, known_at, path)
    return Answer(issue, as_of, known_at, reason=_closest(reasons))


# From what is worst to what is nearest: a path that would do on another day says more than one that is for something else.
_CLOSENESS = (
    NONE,
    "accreditation.not_for",
    "accreditation.unknown",
    "accreditation.other_path",
    "accreditation.no_root",
    "accreditation.not_a_party",
    "accreditation.may_not_accredit",
    "accreditation.not_in_force",
)


def _closest(reasons: Sequence[str]) -> str:
    return max(reasons, key=_CLOSENESS.index, default=NONE)
