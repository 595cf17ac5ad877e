"""One attempt at a call, and the questions that may follow it; each ends in an outcome, never in an exception."""

from dataclasses import dataclass, replace

from genpon.gateway import CommitError, GatewayError
from genpon.transport.calls import Call
from genpon.transport.classifying import classify
from genpon.transport.connections import Connections
from genpon.transport.endorsers import Endorsers
from genpon.transport.outcomes import Kind, Outcome

# Whoever says that the clock is stale although it was ticked is as useless as one that is away.
_SUSPECT = {Kind.ENDORSERS_AWAY, Kind.TIMED_OUT, Kind.APART, Kind.STALE}


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait for each kind of answer, seconds.

    Attributes:
        endorse: for the organisations that were named; a peer itself would wait 30 s for one that hangs.
        submit: for the orderers' receipt.
        commit: for the transaction to be in a block.
        ask: for an answer from one organisation.
    """

    endorse: float = 2.5
    submit: float = 5.0
    commit: float = 15.0
    ask: float = 3.0


class Attempts:
    """Makes attempts through the connections of one client."""

    def __init__(self, connections: Connections, endorsers: Endorsers, waits: Waits = Waits()) -> None:
        self.connections = connections
        self.endorsers = endorsers
        self._waits = waits

    def make(self, call: Call) -> Outcome:
        """Endorses, submits and waits for the commit, once, through the gateway whose turn it is."""
        gateway = self.connections.turns.order()[0]
        named = self.endorsers.choose()
        try:
            return self._run(call, gateway, named)
        except GatewayError as error:
            outcome = classify(error, named)
        if outcome.kind is Kind.REFUSED and gateway not in outcome.msp_ids:
            # Several may be a block behind at once; the gateway's own peer is not, for it said when the act before was committed.
            outcome = replace(outcome, kind=Kind.DOUBTED)
        if outcome.kind in _SUSPECT:
            self.endorsers.failed(outcome.msp_ids)
        if outcome.kind in {Kind.GATEWAY_AWAY, Kind.TIMED_OUT}:
            self.connections.turns.away(gateway)
        return outcome

    def _run(self, call: Call, gateway: str, named: tuple[str, ...]) -> Outcome:
        contract = self.connections.contract(gateway, call.contract)
        proposal = contract.new_proposal(call.function, *call.arguments, endorsing_organizations=named)
        transaction = proposal.endorse(timeout=self._waits.endorse)
        self.endorsers.answered(named)
        if not call.settled(transaction.result):
            commit = transaction.submit(timeout=self._waits.submit)
            commit.status(timeout=self._waits.commit).require_successful()
        return Outcome(Kind.RECORDED, transaction=transaction.transaction_id, result=transaction.result)

    def confirm(self, call: Call, doubted: Outcome) -> Outcome:
        """Whether another organisation refuses as one did; if it does not, the first is a block behind or lies, and is avoided."""
        others = [msp_id for msp_id in self.connections.turns.order() if msp_id not in doubted.msp_ids]
        refused = Outcome(Kind.REFUSED, doubted.code, doubted.parameters)
        for msp_id in others:
            try:
                self._evaluate(call, msp_id)
            except GatewayError as error:
                outcome = classify(error, ())
                if outcome.kind is Kind.DOUBTED and outcome.code == doubted.code:
                    return refused
                if outcome.kind is Kind.STALE:
                    return outcome
                if outcome.kind in {Kind.GATEWAY_AWAY, Kind.TIMED_OUT, Kind.BUSY}:
                    continue
            self.endorsers.failed(doubted.msp_ids)
            return Outcome(Kind.APART, msp_ids=doubted.msp_ids)
        return refused

    def ask(self, call: Call, unknown: Outcome) -> Outcome:
        """What became of a transaction: its status, else whether the ledger has the call already, at one organisation after another."""
        answered = False
        for msp_id in self.connections.turns.order():
            try:
                return self._status(unknown.transaction, call, msp_id)
            except CommitError as error:
                return classify(error, ())
            except GatewayError:
                pass
            try:
                result = self._evaluate(call, msp_id)
            except GatewayError:
                continue
            if call.settled(result):
                return Outcome(Kind.RECORDED, transaction=unknown.transaction, result=result)
            answered = True
        return Outcome(Kind.CONFLICT) if answered else unknown

    def _status(self, transaction: str, call: Call, msp_id: str) -> Outcome:
        self.connections.network(msp_id).new_commit(transaction).status(timeout=self._waits.ask).require_successful()
        return Outcome(Kind.RECORDED, transaction=transaction, result=self._evaluate(call, msp_id))

    def _evaluate(self, call: Call, msp_id: str) -> bytes:
        contract = self.connections.contract(msp_id, call.contract)
        return contract.evaluate_transaction(call.function, *call.arguments, endorsing_organizations=(msp_id,), timeout=self._waits.ask)
