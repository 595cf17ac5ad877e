"""What a ledger answers about certificates for a day, as it was known on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from story import CODE, DAY, START

from genpon_core.agreement.state import in_force
from genpon_core.certificates.accreditations import Issue, accredited_at
from genpon_core.certificates.recognition import recognised
from genpon_core.certificates.state import Events, fold, fold_events, standing
from genpon_core.charters import Charter
from genpon_core.errors import Refusal
from genpon_core.ids import batch_of
from genpon_core.records import Chain, known_at

_DAYS = (0, 1, 2, 3, 4, 6, 12)
_OWN, _SISTERS = [f"accreditation/alliance/{CODE}", "accreditation/neutral/1"], ["accreditation/alliance/112241", "accreditation/neutral/1"]
_DELEGATED, _ENDED = [f"accreditation/{CODE}/1", *_OWN], ["accreditation/neutral/2"]
_BATCH = f"certificate/{CODE}/2026-0001"
_CERTIFICATES = (_BATCH, f"{_BATCH}/3", f"{_BATCH}/4", f"{_BATCH}/5", "certificate/112241/2026-0001/0", f"certificate/{CODE}/2026-0002")
_ISSUES = (
    (_OWN, f"municipality/{CODE}", "tax_clearance", CODE),
    (_OWN, f"municipality/{CODE}", "tax_clearance", "112241"),
    (_SISTERS, "municipality/112241", "tax_clearance", "112241"),
    (_SISTERS, "municipality/112241", "income", "112241"),
    (_DELEGATED, "municipality/112241", "disaster_damage", CODE),
    (_DELEGATED, f"municipality/{CODE}", "disaster_damage", CODE),
    (_ENDED, "municipality/112038", "income", "112038"),
    ([], f"municipality/{CODE}", "income", CODE),
)


def answers(charter: Charter, chains: Mapping[str, Chain]) -> dict[str, Any]:
    """Every question for every day, as known at the end and as known when a batch was there and nothing was revoked yet."""
    rows = [
        answer | {"known_at": known}
        for known in (START + 44, None)
        for answer in _answers(charter, {asset: known_at(chain, known) for asset, chain in chains.items()})
    ]
    return {"charter_digest": charter.digest, "answers": rows}


def _answers(charter: Charter, chains: Mapping[str, Chain]) -> Iterator[dict[str, Any]]:
    changes = chains.get(f"agreement/{charter.digest}", ())
    for day in _DAYS:
        at = START + day * DAY + DAY // 2
        agreement = in_force(charter, changes, at)
        yield {"question": "agreement", "at": at, "version": agreement.version, "vouchers": agreement.parameters.vouchers}
        for certificate in _CERTIFICATES:
            yield {"question": "status", "certificate": certificate, "at": at, "answer": _status(chains, certificate, at)}
        for path, *issue in _ISSUES:
            asked = dict(zip(("issuer", "type", "territory"), issue, strict=True))
            try:
                granted = accredited_at(chains, agreement, path, Issue(*issue), at)
                yield {"question": "accredited", "path": path, **asked, "at": at, "by": [item.grantor for item in granted], "code": None}
            except Refusal as refusal:
                yield {"question": "accredited", "path": path, **asked, "at": at, "by": None, "code": refusal.code}
        for grantors in (["body/alliance"], [f"municipality/{CODE}"], ["body/neutral"]):
            taken = recognised(chains.get("recognition/112038", ()), "tax_clearance", frozenset(grantors), at)
            yield {"question": "recognised", "of": grantors, "type": "tax_clearance", "at": at, "answer": taken}


def _status(chains: Mapping[str, Chain], certificate: str, at: int) -> dict[str, Any] | None:
    batch_id, index = batch_of(certificate)
    batch = fold(chains.get(batch_id, ()))
    if batch is None:
        return None
    found = standing(batch, Events() if index is None else fold_events(chains.get(certificate, ())), at)
    return asdict(found) | {"reason": found.reason and found.reason.model_dump()}
