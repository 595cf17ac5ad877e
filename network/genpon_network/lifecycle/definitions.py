"""A chaincode's definition in a channel: who must endorse, under which name, version and sequence.

Each function asks first and acts only where something is missing, so that set-up can be cut off anywhere and run again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from genpon_core.fabric.policies import Rule, signature_policy
from genpon_core.fabric.protos import lifecycle, peer_policy
from genpon_network.lifecycle.packages import ChaincodePackage
from genpon_network.lifecycle.peers import PeerAdministration
from genpon_network.lifecycle.private_collections import PrivateCollection, collection_package

LIFECYCLE = "_lifecycle"


@dataclass(frozen=True, slots=True)
class Definition:
    """What the organisations agree on.

    Attributes:
        name: the chaincode's name.
        version: the code's version; here the beginning of the package label's digest.
        endorsement: who must endorse.
        collections: the private data collections; each organisation's implicit one is there without being declared.
        sequence: 1, and one more for each change.
    """

    name: str
    version: str
    endorsement: Rule
    collections: tuple[PrivateCollection, ...] = ()
    sequence: int = 1

    def arguments(self, message: Any) -> Any:
        """Fills the fields that the lifecycle's messages have in common."""
        policy = peer_policy.ApplicationPolicy(signature_policy=signature_policy(self.endorsement))
        message.name, message.version, message.sequence = self.name, self.version, self.sequence
        message.endorsement_plugin, message.validation_plugin = "escc", "vscc"
        message.validation_parameter = policy.SerializeToString()
        if self.collections:
            message.collections.CopyFrom(collection_package(self.collections))
        return message

    def is_same(self, other: Any) -> bool:
        """Whether a definition on the ledger says the same, its sequence apart."""
        wanted = self.arguments(lifecycle.CommitChaincodeDefinitionArgs())
        fields = ("version", "validation_parameter", "collections")
        return all(getattr(wanted, field) == getattr(other, field) for field in fields)


def install(peer: PeerAdministration, package: ChaincodePackage) -> bool:
    """Installs a package on a peer; False if it is there.

    Raises:
        NetworkError: if the peer refuses it.
    """
    answer = _call(peer, "QueryInstalledChaincodes", lifecycle.QueryInstalledChaincodesArgs())
    installed = lifecycle.QueryInstalledChaincodesResult.FromString(answer).installed_chaincodes
    if package.package_id in [chaincode.package_id for chaincode in installed]:
        return False
    _call(peer, "InstallChaincode", lifecycle.InstallChaincodeArgs(chaincode_install_package=package.content))
    return True


def committed(peer: PeerAdministration, channel: str, name: str) -> Any | None:
    """The definition that a peer's ledger holds, a `QueryChaincodeDefinitionsResult.ChaincodeDefinition`, or None."""
    answer = _call(peer, "QueryChaincodeDefinitions", lifecycle.QueryChaincodeDefinitionsArgs(), channel)
    definitions = lifecycle.QueryChaincodeDefinitionsResult.FromString(answer).chaincode_definitions
    return next((definition for definition in definitions if definition.name == name), None)


def approvals(peer: PeerAdministration, channel: str, definition: Definition) -> dict[str, bool]:
    """Which organisations a peer has seen approve exactly this definition."""
    request = definition.arguments(lifecycle.CheckCommitReadinessArgs())
    answer = _call(peer, "CheckCommitReadiness", request, channel)
    return dict(lifecycle.CheckCommitReadinessResult.FromString(answer).approvals)


def approved_package(peer: PeerAdministration, channel: str, definition: Definition) -> str | None:
    """The package id that a peer's organisation has approved for this definition's sequence, or None.

    Raises:
        UnreachableError: if the peer does not answer.
    """
    answer = _call(peer, "QueryApprovedChaincodeDefinitions", lifecycle.QueryApprovedChaincodeDefinitionsArgs(), channel)
    result = lifecycle.QueryApprovedChaincodeDefinitionsResult.FromString(answer).approved_chaincode_definitions
    for approved in result:
        if approved.name == definition.name and approved.sequence == definition.sequence and definition.is_same(approved):
            return str(approved.source.local_package.package_id)
    return None


def approval_arguments(definition: Definition, package_id: str) -> Sequence[bytes]:
    """The call by which an organisation approves a definition for one of its installed packages."""
    request = definition.arguments(lifecycle.ApproveChaincodeDefinitionForMyOrgArgs())
    request.source.local_package.package_id = package_id
    return [b"ApproveChaincodeDefinitionForMyOrg", request.SerializeToString()]


def commit_arguments(definition: Definition) -> Sequence[bytes]:
    """The call by which an approved definition takes effect."""
    return [b"CommitChaincodeDefinition", definition.arguments(lifecycle.CommitChaincodeDefinitionArgs()).SerializeToString()]


def _call(peer: PeerAdministration, function: str, request: Any, channel: str = "") -> bytes:
    return peer.call(LIFECYCLE, function, request.SerializeToString(), channel=channel)
