"""The line to the gateway fails at each step of a submit: in the end there is one transaction, or a clear word that there is none.

A client signs right before each of the three calls of a submit, so the signer of these tests knows when to break the line. What goes lost
is either the request, which no gateway sees, or the reply to a request that was carried out.
"""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from genpon.gateway import EndorseError, FunctionSigner, SubmitError
from genpon.gateway import connect as connect_directly
from tests.scenarios.conftest import Connect
from tests.support.cut_line import CutLine
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, NAGASAKI, ScenarioLedger, connection

ENDORSE, SUBMIT, STATUS = range(3)
WHOLE = 600
"""Bytes that only a proposal, an endorsement or a transaction has."""


@dataclass
class Scene:
    """A client behind a line that fails, and what is really on the ledger.

    Attributes:
        line: the line.
        contract: the client's contract.
        key: what is written.
    """

    line: CutLine
    contract: Any
    direct: Any
    key: str
    breaking: dict[int, Callable[[], None]] = field(default_factory=dict)

    def written(self) -> bytes:
        """One `x` for each transaction that was committed."""
        value: bytes = self.direct.get_contract(CHAINCODE).evaluate_transaction("get", self.key)
        return value

    def wait_until_committed(self) -> None:
        """Returns when the transaction of this scene is in a block, whatever its client knows."""
        with self.direct.get_chaincode_events(CHAINCODE, start_block=0) as events:
            assert any(event.event_name == self.key for event in events)


@pytest.fixture
def scene(request: pytest.FixtureRequest, ledger: ScenarioLedger, connect: Connect, key: str) -> Iterator[Scene]:
    options = connection(ledger, NAGASAKI)
    signer, breaking, steps = options["signer"], {}, itertools.count(-1)

    def sign(digest: bytes) -> bytes:
        breaking.pop(next(steps), lambda: None)()
        signature: bytes = signer.sign(digest)
        return signature

    with CutLine(options["target"][0]) as line, connect_directly(**options) as direct:
        # The line comes first, and the gateway behind it again, for those who may go elsewhere.
        targets = [line.target, *options["target"]][: 1 + getattr(request, "param", 0)]
        through = connect(**{**options, "target": targets, "signer": FunctionSigner(sign)})
        contract = through.get_network(CHANNEL).get_contract(CHAINCODE)
        contract.evaluate_transaction("ping")
        yield Scene(line, contract, direct.get_network(CHANNEL), key, breaking)


def submit(scene: Scene, **options: Any) -> Any:
    return scene.contract.submit_transaction("append_and_emit", scene.key, scene.key, **options)


@pytest.fixture
def beside() -> Iterator[Callable[..., Future[Any]]]:
    """Runs a function in another thread."""
    with ThreadPoolExecutor(1) as threads:
        yield threads.submit


@pytest.mark.parametrize("lost", ["requests", "replies"])
def test_at_endorse_nothing_is_submitted_and_that_is_said(scene: Scene, lost: Any) -> None:
    scene.breaking[ENDORSE] = lambda: scene.line.lose(lost, cut=True, at_least=WHOLE)
    with pytest.raises(EndorseError) as caught:
        submit(scene)
    assert (caught.value.retryable, caught.value.outcome_unknown) == (True, False)
    assert scene.line.lost.is_set()
    assert scene.written() == b""


@pytest.mark.parametrize("lost", ["requests", "replies"])
def test_at_endorse_one_that_retries_makes_one(scene: Scene, lost: Any) -> None:
    scene.breaking[ENDORSE] = lambda: scene.line.lose(lost, cut=True, at_least=WHOLE)
    scene.contract.retrying(first_pause=0.5).submit_transaction("append_and_emit", scene.key, scene.key)
    assert scene.line.lost.is_set()
    assert scene.written() == b"x"


def test_at_submit_a_lost_reply_is_made_good_by_the_status(scene: Scene, beside: Callable[..., Future[Any]]) -> None:
    scene.breaking[SUBMIT] = lambda: scene.line.lose("replies", cut=False)
    submitted = beside(submit, scene, submit_timeout=60)
    scene.wait_until_committed()
    scene.line.cut()
    submitted.result()
    assert scene.written() == b"x"


def test_at_submit_a_lost_reply_is_made_good_when_it_does_not_come_in_time(scene: Scene) -> None:
    scene.breaking[SUBMIT] = lambda: scene.line.lose("replies", cut=False)
    with pytest.raises(SubmitError) as caught:
        submit(scene, submit_timeout=0.5, commit_timeout=0.5)
    scene.line.cut()
    assert caught.value.outcome_unknown
    assert scene.direct.new_commit(caught.value.transaction_id).resolve().successful
    assert scene.written() == b"x"


def test_at_submit_a_lost_request_leaves_a_doubt_that_the_same_transaction_ends(scene: Scene) -> None:
    scene.breaking[SUBMIT] = lambda: scene.line.lose("requests", cut=True, at_least=WHOLE)
    transaction = scene.contract.new_proposal("append_and_emit", scene.key, scene.key).endorse()
    with pytest.raises(SubmitError) as caught:
        transaction.submit_and_wait(commit_timeout=1)
    assert (caught.value.outcome_unknown, caught.value.retryable) == (True, False)
    assert scene.line.lost.is_set()
    assert scene.written() == b""
    assert transaction.submit_and_wait().transaction_id == caught.value.transaction_id
    assert scene.written() == b"x"


def test_a_transaction_that_was_committed_and_is_submitted_again_stays_one(scene: Scene, beside: Callable[..., Future[Any]]) -> None:
    scene.breaking[SUBMIT] = lambda: scene.line.lose("replies", cut=False)
    transaction = scene.contract.new_proposal("append_and_emit", scene.key, scene.key).endorse()
    submitted = beside(transaction.submit, timeout=60)
    scene.wait_until_committed()
    scene.line.cut()
    with pytest.raises(SubmitError) as caught:
        submitted.result()
    assert caught.value.outcome_unknown
    assert transaction.submit_and_wait().successful
    assert scene.written() == b"x"


@pytest.mark.parametrize("lost", ["requests", "replies"])
def test_at_the_status_it_is_asked_for_again(scene: Scene, lost: Any) -> None:
    scene.breaking[STATUS] = lambda: scene.line.lose(lost, cut=True)
    submit(scene)
    assert scene.line.lost.is_set()
    assert scene.written() == b"x"


@pytest.mark.parametrize("scene", [1], indirect=True, ids=["two-gateways"])
@pytest.mark.parametrize("step", [ENDORSE, SUBMIT, STATUS])
def test_for_good_another_gateway_goes_on(scene: Scene, beside: Callable[..., Future[Any]], step: int) -> None:
    scene.breaking[step] = lambda: scene.line.lose("replies", cut=step != SUBMIT, at_least=WHOLE if step == ENDORSE else 1, for_good=True)
    submitted = beside(submit, scene, submit_timeout=60)
    if step == SUBMIT:
        scene.wait_until_committed()
        scene.line.cut(for_good=True)
    submitted.result()
    assert scene.line.lost.is_set()
    assert scene.written() == b"x"
