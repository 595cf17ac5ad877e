"""Which of a chaincode's collections a transaction may use: those that are defined and, where only members may, if its creator is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from genpon_network.embedded.definition import Definition
from genpon_network.embedded.private_part import PrivatePart
from genpon_network.embedded.simulation import Simulation
from genpon_network.embedded.simulation_rules import SimulationError
from genpon_network.lifecycle.private_collections import PrivateCollection, implicit_name


@dataclass(frozen=True, slots=True)
class Creator:
    """Who made a proposal, on a channel of which organisations."""

    msp_id: str
    channel: str
    organisations: Sequence[str]


@dataclass(frozen=True, slots=True)
class CollectionAccess:
    """The collections of one chaincode for one transaction.

    Attributes:
        simulation: the transaction's reads and writes.
        definition: the chaincode's definition.
        creator: who made the proposal.
    """

    simulation: Simulation
    definition: Definition
    creator: Creator

    def known(self, name: str) -> PrivatePart:
        """A collection of which hashes are read.

        Raises:
            SimulationError: if it is not defined.
        """
        self.simulation.read_whole_definition(self.definition)
        if self._find(name) is None:
            raise SimulationError(f"collection [{name}] not defined in the collection config for chaincode [{self.definition.name}]")
        return self.simulation.namespace(self.definition.name).collection(name)

    def readable(self, name: str) -> PrivatePart:
        """A collection of which values are read.

        Raises:
            SimulationError: if it is not defined, or the creator is no member and only members may read.
        """
        found = self._permitted(name)
        if found is not None and found.member_only_read and not self._is_member(found):
            raise self._denied("read", name)
        return self.known(name)

    def writable(self, name: str) -> PrivatePart:
        """A collection that is written.

        Raises:
            SimulationError: if it is not defined, or the creator is no member and only members may write.
        """
        found = self._permitted(name)
        if found is not None and found.member_only_write and not self._is_member(found):
            raise self._denied("write", name)
        return self.known(name)

    def _find(self, name: str) -> PrivateCollection | None:
        return self.definition.collection(name, self.creator.organisations)

    def _permitted(self, name: str) -> PrivateCollection | None:
        self.simulation.read_whole_definition(self.definition)
        found = self._find(name)
        # An unknown name that looks like an implicit collection's is found to be unknown only after the permission was asked for.
        if found is None and not name.startswith(implicit_name("")):
            raise SimulationError(f"collection {self.creator.channel}/{self.definition.name}/{name} could not be found")
        return found

    def _is_member(self, found: PrivateCollection) -> bool:
        return self.creator.msp_id in found.members

    def _denied(self, what: str, name: str) -> SimulationError:
        where = f"chaincodeName:{self.definition.name} collectionName: {name}"
        return SimulationError(f"tx creator does not have {what} access permission on privatedata in {where}")
