"""Decoded blocks as the dictionaries that fabric-sdk-py gives.

Keys and values are those of its decoder: hashes and nonces as hexadecimal bytes, versions and certificates as texts, validation codes as
numbers in whole blocks and as names in filtered ones. What it leaves out (metadata of keys, hashes of private data) is there too, and what
it leaves as bytes (the chaincode's input, the header's extension, the orderers' metadata) is decoded, under the same keys.
"""

import base64
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import fields
from typing import Any

from genpon import blocks
from genpon.blocks import Message, Undecoded
from genpon.hfc.texts import as_text
from genpon_core.fabric.protos import common, policies, rwset, transaction

Render = Callable[[Any], Any]
_NO_METADATA = blocks.BlockMetadata.read(common.BlockMetadata(), 0)


def block_dictionary(block: blocks.Block) -> dict[str, Any]:
    """A whole block."""
    return {
        "header": dictionary(block.header),
        "data": {"data": [dictionary(envelope) for envelope in block.data]},
        "metadata": {"metadata": _metadata(block.metadata)},
    }


def transaction_dictionary(processed: blocks.ProcessedTransaction) -> dict[str, Any]:
    """A transaction and the number of its validation code."""
    return {"validation_code": _validation_code(processed.validation_code), "transaction_envelope": dictionary(processed.envelope)}


def dictionary(value: Any) -> Any:
    """Anything that was decoded; what could not be decoded is its bytes."""
    if isinstance(value, Undecoded):
        return value.data
    if isinstance(value, tuple):
        return [dictionary(item) for item in value]
    if isinstance(value, Mapping):
        return {key: dictionary(item) for key, item in value.items()}
    if not isinstance(value, Message):
        return value
    return {name: _field(value, name) for name in (field.name for field in fields(value)) if name != "unknown_fields"} | _added(value)


def _field(owner: Message, name: str) -> Any:
    value = getattr(owner, name)
    render = _FIELDS.get((type(owner), name)) or _FIELDS.get(name)
    return render(value) if render else dictionary(value)


def _added(value: Message) -> dict[str, Any]:
    return {"type_string": value.type} if isinstance(value, blocks.ChannelHeader) else {}


def _hexadecimal(value: bytes) -> bytes:
    return value.hex().encode()


def _certificates(value: tuple[bytes, ...]) -> list[str]:
    return [base64.b64encode(certificate).decode() for certificate in value]


def _identity(value: Any) -> Any:
    """The original has an identity of empty texts where there is none."""
    return {"mspid": "", "id_bytes": ""} if value is None else dictionary(value)


def _signature_header(value: Any) -> Any:
    return {"creator": _identity(None), "nonce": b""} if value is None else dictionary(value)


def _version(value: Any) -> dict[str, str]:
    """Of a key that did not exist, the original says version 0, 0."""
    return {"block_num": str(value.block_num if value else 0), "tx_num": str(value.tx_num if value else 0)}


def _timestamp(value: Any) -> str:
    if value is None:
        return "1970-01-01 00:00:00"
    return str(value)[:19].replace("T", " ") if value.is_moment else str(value)


def _number(enum: Any, name: str) -> int:
    return int(name.removeprefix("CODE_")) if name.startswith("CODE_") else int(enum.values_by_name[name].number)


def _validation_code(name: str) -> int:
    return _number(transaction.TxValidationCode.DESCRIPTOR, name)


def _metadata(metadata: blocks.BlockMetadata) -> list[Any]:
    """Signatures, last configuration, and the number of each transaction's validation code."""
    if metadata == _NO_METADATA:
        return []
    signed = {"value": {}, "signatures": []} if metadata.signatures is None else dictionary(metadata.signatures)
    last = metadata.last_config
    index = last.value.index if isinstance(last, blocks.LastConfigMetadata) and isinstance(last.value, blocks.LastConfig) else 0
    codes = [_validation_code(name) for name in metadata.transactions_filter] or None
    return [signed, {"value": {"index": index, "signatures": []}}, codes]


def _event(value: Any) -> Any:
    return {"chaincode_id": "", "tx_id": "", "event_name": "", "payload": b""} if value is None else dictionary(value)


def _filtered_actions(value: Any) -> Any:
    actions = () if value is None else value.chaincode_actions
    return {"chaincode_actions": [{"chaincode_event": _event(action.chaincode_event)} for action in actions]}


def _rule(value: blocks.SignaturePolicy) -> dict[str, Any]:
    if value.n_out_of is None:
        return {"signed_by": value.signed_by or 0}
    return {"n_out_of": {"n": value.n_out_of.n, "rules": [_rule(rule) for rule in value.n_out_of.rules]}}


def _principals(value: tuple[blocks.MSPPrincipal, ...]) -> list[Any]:
    """A principal that is an identity is just that identity."""
    return [dictionary(one.principal if isinstance(one.principal, blocks.Identity) else one) for one in value]


def _data(value: Any) -> Any:
    return {} if value is None or isinstance(value, Undecoded) else dictionary(value)


def _or_empty(empty: Any) -> Render:
    """What the original has where there is nothing."""
    return lambda value: deepcopy(empty) if value is None else dictionary(value)


def _of(enum: Any) -> Render:
    return lambda name: _number(enum.DESCRIPTOR, name)


_FIELDS: dict[Any, Render] = {
    (blocks.BlockHeader, "previous_hash"): _hexadecimal,
    (blocks.BlockHeader, "data_hash"): _hexadecimal,
    (blocks.BlockHeader, "hash"): _hexadecimal,
    (blocks.ProposalResponsePayload, "proposal_hash"): _hexadecimal,
    (blocks.SignatureHeader, "nonce"): _hexadecimal,
    (blocks.SignatureHeader, "creator"): _identity,
    (blocks.MetadataSignature, "signature_header"): _signature_header,
    (blocks.Identity, "id_bytes"): as_text,
    (blocks.ChannelHeader, "type"): _of(common.HeaderType),
    (blocks.ChannelHeader, "timestamp"): _timestamp,
    (blocks.ChannelHeader, "extension"): _or_empty(b""),
    (blocks.Payload, "data"): _data,
    (blocks.ConfigEnvelope, "last_update"): _or_empty({}),
    (blocks.KVRead, "version"): _version,
    (blocks.KVReadHash, "version"): _version,
    (blocks.RangeQueryInfo, "raw_reads"): _or_empty({"kv_reads": []}),
    (blocks.RangeQueryInfo, "reads_merkle_hashes"): _or_empty({"max_degree": 0, "max_level": 0, "max_level_hashes": []}),
    (blocks.TxReadWriteSet, "data_model"): _of(rwset.TxReadWriteSet.DataModel),
    (blocks.ChaincodeAction, "events"): _event,
    (blocks.FilteredTransaction, "transaction_actions"): _filtered_actions,
    (blocks.Config, "sequence"): str,
    (blocks.ChannelRestrictions, "max_count"): str,
    (blocks.Policy, "type"): _of(policies.Policy.PolicyType),
    (blocks.SignaturePolicyEnvelope, "rule"): _rule,
    (blocks.SignaturePolicyEnvelope, "identities"): _principals,
    (blocks.FabricOUIdentifier, "certificate"): as_text,
    **{
        (blocks.FabricMSPConfig, name): _certificates
        for name in ("root_certs", "intermediate_certs", "admins", "revocation_list", "tls_root_certs", "tls_intermediate_certs")
    },
}
