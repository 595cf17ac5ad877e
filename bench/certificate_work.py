"""The work that is measured: tax clearances of one office issued and opened, by Genpon and by the reference implementation."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from genpon.act_signers import KeySigner
from genpon.credentials.held import Held
from genpon.credentials.issuing import IssuedBatch, Issuer, Order, StatusSpace
from genpon.credentials.packing import pack
from genpon.credentials.paper import paper_texts
from genpon.credentials.trust import KnownIssuers
from genpon.credentials.verifying import verify
from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials import base64url
from genpon_core.credentials.batches import Batch
from genpon_core.credentials.disclosures import Salts
from genpon_core.credentials.issuing import TYP, credential_signer, issue
from genpon_core.credentials.jws import signing_with
from genpon_core.credentials.key_binding import Challenge, bind, check_key_binding
from genpon_core.credentials.presenting import show
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.status_lists import Status, StatusList, sign_status_list
from genpon_core.credentials.terms import StatusReference, Terms
from genpon_core.keys import PublicKey
from genpon_core.moments import parse_time

KIND = shipped("tax_clearance")
ISSUER = "https://nagasaki.example"
BATCH = "certificate/422011/2026-17"
ISSUED_AT = parse_time("2026-11-22T15:00:00Z")
NOW, EXPIRES_AT = ISSUED_AT + 3600, ISSUED_AT + 90 * 86400
CHALLENGE = Challenge("https://toda.example", "bid-2026-88")
PLACES = 1 << 17
PLAIN = {"no_arrears", "as_of"}
SHOWN = [("corporate_number",), ("name",), ("taxes",)]
CLAIMS: dict[str, Any] = {
    "corporate_number": "5835678256246",
    "name": "長崎橋梁株式会社",
    "address": "長崎県長崎市魚の町4-1",
    "taxes": ["municipal", "property", "city_planning"],
    "no_arrears": True,
    "as_of": "2026-11-23",
}
KEY = ec.derive_private_key(101, ec.SECP256R1())
SIGN, PUBLIC = signing_with(KEY), PublicKey.of_private_key(KEY)


def _terms(holder: PublicKey, place: int) -> Terms:
    return Terms(
        issuer=ISSUER,
        type=KIND.vct,
        type_digest=KIND.digest,
        issued_at=ISSUED_AT,
        expires_at=EXPIRES_AT,
        holder=holder,
        status=StatusReference(f"{ISSUER}/s/1", place),
    )


@dataclass(frozen=True)
class OursIssued:
    """A batch to issue, for holders whose keys are there."""

    holders: tuple[PublicKey, ...]

    @classmethod
    def of(cls, size: int) -> "OursIssued":
        return cls(tuple(PublicKey.of_private_key(ec.generate_private_key(ec.SECP256R1())) for _ in range(size)))

    def sign_only(self) -> None:
        message = bytes(900)
        for _ in self.holders:
            SIGN(message)

    def issue(self) -> None:
        signer, salts = credential_signer(SIGN, key_id=PUBLIC.fingerprint), Salts(secrets.token_bytes)
        tokens = [
            issue(CLAIMS, _terms(holder, place), signer=signer, selectable=KIND.selectable, salts=salts, digests=KIND.digests).jwt
            for place, holder in enumerate(self.holders)
        ]
        batch = Batch.of(tokens, secrets.token_bytes)
        for which in range(len(tokens)):
            batch.proof(BATCH, which)

    def issue_by_the_office(self) -> IssuedBatch:
        office = Issuer(KIND, KeySigner.of(KEY), issuer=ISSUER)
        orders = [Order(CLAIMS, holder) for holder in self.holders]
        return office.issue(orders, batch=BATCH, issued_at=ISSUED_AT, expires_at=EXPIRES_AT, status=StatusSpace(1, PLACES))


@dataclass(frozen=True)
class OursShown:
    """Presentations of three claims each, all by different holders."""

    shown: tuple[Held, ...]
    trust: KnownIssuers

    @classmethod
    def of(cls, size: int) -> "OursShown":
        keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(size)]
        batch = OursIssued(tuple(map(PublicKey.of_private_key, keys))).issue_by_the_office()
        shown = []
        for which, key in enumerate(keys):
            held = batch.held(which)
            shown.append(Held(bind(show(held.parse(), SHOWN), CHALLENGE, signing_with(key), now=NOW), held.proof))
        return cls(tuple(shown), KnownIssuers({(ISSUER, PUBLIC.fingerprint): PUBLIC}, batches={BATCH: batch.root}))

    @property
    def size(self) -> int:
        return len(self.shown)

    def verify_signatures(self) -> None:
        """What no verifier can leave out: the issuer's signature, the holder's key made ready, and its signature."""
        for token, signature, point, bound, binding in self._taken_apart:
            holder = PublicKey.from_p256_point(point)
            if not (PUBLIC.verify("ES256", signature, token) and holder.verify("ES256", binding, bound, low_s=False)):
                raise ValueError("a signature that should hold does not")

    @cached_property
    def _taken_apart(self) -> list[tuple[bytes, bytes, bytes, bytes, bytes]]:
        parts = []
        for held in self.shown:
            issued, bound = (text.rpartition(".") for text in (held.sd_jwt.jwt, held.sd_jwt.key_binding))
            holder = held.parse().terms.holder
            if holder is not None:
                signatures = (base64url.decode(text, part="signature") for text in (issued[2], bound[2]))
                parts.append((issued[0].encode(), next(signatures), holder.spki[-64:], bound[0].encode(), next(signatures)))
        return parts

    def open(self) -> None:
        for held in self.shown:
            credential = Credential.parse(str(held.sd_jwt))
            credential.check_signature(PUBLIC)
            check_key_binding(credential, CHALLENGE, now=NOW)

    def verify(self) -> None:
        for held in self.shown:
            if verify(held, self.trust, now=NOW, challenge=CHALLENGE).invalid:
                raise ValueError("a presentation that should hold does not")


@dataclass(frozen=True)
class TheirsIssued:
    """The same claims for the reference implementation."""

    key: JWK
    holders: tuple[JWK, ...]

    @classmethod
    def of(cls, size: int) -> "TheirsIssued":
        return cls(JWK.from_pyca(KEY), tuple(JWK.from_pyca(ec.generate_private_key(ec.SECP256R1())) for _ in range(size)))

    @property
    def size(self) -> int:
        return len(self.holders)

    def issue(self) -> None:
        claims = {(name if name in PLAIN else SDObj(name)): value for name, value in CLAIMS.items()}
        terms = {name: value for name, value in _terms(PUBLIC, 4711).to_payload().items() if name != "cnf"}
        header = {"typ": TYP, "kid": PUBLIC.fingerprint}
        for holder in self.holders:
            SDJWTIssuer({**terms, **claims}, self.key, holder, extra_header_parameters=header).sd_jwt_issuance  # noqa: B018


@dataclass(frozen=True)
class TheirsShown:
    """The same presentations for the reference implementation."""

    key: JWK
    texts: tuple[str, ...]

    @classmethod
    def of(cls, ours: OursShown) -> "TheirsShown":
        return cls(JWK.from_pyca(KEY), tuple(str(held.sd_jwt) for held in ours.shown))

    def open(self) -> None:
        for text in self.texts:
            SDJWTVerifier(text, lambda *_: self.key, CHALLENGE.audience, CHALLENGE.nonce).get_verified_payload()


def sizes() -> Iterator[tuple[str, str, float]]:
    """How large things are, in a batch of ten thousand."""
    count = 10_000
    tokens = [f"{number:05}" for number in range(count - 1)]
    one = OursIssued.of(1).issue_by_the_office().credentials[0]
    held = Held(one, Batch.of([*tokens, one.jwt], secrets.token_bytes).proof(BATCH, count - 1))
    assert held.proof is not None  # noqa: S101
    paper = Held(show(held.parse(), SHOWN), held.proof)
    revoked = dict.fromkeys(Random(1).sample(range(PLACES), PLACES // 100), Status.INVALID)
    status = sign_status_list(StatusList.of(revoked, size=PLACES), uri=f"{ISSUER}/s/1", issued_at=NOW, sign=SIGN, key_id="")
    yield "credential with all its claims", "bytes", len(str(one))
    yield "proof of its place among 10,000, as JSON", "bytes", len(json.dumps(held.proof.to_json()))
    yield "three claims on paper, with the proof, packed", "bytes", len(pack(paper))
    yield "QR codes for that", "codes", len(paper_texts(paper))
    yield "status list of 131,072 places, one in a hundred revoked", "bytes", len(status)
