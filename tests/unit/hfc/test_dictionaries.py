"""Blocks as dictionaries: what fabric-sdk-py gave is there, key by key."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon.blocks import decode_block, decode_filtered_block, decode_processed_transaction
from genpon.gateway import MessageError
from genpon.hfc.dictionaries import block_dictionary, dictionary, transaction_dictionary
from genpon_core.fabric.protos import common, transaction
from tests.unit.blocks.conftest import recorded

RECORDED = Path(__file__).parent / "recorded"
# What the original leaves as bytes, or has as an empty message, and is decoded, or nothing, here.
OTHERWISE = ("/extension", "/input", "/metadata/0/value", "/ChannelRestrictions/value", "/last_update")


def theirs(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"), object_hook=_bytes)


def _bytes(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["bytes"]) if value.keys() == {"bytes"} else value


def lacking(theirs: Any, ours: Any, place: str = "") -> list[str]:
    """Where something of theirs is not in ours, or otherwise."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return [one for key in theirs for one in lacking(theirs[key], ours.get(key, "nothing"), f"{place}/{key}")]
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        return [one for index, pair in enumerate(zip(theirs, ours, strict=True)) for one in lacking(*pair, f"{place}/{index}")]
    return [] if theirs == ours and type(theirs) is type(ours) else [place]


@pytest.mark.parametrize("name", ["genesis", "bft", "raft"])
def test_a_block_as_fabric_sdk_py_gives_it(name: str) -> None:
    places = lacking(theirs(name), block_dictionary(decode_block(recorded(name))))
    assert [place for place in places if not any(known in place for known in OTHERWISE)] == []


def test_a_filtered_block_as_fabric_sdk_py_gives_it() -> None:
    ours = dictionary(decode_filtered_block((RECORDED / "filtered.block").read_bytes()))
    assert lacking(theirs("filtered"), ours) == []


def test_a_transaction_as_fabric_sdk_py_gives_it() -> None:
    envelope = common.Envelope.FromString(common.Block.FromString(recorded("raft")).data.data[0])
    processed = transaction.ProcessedTransaction(transactionEnvelope=envelope, validationCode=11).SerializeToString()
    ours = transaction_dictionary(decode_processed_transaction(processed))
    original = {"validation_code": 11, "transaction_envelope": theirs("raft")["data"]["data"][0]}
    assert [place for place in lacking(original, ours) if not any(known in place for known in OTHERWISE)] == []


def test_what_the_original_leaves_out_is_there() -> None:
    block = block_dictionary(decode_block(recorded("bft")))
    action = block["data"]["data"][0]["payload"]["data"]["actions"][0]["payload"]
    assert action["chaincode_proposal_payload"]["input"]["chaincode_spec"]["input"]["args"] == [b"everything", b"c"]
    own = action["action"]["proposal_response_payload"]["extension"]["results"]["ns_rwset"][1]
    assert own["rwset"]["metadata_writes"][0]["entries"][0]["name"] == "VALIDATION_PARAMETER"
    assert own["collection_hashed_rwset"][0]["collection_name"] == "_implicit_org_NagasakiMSP"


def test_two_dictionaries_share_nothing() -> None:
    block = decode_block(recorded("genesis"))
    first, second = block_dictionary(block), block_dictionary(block)
    first["data"]["data"][0]["payload"]["data"]["last_update"]["changed"] = True
    assert second["data"]["data"][0]["payload"]["data"]["last_update"] == {}


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 5000))
def test_spoilt_blocks_are_dictionaries_too(junk: bytes, begin: int) -> None:
    data = bytearray(recorded("bft"))
    data[begin : begin + len(junk)] = junk
    try:
        block = decode_block(bytes(data))
    except MessageError:
        return
    assert block_dictionary(block)["header"]["number"] == block.header.number
