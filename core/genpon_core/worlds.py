"""What a decision may look at: the charter and the chains of the assets that the act names, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from genpon_core.agreement.state import Agreement, adopted, in_force
from genpon_core.charters import Charter
from genpon_core.records import Chain


@dataclass(frozen=True, slots=True)
class World:
    """The charter and the chains that were loaded for one decision.

    Attributes:
        charter: the founding agreement.
        chains: each needed asset's acts, by the asset's id; an asset that does not exist has an empty chain or none.
    """

    charter: Charter
    chains: Mapping[str, Chain]

    def chain(self, asset: str) -> Chain:
        """The acts of an asset, empty where there are none."""
        return self.chains.get(asset, ())

    def in_force(self, now: int) -> Agreement:
        """What binds all at a moment, seconds since 1970 UTC: the charter with the changes that hold then."""
        return in_force(self.charter, self.chain(f"agreement/{self.charter.digest}"), now)

    @property
    def adopted(self) -> Agreement:
        """The agreement with all changes that were adopted, whether or not they hold yet."""
        return adopted(self.charter, self.chain(f"agreement/{self.charter.digest}"))

    def rests_on(self, asset: str) -> dict[str, int]:
        """How many acts of each asset other than `asset` were looked at."""
        return {name: len(chain) for name, chain in sorted(self.chains.items()) if name != asset}
