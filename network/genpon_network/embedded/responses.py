"""What comes of a proposal's simulation, in the form that endorsers sign."""

from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.protos import chaincode, proposal, proposal_response
from genpon_network.embedded.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Outcome:
    """A chaincode's `protos.Response`, and its `protos.ChaincodeEvent` if it set one."""

    response: Any
    event: Any = None


def response_payload(item: Proposal, version: str, results: bytes, outcome: Outcome) -> bytes:
    """The `protos.ProposalResponsePayload`, serialized; the same from all endorsers that agree.

    Args:
        item: the proposal.
        version: the version of the chaincode that it calls.
        results: the serialized `rwset.TxReadWriteSet`; empty where nothing was simulated.
        outcome: the chaincode's.
    """
    called = chaincode.ChaincodeID(name=item.chaincode_name, version=version)
    action = proposal.ChaincodeAction(results=results, response=outcome.response, chaincode_id=called)
    if outcome.event is not None:
        outcome.event.chaincode_id = item.chaincode_name
        outcome.event.tx_id = item.transaction_id
        action.events = outcome.event.SerializeToString()
    message = proposal_response.ProposalResponsePayload(proposal_hash=item.hash, extension=action.SerializeToString())
    return bytes(message.SerializeToString())
