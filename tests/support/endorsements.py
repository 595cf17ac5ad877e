"""What an endorsed transaction carries, read from its envelope."""

from genpon_core.fabric.identities import SerializedIdentity
from genpon_core.fabric.protos import common, transaction


def endorsers(envelope: bytes) -> list[str]:
    """The MSP ids of those who endorsed, sorted."""
    payload = common.Payload.FromString(common.Envelope.FromString(envelope).payload)
    [action] = transaction.Transaction.FromString(payload.data).actions
    endorsed = transaction.ChaincodeActionPayload.FromString(action.payload).action
    return sorted(SerializedIdentity.from_bytes(one.endorser).msp_id for one in endorsed.endorsements)
