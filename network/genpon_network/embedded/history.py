"""The history of a key: every valid transaction that wrote it, newest first, read from the blocks (Fabric's `history` database)."""

from collections.abc import Iterator
from typing import Any

from genpon_core.fabric.protos import common, kvrwset, proposal, proposal_response, queryresult, rwset, transaction
from genpon_network.embedded.store import View
from genpon_network.embedded.versions import Version


def modifications(view: View, namespace: str, key: str) -> Iterator[Any]:
    """The `queryresult.KeyModification` messages of a key."""
    for version in view.history(namespace, key):
        yield _modification(view, version, namespace, key)


def _modification(view: View, version: Version, namespace: str, key: str) -> Any:
    block = common.Block.FromString(view.block(version.block))
    payload = common.Payload.FromString(common.Envelope.FromString(block.data.data[version.position]).payload)
    header = common.ChannelHeader.FromString(payload.header.channel_header)
    (write,) = (write for write in _writes(payload.data, namespace) if write.key == key)
    return queryresult.KeyModification(
        tx_id=header.tx_id, timestamp=header.timestamp, value=write.value, is_delete=write.is_delete or not write.value
    )


def _writes(data: bytes, namespace: str) -> Iterator[Any]:
    body = transaction.ChaincodeActionPayload.FromString(transaction.Transaction.FromString(data).actions[0].payload)
    endorsed = proposal_response.ProposalResponsePayload.FromString(body.action.proposal_response_payload)
    results = proposal.ChaincodeAction.FromString(endorsed.extension).results
    for item in rwset.TxReadWriteSet.FromString(results).ns_rwset:
        if item.namespace == namespace:
            yield from kvrwset.KVRWSet.FromString(item.rwset).writes
