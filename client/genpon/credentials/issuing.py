"""Issuing: many credentials of one type by one key, as one batch whose root goes on the ledger.

```python
issuer = Issuer(shipped("tax_clearance"), KeySigner.from_pem(Path("officer.pem")), issuer="https://nagasaki.example")
batch = issuer.issue([Order(claims, holder)], batch="certificate/422011/2026-17", issued_at=now, expires_at=now + 90 * 86400)
batch.root                                   # the ledger learns this and the number, nothing else
batch.file(0).write(Path("bridge.credential.json"))
batch.register.write(Path("2026-17.register.json"))
```
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import SystemRandom

from genpon.act_signers import ActSigner
from genpon.credentials.claims import check_issued
from genpon.credentials.held import CredentialFile, Held
from genpon.credentials.registers import Register, RegisterEntry
from genpon.credentials.signing import signing_by
from genpon.errors import Refused, refusals_as
from genpon_core.canonical import Json
from genpon_core.certificate_types.types import CertificateType
from genpon_core.credentials.batches import Batch, BatchRoot
from genpon_core.credentials.disclosures import Salts
from genpon_core.credentials.issuing import credential_signer, issue
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.credentials.status_lists import draw_places
from genpon_core.credentials.terms import StatusReference, Terms
from genpon_core.keys import PublicKey
from genpon_core.moments import JST

_DAY = 86400
_MIDNIGHT = int(JST.utcoffset(None).total_seconds())


@dataclass(frozen=True, slots=True)
class Order:
    """One credential to issue.

    Attributes:
        claims: about the subject, as the type's schema has them.
        holder: the key that will sign presentations; for a resident a fresh one in every credential. None where nobody is to hold it.
        reference: the issuer's own, such as an application's number; it stays in the register.
    """

    claims: dict[str, Json] = field(repr=False)
    holder: PublicKey | None = None
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StatusSpace:
    """The status list that a batch takes its places from.

    Attributes:
        number: of the list among the issuer's; its address is the issuer's identifier, `/s/` and this number: nothing in it is a holder's.
        size: how many places it has.
        taken: those that were given before.
    """

    number: int
    size: int
    taken: frozenset[int] = frozenset()

    def uri(self, issuer: str) -> str:
        """The list's address."""
        return f"{issuer}/s/{self.number}"


@dataclass(frozen=True, slots=True)
class IssuedBatch:
    """A batch, signed.

    Attributes:
        id: the batch's.
        credentials: in the order of the orders.
        register: what the issuer keeps, and destroys in the end.
    """

    id: str
    credentials: tuple[SdJwt, ...]
    register: Register
    _batch: Batch

    @property
    def root(self) -> BatchRoot:
        """What the ledger learns."""
        return self._batch.root

    def held(self, which: int) -> Held:
        """One credential with its proof; `which` counts from 0.

        Raises:
            Refused: `merkle.index`.
        """
        with refusals_as():
            return Held(self.credentials[which], self._batch.proof(self.id, which))

    def file(self, *which: int) -> CredentialFile:
        """The file for one holder with these of the credentials."""
        return CredentialFile(tuple(map(self.held, which)))


class Issuer:
    """Issues credentials of one type.

    Args:
        kind: the type, in the revision that the ledger has.
        signer: the issuer's key, on P-256.
        issuer: the issuer's identifier, such as its URL.

    Raises:
        Refused: `credential.key_kind` for another kind of key.
    """

    def __init__(self, kind: CertificateType, signer: ActSigner, *, issuer: str) -> None:
        with refusals_as():
            self._signer = credential_signer(signing_by(signer), key_id=signer.public_key.fingerprint)
        self._kind = kind
        self._issuer = issuer

    def issue(
        self,
        orders: Sequence[Order],
        *,
        batch: str,
        issued_at: int,
        expires_at: int,
        valid_from: int | None = None,
        status: StatusSpace | None = None,
    ) -> IssuedBatch:
        """Signs a credential for every order and builds the batch.

        Args:
            orders: at least one.
            batch: the batch's id on the ledger.
            issued_at: the one moment of issue of all of them, seconds since 1970 (UTC).
            expires_at: the first moment at which they no longer count.
            valid_from: the first moment at which they count; that of issue unless given.
            status: where places are drawn from; none of them has a place in a list unless given.

        Raises:
            Refused: `claims.wrong`, or `claims.order` that names which of several is wrong, before anything is signed; `claims.moments` for
                moments of a person's certificate that are no whole days, `claims.holder` for a person's certificate without a key of its
                own, `schema.validity`, `statuses.…`, `batch.…`, `json.…` or `text.…`.
        """
        self._check(orders, [issued_at, expires_at, issued_at if valid_from is None else valid_from])
        self._check_claims(orders)
        with refusals_as():
            places = self._places(len(orders), status)
            salts = Salts(secrets.token_bytes)
            credentials = []
            for order, place in zip(orders, places, strict=True):
                reference = StatusReference(status.uri(self._issuer), place) if status is not None and place is not None else None
                terms = Terms(
                    issuer=self._issuer,
                    type=self._kind.vct,
                    type_digest=self._kind.digest,
                    issued_at=issued_at,
                    valid_from=valid_from,
                    expires_at=expires_at,
                    holder=order.holder,
                    status=reference,
                )
                self._kind.check_terms(terms)
                credentials.append(self._sign(order, terms, salts))
            built = Batch.of([credential.jwt for credential in credentials], secrets.token_bytes)
        parts = zip(orders, credentials, built.salts, places, strict=True)
        entries = [RegisterEntry.of(order.reference, one.jwt, salt, place) for order, one, salt, place in parts if salt is not None]
        register = Register(batch, tuple(entries))
        return IssuedBatch(batch, tuple(credentials), register, built)

    def _sign(self, order: Order, terms: Terms, salts: Salts) -> SdJwt:
        return issue(order.claims, terms, signer=self._signer, selectable=self._kind.selectable, salts=salts, digests=self._kind.digests)

    def _check_claims(self, orders: Sequence[Order]) -> None:
        for number, order in enumerate(orders, start=1):
            try:
                check_issued(self._kind, order.claims)
            except Refused as refused:
                if len(orders) == 1:
                    raise
                raise Refused("claims.order", {"number": number, "problem": str(refused)}) from None

    def _check(self, orders: Sequence[Order], moments: Sequence[int]) -> None:
        """For persons: moments that many share, and a key for each credential, so that no two can be linked."""
        if self._kind.subject != "person":
            return
        if any((moment + _MIDNIGHT) % _DAY for moment in moments):
            raise Refused("claims.moments", {"type": self._kind.name})
        holders = {order.holder for order in orders}
        if None in holders or len(holders) != len(orders):
            raise Refused("claims.holder", {"type": self._kind.name})

    @staticmethod
    def _places(count: int, status: StatusSpace | None) -> Sequence[int | None]:
        if status is None:
            return [None] * count
        return draw_places(count, size=status.size, taken=status.taken, sample=SystemRandom().sample)
