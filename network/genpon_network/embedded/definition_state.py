"""A chaincode's definition as it stands in the state, where every transaction reads it: a new one invalidates what the old one endorsed."""

from genpon_core.fabric.policies import signature_policy
from genpon_core.fabric.protos import lifecycle_db, lifecycle_definition, peer_policy
from genpon_network.embedded.definition import Definition
from genpon_network.lifecycle.private_collections import collection_package

LIFECYCLE = "_lifecycle"
"""The namespace in which definitions stand."""
_FIELDS = ("Collections", "EndorsementInfo", "Sequence", "ValidationInfo")


def sequence_key(name: str) -> str:
    """The key that says how often a chaincode's definition has changed; every transaction reads it."""
    return f"namespaces/fields/{name}/Sequence"


def definition_keys(name: str) -> list[str]:
    """The keys of a chaincode's whole definition; a transaction that uses private data reads them."""
    return [*(f"namespaces/fields/{name}/{field}" for field in _FIELDS), f"namespaces/metadata/{name}"]


def definition_entries(definition: Definition) -> dict[str, bytes]:
    """The keys and values of a definition."""
    policy = peer_policy.ApplicationPolicy(signature_policy=signature_policy(definition.endorsement))
    validation = lifecycle_definition.ChaincodeValidationInfo(validation_plugin="vscc", validation_parameter=policy.SerializeToString())
    endorsement = lifecycle_definition.ChaincodeEndorsementInfo(version=definition.version, endorsement_plugin="escc")
    values = [
        lifecycle_db.StateData(Bytes=collection_package(definition.collections).SerializeToString()),
        lifecycle_db.StateData(Bytes=endorsement.SerializeToString()),
        lifecycle_db.StateData(Int64=1),
        lifecycle_db.StateData(Bytes=validation.SerializeToString()),
        lifecycle_db.StateMetadata(datatype="ChaincodeDefinition", fields=["Sequence", "EndorsementInfo", "ValidationInfo", "Collections"]),
    ]
    return {key: value.SerializeToString() for key, value in zip(definition_keys(definition.name), values, strict=True)}
