"""Whatever JSON or bytes a stranger sends, the rules answer with a refusal, never with another exception."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genpon_core import canonical, evidence
from genpon_core.charters import read_charter
from genpon_core.contracts.terms import read_terms
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.records import Record
from genpon_core.rules import RULES
from genpon_core.statements import Act, read_statement
from genpon_core.x509paths import check_path
from tests.support.book import CONTRACT, DEPARTMENT, NAGASAKI, Book, Cast, officers_signer

VECTORS = Path(__file__).parents[2] / "vectors"
STORY = json.loads((VECTORS / "acts.json").read_text(encoding="utf-8"))
CERTIFICATE = base64.b64decode(json.loads((VECTORS / "x509.json").read_text())["cases"][0]["certificate"])
ANCHOR = base64.b64decode(json.loads((VECTORS / "x509.json").read_text())["anchors"]["good"])
NOW = 1_795_392_000

texts = st.one_of(
    st.text(max_size=20), st.sampled_from(["ab" * 32, DEPARTMENT, CONTRACT, "officer/422011/1", "2026-11-23T00:00:00Z", "AA=="])
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
CONTENTS = {(kind, act): model for (_, kind), rules in RULES.items() for act, model in rules.content.items()}


def outcome(call: Callable[[], object]) -> str:
    """The code of the refusal, or `taken`; any other exception is a fault."""
    try:
        call()
    except Refusal as refusal:
        return refusal.code
    return "taken"


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast.found()


@given(value=json_values)
@settings(max_examples=150)
def test_any_json(value: Any) -> None:
    for read in (Act.from_json, Record.from_json, read_statement, lambda v: read_terms(v, max_amount=1)):
        assert outcome(lambda read=read: read(value)) != "taken"  # type: ignore[misc]
    chains = outcome(lambda: evidence.chains_from_json(value))
    assert chains != "taken" or not any(value.values())


@given(data=st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    for read in (Act.from_bytes, read_charter, PublicKey.from_spki, lambda der: check_path(der, ANCHOR, now=NOW)):
        with pytest.raises(Refusal):
            read(data)


@given(text=st.text(max_size=100) | st.from_regex(r"(key|officer|contract|counterparty)/[0-9/]{0,20}.{0,4}"))
def test_any_id(text: str) -> None:
    code = outcome(lambda: parse_id(text))
    if code == "taken":
        assert str(parse_id(text)) == text
        assert re.fullmatch(r"[A-Za-z0-9._/-]+", text)
    else:
        assert code.startswith("id.")


@given(value=json_values, which=st.integers(0, 1000))
@settings(max_examples=150)
def test_any_record_with_one_wrong_value(value: Any, which: int) -> None:
    record = json.loads(json.dumps(STORY["acts"][which % len(STORY["acts"])]["record"]))
    holder = record["act"]["statement"] if which % 2 else record
    holder[sorted(holder)[which % len(holder)]] = value
    asset = STORY["acts"][which % len(STORY["acts"])]["record"]["act"]["statement"]["asset"]
    charter = read_charter(canonical.encode(STORY["charter"]))
    outcome(lambda: evidence.verify_chains(charter, evidence.chains_from_json({asset: [record]})))


@given(
    place=st.sampled_from(sorted(CONTENTS)),
    person=st.sampled_from(["administrator", "drafter", "approver", "head", "contractor"]),
    data=st.data(),
    fields=st.dictionaries(st.sampled_from(["answers", "assignment", "signer", "revision", "asset"]), json_values, max_size=1),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_content_under_a_good_signature(
    cast: Cast, place: tuple[str, str], person: str, data: st.DataObject, fields: dict[str, Any]
) -> None:
    who = cast.administrators[NAGASAKI] if person == "administrator" else getattr(cast, person)
    kind, act = place
    assets = {"charter": f"charter/{cast.book.charter.digest}", "department": DEPARTMENT, "officer": cast.drafter.id, "contract": CONTRACT}
    asset = assets.get(kind, f"key/{who.signer.public_key.fingerprint}")
    content = {name: data.draw(json_values) for name in CONTENTS[place].model_fields}
    book = Book(cast.book.charter, now=cast.book.now)
    book.chains = dict(cast.book.chains)
    good = who.act(book, f"charter/{book.charter.digest}", "accept", {}).statement.to_json()

    def submit() -> None:
        statement = read_statement({**good, "asset": asset, "act": act, "content": content, **fields})
        book.submit(Act.of(statement, who.signer.sign(statement.algorithm, statement.to_bytes())))

    assert outcome(submit) != "taken" or person == "administrator"


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")  # the parser's remark on what is refused all the same
@given(position=st.integers(0, len(CERTIFICATE) - 1), flip=st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_any_byte_of_a_certificate(position: int, flip: int) -> None:
    der = bytearray(CERTIFICATE)
    der[position] ^= flip
    with pytest.raises(Refusal):
        check_path(bytes(der), ANCHOR, now=NOW)


def test_a_certificate_with_a_name_that_the_parser_does_not_know() -> None:
    """An X.400 address among the alternative names makes the parser raise an error of its own kind."""
    alternative = x509.UnrecognizedExtension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME, bytes.fromhex("3004a3023000"))
    good = x509.load_der_x509_certificate(CERTIFICATE)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(good.issuer, good.subject, key.public_key(), 1, good.not_valid_before_utc, good.not_valid_after_utc)
    der = builder.add_extension(alternative, critical=False).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    with pytest.raises(Refusal, match=r"certificate\.unreadable"):
        check_path(der, ANCHOR, now=NOW)


def test_an_officer_reads_no_other_ranges_than_those_of_ids(cast: Cast) -> None:
    """Ids in contents become ranges of ledger keys, so a text that is none is refused before anything is read."""
    admit = cast.administrators[NAGASAKI].act(cast.book, f"key/{officers_signer().public_key.fingerprint}", "admit", {"officer": "~"})
    with pytest.raises(Refusal, match=r"id\.malformed"):
        cast.book.submit(admit)
