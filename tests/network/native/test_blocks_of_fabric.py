"""Blocks of real Fabric: asked for in every way, linked, and decoded as Fabric's own tool decodes them."""

import base64
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from genpon.blocks import (
    Block,
    BlockSignatures,
    IdentifierHeader,
    LedgerQueries,
    SignatureHeader,
    decode_block,
    decode_block_and_private_data,
    decode_filtered_block,
    to_data,
)
from genpon.gateway import EndorseError, Gateway, Network, Transaction
from genpon_core.fabric.headers import channel_header
from genpon_core.fabric.protos import common, configtx
from genpon_network.channel.updates import compute_update
from genpon_network.topology.loading import DEFAULT, example
from tests.support import everything_chaincode
from tests.support.encoding import encode
from tests.support.fabric import proto_decode
from tests.support.native import TinyNetwork, tiny_network

pytestmark = pytest.mark.fabric
ENDORSERS = ["NagasakiMSP", "TodaMSP", "OmuraMSP"]
# Fields that hold a message which configtxlator leaves as bytes.
LEFT_AS_BYTES = {"endorser": "msp.SerializedIdentity", "hashed_rwset": "kvrwset.HashedRWSet", "value": "common.SignaturePolicyEnvelope"}


@pytest.fixture(scope="module", params=["bft", "raft"])
def network(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    text = example(DEFAULT).replace(b"consensus: bft", f"consensus: {request.param}".encode())
    folder, program = tmp_path_factory.mktemp(request.param), Path(everything_chaincode.__file__)
    with tiny_network(folder, text=text, program=program) as network:
        network.up()
        yield network


@pytest.fixture(scope="module")
def gateway(network: TinyNetwork) -> Iterator[Gateway]:
    with network.gateway("nagasaki") as gateway:
        yield gateway


@pytest.fixture(scope="module")
def channel(gateway: Gateway) -> Network:
    return gateway.get_network("genpon")


def endorsed(channel: Network, key: str) -> Transaction:
    """A transaction that does everything, endorsed once all peers are at the same block."""
    contract = channel.get_contract("genpon")
    while True:
        try:
            return contract.new_proposal("everything", key, transient={"value": "secret"}, endorsing_organizations=ENDORSERS).endorse()
        except EndorseError as error:
            if not error.retryable:
                raise


@pytest.fixture(scope="module")
def transactions(channel: Network) -> dict[str, str]:
    """The ids of a valid transaction and of one that came too late."""
    valid = endorsed(channel, "a")
    valid.submit_and_wait()
    first, second = endorsed(channel, "b"), endorsed(channel, "b")
    first.submit_and_wait()
    assert second.submit().status().code == "MVCC_READ_CONFLICT"
    return {"valid": valid.transaction_id, "late": second.transaction_id}


@pytest.fixture(scope="module")
def queries(channel: Network, transactions: dict[str, str]) -> LedgerQueries:
    assert transactions
    return LedgerQueries(channel)


@pytest.fixture(scope="module")
def blocks(queries: LedgerQueries) -> list[Block]:
    return [queries.block(number) for number in range(queries.chain_info().height)]


def test_nothing_is_lost(channel: Network, blocks: list[Block]) -> None:
    contract = channel.get_contract("qscc")
    for block in blocks:
        raw = contract.evaluate_transaction("GetBlockByNumber", "genpon", str(block.header.number))
        assert decode_block(raw) == block
        assert common.Block.FromString(encode(block)) == common.Block.FromString(raw)
        assert b"undecoded" not in json.dumps(to_data(block)).encode()


def test_configtxlator_decodes_the_same(channel: Network, blocks: list[Block]) -> None:
    contract = channel.get_contract("qscc")
    for block in blocks:
        theirs = proto_decode("common.Block", contract.evaluate_transaction("GetBlockByNumber", "genpon", str(block.header.number)))
        assert compare(to_data(block.header), theirs["header"]) == []
        assert compare([to_data(envelope) for envelope in block.data], theirs["data"]["data"]) == []


def test_configtxlator_decodes_a_configuration_update_the_same(queries: LedgerQueries) -> None:
    config = configtx.Config.FromString(encode(queries.config()))
    updated = configtx.Config.FromString(config.SerializeToString())
    updated.channel_group.groups["Application"].policies["Admins"].mod_policy = "Readers"
    del updated.channel_group.groups["Application"].groups["OmuraMSP"]
    update = configtx.ConfigUpdateEnvelope(
        config_update=compute_update("genpon", config, updated).SerializeToString(),
        signatures=[configtx.ConfigSignature(signature_header=common.SignatureHeader(nonce=b"n").SerializeToString(), signature=b"s")],
    )
    envelope = in_envelope(2, update)
    config_envelope = in_envelope(1, configtx.ConfigEnvelope(config=updated, last_update=envelope))
    block = common.Block(data=common.BlockData(data=[config_envelope.SerializeToString()]))
    theirs = proto_decode("common.Block", block.SerializeToString())
    assert compare([to_data(one) for one in decode_block(block).data], theirs["data"]["data"]) == []


def in_envelope(kind: int, data: Any) -> Any:
    header = common.Header(
        channel_header=channel_header(kind, "genpon", "", Timestamp(seconds=1)),
        signature_header=common.SignatureHeader(nonce=b"n").SerializeToString(),
    )
    return common.Envelope(payload=common.Payload(header=header, data=data.SerializeToString()).SerializeToString(), signature=b"s")


def compare(ours: Any, theirs: Any, place: str = "") -> list[str]:
    """Where our JSON and configtxlator's differ in more than their forms: theirs has texts for 64-bit numbers, numbers for some types."""
    name = place.rpartition("/")[2]
    if isinstance(theirs, str) and isinstance(ours, dict):
        theirs = proto_decode(LEFT_AS_BYTES[name], base64.b64decode(theirs))
    if isinstance(theirs, dict) and isinstance(ours, dict):
        # What is not set is null here and not there; hashes that are computed stand only here.
        theirs = {_SPELT.get(key, key): value for key, value in theirs.items()}
        lacking = [f"{place}/{key}" for key in ours if key not in theirs and ours[key] is not None and key != "hash"]
        return [*lacking, *(one for key in theirs for one in compare(ours.get(key), theirs[key], f"{place}/{key}"))]
    if isinstance(theirs, list) and isinstance(ours, list) and len(ours) == len(theirs):
        return [one for index, pair in enumerate(zip(ours, theirs, strict=True)) for one in compare(*pair, f"{place}/{index}")]
    return [] if _same(ours, theirs, name) else [f"{place}: {ours!r} {theirs!r}"]


_SPELT = {"TransientMap": "transient_map"}
_TYPES: dict[str, dict[int, str]] = {"type": {number: name for name, number in common.HeaderType.items()}}


def _same(ours: Any, theirs: Any, name: str) -> bool:
    if name == "timestamp":
        return str(ours)[:19] == str(theirs)[:19]
    if isinstance(ours, int) and isinstance(theirs, str):
        return str(ours) == theirs
    if name == "type" and isinstance(ours, str) and isinstance(theirs, int):
        return ours in (_TYPES["type"].get(theirs), {1: "SIGNATURE", 3: "IMPLICIT_META"}.get(theirs))
    return bool(ours == theirs)


def test_orderers_sign_every_block(blocks: list[Block], network: TinyNetwork) -> None:
    for block in blocks[1:]:
        signed = block.metadata.signatures
        assert isinstance(signed, BlockSignatures)
        headers = [one.identifier_header or one.signature_header for one in signed.signatures]
        kinds = {type(header) for header in headers}
        assert kinds == {IdentifierHeader if b"consensus: bft" in network.text else SignatureHeader}


def test_streams_of_blocks_are_decoded_too(channel: Network, blocks: list[Block]) -> None:
    with channel.get_block_events(start_block=0) as whole, channel.get_filtered_block_events(start_block=0) as filtered:
        for block, message, summary in zip(blocks, whole, itertools.islice(filtered, len(blocks)), strict=False):
            assert agreed(decode_block(message)) == agreed(block)
            short = decode_filtered_block(summary)
            assert (short.number, [one.tx_validation_code for one in short.filtered_transactions]) == (
                block.header.number,
                [code for code, _ in block.transactions],
            )


def agreed(block: Block) -> tuple[Any, ...]:
    """What every peer has alike; each BFT orderer collects the others' signatures on its own."""
    return block.header, block.data, block.metadata.transactions_filter


def test_private_data_beside_its_transaction(channel: Network, blocks: list[Block]) -> None:
    found = {}
    with channel.get_block_and_private_data_events(start_block=0) as stream:
        for block, message in zip(blocks, stream, strict=False):
            for position, private in decode_block_and_private_data(message).private_data_map.items():
                written = to_data(private)["ns_pvt_rwset"]
                found[block.header.number, position] = [one["namespace"] for one in written]
    assert ["genpon"] in found.values()
