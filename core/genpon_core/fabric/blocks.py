"""Blocks and the hashes that link them (Fabric documentation, "Ledger", "Blocks")."""

import hashlib
from collections.abc import Iterable
from typing import Any

from genpon_core.fabric.protos import common


def header_hash(header: Any) -> bytes:
    """SHA-256 of a `common.BlockHeader` in ASN.1 DER: the next block's `previous_hash`."""
    body = _der(0x02, _unsigned(header.number)) + _der(0x04, header.previous_hash) + _der(0x04, header.data_hash)
    return hashlib.sha256(_der(0x30, body)).digest()


def data_hash(envelopes: Iterable[bytes]) -> bytes:
    """SHA-256 over a block's envelopes one after the other: a header's `data_hash`."""
    digest = hashlib.sha256()
    for envelope in envelopes:
        digest.update(envelope)
    return digest.digest()


def is_linked(previous: Any, block: Any) -> bool:
    """Whether a `common.Block` follows another: its number, its link and its own data hash."""
    return bool(
        block.header.number == previous.header.number + 1
        and block.header.previous_hash == header_hash(previous.header)
        and block.header.data_hash == data_hash(block.data.data)
    )


def validation_codes(block: Any) -> bytes:
    """One `TxValidationCode` per transaction, as the committing peer wrote them into the block's metadata."""
    return bytes(block.metadata.metadata[common.BlockMetadataIndex.Value("TRANSACTIONS_FILTER")])


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def _unsigned(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1)
