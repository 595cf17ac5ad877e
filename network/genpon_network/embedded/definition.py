"""The chaincode's definition on the channel: its name, version and endorsement policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.policies import n_out_of


@dataclass(frozen=True, slots=True)
class Definition:
    """What the organisations have agreed on.

    Attributes:
        name: the chaincode's name, which is its namespace in the state.
        version: a label.
        endorsing: the MSP ids of the endorsing set.
        threshold: how many of them must endorse.
    """

    name: str
    version: str
    endorsing: tuple[str, ...]
    threshold: int

    @classmethod
    def create(cls, name: str, version: str, endorsing: Sequence[str], threshold: int | None) -> "Definition":
        """A definition; without a threshold a majority of the endorsing set must endorse.

        Raises:
            ValueError: if the threshold does not fit the set.
        """
        wanted = len(endorsing) // 2 + 1 if threshold is None else threshold
        if not 1 <= wanted <= len(endorsing):
            raise ValueError(f"a threshold of {wanted} does not fit an endorsing set of {len(endorsing)}")
        return cls(name, version, tuple(endorsing), wanted)

    @property
    def policy(self) -> Any:
        """The endorsement policy, a `common.SignaturePolicyEnvelope`: so many of the set's peers."""
        return n_out_of(self.threshold, self.endorsing, "peer")

    @property
    def state_key(self) -> tuple[str, str]:
        """Namespace and key that every simulation reads, so that a new definition invalidates what was endorsed under the old one."""
        return "_lifecycle", f"namespaces/fields/{self.name}/Sequence"
