"""Everything that may be wrong with a presentation, or with what an issuer does, is found by a verifier elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.credentials.held import Held
from genpon.credentials.issuing import Issuer, Order
from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials import base64url
from genpon_core.credentials.jws import signing_with
from genpon_core.credentials.key_binding import Challenge, bind
from genpon_core.credentials.terms import integrity
from tests.support.counter import GOOD, batch_id, certify, challenge, codes, keys, show, verified
from tests.support.office import CLAIMS
from tests.support.town import DAY, Town, World

pytestmark = pytest.mark.usefixtures("accredited")


def replayed(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    del asked
    return wallet_shown, challenge()


def elsewhere(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    return wallet_shown, replace(asked, audience="https://omura.example")


def without_the_proof(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    return replace(wallet_shown, proof=None), asked


def at_another_place(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    assert wallet_shown.proof is not None
    return replace(wallet_shown, proof=replace(wallet_shown.proof, index=1 - wallet_shown.proof.index)), asked


def of_a_batch_that_never_was(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    assert wallet_shown.proof is not None
    return replace(wallet_shown, proof=replace(wallet_shown.proof, batch="certificate/422011/0-0")), asked


def of_no_certificates(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    assert wallet_shown.proof is not None
    return replace(wallet_shown, proof=replace(wallet_shown.proof, batch="department/422011/keiyaku")), asked


def a_claim_taken_away(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    return replace(wallet_shown, sd_jwt=replace(wallet_shown.sd_jwt, disclosures=wallet_shown.sd_jwt.disclosures[:1])), asked


def a_claim_added(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    return replace(
        wallet_shown, sd_jwt=replace(wallet_shown.sd_jwt, disclosures=(*wallet_shown.sd_jwt.disclosures, "WyJhIiwiYiIsMV0"))
    ), asked


def by_another_holder(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    thief = ec.generate_private_key(ec.SECP256R1())
    unbound = replace(wallet_shown.sd_jwt, key_binding="")
    return replace(wallet_shown, sd_jwt=bind(unbound, asked, signing_with(thief), now=int(time.time()))), asked


def under_another_schema(wallet_shown: Held, asked: Challenge) -> tuple[Held, Challenge]:
    head, payload, signature = wallet_shown.sd_jwt.jwt.split(".")
    said = base64url.decode(payload, part="payload").replace(integrity(TAX.digest).encode(), integrity("5e" * 32).encode())
    return replace(wallet_shown, sd_jwt=replace(wallet_shown.sd_jwt, jwt=f"{head}.{base64url.encode(said)}.{signature}")), asked


UNREAD = "verdict.integrity_first"
TAX = shipped("tax_clearance")
WRONG: dict[str, tuple[Callable[[Held, Challenge], tuple[Held, Challenge]], tuple[str, ...]]] = {
    "a presentation that is replayed": (replayed, (*GOOD[:3], "presentation.nonce")),
    "one made for another verifier": (elsewhere, (*GOOD[:3], "presentation.audience")),
    "by another holder": (by_another_holder, (*GOOD[:3], "presentation.other_holder")),
    "under another schema": (under_another_schema, ("credential.signature", UNREAD, UNREAD, UNREAD)),
    "without its proof": (without_the_proof, ("verdict.no_key", UNREAD, "verdict.no_proof", UNREAD)),
    "at another place of the batch": (at_another_place, ("verdict.not_in_batch", UNREAD, UNREAD, UNREAD)),
    "of a batch that never was": (of_a_batch_that_never_was, ("verdict.no_key", UNREAD, "verdict.not_issued", UNREAD)),
    "with a proof of something else": (of_no_certificates, ("verdict.no_key", UNREAD, "verdict.no_proof", UNREAD)),
    "with a claim taken away": (a_claim_taken_away, (*GOOD[:3], "presentation.changed")),
    "with a claim that was never issued": (a_claim_added, ("credential.unused_disclosure", UNREAD, UNREAD, UNREAD)),
}


@pytest.mark.parametrize(("change", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_found(
    world: World,
    nagasaki: Town,
    toda: Town,
    change: Callable[[Held, Challenge], tuple[Held, Challenge]],
    expected: tuple[str, ...],
) -> None:
    _, wallet = certify(nagasaki, "tax_clearance", 2)
    asked = challenge()
    presented, wanted = change(show(wallet, "tax_clearance", ["name", "taxes"], asked), asked)
    verdict = verified(world, toda, presented, wanted)
    assert codes(verdict) == expected
    assert not verdict.valid


@dataclass(frozen=True)
class Dishonest:
    """What an officer signs and puts on the ledger, the one not as the other says."""

    kind: str = "tax_clearance"
    recorded: str = "tax_clearance"
    issuer: str = "urn:genpon:municipality:422011"
    later: int = 0
    colleague: bool = False


DISHONEST: dict[str, tuple[Dishonest, tuple[str, ...]]] = {
    "another type than on the ledger": (
        Dishonest(recorded="bid_qualification"),
        ("verdict.type_unknown", UNREAD, "verdict.other_terms", UNREAD),
    ),
    "longer than on the ledger": (
        Dishonest(later=DAY),
        ("verdict.signed_and_in_batch", "verdict.in_force", "verdict.other_terms", "verdict.holder_signed"),
    ),
    "in another municipality's name": (
        Dishonest(issuer="urn:genpon:municipality:112241"),
        ("verdict.signed_and_in_batch", "verdict.in_force", "verdict.other_issuer", "verdict.holder_signed"),
    ),
    "signed with another key": (Dishonest(colleague=True), ("verdict.no_key", UNREAD, "verdict.other_key", UNREAD)),
}


@pytest.mark.parametrize(("what", "expected"), DISHONEST.values(), ids=DISHONEST)
def test_an_issuer_that_signs_one_thing_and_records_another_is_found(
    world: World, nagasaki: Town, toda: Town, what: Dishonest, expected: tuple[str, ...]
) -> None:
    officer = nagasaki.issuer
    signer = nagasaki.hire("issuer").signer if what.colleague else officer.signer
    wallet, holders = keys(1)
    now, certificate = world.now, batch_id(nagasaki)
    signing = Issuer(shipped(what.kind), signer, issuer=what.issuer)
    batch = signing.issue([Order(CLAIMS[what.kind], holders[0])], batch=certificate, issued_at=now, expires_at=now + 30 * DAY + what.later)
    statement = officer.ledger.certificates.prepare.issue(
        certificate, shipped(what.recorded), batch.root, valid_from=now, valid_until=now + 30 * DAY
    )
    officer.ledger.submit(officer.sign(statement))
    asked = challenge()
    presented = show(wallet.with_credentials(batch.file(0)), what.kind, ["name"], asked)
    verdict = verified(world, toda, presented, asked)
    assert codes(verdict) == expected
    assert verdict.invalid
