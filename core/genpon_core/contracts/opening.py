"""Opening the terms against the bundle's root: leaf 0 of the manifest describes exactly these terms."""

import hashlib

from genpon_core import canonical, merkle
from genpon_core.contracts.contents import OpenTerms
from genpon_core.contracts.state import ContractState
from genpon_core.contracts.terms import Terms, read_terms
from genpon_core.errors import Refusal
from genpon_core.manifests import TERMS_MEDIA_TYPE, TERMS_ROLE, Leaf


def terms_leaf(terms: bytes, salt: bytes) -> Leaf:
    """Leaf 0 for the canonical JSON of terms."""
    digest = hashlib.sha256(terms).hexdigest()
    return Leaf(TERMS_ROLE, TERMS_MEDIA_TYPE, len(terms), digest, salt)


def check_opening(opened: OpenTerms, state: ContractState, *, max_amount: int) -> Terms:
    """The terms, if they are the ones that the bundle's root commits to and name the contract's parties.

    Raises:
        Refusal: `terms.…` or `json.…`.
    """
    terms = read_terms(opened.value, max_amount=max_amount)
    if tuple(terms.parties) != state.parties:
        raise Refusal("terms.other_parties")
    leaf = terms_leaf(canonical.encode(opened.value), opened.salt)
    proof = [bytes.fromhex(step) for step in opened.proof]
    root = bytes.fromhex(state.manifest.root)
    if not merkle.verify_inclusion(leaf.to_bytes(), 0, state.manifest.size, proof, root):
        raise Refusal("terms.not_in_bundle")
    return terms
