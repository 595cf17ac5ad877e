"""Certificate types on the ledger: each one's document in its revisions, by which certificates are issued and read.

```python
neutral.schemas.publish_shipped()
ledger.schemas.show("tax_clearance").current.certificate_type.names["ja"]
```
"""

from collections.abc import Iterable
from dataclasses import dataclass

from genpon.desk import Desk
from genpon.errors import Refused, UsageError, VerificationFailed, refusals_as
from genpon.histories import Entry, history
from genpon.results import Receipt
from genpon.stating import Stating, content
from genpon_core import canonical, records
from genpon_core.certificate_types.shipped import NAMES, all_shipped
from genpon_core.certificate_types.types import DAY, CertificateType
from genpon_core.certificates.types import Publish, Retention, Retire, Revision, TypeState, fold
from genpon_core.keys import PublicKey
from genpon_core.statements import Statement


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A revision of a type.

    Attributes:
        revision: as the ledger has it.
        certificate_type: read from its document.
    """

    revision: Revision
    certificate_type: CertificateType


@dataclass(frozen=True, slots=True)
class TypeView:
    """A type at a moment.

    Attributes:
        name: its name.
        revisions: all that were published, in their order.
        current: the one that issuers use; None before the first and after the type is retired.
        retired_at: from when nothing of it is issued.
        as_of: the moment that the answer is for, seconds since 1970 UTC.
    """

    name: str
    revisions: tuple[RevisionView, ...]
    current: RevisionView | None
    retired_at: int | None
    as_of: int


class SchemaStatements(Stating):
    """Prepares the acts of certificate types; all are a root body's."""

    def publish(self, certificate_type: CertificateType, valid_from: int | None = None, *, key: PublicKey | None = None) -> Statement:
        """A revision of a type, by which issuers go from `valid_from` on (seconds since 1970 UTC), at once unless given."""
        published = content(
            Publish,
            document=canonical.decode(certificate_type.to_bytes()),
            subject=certificate_type.subject,
            retention=Retention(rule=certificate_type.retention_rule, years=certificate_type.retention_years),
            longest_days=certificate_type.longest_validity // DAY,
            valid_from=self._now(valid_from),
        )
        return self._state(f"type/{certificate_type.name}", "publish", published, key=key)

    def retire(self, name: str, at: int | None = None, *, key: PublicKey | None = None) -> Statement:
        """The end of a type: nothing of it is issued from a moment on (seconds since 1970 UTC), now unless given."""
        return self._state(f"type/{name}", "retire", content(Retire, at=self._now(at)), key=key)


class Schemas:
    """A ledger's certificate types; errors as for `Contracts`.

    Attributes:
        prepare: the statements of the acts.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.prepare = SchemaStatements(desk)

    def publish(self, certificate_type: CertificateType, valid_from: int | None = None) -> Receipt:
        """Publishes a revision of a type; see `SchemaStatements.publish`."""
        return self._desk.sign_and_submit(self.prepare.publish(certificate_type, valid_from))

    def publish_shipped(self, names: Iterable[str] = NAMES, valid_from: int | None = None) -> tuple[Receipt, ...]:
        """Publishes the types that come with Genpon, those that the ledger does not have yet.

        Args:
            names: which; all unless given.
            valid_from: issuers use them from then; at once unless given.

        Raises:
            UsageError: `schema.unknown`.
        """
        wanted = list(names)
        if not set(wanted) <= set(NAMES):
            raise UsageError("schema.unknown", {"known": " ".join(NAMES)})
        missing = [
            one for one in all_shipped() if one.name in wanted and fold(self._desk.chain(f"type/{one.name}")).revision(one.digest) is None
        ]
        return tuple(self.publish(one, valid_from) for one in missing)

    def retire(self, name: str, at: int | None = None) -> Receipt:
        """Retires a type; see `SchemaStatements.retire`."""
        return self._desk.sign_and_submit(self.prepare.retire(name, at))

    def show(self, name: str, *, as_of: int | None = None, known_at: int | None = None) -> TypeView:
        """A type as one organisation has it.

        Args:
            name: its name.
            as_of: at which moment, seconds since 1970 UTC; now unless given.
            known_at: what was known until then; everything unless given.

        Raises:
            Refused: `type.unknown`.
            VerificationFailed: `schema.…` for a document that cannot be read.
        """
        asset = f"type/{name}"
        state = fold(records.known_at(self._desk.chain(asset), known_at))
        if not state.revisions:
            raise Refused("type.unknown", {"type": asset})
        return view_of(name, state, self._desk.now() if as_of is None else as_of)

    def list(self) -> tuple[str, ...]:
        """Names of all types."""
        return tuple(asset.removeprefix("type/") for asset in self._desk.ids("certificates", "type~all"))

    def history(self, name: str) -> tuple[Entry, ...]:
        """The acts of a type, in order."""
        return history(self._desk.charter, self._desk.closure(f"type/{name}"), f"type/{name}")


def view_of(name: str, state: TypeState, moment: int) -> TypeView:
    """A type at a moment, its documents read.

    Raises:
        VerificationFailed: `schema.…` or `json.…` for a document that cannot be read.
    """
    views = {revision.digest: RevisionView(revision, read_revision(name, revision)) for revision in state.revisions}
    current = state.current(moment)
    return TypeView(name, tuple(views.values()), views[current.digest] if current is not None else None, state.retired_at, moment)


def read_revision(name: str, revision: Revision) -> CertificateType:
    """The type that a revision's document describes.

    Raises:
        VerificationFailed: `schema.other_type` if it describes another one, `schema.…` or `json.…` if it cannot be read.
    """
    with refusals_as(VerificationFailed):
        read = CertificateType.read(canonical.encode(revision.document))
    if (read.name, read.digest) != (name, revision.digest):
        raise VerificationFailed("schema.other_type", {"type": name})
    return read
