"""Issuing on the ledger: credentials are signed, their register is kept, and their root is recorded, in this order.

So nothing is on the ledger that nobody could prove or revoke: what is cut off before the record leaves a register that belongs to nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from genpon import acting
from genpon.certificates.registers import RegisterFolder
from genpon.certificates.statements import CertificateStatements
from genpon.credentials.issuing import IssuedBatch, Issuer, Order
from genpon.desk import Desk
from genpon.errors import Refused, UsageError
from genpon.results import Receipt
from genpon.schemas import Schemas
from genpon_core.certificate_types.types import CertificateType
from genpon_core.certificates.contents import Source
from genpon_core.moments import JST

Keep = Callable[[IssuedBatch], object]
"""Keeps signed credentials for their holders, before the ledger learns of them."""

_DAY = 86400
_PREFIX = "urn:genpon:municipality:"


@dataclass(frozen=True, slots=True)
class Issued:
    """Certificates that are on the ledger.

    Attributes:
        receipt: of the act.
        batch: the credentials, which go to their holders and nowhere else.
        kind: their type.
    """

    receipt: Receipt
    batch: IssuedBatch
    kind: CertificateType


@dataclass(frozen=True, slots=True)
class Window:
    """When certificates hold; moments are seconds since 1970 UTC.

    Attributes:
        issued_at: the moment that stands in them; for persons the beginning of the day in Japan, which tells no two of them apart.
        valid_from: they hold from then.
        valid_until: they hold until before then.
    """

    issued_at: int
    valid_from: int
    valid_until: int

    @classmethod
    def of(cls, kind: CertificateType, now: int, valid_from: int | None, valid_until: int | None) -> "Window":
        """The window of certificates that are issued now; from now on for as long as the type lets them, unless said otherwise."""
        issued_at = _midnight(now) if kind.subject == "person" else now
        begins = issued_at if valid_from is None else valid_from
        return cls(issued_at, begins, issued_at + kind.longest_validity if valid_until is None else valid_until)


@dataclass(frozen=True, slots=True)
class Issuing:
    """Issues by one signer.

    Attributes:
        desk: the place at the ledger.
        prepare: makes the statements.
        registers: what is kept.
    """

    desk: Desk
    prepare: CertificateStatements
    registers: RegisterFolder

    def issue(
        self,
        certificate: str,
        certificate_type: str,
        orders: Sequence[Order],
        window: tuple[int | None, int | None],
        *,
        issuer: str | None,
        territory: str | None,
        source: Source | None,
        assignment: str | None,
        keep: Keep | None,
    ) -> Issued:
        """Issues a batch; see `Certificates.issue`."""
        signer = self.desk.signer
        if signer is None:
            raise UsageError("act.no_signer")
        kind, now = self._kind(certificate_type), self.desk.now()
        window_ = Window.of(kind, now, *window)
        named = issuer or issuer_id(self.prepare.signatory(assignment=assignment).id.split("/")[1])
        check_issuer(named, certificate)
        signing = Issuer(kind, signer, issuer=named)
        with self.registers.locked():
            self._forget_unrecorded(certificate)
            self.registers.require_none(certificate)
            space = self.registers.space(certificate.split("/")[1], len(orders))
            batch = signing.issue(
                orders,
                batch=certificate,
                issued_at=window_.issued_at,
                expires_at=window_.valid_until,
                valid_from=window_.valid_from if window_.valid_from != window_.issued_at else None,
                status=space,
            )
            statement = self.prepare.issue(
                certificate,
                kind,
                batch.root,
                valid_from=window_.valid_from,
                valid_until=window_.valid_until,
                territory=territory,
                source=source,
                assignment=assignment,
            )
            act = acting.sign(statement, signer)
            if keep is not None:
                keep(batch)
            self.registers.put(space, batch.register)
            # Under the same lock, since a register without its act is taken for one that was cut off.
            self.desk.outbox.put(act)
        try:
            receipt = self.desk.submit(act)
        except Refused:
            # It is not on the ledger and never will be.
            with self.registers.locked():
                self.registers.destroy_if_same(batch.register)
            raise
        return Issued(receipt, batch, kind)

    def _forget_unrecorded(self, certificate: str) -> None:
        """Destroys the register of an issue that was cut off before its act was made."""
        waiting = {act.statement.asset for act in self.desk.outbox.pending()}
        if self.registers.holds(certificate) and certificate not in waiting and not self.desk.chain(certificate):
            self.registers.destroy(certificate)

    def _kind(self, name: str) -> CertificateType:
        current = Schemas(self.desk).show(name).current
        if current is None:
            raise Refused("type.unknown", {"type": f"type/{name}"})
        return current.certificate_type


def issuer_id(code: str) -> str:
    """The issuer's identifier of a municipality that publishes no address of its own."""
    return f"{_PREFIX}{code}"


def issuer_code(issuer: str) -> str:
    """The local government code in an issuer's identifier: `urn:genpon:municipality:422011`, or the end of an https address."""
    if issuer.startswith(_PREFIX):
        return issuer.removeprefix(_PREFIX)
    return issuer.rpartition("/")[2] if issuer.startswith("https://") else ""


def check_issuer(issuer: str, certificate: str) -> None:
    """Checks that an issuer's identifier names the municipality of a certificate's id.

    Raises:
        UsageError: `issue.issuer`.
    """
    code = certificate.split("/")[1] if certificate.count("/") >= 2 else ""
    if issuer_code(issuer) != code:
        raise UsageError("issue.issuer", {"code": code})


def _midnight(moment: int) -> int:
    offset = int(JST.utcoffset(None).total_seconds())
    return (moment + offset) // _DAY * _DAY - offset
