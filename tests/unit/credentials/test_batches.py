"""Batches: every credential proves its place, nothing else does, and two credentials have nothing in common that would link them."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genpon_core.canonical import decode
from genpon_core.credentials import base64url
from genpon_core.credentials.batches import MAX_BATCH, Batch, BatchRoot, InclusionProof, leaf_of
from genpon_core.credentials.key_binding import bind
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.terms import StatusReference
from genpon_core.errors import Refusal
from genpon_core.merkle import leaf_hash, root, verify_inclusion
from tests.support.credentials import CHALLENGE, CLAIMS, LAW, NOW, TERMS, Signing, issued, seeded

ID = "batch/422011/2026-17"
TOKENS = st.lists(st.text("abc.", min_size=1, max_size=6), min_size=1, max_size=40, unique=True)


@LAW
@given(TOKENS, st.integers(0, 9))
def test_every_credential_proves_its_place(tokens: list[str], seed: int) -> None:
    batch = Batch.of(tokens, seeded(seed))

    for which, token in enumerate(tokens):
        assert batch.proof(ID, which).holds(token, batch.root)
    assert sorted(batch.places) == list(range(len(tokens)))
    assert len(set(batch.salts)) == batch.root.size == len(tokens)


@LAW
@given(TOKENS, st.text("abc.", min_size=1, max_size=6), st.data())
def test_no_proof_holds_for_a_credential_that_was_not_in_it(tokens: list[str], other: str, data: st.DataObject) -> None:
    batch = Batch.of(tokens, seeded(1))
    which = data.draw(st.integers(0, len(tokens) - 1))
    proof = batch.proof(ID, which)

    assert not proof.holds(other, batch.root) or other == tokens[which]
    assert not proof.holds(tokens[which], BatchRoot(bytes(32), len(tokens)))
    assert not replace(proof, salt=bytes(16)).holds(tokens[which], batch.root)
    assert not replace(proof, path=(*proof.path, bytes(32))).holds(tokens[which], batch.root)
    assert not replace(proof, size=proof.size + 1, index=proof.size).holds(tokens[which], batch.root)
    for step in range(len(proof.path)):
        assert not replace(proof, path=(*proof.path[:step], bytes(32), *proof.path[step + 1 :])).holds(tokens[which], batch.root)


@LAW
@given(TOKENS)
def test_the_tree_is_that_of_rfc_6962_with_its_leaves_in_the_order_of_their_hashes(tokens: list[str]) -> None:
    batch = Batch.of(tokens, seeded(1))
    leaves = [leaf_of(token, salt) for token, salt in zip(tokens, batch.salts, strict=True)]

    assert batch.root == BatchRoot(root(sorted(leaves, key=leaf_hash)), len(tokens))
    assert [sorted(leaves, key=leaf_hash)[place] for place in batch.places] == leaves


def test_places_say_nothing_about_the_order_of_issue() -> None:
    """The first of fifty credentials comes to stand anywhere: the mean of its places is that of a fair draw, within five deviations."""
    tokens = [str(number) for number in range(50)]
    first = [Batch.of(tokens, seeded(seed)).places[0] for seed in range(400)]

    assert abs(sum(first) / 400 - 24.5) < 5 * (50 / 12**0.5) / 400**0.5
    assert len(set(first)) > 45


def test_ten_thousand_credentials_prove_their_places() -> None:
    tokens = [f"token{number}" for number in range(10_000)]
    batch = Batch.of(tokens, seeded(7))

    for which in range(0, 10_000, 53):
        proof = InclusionProof.from_json(batch.proof(ID, which).to_json())
        assert proof.holds(tokens[which], batch.root)
        assert not proof.holds(tokens[which - 1], batch.root)


@LAW
@given(TOKENS, st.data())
def test_a_proof_survives_as_json(tokens: list[str], data: st.DataObject) -> None:
    proof = Batch.of(tokens, seeded(1)).proof(ID, data.draw(st.integers(0, len(tokens) - 1)))
    assert InclusionProof.from_json(proof.to_json()) == proof


def test_the_last_of_two_cannot_pass_for_the_last_of_three() -> None:
    """Their paths are the same: only the size that the ledger knows tells them apart."""
    batch = Batch.of(["a", "b"], seeded(1))
    which = batch.places.index(1)
    proof, token = batch.proof(ID, which), "ab"[which]
    moved = replace(proof, index=2, size=3)

    assert verify_inclusion(leaf_of(token, proof.salt), 2, 3, proof.path, batch.root.digest)
    assert proof.holds(token, batch.root)
    assert not moved.holds(token, batch.root)


PROOF = Batch.of(["a", "b", "c"], seeded(1)).proof(ID, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"kind": "other"},
        {"batch": ""},
        {"batch": "a b"},
        {"index": -1},
        {"index": "1"},
        {"size": 0},
        {"size": MAX_BATCH + 1},
        {"salt": ""},
        {"salt": "AAAA"},
        {"path": ["AAAA"]},
        {"path": [PROOF.to_json()["path"][0]] * 40},  # type: ignore[index, call-overload]
        {"path": None},
        {"more": 1},
    ],
)
def test_proofs_that_are_none(change: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"json\.field"):
        InclusionProof.from_json({**PROOF.to_json(), **change})


@pytest.mark.parametrize(
    ("tokens", "code"),
    [([], "batch.size"), (["a"] * (MAX_BATCH + 1), "batch.size"), (["a", "b", "a"], "batch.repeated")],
)
def test_batches_that_cannot_be(tokens: list[str], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        Batch.of(tokens, seeded(1))


@pytest.mark.parametrize("which", [-1, 3])
def test_a_proof_of_nothing(which: int) -> None:
    with pytest.raises(Refusal, match=r"merkle\.index"):
        Batch.of(["a", "b", "c"], seeded(1)).proof(ID, which)


def test_a_leaf_cannot_pass_for_another_kind_of_leaf() -> None:
    """Other trees' leaves are JSON; these have 48 bytes, whatever the credential."""
    with pytest.raises(Refusal, match=r"salt\.size"):
        leaf_of("a", bytes(15))
    assert len(leaf_of("a" * 1000, bytes(16))) == 48
    assert not verify_inclusion(bytes(48), 0, 1, (), Batch.of(["a"], seeded(1)).root.digest)


def single_use(number: int) -> SdJwt:
    """One of many credentials of one resident, as an issuer should make them."""
    status = StatusReference("https://nagasaki.example/s/12", random.Random(number).randrange(1 << 17))
    return issued(seed=number, digests=8, holder=Signing.of(1000 + number).public, status=status)


def long_values(text: str) -> set[str]:
    """Every text and number of more than 16 bytes in a presentation's tokens, wherever it stands."""
    tokens = f"{SdJwt.parse(text).jwt}.{SdJwt.parse(text).key_binding}".split(".")
    signatures = {tokens[2], tokens[5]}
    values = {value for part in tokens if part not in signatures for value in _values(decode(base64url.decode(part, part="")))}
    return {value for value in values | signatures if len(value.encode()) > 16}


def _values(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {found for name, member in value.items() for found in {name} | _values(member)}
    return {found for member in value for found in _values(member)} if isinstance(value, list) else {str(value)}


def test_two_credentials_of_one_batch_share_nothing_but_issuer_type_and_schema() -> None:
    """The status list's address is the issuer's own and a few characters; the verifier's name is the one that it gave."""
    credentials = [single_use(number) for number in range(12)]
    shown = [str(bind(SdJwt(one.jwt), CHALLENGE, Signing.of(1000 + number).sign, now=NOW)) for number, one in enumerate(credentials)]
    first, second = (Credential.parse(text) for text in shown[:2])
    common = long_values(shown[0]) & long_values(shown[1])

    assert common == {TERMS.issuer, f"{TERMS.issuer}/s/12", TERMS.type, *_integrity(), first.key_id, CHALLENGE.audience}
    assert len(f"{TERMS.issuer}/s/12".removeprefix(TERMS.issuer)) <= 16
    assert first.terms.holder != second.terms.holder
    assert all(long_values(one) & long_values(other) <= common for one in shown for other in shown if one != other)


def _integrity() -> set[str]:
    return {str(TERMS.to_payload()["vct#integrity"])}


def test_what_proofs_share_is_their_batch() -> None:
    """Beside the batch's id only nodes high in the tree are the same, and each of them stands above many credentials."""
    tokens = [single_use(number).jwt for number in range(64)]
    batch = Batch.of(tokens, seeded(1))
    proofs = [batch.proof(ID, which) for which in range(64)]

    for one in proofs:
        for other in proofs:
            if one != other:
                assert one.salt != other.salt
                assert not {
                    step for height, step in enumerate(one.path) for deep, same in enumerate(other.path) if step == same and height != deep
                }
    assert all(sum(step in other.path for other in proofs) == 2**height for one in proofs for height, step in enumerate(one.path))


def test_claims_are_not_what_links_unless_they_are_shown() -> None:
    assert not set(map(str, CLAIMS.values())) & long_values(str(bind(SdJwt(single_use(1).jwt), CHALLENGE, Signing.of(1001).sign, now=NOW)))
