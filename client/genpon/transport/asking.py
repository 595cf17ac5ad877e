"""Questions to the ledger, answered by one organisation each."""

from collections.abc import Sequence
from typing import Any

from genpon.errors import GenponError, Refused, Unreachable, VerificationFailed, refusals_as
from genpon.gateway import GatewayError
from genpon.transport.classifying import classify
from genpon.transport.connections import Connections
from genpon.transport.outcomes import Kind, Outcome
from genpon_core import canonical
from genpon_core.errors import Refusal

_AWAY = {Kind.GATEWAY_AWAY, Kind.TIMED_OUT, Kind.BUSY}
_MAX_ANSWER = 64 << 20
WAIT = 5.0


class Asker:
    """Asks questions through the connections of one client."""

    def __init__(self, connections: Connections, *, wait: float = WAIT) -> None:
        self._connections = connections
        self._wait = wait

    def ask(self, contract: str, function: str, *arguments: str | bytes) -> Any:
        """The decoded answer of one's own organisation, or of another where that is away.

        Raises:
            Refused: if the ledger refuses the question.
            Unreachable: `ledger.unreachable` if nobody answers.
        """
        order = self._connections.turns.order()
        for msp_id in order:
            try:
                return self.ask_of(msp_id, contract, function, *arguments)
            except Unreachable:
                self._connections.turns.away(msp_id)
        raise Unreachable("ledger.unreachable", {"cause": "UNAVAILABLE"})

    def ask_of(self, msp_id: str, contract: str, function: str, *arguments: str | bytes) -> Any:
        """The decoded answer of one organisation's peer, through its own gateway.

        Raises:
            Refused: if the ledger refuses the question.
            Unreachable: `ledger.unreachable` if the organisation does not answer.
            VerificationFailed: `ledger.answer_unreadable`.
        """
        asked = self._connections.contract(msp_id, contract)
        organisations: Sequence[str] = (msp_id,)
        try:
            answer = asked.evaluate_transaction(function, *arguments, endorsing_organizations=organisations, timeout=self._wait)
        except GatewayError as error:
            raise _failure(classify(error, ()), msp_id) from None
        with refusals_as(VerificationFailed):
            return canonical.decode(answer, limit=_MAX_ANSWER)


def _failure(outcome: Outcome, msp_id: str) -> GenponError:
    if outcome.kind in {Kind.DOUBTED, Kind.REFUSED}:
        return Refused.of(Refusal(outcome.code, outcome.parameters))
    if outcome.kind is Kind.DENIED:
        return Refused("ledger.access_denied")
    code = "ledger.unreachable" if outcome.kind in _AWAY else "ledger.fault"
    return Unreachable(code, {"cause": outcome.code, "organisation": msp_id})
