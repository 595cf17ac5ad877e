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


def gather(desk: Desk, asset: str, msp_ids: Sequence[str], needed: int, *, sleep: Callable[[float], None] = time.sleep) -> Evidence:
    """Asks organisations for an asset's chains until enough agree.

    Peers may be a block apart right after a commit, so who differs is asked again before it counts.

    Args:
        desk: the place at the ledger.
        asset: its id.
        msp_ids: whom to ask; the first `needed` of them, and the others where these do not agree.
        needed: how many must give the same answer.
        sleep: waits for seconds.

    Raises:
        VerificationFailed: `verify.too_few_agree`.
    """
    answers: dict[str, Answer] = {}
    asking = list(msp_ids[:needed])
    for round_ in range(_ROUNDS):
        answers |= _ask(desk, asset, asking)
        agreed = agreement(answers.values())
        if len(agreed) >= needed and (len(agreed) == len(answers) or round_ == _ROUNDS - 1):
            break
        asking = [msp_id for msp_id in msp_ids if msp_id not in agreed]
        if round_:
            sleep(_RANDOM.uniform(0, _PAUSE * 2**round_))
    return conclude(answers.values(), needed)


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
    if given and all(answer.problem == _SILENT for answer in given):
        raise Unreachable(_SILENT, {"cause": "UNAVAILABLE"})
    agreed = agreement(given)
    dissenting = tuple(_dissent(answer) for answer in given if answer.msp_id not in agreed)
    if len(agreed) < needed:
        others = " ".join(f"{answer.msp_id}:{answer.problem}" for answer in dissenting)
        raise VerificationFailed("verify.too_few_agree", {"agreed": len(agreed), "needed": needed, "others": others})
    chains = next(answer.chains for answer in given if answer.msp_id in agreed)
    return Evidence(chains, agreed, dissenting)


def _dissent(answer: Answer) -> Answer:
    return answer if answer.problem else Answer(answer.msp_id, answer.digest, "verify.differs", answer.chains)


def _length(answer: Answer) -> int:
    return sum(len(chain) for chain in answer.chains.values())


def _ask(desk: Desk, asset: str, msp_ids: Sequence[str]) -> dict[str, Answer]:
    with ThreadPoolExecutor(max_workers=max(len(msp_ids), 1)) as pool:
        return dict(zip(msp_ids, pool.map(lambda msp_id: _answer(desk, asset, msp_id), msp_ids), strict=True))


def _answer(desk: Desk, asset: str, msp_id: str) -> Answer:
    try:
        chains = desk.closure(asset, msp_id=msp_id)
        evidence.verify_chains(desk.charter, chains)
    except GenponError as error:
        return Answer(msp_id, problem=error.code)
    except Refusal as refusal:
        return Answer(msp_id, problem=refusal.code)
    return Answer(msp_id, evidence.digest_of(chains), chains=chains)
