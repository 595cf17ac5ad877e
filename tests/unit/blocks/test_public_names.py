"""What integrators import, and that every field of every message is there."""

import dataclasses

import pytest

import genpon.blocks
from genpon.blocks import Block, BlockMetadata, Message

NAMES = [
    "ACLs",
    "APIResource",
    "AnchorPeer",
    "AnchorPeers",
    "BatchSize",
    "BatchTimeout",
    "BftOptions",
    "BftOrdererBlockMetadata",
    "BftViewMetadata",
    "Block",
    "BlockAndPrivateData",
    "BlockDataHashingStructure",
    "BlockHeader",
    "BlockMetadata",
    "BlockSignatures",
    "BootstrappingSnapshotInfo",
    "Capabilities",
    "Capability",
    "ChainInfo",
    "ChaincodeAction",
    "ChaincodeActionPayload",
    "ChaincodeEndorsedAction",
    "ChaincodeEvent",
    "ChaincodeHeaderExtension",
    "ChaincodeID",
    "ChaincodeInput",
    "ChaincodeInvocationSpec",
    "ChaincodeProposalPayload",
    "ChaincodeSpec",
    "ChannelHeader",
    "ChannelRestrictions",
    "CollectionHashedReadWriteSet",
    "CollectionPvtReadWriteSet",
    "CombinedPrincipal",
    "Config",
    "ConfigEnvelope",
    "ConfigGroup",
    "ConfigPolicy",
    "ConfigSignature",
    "ConfigUpdate",
    "ConfigUpdateEnvelope",
    "ConfigValue",
    "ConsensusType",
    "Consenter",
    "Consortium",
    "Endorsement",
    "Envelope",
    "FabricCryptoConfig",
    "FabricMSPConfig",
    "FabricNodeOUs",
    "FabricOUIdentifier",
    "FilteredBlock",
    "FilteredChaincodeAction",
    "FilteredTransaction",
    "FilteredTransactionActions",
    "HashedRWSet",
    "HashingAlgorithm",
    "Header",
    "IdemixMSPConfig",
    "IdemixMSPSignerConfig",
    "IdentifierHeader",
    "Identity",
    "ImplicitMetaPolicy",
    "KVMetadataEntry",
    "KVMetadataWrite",
    "KVMetadataWriteHash",
    "KVRWSet",
    "KVRead",
    "KVReadHash",
    "KVWrite",
    "KVWriteHash",
    "KafkaBrokers",
    "KeyInfo",
    "LastConfig",
    "LastConfigMetadata",
    "LedgerQueries",
    "MSPConfig",
    "MSPIdentityAnonymity",
    "MSPPrincipal",
    "MSPRole",
    "Message",
    "MetadataSignature",
    "NOutOf",
    "NsPvtReadWriteSet",
    "NsReadWriteSet",
    "OrdererAddresses",
    "OrdererBlockMetadata",
    "Orderers",
    "OrganizationUnit",
    "Payload",
    "PlainMetadata",
    "Policy",
    "ProcessedTransaction",
    "ProposalResponsePayload",
    "QueryReads",
    "QueryReadsMerkleSummary",
    "RaftBlockMetadata",
    "RaftConfigMetadata",
    "RaftConsenter",
    "RaftConsenterMetadata",
    "RaftOptions",
    "RaftOrdererBlockMetadata",
    "RangeQueryInfo",
    "Response",
    "SignatureHeader",
    "SignaturePolicy",
    "SignaturePolicyEnvelope",
    "SigningIdentityInfo",
    "Timestamp",
    "Transaction",
    "TransactionAction",
    "TxPvtReadWriteSet",
    "TxReadWriteSet",
    "Undecoded",
    "Version",
    "decode_block",
    "decode_block_and_private_data",
    "decode_envelope",
    "decode_filtered_block",
    "decode_processed_transaction",
    "to_data",
    "to_json",
]


def kinds(kind: type[Message] = Message) -> list[type[Message]]:
    return [each for sub in kind.__subclasses__() for each in (sub, *kinds(sub))]


def test_the_list_of_names() -> None:
    assert genpon.blocks.__all__ == NAMES
    assert all(getattr(genpon.blocks, name).__name__ == name for name in NAMES)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if not kind.__name__.startswith("_")], ids=lambda kind: str(kind.__name__))
def test_every_kind_of_message_is_public_and_whole(kind: type[Message]) -> None:
    assert kind.__name__ in NAMES
    assert kind.__doc__
    if kind in (Block, BlockMetadata):  # read by their own code
        return
    sources = {str(field.metadata.get("field", field.name)) for field in dataclasses.fields(kind)}
    left_out = set(kind.PROTO.DESCRIPTOR.fields_by_name) - sources
    assert left_out <= {"validationCode"}  # it is `validation_code`
