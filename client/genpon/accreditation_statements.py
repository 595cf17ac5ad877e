"""The statements of accreditations: granted by bodies, delegated by municipalities, revoked by whoever granted."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

from genpon import signatories
from genpon.accreditation_paths import accreditations_of, paths_of
from genpon.desk import Desk
from genpon.errors import Refused, refusals_as
from genpon.stating import Stating, content
from genpon_core.certificates.accreditations import Accredit, Delegate, Grant, Revoke, path_at
from genpon_core.certificates.accrediting import check_narrower
from genpon_core.certificates.scopes import Scope
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.records import Chain
from genpon_core.statements import Statement

Reason = Literal["disaster", "joint_office", "other"]
RevocationReason = Literal["requirements_not_met", "misuse", "superseded", "ceased", "other"]


class AccreditationStatements(Stating):
    """Prepares the acts of accreditations."""

    def accredit(
        self,
        accreditation: str,
        subject: str,
        scope: Scope,
        *,
        valid_until: int,
        valid_from: int | None = None,
        may_accredit: bool = False,
        path: Sequence[str] | None = None,
        key: PublicKey | None = None,
    ) -> Statement:
        """A body's accreditation of a municipality or of another body.

        Args:
            accreditation: its id, `accreditation/<the body's name>/<name of its own>`.
            subject: `municipality/<code>` or `body/<name>`.
            scope: types and territories.
            valid_until: holds until before then, seconds since 1970 UTC.
            valid_from: holds from then; from now on unless given.
            may_accredit: whether the subject may accredit others.
            path: the accreditations that it rests on, the body's own first; found by itself unless given.
            key: the body's.

        Raises:
            Refused: `accreditation.none` if the body has none that reaches as far.
        """
        fields = {"subject": subject, "types": list(scope.types), "territories": list(scope.territories), "may_accredit": may_accredit}
        grant = self._narrowed(Accredit, fields, (valid_from, valid_until), path, self._desk.key(key))
        return self._state(accreditation, "accredit", grant, key=key)

    def delegate(
        self,
        accreditation: str,
        municipality: str,
        types: Sequence[str],
        *,
        valid_until: int,
        valid_from: int | None = None,
        reason: Reason = "disaster",
        path: Sequence[str] | None = None,
        key: PublicKey | None = None,
    ) -> Statement:
        """A municipality's delegation of its own territory to another for a time, such as to a sister city in a disaster.

        Args:
            accreditation: its id, `accreditation/<the municipality's code>/<name of its own>`.
            municipality: `municipality/<code>`, the one that issues in the other's place.
            types: names of certificate types.
            valid_until: holds until before then, seconds since 1970 UTC.
            valid_from: holds from then; from now on unless given.
            reason: a code.
            path: the accreditations that it rests on, the municipality's own first; found by itself unless given.
            key: the administrator's.

        Raises:
            Refused: `accreditation.none` if the municipality has none that reaches as far.
        """
        with refusals_as():
            own = parse_id(accreditation).code
        fields = {"subject": municipality, "types": list(types), "territories": [own], "reason": reason}
        grant = self._narrowed(Delegate, fields, (valid_from, valid_until), path, self._desk.key(key))
        return self._state(accreditation, "delegate", grant, key=key)

    def revoke(self, accreditation: str, reason: RevocationReason, at: int | None = None, *, key: PublicKey | None = None) -> Statement:
        """The end of an accreditation, and of all that rest on it, from a moment on (seconds since 1970 UTC); now unless given."""
        return self._state(accreditation, "revoke", content(Revoke, at=self._now(at), reason=reason), key=key)

    def _narrowed(
        self, model: type[Grant], fields: Mapping[str, Any], window: tuple[int | None, int], path: Sequence[str] | None, key: PublicKey
    ) -> Grant:
        """The grant under the first of the signer's accreditations that reaches as far; a root body needs none."""
        desk, now = self._desk, self._desk.now()
        grantor = signatories.find(desk, key).id

        def grant(path: Sequence[str], begins: int) -> Grant:
            return content(model, **fields, path=list(path), valid_from=begins if window[0] is None else window[0], valid_until=window[1])

        agreement = desk.agreement()
        if path is not None or any(body.id == grantor and body.root for body in agreement.bodies):
            return grant(path or (), now)
        chains = accreditation_chains(desk, desk.ids("certificates", f"accreditation~{grantor}"))
        for state in accreditations_of(chains, grantor):
            under = (state.id, *state.path)
            # Its beginning may be a moment after this machine's clock.
            made = grant(under, max(now, state.valid_from))
            with suppress(Refusal):
                check_narrower(made, path_at(chains, agreement, under, grantor, max(now, state.valid_from))[0])
                return made
        raise Refused("accreditation.none", {"holder": grantor})


def accreditation_chains(desk: Desk, ids: Iterable[str]) -> dict[str, Chain]:
    """The chains of accreditations and of all that they rest on, as one organisation has them."""
    chains = desk.chains(ids)
    return chains | desk.chains(paths_of(chains) - chains.keys())
