"""Certificate types: those that are shipped keep their ids for ever, and a document that contradicts itself is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from genpon_core.canonical import encode
from genpon_core.certificate_types.shipped import NAMES, REVISIONS, all_shipped, shipped
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.blinding import blind
from genpon_core.credentials.disclosures import Disclosure, Salts
from genpon_core.credentials.paths import Selectable
from genpon_core.credentials.unblinding import unblind
from genpon_core.errors import Refusal
from tests.support.credentials import NOW, TERMS, seeded
from tests.support.house import ROOT

DIGESTS = {
    ("tax_clearance", 1): "589c12e7552391338fcca7ce99cadf7fca7343e1083b9210c4b47f402e889347",
    ("bid_qualification", 1): "2ff39c9be44638bcc52543003a6f380e40fe5d69e7c57816db70479cdfca331a",
    ("performance_record", 1): "3420a1b481de85a212c746a06e80d407dd2247f0456beb28bd6752a0036c20a9",
    ("disaster_damage", 1): "55482b925ccd865104b11562a51bb66b6b1e44b5dff00746bb951a6e8aac1959",
    ("residence", 1): "5bdff29f93d3878d57b45ebac53f5bbc15e5d416db374452362cbc213449829b",
    ("income", 1): "3901ad3274c853db54c5d583974f19710bfaf2c2eeee61020642c4c5fadb6354",
}
"""A type that was released is never changed: credentials pin it."""

TYPES = all_shipped()


def document(name: str = "tax_clearance") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(shipped(name).to_bytes())
    return loaded


def test_the_shipped_types_are_these_for_ever() -> None:
    assert {(one.name, one.revision): one.digest for one in TYPES} == DIGESTS


def test_every_document_in_the_folder_is_shipped() -> None:
    documents = {file.name for file in (ROOT / "core" / "genpon_core" / "certificate_types").glob("*.json")}

    assert documents == {f"{name}-{revision}.json" for name in NAMES for revision in range(1, REVISIONS[name] + 1)}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_a_type_says_all_that_people_and_wallets_need(kind: CertificateType) -> None:
    written = json.loads(kind.to_bytes())

    assert kind == CertificateType.read(kind.to_bytes())
    assert written["vct"] == kind.vct
    assert kind.retention_years > 0
    assert all(words.keys() == {"ja", "en"} for claim in kind.claims for words in (claim.labels, *claim.values.values()))
    assert [one["path"] for one in written["claims"]] == [list(claim.path) for claim in kind.claims]


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind.subject == "person"], ids=lambda kind: kind.name)
def test_nothing_about_a_person_is_plain(kind: CertificateType) -> None:
    claims: dict[str, Any] = {str(claim.path[0]): "mark" for claim in kind.claims}
    blinded = blind(claims, kind.selectable, Salts(seeded(1)))

    assert blinded.payload.keys() == {"_sd"}
    assert len(blinded.disclosures) == kind.digests == len(claims)


@pytest.mark.parametrize("name", ["my_number", "individual_number", "juminhyo_code"])
def test_no_type_asks_for_numbers_of_persons(name: str) -> None:
    assert not any(name in claim.path for kind in TYPES for claim in kind.claims)


@pytest.mark.parametrize(("name", "revision"), [("unknown", None), ("income", 0), ("income", 2), ("../income", 1)])
def test_a_type_that_is_not_shipped(name: str, revision: int | None) -> None:
    with pytest.raises(Refusal, match=r"schema\.unknown"):
        shipped(name, revision)


def changed(change: Callable[[dict[str, Any]], object], name: str = "tax_clearance") -> bytes:
    value = document(name)
    change(value)
    return encode(value)


def _property(value: dict[str, Any], schema: dict[str, Any]) -> None:
    value["schema"]["properties"]["name"] = schema


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda value: value.update(more=1), "json.field"),
        (lambda value: value.update(format=2), "json.field"),
        (lambda value: value.update(subject="company"), "json.field"),
        (lambda value: value.update(vct="urn:genpon:tax_clearance:2"), "schema.vct"),
        (lambda value: value.update(revision=2), "schema.vct"),
        (lambda value: value.update(longest_days=0), "json.field"),
        (lambda value: value["retention"].pop("years"), "json.field"),
        (lambda value: value["display"].pop(), "schema.languages"),
        (lambda value: value["display"].append(value["display"][0]), "schema.languages"),
        (lambda value: value["claims"].pop(), "schema.claims"),
        (lambda value: value["claims"].append(value["claims"][0]), "schema.claims"),
        (lambda value: value["claims"][0].update(sd="allowed"), "json.field"),
        (lambda value: value["claims"][0].update(path=["other"]), "schema.claim"),
        (lambda value: value["claims"][0].update(path=[None]), "schema.claim"),
        (lambda value: value["claims"][0].update(path=[]), "json.field"),
        (lambda value: value["claims"][0].update(mandatory=False), "schema.claim"),
        (lambda value: value["claims"][0]["display"].pop(), "schema.languages"),
        (lambda value: value["claims"][3]["values"].pop("vehicle"), "schema.claim"),
        (lambda value: value["claims"][0].update(values={"a": {"ja": "あ", "en": "a"}}), "schema.claim"),
        (lambda value: value["schema"].update(required=["nothing"]), "schema.required"),
        (lambda value: value["schema"].update(additionalProperties=True), "json.field"),
        (lambda value: value["schema"].pop("additionalProperties"), "json.field"),
        (lambda value: value["schema"].update({"$schema": "http://json-schema.org/draft-07/schema#"}), "json.field"),
        (lambda value: value["schema"].update({"$defs": {}}), "json.field"),
        (lambda value: _property(value, {"$ref": "https://stranger.example/schema"}), "json.field"),
        (lambda value: _property(value, {"type": "number"}), "json.field"),
        (lambda value: _property(value, {"type": ["string", "null"]}), "json.field"),
        (lambda value: _property(value, {"type": "string"}), "schema.text"),
        (lambda value: _property(value, {"type": "string", "maxLength": 10**9}), "json.field"),
        (lambda value: _property(value, {"type": "string", "maxLength": 99, "pattern": "^(a+)+$"}), "schema.text"),
        (lambda value: _property(value, {"type": "string", "maxLength": 99, "pattern": "[a-z]"}), "schema.text"),
        (lambda value: _property(value, {"type": "string", "maxLength": 99, "pattern": "^[a-z]*[a-z]*$"}), "schema.text"),
        (lambda value: _property(value, {"type": "string", "format": "uri"}), "json.field"),
        (lambda value: _property(value, {"type": "integer"}), "json.field"),
        (lambda value: _property(value, {"type": "integer", "minimum": 0, "maximum": 2**53}), "json.integer_too_large"),
        (lambda value: _property(value, {"type": "array", "items": {"type": "boolean"}}), "json.field"),
        (lambda value: _property(value, {"type": "array", "items": {"type": "string"}, "maxItems": 3}), "schema.text"),
        (lambda value: _property(value, {"type": "object", "properties": {}, "additionalProperties": False}), "json.field"),
    ],
)
def test_documents_that_are_no_type(change: Callable[[dict[str, Any]], object], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        CertificateType.read(changed(change))
    assert refusal.value.code == code


def test_a_pattern_of_the_plain_kind_is_taken() -> None:
    data = changed(lambda value: _property(value, {"type": "string", "maxLength": 8, "pattern": r"^[0-9]{3}-\d{4}$"}))
    assert CertificateType.read(data).name == "tax_clearance"


def test_a_person_s_claim_cannot_be_made_plain() -> None:
    with pytest.raises(Refusal, match=r"schema\.person"):
        CertificateType.read(changed(lambda value: value["claims"][0].update(sd="never"), "residence"))


@pytest.mark.parametrize("name", ["iss", "exp", "cnf", "status", "iat"])
def test_a_claim_cannot_stand_for_a_term(name: str) -> None:
    def rename(value: dict[str, Any]) -> None:
        value["claims"][0]["path"] = [name]
        value["schema"]["properties"][name] = value["schema"]["properties"].pop("corporate_number")
        value["schema"]["required"][0] = name

    with pytest.raises(Refusal, match=r"schema\.claim "):
        CertificateType.read(changed(rename))


def test_documents_of_strangers_are_bounded() -> None:
    for data, code in ((b" " * 70_000, "json.too_large"), (b"[]", "json.field"), (b'{"format":1.0}', "json.number")):
        with pytest.raises(Refusal) as refusal:
            CertificateType.read(data)
        assert refusal.value.code == code


def test_the_id_does_not_hang_on_how_the_document_is_written() -> None:
    pretty = json.dumps(document(), indent=4).encode()
    assert CertificateType.read(pretty).digest == shipped("tax_clearance").digest


CLEARANCE = shipped("tax_clearance")
FITTING = replace(TERMS, type=CLEARANCE.vct, type_digest=CLEARANCE.digest)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"type": "urn:genpon:tax_clearance:2"}, "schema.other_type"),
        ({"type_digest": shipped("income").digest}, "schema.other_document"),
        ({"type_digest": ""}, "schema.other_document"),
        ({"expires_at": None}, "schema.validity"),
        ({"expires_at": NOW + 92 * 86400}, "schema.validity"),
    ],
)
def test_terms_that_do_not_fit_a_type(terms: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        CLEARANCE.check_terms(replace(FITTING, **terms))


def test_terms_that_fit() -> None:
    CLEARANCE.check_terms(FITTING)
    CLEARANCE.check_terms(replace(FITTING, expires_at=FITTING.issued_at + 92 * 86400))
    record = shipped("performance_record")
    record.check_terms(replace(TERMS, type=record.vct, type_digest=record.digest, expires_at=NOW + 30 * 365 * 86400))


QUALIFICATION = shipped("bid_qualification")
CLAIMS: dict[str, Any] = {
    "name": "長崎橋梁株式会社",
    "qualifications": [{"category": "works", "trade": "土木一式工事"}],
    "municipalities": ["422011"],
}


@pytest.mark.parametrize(
    ("hidden", "fits"),
    [
        ({("name",), ("qualifications",)}, True),
        ({("name",)}, False),
        ({("name",), ("qualifications",), ("municipalities",)}, False),
        ({("name",), ("qualifications",), ("qualifications", None)}, False),
        ({("name",), ("qualifications",), ("qualifications", None, "trade")}, False),
    ],
)
def test_what_can_be_hidden_is_what_the_type_says(hidden: set[tuple[str | None, ...]], fits: bool) -> None:
    blinded = blind(CLAIMS, Selectable.of(hidden), Salts(seeded(1)))
    content = unblind(blinded.payload, map(Disclosure.parse, blinded.disclosures))
    if fits:
        QUALIFICATION.check_hiding(content.plain, content.disclosed)
    else:
        with pytest.raises(Refusal, match=r"schema\.hiding"):
            QUALIFICATION.check_hiding(content.plain, content.disclosed)
