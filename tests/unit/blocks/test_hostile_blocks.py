"""Whatever bytes come: decoding either says that they are no block, or keeps what it cannot read."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon.blocks import (
    BlockMetadata,
    Envelope,
    Message,
    Payload,
    SignatureHeader,
    Undecoded,
    decode_block,
    decode_block_and_private_data,
    decode_envelope,
    decode_filtered_block,
    decode_processed_transaction,
    reading,
    to_data,
    to_json,
)
from genpon.blocks.config import ConfigGroup, ConfigPolicy, ConfigUpdateEnvelope
from genpon.blocks.reading import open_bytes
from genpon.gateway import MessageError
from genpon_core.fabric.protos import (
    chaincode,
    common,
    configtx,
    events,
    kvrwset,
    msp_identities,
    policies,
    proposal,
    proposal_response,
    rwset,
    transaction,
)
from tests.support.encoding import encode
from tests.unit.blocks.conftest import recorded

DECODERS: list[Callable[[Any], Message]] = [
    decode_block,
    decode_filtered_block,
    decode_block_and_private_data,
    decode_processed_transaction,
    decode_envelope,
]
NAMES = ["genesis", "bft", "raft"]
KINDS = {
    name: field
    for module in (chaincode, common, configtx, events, kvrwset, msp_identities, policies, proposal, proposal_response, rwset, transaction)
    for name, field in module.DESCRIPTOR.message_types_by_name.items()
}


def holds(message: Message) -> None:
    """What must hold of anything that was decoded."""
    assert json.loads(to_json(message)) == to_data(message)
    assert repr(message)
    assert encode(message) == encode(open_bytes(type(message), encode(message)))


@settings(deadline=None)
@given(st.sampled_from(DECODERS), st.binary(max_size=300))
def test_any_bytes(decode: Callable[[Any], Message], data: bytes) -> None:
    try:
        message = decode(data)
    except MessageError:
        return
    holds(message)


EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=40)), min_size=1, max_size=4)


def spoilt(block: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """A block in which bytes were changed, cut out, or put in: each edit as (where, how many go, what comes)."""
    data = bytearray(block)
    for where, gone, put in edits:
        begin = int(where * len(data))
        data[begin : begin + gone] = put
    return bytes(data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), EDITS)
def test_a_spoilt_block(name: str, edits: list[tuple[float, int, bytes]]) -> None:
    data = spoilt(recorded(name), edits)
    try:
        block = decode_block(data)
    except MessageError:
        return
    holds(block)
    assert len(block.data) == len(common.Block.FromString(data).data.data)


def messages(descriptor: Any, depth: int = 4) -> st.SearchStrategy[bytes]:
    """Messages of a kind with anything in their fields: bytes that hold messages of any other kind, unknown fields, unknown enumerators."""
    parts = [_field(field, depth) for field in descriptor.fields]
    unknown = st.builds(lambda number, value: _tagged(number, 2, value), st.integers(1000, 2000), st.binary(max_size=4))
    return st.lists(st.one_of(*parts, unknown) if depth else unknown, max_size=6).map(b"".join)


def _field(field: Any, depth: int) -> st.SearchStrategy[bytes]:
    content: st.SearchStrategy[bytes]
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        content = st.deferred(lambda: messages(field.message_type, max(depth - 1, 0)))
    elif field.type == FieldDescriptor.TYPE_BYTES:
        any_kind = st.deferred(lambda: st.sampled_from(list(KINDS.values())).flatmap(lambda kind: messages(kind, max(depth - 1, 0))))
        content = st.one_of(any_kind, st.binary(max_size=20)) if depth else st.binary(max_size=20)
    elif field.type == FieldDescriptor.TYPE_STRING:
        content = st.text(max_size=5).map(str.encode)
    else:
        return st.integers(0, 2**64 - 1).map(lambda value: _tagged(field.number, 0, _varint(value)))
    return content.map(lambda value: _tagged(field.number, 2, value))


def _tagged(number: int, wire_type: int, value: bytes) -> bytes:
    return _varint(number << 3 | wire_type) + (_varint(len(value)) if wire_type == 2 else b"") + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Block", "FilteredBlock", "Envelope", "ConfigGroup", "TxReadWriteSet"]).flatmap(
        lambda name: st.tuples(st.just(name), messages(KINDS[name]))
    )
)
def test_any_messages_in_any_field(made: tuple[str, bytes]) -> None:
    name, data = made
    kinds: dict[str, type[Message]] = {kind.__name__: kind for kind in _all_kinds(Message)}
    message = open_bytes(kinds[name], data)
    if not isinstance(message, Undecoded):
        holds(message)


def _all_kinds(kind: type[Message]) -> list[type[Message]]:
    return [kind, *(inner for sub in kind.__subclasses__() for inner in _all_kinds(sub))]


def nested_rule(depth: int) -> bytes:
    rule = policies.SignaturePolicy(signed_by=0)
    for _ in range(depth):
        rule = policies.SignaturePolicy(n_out_of=policies.SignaturePolicy.NOutOf(n=1, rules=[rule]))
    return bytes(policies.SignaturePolicyEnvelope(rule=rule).SerializeToString())


def nested_envelopes(depth: int) -> bytes:
    header = common.Header(channel_header=common.ChannelHeader(type=4).SerializeToString())
    envelope = common.Envelope(signature=b"innermost")
    for _ in range(depth):
        envelope = common.Envelope(payload=common.Payload(header=header, data=envelope.SerializeToString()).SerializeToString())
    return bytes(envelope.SerializeToString())


def nested_groups(depth: int) -> bytes:
    """Deeper than protobuf's own limit, so written by hand: a group whose one sub-group has the key ""."""
    data = b""
    for _ in range(depth):
        data = _tagged(2, 2, _tagged(2, 2, data))
    return data


@pytest.mark.parametrize("depth", [2, 20, 49, 60, 2000])
def test_envelopes_in_envelopes(depth: int) -> None:
    data = nested_envelopes(depth)
    envelope = decode_envelope(data)
    holds(envelope)
    assert encode(envelope) == data


@pytest.mark.parametrize("depth", [2, 20, 40, 60, 2000])
def test_groups_in_groups(depth: int) -> None:
    group = open_bytes(ConfigGroup, nested_groups(depth))
    assert isinstance(group, Undecoded) == (depth > 40)


@pytest.mark.parametrize("depth", [2, 20, 40])
def test_rules_in_rules(depth: int) -> None:
    policy = policies.Policy(type=1, value=nested_rule(depth))
    read = open_bytes(ConfigPolicy, configtx.ConfigPolicy(policy=policy).SerializeToString())
    assert not isinstance(read, Undecoded)
    holds(read)


def test_the_limit_is_far_above_what_fabric_makes() -> None:
    deepest = max(_depth(decode_block(data)) for data in map(recorded, NAMES))
    assert deepest * 3 < reading.DEEPEST


def _depth(value: Any) -> int:
    children = (
        value.values()
        if isinstance(value, dict)
        else value
        if isinstance(value, tuple)
        else vars(value).values()
        if isinstance(value, Message)
        else ()
    )
    return isinstance(value, Message) + max((_depth(child) for child in children), default=0)


def envelope(kind: int, data: bytes) -> Envelope:
    header = common.Header(channel_header=common.ChannelHeader(type=kind).SerializeToString())
    payload = common.Payload(header=header, data=data)
    return decode_envelope(common.Envelope(payload=payload.SerializeToString()))


@pytest.mark.parametrize(("kind", "name"), [(0, "MESSAGE"), (5, "DELIVER_SEEK_INFO"), (77, "CODE_77")])
def test_data_of_a_type_that_blocks_do_not_hold(kind: int, name: str) -> None:
    read = envelope(kind, b"anything")
    assert isinstance(read.payload, Payload)
    assert read.payload.data == Undecoded("", f"the data of a {name}", b"anything")
    assert read.channel_header is not None
    assert read.channel_header.type == name


def test_malformed_data_keeps_its_expected_kind() -> None:
    read = envelope(3, b"\xff")
    assert isinstance(read.payload, Payload)
    assert read.payload.data == Undecoded("protos.Transaction", "malformed", b"\xff")
    assert (read.actions, read.creator, read.transaction_id) == ((), None, "")
    assert to_data(read.payload.data) == {
        "undecoded": base64.b64encode(b"\xff").decode(),
        "expected": "protos.Transaction",
        "reason": "malformed",
    }


def test_a_malformed_header_leaves_the_data_unread() -> None:
    payload = common.Payload(header=common.Header(channel_header=b"\xff"), data=b"data")
    read = decode_envelope(common.Envelope(payload=payload.SerializeToString()))
    assert isinstance(read.payload, Payload)
    assert isinstance(read.payload.data, Undecoded)
    assert read.channel_header is None


def test_fields_of_a_newer_fabric_are_kept() -> None:
    newer = _tagged(99, 2, b"new")
    header = open_bytes(SignatureHeader, common.SignatureHeader(nonce=b"n").SerializeToString() + newer)
    assert not isinstance(header, Undecoded)
    assert (header.nonce, header.unknown_fields) == (b"n", newer)
    assert to_data(header)["unknown_fields"] == base64.b64encode(newer).decode()


def test_a_configuration_value_of_an_unknown_name() -> None:
    group = configtx.ConfigGroup()
    group.values["Quantum"].value = b"v"
    read = open_bytes(ConfigGroup, group.SerializeToString())
    assert not isinstance(read, Undecoded)
    assert read.values["Quantum"].value == Undecoded("", "a configuration value of an unknown name", b"v")


def test_an_update_that_is_none() -> None:
    read = open_bytes(ConfigUpdateEnvelope, configtx.ConfigUpdateEnvelope(config_update=b"\xff").SerializeToString())
    assert not isinstance(read, Undecoded)
    assert read.config_update == Undecoded("common.ConfigUpdate", "malformed", b"\xff")


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ([], ["NOT_VALIDATED"] * 2),
        ([b"", b"", b"\x00"], ["VALID", "NOT_VALIDATED"]),
        ([b"", b"", b"\x0b\xc8\x00"], ["MVCC_READ_CONFLICT", "CODE_200"]),
    ],
)
def test_validation_codes_that_are_not_there(parts: list[bytes], codes: list[str]) -> None:
    block = decode_block(common.Block(data=common.BlockData(data=[b"", b""]), metadata=common.BlockMetadata(metadata=parts)))
    assert [code for code, _ in block.transactions] == codes


def test_more_metadata_than_is_known() -> None:
    metadata = open_bytes(BlockMetadata, common.BlockMetadata(metadata=[b"\xff"] * 7).SerializeToString())
    assert not isinstance(metadata, Undecoded)
    assert metadata.others == (b"\xff", b"\xff")
    assert metadata.signatures == Undecoded("common.Metadata", "malformed", b"\xff")


@pytest.mark.parametrize("decode", DECODERS)
def test_what_is_no_such_message_is_refused_in_one_line(decode: Callable[[Any], Message]) -> None:
    with pytest.raises(MessageError, match=r"^the bytes are no \S+: malformed\. Give what a peer answered, unchanged\.$"):
        decode(b"\xff\xff")


@pytest.mark.parametrize(
    ("seconds", "nanos", "shown"),
    [
        (0, 1, "1970-01-01T00:00:00.000000001Z"),
        (-62_135_596_800, 0, "0001-01-01T00:00:00.000000000Z"),
        (253_402_300_800, 0, {"seconds": 253_402_300_800, "nanos": 0}),
        (0, -1, {"seconds": 0, "nanos": -1}),
    ],
)
def test_times_of_all_kinds(seconds: int, nanos: int, shown: Any) -> None:
    header = common.ChannelHeader()
    header.timestamp.seconds, header.timestamp.nanos = seconds, nanos
    payload = common.Payload(header=common.Header(channel_header=header.SerializeToString()))
    read = decode_envelope(common.Envelope(payload=payload.SerializeToString())).channel_header
    assert read is not None
    assert to_data(read.timestamp) == shown
    assert str(read.timestamp)
