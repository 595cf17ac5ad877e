"""The private data that a peer delivers beside a block: what its organisation keeps and the client may see (Fabric's `deliverevents`)."""

from typing import Any

from genpon_core.fabric.protos import rwset
from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.membership import Member, Membership
from genpon_network.embedded.store import Store


class PrivateDelivery:
    """One organisation's peer.

    Args:
        organisation: its MSP id.
        store: the ledger's file.
        definitions: the channel's chaincodes.
        membership: the organisations of the channel.
    """

    def __init__(self, organisation: str, store: Store, definitions: Definitions, membership: Membership) -> None:
        self._organisation = organisation
        self._store = store
        self._definitions = definitions
        self._membership = membership

    def seen_by(self, member: Member, number: int) -> dict[int, Any]:
        """The private write sets of a block, each a `rwset.TxPvtReadWriteSet`, by the place of their transaction.

        As in Fabric, a collection that only its members read (`member_only_read`) is kept from others. What other collections hold, the
        implicit ones among them, every member of the channel sees who asks a peer that has it.
        """
        seen = {}
        for position, written in self._store.latest.private.writes_of_block(self._organisation, number).items():
            permitted = rwset.TxPvtReadWriteSet(data_model=written.data_model)
            for item in written.ns_pvt_rwset:
                collections = [one for one in item.collection_pvt_rwset if self._may_see(member, item.namespace, one.collection_name)]
                if collections:
                    permitted.ns_pvt_rwset.add(namespace=item.namespace, collection_pvt_rwset=collections)
            if permitted.ns_pvt_rwset:
                seen[position] = permitted
        return seen

    def _may_see(self, member: Member, chaincode: str, name: str) -> bool:
        definition = self._definitions.get(chaincode)
        collection = None if definition is None else definition.collection(name, self._membership.organisations)
        return collection is not None and (not collection.member_only_read or member.msp_id in collection.members)
