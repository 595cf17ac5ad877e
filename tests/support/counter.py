"""A counter that issues certificates on a running ledger, a holder with a wallet, and a verifier elsewhere.

```python
issued, wallet = certify(nagasaki, "tax_clearance", 2)
presented = show(wallet, "tax_clearance", ["name"], asked)
```
"""

import json
import secrets
import time
from collections.abc import Iterable
from typing import Any

from genpon.certificates.issuing import Issued
from genpon.credentials.held import Held
from genpon.credentials.issuing import Order
from genpon.credentials.verdicts import Question, Verdict
from genpon.credentials.wallets import Wallet
from genpon_core.certificate_types.shipped import shipped
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.key_binding import Challenge
from tests.support.office import CLAIMS
from tests.support.town import Town, World, fresh

AUDIENCE = "https://toda.example"


def challenge(audience: str = AUDIENCE) -> Challenge:
    """What a verifier asks, never twice the same."""
    return Challenge(audience, secrets.token_urlsafe(16))


def batch_id(town: Town) -> str:
    """A batch of nobody else's."""
    return f"certificate/{town.code}/2026-{fresh()}"


def keys(count: int) -> tuple[Wallet, list[Any]]:
    """A wallet, and its keys as an issuer gets them."""
    asked, now = challenge("https://nagasaki.example"), int(time.time())
    wallet, request = Wallet().ask(count, asked, now=now)
    return wallet, list(request.keys(asked, now=now))


def own_type(name: str, like: str = "income", revision: int = 1, **changes: object) -> CertificateType:
    """A type of nobody else's, modelled on one of ours."""
    document = json.loads(shipped(like).to_bytes())
    named = {"name": name, "revision": revision, "vct": f"urn:genpon:{name}:{revision}"}
    return CertificateType.read(json.dumps({**document, **named, **changes}).encode())


def certify(
    town: Town, kind: str, count: int = 1, *, kind_of_claims: str = "", claims: dict[str, Any] | None = None, **options: Any
) -> tuple[Issued, Wallet]:
    """Issues certificates of the same claims to one holder, who takes them into a wallet."""
    wallet, holders = keys(count)
    said = {**CLAIMS[kind_of_claims or kind], **(claims or {})}
    orders = [Order(said, holder, f"application-{number}") for number, holder in enumerate(holders)]
    issued = town.issuer.ledger.certificates.issue(options.pop("certificate", None) or batch_id(town), kind, orders, **options)
    return issued, wallet.with_credentials(issued.batch.file(*range(count)))


def show(wallet: Wallet, kind: str, claims: Iterable[str], asked: Challenge | None = None) -> Held:
    """A presentation of some claims."""
    _, presented = wallet.present(shipped(kind).vct, [(name,) for name in claims], challenge=asked, now=int(time.time()), again=True)
    return presented


def verified(world: World, town: Town, presented: Held, asked: Challenge | None = None, **question: Any) -> Verdict:
    """What a town says of a presentation, once every peer has every block."""
    world.consortium.settle()
    return town.ledger.certificates.verify(presented, challenge=asked, **question).verdict


def certificate_of(presented: Held) -> str:
    """The id of the certificate that is presented."""
    assert presented.proof is not None
    return f"{presented.proof.batch}/{presented.proof.index}"


def codes(verdict: Verdict) -> tuple[str, ...]:
    """The reasons of the four answers."""
    return tuple(verdict[question].code for question in Question)


GOOD = ("verdict.signed_and_in_batch", "verdict.in_force", "verdict.accredited", "verdict.holder_signed")
