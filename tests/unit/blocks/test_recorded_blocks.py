"""Real blocks: nothing is lost, nothing stays undecoded, and the JSON is the one that integrators have."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from genpon.blocks import (
    BftOptions,
    BftOrdererBlockMetadata,
    BftViewMetadata,
    Block,
    BlockSignatures,
    ConfigEnvelope,
    ConsensusType,
    FabricMSPConfig,
    Identity,
    KVRWSet,
    Message,
    MSPConfig,
    Payload,
    PlainMetadata,
    RaftBlockMetadata,
    RaftConsenterMetadata,
    SignatureHeader,
    SignaturePolicyEnvelope,
    TxReadWriteSet,
    Undecoded,
    decode_block,
    to_data,
    to_json,
)
from genpon.blocks.config import Config
from genpon_core.fabric.protos import common
from tests.support.encoding import encode
from tests.unit.blocks.conftest import RECORDED, recorded


def walk(value: Any) -> Iterator[Any]:
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)


def envelope_of(block: Block) -> Any:
    return block.data[0]


def test_nothing_is_lost(block_bytes: bytes) -> None:
    assert encode(decode_block(block_bytes)) == block_bytes


def test_bytes_and_message_are_decoded_alike(block_bytes: bytes) -> None:
    assert decode_block(common.Block.FromString(block_bytes)) == decode_block(block_bytes)


def test_nothing_stays_undecoded(block_bytes: bytes) -> None:
    parts = list(walk(decode_block(block_bytes)))
    assert [part for part in parts if isinstance(part, Undecoded)] == []
    assert [part for part in parts if isinstance(part, Message) and part.unknown_fields] == []


@pytest.mark.parametrize("name", ["bft", "raft"])
def test_the_json_stays_as_it_is(name: str) -> None:
    assert to_json(decode_block(recorded(name)), indent=1) + "\n" == (RECORDED / f"{name}.json").read_text(encoding="utf-8")


def test_a_block_is_json_that_programs_read(block_bytes: bytes) -> None:
    block = decode_block(block_bytes)
    assert json.loads(to_json(block)) == to_data(block)


def test_hashes_are_those_of_fabric() -> None:
    block = decode_block(recorded("bft"))
    assert block.header.data_hash == block.data_hash
    # What Fabric wrote into the next block as its previous hash.
    assert block.header.hash.hex() == "8b13c8eb17bf8a0bb9dd4ed08a577cae6d0d07298750c268c3456a46e2664ccf"


def test_a_changed_transaction_shows() -> None:
    message = common.Block.FromString(recorded("bft"))
    message.data.data[0] += b"\x00"
    block = decode_block(message)
    assert block.header.data_hash != block.data_hash


def test_an_endorsed_transaction() -> None:
    block = decode_block(recorded("bft"))
    ((code, envelope),) = block.transactions
    assert not isinstance(envelope, Undecoded)
    assert code == "VALID"
    assert envelope.channel_header is not None
    assert envelope.channel_header.type == "ENDORSER_TRANSACTION"
    assert envelope.channel_header.tx_id == envelope.transaction_id
    assert envelope.creator is not None
    assert (envelope.creator.mspid, envelope.creator.certificate.subject.rfc4514_string()) == (
        "NagasakiMSP",
        "CN=client,OU=client,O=nagasaki.example",
    )
    (action,) = envelope.actions
    assert action.chaincode_spec is not None
    assert (action.chaincode_spec.chaincode_id.name, action.chaincode_spec.input.args) == ("genpon", (b"everything", b"c"))
    endorsers = [endorsement.endorser for endorsement in action.action.endorsements]
    assert sorted(endorser.mspid for endorser in endorsers if isinstance(endorser, Identity)) == ["NagasakiMSP", "OmuraMSP", "TodaMSP"]


def test_what_a_transaction_read_wrote_and_emitted() -> None:
    action = envelope_of(decode_block(recorded("bft"))).actions[0].chaincode_action
    assert (action.response.status, action.response.message, action.response.payload) == (200, "all of it", b"1")
    assert (action.events.event_name, action.events.payload) == ("done", b"c")
    assert isinstance(action.results, TxReadWriteSet)
    own = {namespace.namespace: namespace for namespace in action.results.ns_rwset}["genpon"]
    public = own.rwset
    assert isinstance(public, KVRWSet)
    assert [(read.key, read.version) for read in public.reads] == [("c", None)]
    assert [(write.key, write.is_delete, write.value) for write in public.writes] == [
        ("\x00kind\x00c\x00原本\x00", False, b"1"),
        ("c", False, b"\x00\xff not a text"),
        ("c-old", True, b""),
    ]
    (queried,) = public.range_queries_info
    assert (queried.start_key, queried.end_key, queried.itr_exhausted, queried.reads_merkle_hashes) == ("a", "z", True, None)
    assert queried.raw_reads is not None
    assert [read.key for read in queried.raw_reads.kv_reads] == ["b"]
    policy = public.metadata_writes[0].entries[0].value
    assert isinstance(policy, SignaturePolicyEnvelope)
    assert policy.rule.n_out_of is not None
    assert (policy.rule.n_out_of.n, [rule.signed_by for rule in policy.rule.n_out_of.rules]) == (2, [0, 1])
    (private,) = own.collection_hashed_rwset
    assert not isinstance(private.hashed_rwset, Undecoded)
    assert [(write.is_delete, write.is_purge) for write in private.hashed_rwset.hashed_writes] == [(False, False), (True, True)]


def signed(block: Block) -> BlockSignatures:
    assert isinstance(block.metadata.signatures, BlockSignatures)
    return block.metadata.signatures


def test_bft_orderers_sign_with_their_numbers() -> None:
    signatures = signed(decode_block(recorded("bft")))
    numbers = [
        one.identifier_header.identifier
        for one in signatures.signatures
        if one.identifier_header and not isinstance(one.identifier_header, Undecoded)
    ]
    assert len(set(numbers)) == 3 <= len(numbers)
    assert isinstance(signatures.value, BftOrdererBlockMetadata)
    assert isinstance(signatures.value.consenter_metadata, BftViewMetadata)
    assert (signatures.value.consenter_metadata.view_id, signatures.value.consenter_metadata.latest_sequence) == (0, 5)


def test_raft_orderers_sign_with_their_certificates() -> None:
    block = decode_block(recorded("raft"))
    signatures = signed(block)
    header = signatures.signatures[0].signature_header
    assert isinstance(header, SignatureHeader)
    assert isinstance(header.creator, Identity)
    assert signatures.value is not None
    assert not isinstance(signatures.value, Undecoded)
    wrapper = signatures.value.consenter_metadata
    assert isinstance(wrapper, RaftConsenterMetadata)
    assert isinstance(wrapper.value, RaftBlockMetadata)
    assert wrapper.value.consenter_ids == (1, 2, 3, 4)
    assert block.metadata.transactions_filter == ("MVCC_READ_CONFLICT",)
    assert isinstance(block.metadata.commit_hash, PlainMetadata)
    assert len(block.metadata.commit_hash.value) == 32


def config() -> Config:
    payload = envelope_of(decode_block(recorded("genesis"))).payload
    assert isinstance(payload, Payload)
    assert isinstance(payload.data, ConfigEnvelope)
    assert payload.data.config is not None
    return payload.data.config


def test_a_channels_configuration() -> None:
    groups = config().channel_group.groups
    assert set(groups) == {"Application", "Orderer"}
    consensus = groups["Orderer"].values["ConsensusType"].value
    assert isinstance(consensus, ConsensusType)
    assert isinstance(consensus.metadata, BftOptions)
    assert (consensus.type, consensus.state, consensus.metadata.leader_rotation) == ("BFT", "STATE_NORMAL", "ROTATION_OFF")
    msp = groups["Application"].groups["TodaMSP"].values["MSP"].value
    assert isinstance(msp, MSPConfig)
    assert isinstance(msp.config, FabricMSPConfig)
    assert (msp.config.name, msp.config.root_certs[0][:27]) == ("TodaMSP", b"-----BEGIN CERTIFICATE-----")
    policy = groups["Application"].policies["Admins"].policy
    assert policy is not None
    assert to_data(policy) == {"type": "IMPLICIT_META", "value": {"sub_policy": "Admins", "rule": "MAJORITY"}}
