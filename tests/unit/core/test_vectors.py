"""The committed test vectors: each holds, and making them again changes nothing."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from genpon_core import canonical, codes, merkle, moments, salted
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey, load_private_key
from genpon_core.manifests import Manifest
from genpon_core.x509paths import check_path

VECTORS = Path(__file__).parents[2] / "vectors"


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def named(rows: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=[row["name"] for row in rows])


def test_made_again_they_are_the_same(tmp_path: Path) -> None:
    subprocess.run([sys.executable, VECTORS / "make.py", tmp_path], check=True)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_text(encoding="utf-8") for path in VECTORS.glob("*.json")}


@named(load("canonical_json.json")["good"])
def test_good_json(row: dict[str, Any]) -> None:
    canonical_form = bytes.fromhex(row["canonical_hex"])
    value = canonical.decode(bytes.fromhex(row["input_hex"]))
    assert canonical.encode(value) == canonical_form
    assert canonical.digest(value) == row["sha256"]
    assert canonical.decode(canonical_form, canonical=True) == value


@named(load("canonical_json.json")["bad"])
def test_bad_json(row: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        canonical.decode(bytes.fromhex(row["input_hex"]))
    assert refused.value.code == row["code"]


def test_moments() -> None:
    for row in load("moments.json")["good"]:
        assert moments.parse_time(row["text"]) == row["seconds"]
        assert moments.format_time(row["seconds"]) == row["text"]
        assert moments.format_date(moments.law_date(row["seconds"])) == row["date_of_law"]


def test_bad_moments() -> None:
    for row in load("moments.json")["bad"]:
        with pytest.raises(Refusal) as refused:
            moments.parse_time(row["text"])
        assert refused.value.code == row["code"], row["text"]


def test_codes() -> None:
    vectors = load("codes.json")
    for row in vectors["local_governments"]:
        assert codes.is_local_government_code(row["code"]) is row["valid"], row
    for row in vectors["corporations"]:
        assert codes.is_corporate_number(row["code"]) is row["valid"], row


def test_trees() -> None:
    for row in load("merkle.json"):
        leaves, root = [bytes.fromhex(leaf) for leaf in row["leaves"]], bytes.fromhex(row["root"])
        assert merkle.root(leaves) == root
        for index, steps in enumerate(row["proofs"]):
            proof = [bytes.fromhex(step) for step in steps]
            assert merkle.inclusion_proof(leaves, index) == proof
            assert merkle.verify_inclusion(leaves[index], index, len(leaves), proof, root)


def test_manifests() -> None:
    for row in load("manifests.json"):
        manifest = Manifest.from_json(row["manifest"])
        assert manifest.root == row["root"]
        assert [leaf.to_bytes().hex() for leaf in manifest.leaves] == row["leaves_hex"]
        assert [[step.hex() for step in manifest.proof(index)] for index in range(manifest.size)] == row["proofs"]


def test_salted_digests() -> None:
    for row in load("salted_digests.json"):
        assert salted.salted_digest(row["text"], bytes.fromhex(row["salt_hex"])) == row["digest"]


@named(load("keys.json")["good"])
def test_good_keys(row: dict[str, Any]) -> None:
    key = PublicKey.from_spki(base64.b64decode(row["spki"]))
    assert (key.kind, key.fingerprint) == (row["kind"], row["fingerprint"])
    assert PublicKey.of_private_key(load_private_key(row["private_key_pem"].encode())) == key


@named(load("keys.json")["bad"])
def test_bad_keys(row: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        PublicKey.from_spki(base64.b64decode(row["spki"]))
    assert refused.value.code == row["code"]


def test_signatures() -> None:
    keys = {row["name"]: PublicKey.from_spki(base64.b64decode(row["spki"])) for row in load("keys.json")["good"]}
    for row in load("signatures.json"):
        message, signature = bytes.fromhex(row["message_hex"]), bytes.fromhex(row["signature_hex"])
        assert keys[row["key"]].verify(row["algorithm"], signature, message) is row["valid"], row


def test_the_signatures_are_those_of_rfc_6979() -> None:
    """Appendix A.2.5, `sample` with SHA-256; its S is high, ours is the order minus it."""
    row = next(row for row in load("signatures.json") if row["key"] == "p256" and row["message_hex"] == b"sample".hex() and row["valid"])
    assert row["signature_hex"][:64] == "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    assert order - int(row["signature_hex"][64:], 16) == 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8


def test_the_roots_are_those_of_the_reference_implementation() -> None:
    roots = [row["root"] for row in load("merkle.json")[:8]]
    assert roots[0] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert roots[7] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@named(load("x509.json")["cases"])
def test_certificates(row: dict[str, Any]) -> None:
    leaf = base64.b64decode(row["certificate"])
    anchor = base64.b64decode(load("x509.json")["anchors"][row["anchor"]])
    now = moments.parse_time(row["now"])
    if row["code"]:
        with pytest.raises(Refusal) as refused:
            check_path(leaf, anchor, now=now)
        assert refused.value.code == row["code"]
    else:
        found = check_path(leaf, anchor, now=now)
        assert {name: getattr(found, name) for name in row["result"] if name != "spki"} == {
            name: value for name, value in row["result"].items() if name != "spki"
        }
        assert found.spki == base64.b64decode(row["result"]["spki"])
