"""An office that issues certificates of every type, to a holder with a wallet."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.credentials.issuing import IssuedBatch, Issuer, Order, StatusSpace
from genpon.credentials.trust import KnownIssuers
from genpon.credentials.wallets import Wallet
from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials.key_binding import Challenge
from genpon_core.moments import parse_time

NAGASAKI = "https://nagasaki.example"
MIDNIGHT = parse_time("2026-11-22T15:00:00Z")
NOW = parse_time("2026-11-23T01:00:00Z")
UNTIL = MIDNIGHT + 90 * 86400
BATCH = "certificate/422011/2026-17"
ISSUER_ASKS = Challenge(NAGASAKI, "counter-3")
TODA_ASKS = Challenge("https://toda.example", "bid-2026-88")
SIGNER = KeySigner.of(ec.derive_private_key(101, ec.SECP256R1()))

CLAIMS: dict[str, dict[str, Any]] = {
    "tax_clearance": {
        "corporate_number": "5835678256246",
        "name": "長崎橋梁株式会社",
        "address": "長崎県長崎市魚の町4-1",
        "taxes": ["municipal", "property", "city_planning"],
        "no_arrears": True,
        "as_of": "2026-11-23",
    },
    "bid_qualification": {
        "corporate_number": "5835678256246",
        "name": "長崎橋梁株式会社",
        "registration_number": "R8-0042",
        "qualifications": [
            {"category": "works", "trade": "土木一式工事", "grade": "A", "score": 987},
            {"category": "works", "trade": "鋼構造物工事"},
        ],
        "municipalities": ["422011", "112241"],
        "valid_from": "2026-04-01",
        "valid_until": "2028-03-31",
    },
    "performance_record": {
        "contract": "contract/422011/2026-0042",
        "event": "completion",
        "orderer_code": "422011",
        "orderer": "長崎市",
        "as_of": "2026-11-23",
        "corporate_number": "5835678256246",
        "contractor": "長崎橋梁株式会社",
        "role": "lead",
        "share_permille": 600,
        "title": "眼鏡橋補修工事",
        "category": "works",
        "contract_at": "2026-04-01",
        "period_from": "2026-04-02",
        "period_until": "2026-10-30",
        "amount": 150_000_000,
        "actual_amount": 152_400_000,
        "score": 82,
    },
    "disaster_damage": {
        "name": "長崎\ufa19太郎",
        "address": "長崎県長崎市桜町2-22",
        "household": [{"name": "長崎花子", "relationship": "妻"}],
        "disaster": "令和8年7月豪雨",
        "disaster_date": "2026-07-23",
        "building_address": "長崎県長崎市桜町2-22",
        "building_kind": "dwelling",
        "degree": "half",
    },
    "residence": {
        "name": "長崎\ufa19太郎",
        "birth_date": "1970-01-31",
        "address": "長崎県長崎市桜町2-22",
        "as_of": "2026-11-23",
    },
    "income": {
        "name": "長崎\ufa19太郎",
        "address": "長崎県長崎市桜町2-22",
        "fiscal_year": 2026,
        "total_income": 4_120_000,
        "inhabitants_tax": 243_700,
        "as_of": "2026-11-23",
    },
}


def wallet_and_batch(kind: str, count: int = 2, *, status: StatusSpace | None = None) -> tuple[Wallet, IssuedBatch]:
    """A wallet that has asked for so many credentials and got them, and the batch that they are in."""
    wallet, request = Wallet().ask(count, ISSUER_ASKS, now=NOW)
    keys = request.keys(ISSUER_ASKS, now=NOW)
    batch = issue(kind, [Order(CLAIMS[kind], key, f"application-{number}") for number, key in enumerate(keys)], status=status)
    return wallet.with_credentials(batch.file(*range(count))), batch


def issue(kind: str, orders: list[Order], *, status: StatusSpace | None = None, **moments: int) -> IssuedBatch:
    given = {"issued_at": MIDNIGHT, "expires_at": UNTIL, **moments}
    return Issuer(shipped(kind), SIGNER, issuer=NAGASAKI).issue(orders, batch=BATCH, status=status, **given)


def trust(batch: IssuedBatch | None = None, **more: Any) -> KnownIssuers:
    """Trust in Nagasaki's key, and in a batch as the ledger would give it."""
    batches = {batch.id: batch.root} if batch is not None else {}
    return KnownIssuers({(NAGASAKI, SIGNER.public_key.fingerprint): SIGNER.public_key}, batches=batches, **more)
