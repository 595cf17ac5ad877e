"""Merkle trees as RFC 6962, section 2.1 (and RFC 9162) has them, over SHA-256.

Leaves and nodes are hashed with different prefixes, so that no leaf can pass for a node.

>>> tree = [b"terms", b"drawing", b"estimate"]
>>> verify_inclusion(b"drawing", 1, 3, inclusion_proof(tree, 1), root(tree))
True
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from genpon_core.errors import Refusal

HASH = "sha256"
HASH_SIZE = 32


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree with all its levels, for those who need many proofs of one batch.

    Attributes:
        levels: the leaves' hashes first, the root's level last.
    """

    levels: tuple[tuple[bytes, ...], ...]

    @classmethod
    def of(cls, leaves: Sequence[bytes]) -> "Tree":
        """The tree over leaves in their order.

        Raises:
            Refusal: `merkle.empty`.
        """
        return cls.of_hashes(map(leaf_hash, leaves))

    @classmethod
    def of_hashes(cls, hashes: Iterable[bytes]) -> "Tree":
        """The tree over leaves whose hashes are known, in their order.

        Raises:
            Refusal: `merkle.empty`.
        """
        levels = [tuple(hashes)]
        if not levels[0]:
            raise Refusal("merkle.empty")
        while len(levels[-1]) > 1:
            levels.append(_above(levels[-1]))
        return cls(tuple(levels))

    @property
    def root(self) -> bytes:
        """The tree's root."""
        return self.levels[-1][0]

    def proof(self, index: int) -> list[bytes]:
        """The hashes that lead from a leaf to the root, the lowest first.

        Raises:
            Refusal: `merkle.index` for a leaf that is not there.
        """
        size = len(self.levels[0])
        if not 0 <= index < size:
            raise Refusal("merkle.index", {"index": index, "size": size})
        path = []
        for level in self.levels:
            sibling = index ^ 1
            if sibling < len(level):
                path.append(level[sibling])
            index >>= 1
        return path


def _above(level: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The next level; an odd last hash rises unchanged."""
    nodes = tuple(map(node_hash, level[::2], level[1::2]))
    return (*nodes, level[-1]) if len(level) % 2 else nodes


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in their order.

    Raises:
        Refusal: `merkle.empty`.
    """
    return Tree.of(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that prove one leaf against the root, the lowest first.

    Raises:
        Refusal: `merkle.empty` or `merkle.index`.
    """
    return Tree.of(leaves).proof(index)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a leaf stands at an index of the tree of that size and root (RFC 9162, section 2.1.3.2).

    Args:
        leaf: the leaf's bytes.
        index: its place, from 0.
        size: the tree's number of leaves.
        proof: hashes of 32 bytes, the lowest first; neither one too few nor one too many passes.
        root: the root, 32 bytes.
    """
    if not 0 <= index < size or any(len(step) != HASH_SIZE for step in proof):
        return False
    node, last = leaf_hash(leaf), size - 1
    for step in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(step, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, step)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root
