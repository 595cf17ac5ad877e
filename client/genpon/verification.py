"""Verification with a ledger: several organisations are asked, each at its own gateway, and the acts are replayed here.

No organisation is believed alone: an answer counts when as many organisations as must endorse an act give the same one, and every act in
it holds by the rules. Who answers otherwise is named.
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from genpon.desk import Desk
from genpon.errors import GenponError, Unreachable, VerificationFailed
from genpon_core import evidence
from genpon_core.errors import Refusal
from genpon_core.records import Chain

_ROUNDS = 4
_PAUSE = 0.1
_SILENT = "ledger.unreachable"
_RANDOM = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one organisation answered.

    Attributes:
        msp_id: the organisation.
        digest: of the chains that it gave; empty where it gave none that hold.
        problem: why there are none: the code of a refusal or of an error.
        chains: what it gave.
    """

    msp_id: str
    digest: str = ""
    problem: str = ""
    chains: Mapping[str, Chain] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Chains that enough organisations agree on and that hold by the rules.

    Attributes:
        chains: the asset's and those it rests on.
        agreeing: the organisations that gave them.
        dissenting: the organisations that gave something else, or nothing, and why.
    """

    chains: Mapping[str, Chain]
    agreeing: tuple[str, ...]
    dissenting: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The organisations that are asked where none of them is believed alone.

    Attributes:
        msp_ids: whom to ask; the first `needed` of them, and the others where these do not agree.
        needed: how many must give the same answer.
    """

    msp_ids: tuple[str, ...]
    needed: int

    def gather(self, desk: Desk, *assets: str, sleep: Callable[[float], None] = time.sleep) -> Evidence:
        """Asks for assets' chains until enough organisations agree.

        Peers may be a block apart right after a commit, so who differs is asked again before it counts.

        Args:
            desk: the place at the ledger.
            assets: their ids.
            sleep: waits for seconds.

        Raises:
            Unreachable: `ledger.unreachable` if nobody answers at all.
            VerificationFailed: `verify.too_few_agree`.
        """
        answers: dict[str, Answer] = {}
        asking = list(self.msp_ids[: self.needed])
        for round_ in range(_ROUNDS):
            answers |= _ask(desk, assets, asking)
            agreed = agreement(answers.values())
            if len(agreed) >= self.needed and (len(agreed) == len(answers) or round_ == _ROUNDS - 1):
                break
            asking = [msp_id for msp_id in self.msp_ids if msp_id not in agreed]
            if round_:
                sleep(_RANDOM.uniform(0, _PAUSE * 2**round_))
        return conclude(answers.values(), self.needed)

    def sparing(self, msp_id: str) -> "Witnesses":
        """The same, one of them asked only where the others do not suffice."""
        others = tuple(other for other in self.msp_ids if other != msp_id)
        return Witnesses((*others, msp_id), self.needed) if msp_id in self.msp_ids else self

    def ids(self, desk: Desk, contract: str, prefix: str) -> tuple[str, ...]:
        """Ids of an index that any of `needed` organisations has; each is checked against its asset by whoever asks.

        Rows carry no authority, so one that is too many does no harm, and to hide one all of them would have to.

        Raises:
            Unreachable: `ledger.unreachable` if nobody answers at all.
            VerificationFailed: `verify.too_few_agree` if fewer than `needed` answer.
        """
        found: list[str] = []
        answered, silent = 0, []
        for msp_id in self.msp_ids:
            try:
                found += desk.ids(contract, prefix, msp_id=msp_id)
                answered += 1
            except GenponError as error:
                silent.append(Answer(msp_id, problem=error.code))
            if answered == self.needed:
                return tuple(sorted(set(found)))
        raise _too_few(answered, self.needed, silent)


def agreement(answers: Iterable[Answer]) -> tuple[str, ...]:
    """The organisations that give the most frequent answer among those that hold; of equally frequent ones, the longest."""
    holding = [answer for answer in answers if answer.digest]
    counts = Counter(answer.digest for answer in holding)
    best = max(holding, key=lambda answer: (counts[answer.digest], _length(answer)), default=None)
    return tuple(answer.msp_id for answer in holding if best is not None and answer.digest == best.digest)


def conclude(answers: Iterable[Answer], needed: int) -> Evidence:
    """The evidence that answers make.

    Raises:
        Unreachable: `ledger.unreachable` if nobody answers at all.
        VerificationFailed: `verify.too_few_agree`, with who differs and why.
    """
    given = list(answers)
    agreed = agreement(given)
    dissenting = tuple(_dissent(answer) for answer in given if answer.msp_id not in agreed)
    if len(agreed) < needed:
        raise _too_few(len(agreed), needed, dissenting)
    chains = next(answer.chains for answer in given if answer.msp_id in agreed)
    return Evidence(chains, agreed, dissenting)


def _too_few(agreed: int, needed: int, others: Sequence[Answer]) -> GenponError:
    if others and not agreed and all(answer.problem == _SILENT for answer in others):
        return Unreachable(_SILENT, {"cause": "UNAVAILABLE"})
    named = " ".join(f"{answer.msp_id}:{answer.problem}" for answer in others)
    return VerificationFailed("verify.too_few_agree", {"agreed": agreed, "needed": needed, "others": named})


def _dissent(answer: Answer) -> Answer:
    return answer if answer.problem else Answer(answer.msp_id, answer.digest, "verify.differs", answer.chains)


def _length(answer: Answer) -> int:
    return sum(len(chain) for chain in answer.chains.values())


def _ask(desk: Desk, assets: Sequence[str], msp_ids: Sequence[str]) -> dict[str, Answer]:
    with ThreadPoolExecutor(max_workers=max(len(msp_ids), 1)) as pool:
        return dict(zip(msp_ids, pool.map(lambda msp_id: _answer(desk, assets, msp_id), msp_ids), strict=True))


def _answer(desk: Desk, assets: Sequence[str], msp_id: str) -> Answer:
    try:
        chains = desk.closure(*assets, msp_id=msp_id)
        evidence.verify_chains(desk.charter, chains)
    except GenponError as error:
        return Answer(msp_id, problem=error.code)
    except Refusal as refusal:
        return Answer(msp_id, problem=refusal.code)
    return Answer(msp_id, evidence.digest_of(chains), chains=chains)
