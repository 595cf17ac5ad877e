"""Which organisations to ask for an endorsement when the client names none: the smallest sets that satisfy every policy concerned.

Fabric asks its discovery service, which reckons with groups of principals; the embedded ledger tries the combinations of the organisations
that are up, which for its few organisations comes to the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.interest import Call
from genpon_network.embedded.policy_checks import satisfied


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans for one transaction.

    Attributes:
        calls: the parts of the state that it reads and writes.
        definitions: the channel's chaincodes.
        organisations: the MSP ids of the channel's members.
    """

    calls: Sequence[Call]
    definitions: Definitions
    organisations: Sequence[str]

    @property
    def protected(self) -> list[str]:
        """The collections that it writes without reading values, so that strangers could endorse it."""
        return sorted({call.space.collection for call in self.calls if self._is_open(call)})

    def sets(self, known: Sequence[str], *, protect: bool) -> list[tuple[str, ...]]:
        """The smallest sets of organisations whose peers satisfy all policies, those with the first known one first.

        Args:
            known: the organisations that can be asked.
            protect: whether only members of the collections concerned may see the proposal, since it carries transient data.
        """
        able = [msp_id for msp_id in known if all(msp_id in members for members in self._memberships(protect=protect))]
        return layouts(tuple(dict.fromkeys(self._policies())), tuple(able), known[0])

    def _policies(self) -> Iterator[bytes]:
        for call in self.calls:
            general = self.definitions[call.space.namespace].general_policy(call.space.collection, self.organisations)
            yield from (policy for policy in call.policies if policy)
            if general is not None and (call.general_policy_applies or call.private_reads or not call.policies):
                yield general

    def _memberships(self, *, protect: bool) -> Iterator[tuple[str, ...]]:
        for call in self.calls:
            if call.private_reads or (protect and self._is_open(call)):
                found = self.definitions[call.space.namespace].collection(call.space.collection, self.organisations)
                yield found.members if found else ()

    @staticmethod
    def _is_open(call: Call) -> bool:
        return bool(call.space.collection and call.general_policy_applies and not call.private_reads)


@lru_cache(maxsize=256)
def layouts(policies: tuple[bytes, ...], available: tuple[str, ...], preferred: str) -> list[tuple[str, ...]]:
    """The smallest sets of available organisations whose peers satisfy all policies, those with the preferred one first."""
    for size in range(1, len(available) + 1):
        found = [
            chosen
            for chosen in combinations(available, size)
            if all(satisfied(policy, [(msp, "peer") for msp in chosen]) for policy in policies)
        ]
        if found:
            return sorted(found, key=lambda chosen: preferred not in chosen)
    return []
