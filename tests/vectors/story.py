"""A ledger of the vectors: fixed keys, a charter, and everybody's acts in order, decided by the rules themselves."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from key_vectors import load_rsa
from x509_vectors import ANCHORS, NUMBER, Draft

from genpon_core import keys, rules
from genpon_core.charters import Anchor, Body, Charter, Endorsing, Member, Name, check_charter
from genpon_core.contracts.contents import ManifestRef, OpenTerms
from genpon_core.contracts.opening import terms_leaf
from genpon_core.contracts.terms import read_terms
from genpon_core.keys import PublicKey
from genpon_core.manifests import Leaf, Manifest
from genpon_core.moments import format_time, parse_time
from genpon_core.records import Chain, Record
from genpon_core.registry.keys import Present
from genpon_core.statements import Act, Statement, read_statement
from genpon_core.worlds import World

CODE = "422011"
DEPARTMENT = f"department/{CODE}/keiyaku"
CONTRACTOR = f"counterparty/{NUMBER}"
LOCAL = f"counterparty/{CODE}/0001"
START = parse_time("2026-11-23T00:00:00Z")
DAY = 86400
FOUNDERS = {CODE: ("NagasakiMSP", "長崎市", "Nagasaki"), "112038": ("KawaguchiMSP", "川口市", "Kawaguchi")}
TODA = {"112241": ("TodaMSP", "戸田市", "Toda")}
ASSIGNMENTS = {f"officer/{CODE}/0001": "contract_officer", f"officer/{CODE}/0002": "approver", f"officer/{CODE}/0003": "head"}
CERTIFYING = {f"officer/{CODE}/0004": "inspector", f"officer/{CODE}/0005": "issuer", "officer/112241/0001": "issuer"}
BODIES = {"body/neutral": ("中立認定機関", "Neutral body"), "body/alliance": ("広域連合", "Alliance")}
# A signer's second and third keys are marked.
SCALARS = {f"municipality/{CODE}": 101, "municipality/112038": 103, LOCAL: 109} | {f"officer/{CODE}/000{n}": 105 + n for n in (1, 2, 3)}
SCALARS |= {"municipality/112241": 111, "municipality/112241#2": 112, "municipality/112241#3": 113}
SCALARS |= {signer: 114 + n for n, signer in enumerate([*BODIES, *CERTIFYING])}


def key_of(signer: str) -> keys.PrivateKey:
    """The private key of a signer."""
    return load_rsa(2048) if signer == CONTRACTOR else ec.derive_private_key(SCALARS[signer], ec.SECP256R1())


def found(founders: Mapping[str, tuple[str, str, str]] = FOUNDERS, bodies: Mapping[str, tuple[str, str]] | None = None) -> Charter:
    """The charter; of accrediting bodies the first is the root."""

    def spki(scalar: int) -> bytes:
        return PublicKey.of_private_key(ec.derive_private_key(scalar, ec.SECP256R1())).spki

    members = [
        Member(code=code, msp_id=msp, name=Name(ja=ja, en=en), administrators=[spki(SCALARS[f"municipality/{code}"] + n) for n in (0, 1)])
        for code, (msp, ja, en) in founders.items()
    ]
    accrediting = [
        Body(id=body, name=Name(ja=ja, en=en), keys=[spki(SCALARS[body])], root=number == 0)
        for number, (body, (ja, en)) in enumerate((bodies or {}).items())
    ]
    endorsing = Endorsing(members=[member.msp_id for member in members], threshold=2)
    anchor = Anchor(name=Name(ja="試験認証局", en="Test Anchor"), certificate=ANCHORS["good"])
    name = Name(ja="試験用協定書", en="Charter of the vectors")
    charter = Charter(name=name, members=members, endorsing=endorsing, anchors=[anchor], bodies=accrediting)
    check_charter(charter)
    return charter


def signed(statement: Statement, signer: str) -> Act:
    """The act with a signature by the key of `signer`, the same bytes each time."""
    key, message = key_of(signer), statement.to_bytes()
    if isinstance(key, ec.EllipticCurvePrivateKey):
        der = key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return Act.of(statement, keys.raw_from_der(der, key.curve))
    return Act.of(statement, keys.sign(key, "RS256", message))


def bundle() -> tuple[ManifestRef, OpenTerms]:
    """A bundle of the terms and one file, and the terms opened against its root."""
    value = read_terms(
        {
            "title": "橋梁補修工事（神）",
            "category": "works",
            "parties": [DEPARTMENT, CONTRACTOR],
            "amount": 1_100_000,
            "tax_amount": 100_000,
        },
        max_amount=10**13,
    ).to_json()
    terms = read_terms(value, max_amount=10**13)
    document = b"the vectors' contract"
    leaf = Leaf("contract", "application/pdf", len(document), hashlib.sha256(document).hexdigest(), b"\x02" * 16)
    manifest = Manifest((terms_leaf(terms.to_bytes(), b"\x01" * 16), leaf))
    opened = OpenTerms(value=value, salt=b"\x01" * 16, proof=[step.hex() for step in manifest.proof(0)])
    return ManifestRef(root=manifest.root, size=manifest.size, hash="sha256"), opened


@dataclass
class Ledger:
    """Chains that acts are added to, at a time that the story sets."""

    charter: Charter = field(default_factory=found)
    now: int = START
    chains: dict[str, Chain] = field(default_factory=dict)

    def act(self, signer: str, name: str, asset: str, content: Mapping[str, Any], /, **changes: Any) -> Act:
        """A signed act at the ledger's time."""
        key = PublicKey.of_private_key(key_of(signer))
        role = {**ASSIGNMENTS, **CERTIFYING}.get(signer) if name != "present" else None
        fields = {
            "format": 1,
            "charter": self.charter.digest,
            "asset": asset,
            "revision": 1,
            "act": name,
            "content": dict(content),
            "answers": None,
            "signer": signer.partition("#")[0],
            "assignment": role,
            "key": key.fingerprint,
            "algorithm": keys.default_algorithm(key),
            "signed_at": format_time(self.now),
            "submit_before": format_time(self.now + 30 * DAY),
        }
        return signed(read_statement(fields | changes), signer)

    def add(self, act: Act) -> Record:
        """Adds an act, or raises the refusal."""
        needed = rules.needs(act.statement)
        world = World(self.charter, {asset: self.chains.get(asset, ()) for asset in needed})
        decision = rules.decide(act, world, now=self.now, transaction=f"{sum(map(len, self.chains.values())):064x}")
        record = decision.record
        if not decision.repeated:
            self.chains[record.asset] = (*world.chain(record.asset), record)
        return record


def presentation(signer: str) -> tuple[str, dict[str, Any]]:
    """Asset and content of the presentation of a signer's key."""
    key = PublicKey.of_private_key(key_of(signer))
    certificate = Draft(key=load_rsa(2048)).issue() if signer == CONTRACTOR else None
    content = Present(spki=key.spki, certificate=certificate, valid_from=START, valid_until=START + 365 * DAY)
    return f"key/{key.fingerprint}", content.model_dump()
