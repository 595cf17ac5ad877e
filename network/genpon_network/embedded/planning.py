"""Which organisations to ask for an endorsement when the client names none: the smallest sets that satisfy every policy concerned.

Fabric asks its discovery service, which reckons with groups of principals; the embedded ledger tries the combinations of the organisations
that are up, which for its few organisations comes to the same.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from genpon_network.embedded.definition import Definition
from genpon_network.embedded.policy_checks import key_policy, satisfied
from genpon_network.embedded.store import Entry


def required_policies(definition: Definition, written: Sequence[tuple[str, Entry | None]]) -> list[bytes]:
    """The policies that a transaction with these writes must satisfy, serialized."""
    chaincode_policy: bytes = definition.policy.SerializeToString()
    own = [key_policy(entry) for _, entry in written]
    return list(dict.fromkeys(policy or chaincode_policy for policy in own)) or [chaincode_policy]


def layouts(policies: Sequence[bytes], available: Sequence[str], preferred: str) -> Iterator[tuple[str, ...]]:
    """The smallest sets of available organisations whose peers satisfy all policies, those with the preferred one first."""
    for size in range(1, len(available) + 1):
        found = [
            chosen
            for chosen in combinations(available, size)
            if all(satisfied(policy, [(msp, "peer") for msp in chosen]) for policy in policies)
        ]
        if found:
            yield from sorted(found, key=lambda chosen: preferred not in chosen)
            return
