"""Vectors of credentials: a batch as its issuer makes it, what its holders show, and what must not be believed."""

import hashlib
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from genpon_core.canonical import Json
from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials.batches import Batch
from genpon_core.credentials.disclosures import Salts
from genpon_core.credentials.issuing import credential_signer, issue
from genpon_core.credentials.jwk import to_jwk
from genpon_core.credentials.jws import Sign
from genpon_core.credentials.key_binding import Challenge, bind, check_key_binding
from genpon_core.credentials.paths import Path
from genpon_core.credentials.presenting import show
from genpon_core.credentials.reading import Credential
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.terms import StatusReference, Terms
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey, raw_from_der
from genpon_core.moments import parse_time

KIND = shipped("tax_clearance")
ISSUER, ISSUED_AT = "https://nagasaki.example/422011", parse_time("2026-11-23T00:00:00Z")
BATCH = "certificate/422011/2026-0017"
CHALLENGE, NOW = Challenge("https://toda.example/112241", "bid-2026-88"), ISSUED_AT + 3600
SHOWN: dict[str, list[Path]] = {"nothing": [], "the name": [("name",)], "name and taxes": [("name",), ("taxes",)]}
CLAIMS: dict[str, Json] = {
    "corporate_number": "5835678256246",
    "name": "長崎橋梁株式会社（神）",
    "address": "長崎県長崎市魚の町4-1",
    "taxes": ["municipal", "property"],
    "no_arrears": True,
    "as_of": "2026-11-23",
}


class _Counted:
    """Bytes that are different each time, and the same in each run."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, size: int) -> bytes:
        self._count += 1
        return b"".join(hashlib.sha256(bytes([self._count, block])).digest() for block in range(-(-size // 32)))[:size]


def _key(scalar: int) -> tuple[PublicKey, Sign]:
    key = ec.derive_private_key(scalar, ec.SECP256R1())
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    return PublicKey.of_private_key(key), lambda message: raw_from_der(key.sign(message, algorithm), key.curve)


OFFICER, SIGN = _key(201)
HOLDERS = [_key(202 + number) for number in range(3)]


def files() -> dict[str, Any]:
    """The files by name."""
    signer, salts = credential_signer(SIGN, key_id=OFFICER.fingerprint), Salts(_Counted())
    issued = [
        issue(CLAIMS, _terms(holder, 4711 + place), signer=signer, selectable=KIND.selectable, salts=salts, digests=KIND.digests)
        for place, (holder, _) in enumerate(HOLDERS)
    ]
    batch = Batch.of([one.jwt for one in issued], _Counted())
    made = {
        "issuer": {"id": ISSUER, "key": to_jwk(OFFICER), "fingerprint": OFFICER.fingerprint},
        "type": {"vct": KIND.vct, "sha256": KIND.digest},
        "claims": CLAIMS,
        "batch": {"id": BATCH, "root": batch.root.digest.hex(), "size": batch.root.size},
        "credentials": [
            {"sd_jwt": str(one), "payload": _terms(holder, 4711 + place).to_payload(), "proof": batch.proof(BATCH, place).to_json()}
            for place, (one, (holder, _)) in enumerate(zip(issued, HOLDERS, strict=True))
        ],
    }
    asked = {"challenge": {"audience": CHALLENGE.audience, "nonce": CHALLENGE.nonce}, "now": NOW}
    return {"credentials.json": made | asked | {"presentations": _good(issued[0]), "refused": _bad(issued)}}


def _terms(holder: PublicKey, place: int) -> Terms:
    status = StatusReference(f"{ISSUER}/s/1", place)
    dates = {"issued_at": ISSUED_AT, "expires_at": ISSUED_AT + 90 * 86400}
    return Terms(issuer=ISSUER, type=KIND.vct, type_digest=KIND.digest, holder=holder, status=status, **dates)


def _good(issued: SdJwt) -> list[dict[str, Any]]:
    credential = Credential.parse(str(issued))
    rows = []
    for name, paths in SHOWN.items():
        presented = bind(show(credential, paths), CHALLENGE, HOLDERS[0][1], now=NOW)
        content = Credential.parse(str(presented))
        rows.append({"name": name, "sd_jwt": str(presented), "claims": content.claims, "hidden": content.content.hidden})
    return rows


def _bad(issued: list[SdJwt]) -> list[dict[str, Any]]:
    first, second = (Credential.parse(str(one)) for one in issued[:2])
    shown, sign = show(first, [("name",)]), HOLDERS[0][1]
    bound, fuller = bind(shown, CHALLENGE, sign, now=NOW), show(first, [("name",), ("taxes",)])
    foreign = SdJwt(shown.jwt, show(second, [("name",)]).disclosures)
    cases = {
        "another nonce": bind(shown, Challenge(CHALLENGE.audience, "bid-2026-89"), sign, now=NOW),
        "another verifier": bind(shown, Challenge("https://omura.example/422053", CHALLENGE.nonce), sign, now=NOW),
        "another holder": bind(shown, CHALLENGE, HOLDERS[1][1], now=NOW),
        "made long ago": bind(shown, CHALLENGE, sign, now=NOW - 3600),
        "made in the future": bind(shown, CHALLENGE, sign, now=NOW + 3600),
        "without the holder's token": shown,
        "a claim more than was bound": SdJwt(fuller.jwt, fuller.disclosures, bound.key_binding),
        "a claim of another credential": bind(foreign, CHALLENGE, sign, now=NOW),
        "a claim twice": bind(SdJwt(shown.jwt, shown.disclosures * 2), CHALLENGE, sign, now=NOW),
        "another signature": bind(SdJwt(shown.jwt[:-86] + second.sd_jwt.jwt[-86:], shown.disclosures), CHALLENGE, sign, now=NOW),
    }
    return [{"name": name, "sd_jwt": str(one), "code": refusal_of(str(one))} for name, one in cases.items()]


def refusal_of(text: str) -> str:
    """Why a presentation is refused for the challenge, whatever the ledger says."""
    try:
        credential = Credential.parse(text)
        credential.check_signature(OFFICER)
        check_key_binding(credential, CHALLENGE, now=NOW)
    except Refusal as refusal:
        return refusal.code
    return ""
