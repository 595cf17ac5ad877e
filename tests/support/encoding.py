"""From what was decoded back to bytes: the law that decoding loses nothing is that this gives the same bytes."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from genpon.blocks import Block, BlockMetadata, Message, Undecoded
from genpon_core.fabric.protos import common, policies, transaction

# Fields that are numbers in the message and names of an enumeration here.
_NAMED_NUMBERS = {
    ("common.ChannelHeader", "type"): common.HeaderType.DESCRIPTOR,
    ("common.Policy", "type"): policies.Policy.PolicyType.DESCRIPTOR,
    ("protos.ProcessedTransaction", "validationCode"): transaction.TxValidationCode.DESCRIPTOR,
}


def encode(value: Message | Undecoded) -> bytes:
    """The message's bytes, in protobuf's usual order of fields and with a map's keys sorted."""
    return value.data if isinstance(value, Undecoded) else bytes(_message(value).SerializeToString(deterministic=True))


def _message(value: Message) -> Any:
    message = value.PROTO()
    if isinstance(value, Block):
        message.header.CopyFrom(_message(value.header))
        message.metadata.CopyFrom(_message(value.metadata))
        message.data.data.extend(encode(envelope) for envelope in value.data)
    elif isinstance(value, BlockMetadata):
        message.metadata.extend(_parts(value))
    else:
        for field in dataclasses.fields(value):
            source = field.metadata.get("field", field.name)
            descriptor = message.DESCRIPTOR.fields_by_name.get("validationCode" if source == "validation_code" else source)
            if descriptor is not None and getattr(value, field.name) is not None:
                _set(message, descriptor, getattr(value, field.name))
    message.MergeFromString(value.unknown_fields)
    return message


def _set(message: Any, field: Any, found: Any) -> None:
    target = getattr(message, field.name)
    enum = field.enum_type or _NAMED_NUMBERS.get((message.DESCRIPTOR.full_name, field.name))
    if isinstance(found, Mapping):
        for key, item in found.items():
            if isinstance(item, Message):
                target[key].MergeFrom(_message(item))
            else:
                target[key] = item
    elif isinstance(found, tuple):
        target.extend(_item(item) for item in found)
    elif field.message_type:
        target.CopyFrom(_message(found))
        target.SetInParent()
    elif enum:
        setattr(message, field.name, _number(enum, found))
    else:
        setattr(message, field.name, encode(found) if isinstance(found, Message | Undecoded) else found)


def _item(item: Any) -> Any:
    return _message(item) if isinstance(item, Message) else item


def _number(enum: Any, name: str) -> int:
    return int(name.removeprefix("CODE_")) if name.startswith("CODE_") else int(enum.values_by_name[name].number)


def _parts(metadata: BlockMetadata) -> list[bytes]:
    codes = bytes(_number(transaction.TxValidationCode.DESCRIPTOR, name) for name in metadata.transactions_filter)
    parts = [metadata.signatures, metadata.last_config, codes, metadata.orderer, metadata.commit_hash, *metadata.others]
    return [part if isinstance(part, bytes) else encode(part) if part else b"" for part in parts]
