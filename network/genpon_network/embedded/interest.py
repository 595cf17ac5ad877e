"""What a transaction asks of its endorsers, by the part of the state (Fabric's `protos.ChaincodeInterest`)."""

from dataclasses import dataclass

from genpon_network.embedded.spaces import Space


@dataclass(frozen=True, slots=True)
class Call:
    """One part of the state that a transaction reads or writes.

    Attributes:
        space: which one.
        policies: for each key that it writes, the key's own policy, empty where it has none; without keys it only reads.
        private_reads: whether it reads private values, which only members of the collection have.
    """

    space: Space
    policies: tuple[bytes, ...] = ()
    private_reads: bool = False

    @property
    def general_policy_applies(self) -> bool:
        """Whether it writes a key without a policy of its own."""
        return b"" in self.policies
