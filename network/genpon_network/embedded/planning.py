"""Which organisations to ask for an endorsement when the client names none: the smallest sets that satisfy every policy concerned.

Fabric asks its discovery service, which reckons with groups of principals; the embedded ledger tries the combinations of the organisations
that are up, which for its few organisations comes to the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from genpon_network.embedded.definition import Definitions
from genpon_network.embedded.policy_checks import key_policy, satisfied
from genpon_network.embedded.store import View


def required_policies(definitions: Definitions, touched: Mapping[str, Sequence[str]], view: View) -> tuple[bytes, ...]:
    """The policies that a transaction must satisfy, serialized.

    Args:
        definitions: the channel's chaincodes.
        touched: the chaincodes whose state it reads or writes, each with the keys that it writes.
        view: the state, with the keys' own policies.
    """
    return tuple(dict.fromkeys(_policies(definitions, touched, view)))


def _policies(definitions: Definitions, touched: Mapping[str, Sequence[str]], view: View) -> Iterator[bytes]:
    for name, written in touched.items():
        chaincode_policy: bytes = definitions[name].policy.SerializeToString()
        if not written:
            yield chaincode_policy
        for key in written:
            yield key_policy(view.get(name, key)) or chaincode_policy


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
