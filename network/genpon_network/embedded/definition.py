"""A chaincode's definition on the channel: its name, version and endorsement policy."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.policies import n_out_of

_NAME = re.compile("[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*")
LIFECYCLE = "_lifecycle"
"""The namespace in which definitions stand."""


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

    @property
    def policy(self) -> Any:
        """The endorsement policy, a `common.SignaturePolicyEnvelope`: so many of the set's peers."""
        return n_out_of(self.threshold, self.endorsing, "peer")

    @property
    def sequence_key(self) -> str:
        """The key of `LIFECYCLE` that says how often the definition has changed."""
        return f"namespaces/fields/{self.name}/Sequence"


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
    """

    name: str
    address_for: Callable[[str], str]
    version: str = "1"
    endorsing: Sequence[str] | None = None
    threshold: int | None = None

    def definition(self, organisations: Sequence[str]) -> Definition:
        """The definition on a ledger of these organisations, given as MSP ids.

        Raises:
            ValueError: if the name is none, the endorsing set is not of the ledger, or the threshold does not fit it.
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
        return Definition(self.name, self.version, endorsing, threshold)


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
