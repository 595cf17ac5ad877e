"""A chaincode's definition on the channel: its name, version, endorsement policy and private data collections."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from genpon_core.fabric.policies import Rule, out_of, signature_policy, signed_by
from genpon_network.lifecycle.private_collections import PrivateCollection, check_collections, implicit_collection

_NAME = re.compile("[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*")


@dataclass(frozen=True)
class Definition:
    """What the organisations have agreed on.

    Attributes:
        name: the chaincode's name, which is its namespace in the state.
        version: a label.
        endorsing: the MSP ids of the endorsing set.
        threshold: how many of them must endorse.
        collections: the declared private data collections.
    """

    name: str
    version: str
    endorsing: tuple[str, ...]
    threshold: int
    collections: tuple[PrivateCollection, ...] = ()

    @property
    def endorsement(self) -> Rule:
        """The endorsement policy: so many of the set's peers."""
        return out_of(self.threshold, *(signed_by(msp_id, "peer") for msp_id in self.endorsing))

    @cached_property
    def policy(self) -> bytes:
        """The endorsement policy, a serialized `common.SignaturePolicyEnvelope`."""
        return bytes(signature_policy(self.endorsement).SerializeToString())

    def collection(self, name: str, organisations: Iterable[str]) -> PrivateCollection | None:
        """A collection, declared or implicit, on a channel of these organisations; None if there is no such collection."""
        declared = next((item for item in self.collections if item.name == name), None)
        return declared or implicit_collection(name, organisations)

    def general_policy(self, collection: str, organisations: Iterable[str]) -> bytes | None:
        """The serialized policy for keys that have none of their own: a collection's if it has one, else the chaincode's.

        Args:
            collection: the collection's name, empty for public state.
            organisations: the MSP ids of the channel's members.

        Returns:
            None if there is no such collection.
        """
        if not collection:
            return self.policy
        found = self.collection(collection, organisations)
        if found is None:
            return None
        return self.policy if found.endorsement is None else bytes(signature_policy(found.endorsement).SerializeToString())


Definitions = Mapping[str, Definition]
"""The channel's chaincodes by name, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaincodeSpec:
    """A chaincode to be.

    Attributes:
        name: its name, its namespace in the state.
        address_for: where each organisation's service is (host:port, or `unix:` and a path), by MSP id; asked when the ledger starts.
        version: the version in its definition.
        endorsing: the MSP ids of the endorsing set; by default the first four organisations.
        threshold: how many of them must endorse; by default a majority.
        collections: its private data collections; each organisation's implicit one is there without being declared.
    """

    name: str
    address_for: Callable[[str], str]
    version: str = "1"
    endorsing: Sequence[str] | None = None
    threshold: int | None = None
    collections: Sequence[PrivateCollection] = ()

    def definition(self, organisations: Sequence[str]) -> Definition:
        """The definition on a ledger of these organisations, given as MSP ids.

        Raises:
            ValueError: if the name is none, the endorsing set is not of the ledger, the threshold does not fit, or a collection is wrong.
        """
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a chaincode; use letters and digits, with single - or _ between them")
        endorsing = tuple(organisations[:4] if self.endorsing is None else self.endorsing)
        unknown = sorted(set(endorsing) - set(organisations))
        if unknown:
            raise ValueError(f"the endorsing set names {', '.join(unknown)}, which is no organisation of this ledger")
        threshold = len(endorsing) // 2 + 1 if self.threshold is None else self.threshold
        if not 1 <= threshold <= len(endorsing):
            raise ValueError(f"a threshold of {threshold} does not fit an endorsing set of {len(endorsing)}")
        check_collections(self.collections, organisations)
        return Definition(self.name, self.version, endorsing, threshold, tuple(self.collections))


def definitions(specs: Sequence[ChaincodeSpec], organisations: Sequence[str]) -> Definitions:
    """The definitions of a ledger's chaincodes.

    Raises:
        ValueError: if there is none, two have one name, or one cannot be defined.
    """
    found = {spec.name: spec.definition(organisations) for spec in specs}
    if not found:
        raise ValueError("a ledger needs a chaincode: name its service with chaincode_for, or several with chaincodes")
    if len(found) < len(specs):
        raise ValueError("two chaincodes have the same name")
    return found
