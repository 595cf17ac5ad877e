"""Merkle trees: a proof holds for its leaf, place, size and root, and for nothing else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.errors import Refusal
from genpon_core.merkle import Tree, inclusion_proof, leaf_hash, node_hash, root, verify_inclusion

BYTES, PLACES = st.binary(max_size=33), st.integers(-5, 50)
LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def defined_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, word for word: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert root(leaves) == defined_root(leaves)


@given(LEAVES, st.data())
def test_a_proof_holds_for_its_leaf_only(leaves: list[bytes], data: st.DataObject) -> None:
    size, index = len(leaves), data.draw(st.integers(0, len(leaves) - 1))
    proof, top = inclusion_proof(leaves, index), root(leaves)
    assert verify_inclusion(leaves[index], index, size, proof, top)
    assert not verify_inclusion(leaves[index] + b"\x00", index, size, proof, top)
    assert not verify_inclusion(leaves[index], index, size, [*proof, top], top)
    assert not verify_inclusion(leaves[index], index, size, proof, bytes(32))
    for other in range(-1, size + 1):
        if other != index:
            assert not verify_inclusion(leaves[index], other, size, proof, top) or leaves[other] == leaves[index]
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], top)
        assert not verify_inclusion(leaves[index], index, size, [proof[0][:-1], *proof[1:]], top)


@given(LEAVES, st.data())
def test_any_changed_bit_of_a_proof_is_found(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    for place, step in enumerate(proof):
        changed = bytes([step[0] ^ (1 << data.draw(st.integers(0, 7)))]) + step[1:]
        assert not verify_inclusion(leaves[index], index, len(leaves), [*proof[:place], changed, *proof[place + 1 :]], root(leaves))


@given(
    st.binary(max_size=8), st.integers(-5, 50), st.integers(-5, 50), st.lists(st.binary(max_size=33), max_size=8), st.binary(max_size=33)
)
def test_garbage_is_no_proof(leaf: bytes, index: int, size: int, proof: list[bytes], top: bytes) -> None:
    assert not verify_inclusion(leaf, index, size, proof, top)


def test_a_node_cannot_pass_for_a_leaf() -> None:
    inner = leaf_hash(b"a") + leaf_hash(b"b")
    assert root([b"a", b"b"]) == node_hash(inner[:32], inner[32:]) != leaf_hash(inner)


def test_the_order_of_leaves_matters() -> None:
    assert root([b"a", b"b"]) != root([b"b", b"a"])


def test_a_repeated_last_leaf_makes_another_root() -> None:
    assert root([b"a", b"b", b"c"]) != root([b"a", b"b", b"c", b"c"])


def test_refusals() -> None:
    with pytest.raises(Refusal, match=r"merkle\.empty"):
        root([])
    for index in (-1, 2):
        with pytest.raises(Refusal, match=r"merkle\.index"):
            inclusion_proof([b"a", b"b"], index)


def test_a_batch_of_ten_thousand_gives_all_its_proofs() -> None:
    leaves = [index.to_bytes(4, "big") for index in range(10_000)]
    tree = Tree.of(leaves)
    assert all(verify_inclusion(leaves[index], index, 10_000, tree.proof(index), tree.root) for index in range(0, 10_000, 97))
