"""Nothing about the subject of a certificate is in any block, state, event, log or private store: plain, in base64 or hashed."""

import base64
import hashlib
import time
from collections.abc import Iterator

import pytest

from genpon.certificates.issuing import Issued
from genpon.credentials.wallets import Wallet
from tests.support.counter import certificate_of, certify, challenge, codes, show, verified
from tests.support.marks import forms, found, listening
from tests.support.town import Town, World

pytestmark = pytest.mark.usefixtures("accredited")

RESIDENT = {
    "name": "印長崎\ufa19太郎MARKEDRESIDENT",
    "address": "長崎県長崎市桜町2-22MARKEDADDRESS",
    "birth_date": "1931-02-03",
    "domicile": "長崎県MARKEDDOMICILE",
    "household_head": "印長崎花子MARKEDHEAD",
}
COMPANY = {"name": "印建設株式会社MARKEDCOMPANY", "address": "長崎県長崎市MARKEDOFFICE", "corporate_number": "5835678256246"}
REASON = "印担当者山田MARKEDREASON"
REFERENCE = "application-"


def handles(issued: Issued, wallet: Wallet) -> Iterator[str | bytes]:
    """What would tie a credential to the ledger, or two presentations to each other, for whoever finds it there."""
    for number, entry in enumerate(issued.batch.register.entries):
        credential = issued.batch.held(number).parse()
        yield issued.batch.credentials[number].jwt
        yield from issued.batch.credentials[number].disclosures
        yield entry.salt or b""
        yield bytes.fromhex(entry.token or "")
        holder = credential.terms.holder
        assert holder is not None
        yield holder.spki[-64:-32]
        yield holder.fingerprint
    yield from (entry.public_key.spki for entry in wallet.entries)


def test_nothing_about_a_resident_or_a_company_is_anywhere(world: World, nagasaki: Town, toda: Town) -> None:
    with listening() as listener:
        resident, wallet = certify(nagasaki, "residence", 3, claims=RESIDENT)
        company, companys = certify(nagasaki, "tax_clearance", claims=COMPANY)
        asked = challenge()
        shown = show(wallet, "residence", ["name", "address"], asked), show(companys, "tax_clearance", ["name"], asked)
        for presented in shown:
            assert codes(verified(world, toda, presented, asked, policy=None))[1] == "verdict.in_force"
        certificates = nagasaki.issuer.ledger.certificates
        certificates.revoke(certificate_of(shown[0]))
        certificates.suspend(company.batch.id, "under_review", REASON)
        certificates.revoke(certificate_of(shown[1]), "mistake", REASON)
        world.consortium.settle()
        secrets = [*RESIDENT.values(), *COMPANY.values(), REASON, REFERENCE, asked.nonce]
        assert found(world, listener.heard, secrets) == set()
        assert found(world, listener.heard, [*handles(resident, wallet), *handles(company, companys)]) == set()


@pytest.mark.parametrize("form", ["plain", "base64", "hashed"])
def test_the_search_finds_what_is_there(world: World, nagasaki: Town, form: str) -> None:
    """The same search finds an id that is on the ledger, and a mark in base64 and hashed where somebody puts them."""
    issued, _ = certify(nagasaki, "tax_clearance")
    mark = f"MARK{time.monotonic_ns()}"
    there = {
        "plain": issued.batch.id.encode(),
        "base64": base64.b64encode(f"x{mark}yz".encode()),
        "hashed": hashlib.sha256(mark.encode()).hexdigest().encode(),
    }[form]
    secret = issued.batch.id if form == "plain" else mark
    world.consortium.settle()
    assert found(world, [] if form == "plain" else [there], [secret]) == {secret}
    assert all(form for form in forms(mark))
