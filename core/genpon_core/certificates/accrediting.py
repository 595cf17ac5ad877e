"""Who may accredit, delegate and revoke: limits only narrow, and a delegation goes no further."""

from genpon_core.certificates.accreditations import Accredit, Accreditation, Delegate, Grant, fold, path_at
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.models import read
from genpon_core.signers import ADMINISTRATOR, BODY, Signer
from genpon_core.statements import Statement
from genpon_core.worlds import World


def needs(statement: Statement) -> tuple[str, ...]:
    """A grant rests on the accreditations of its path."""
    path = statement.content.get("path")
    return tuple(asset for asset in path if isinstance(asset, str)) if isinstance(path, list) else ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether a body may accredit, a municipality delegate, or the grantor revoke.

    Raises:
        Refusal: `role.…`, `accreditation.…` or `charter.…`.
    """
    state = fold(world.chain(statement.asset))
    if statement.act == "revoke":
        if state is None:
            raise Refusal("accreditation.unknown", {"accreditation": statement.asset})
        if signer.id != state.grantor:
            raise Refusal("accreditation.not_the_grantor", {"signer": signer.id, "grantor": state.grantor})
        if not state.holds_at(max(now, state.valid_from)):
            raise Refusal("accreditation.not_in_force", {"accreditation": statement.asset})
        return ()
    if state is not None:
        raise Refusal("accreditation.exists", {"accreditation": statement.asset})
    grant: Grant = read(Accredit if statement.act == "accredit" else Delegate, statement.content, where="content")
    _check_grantor(statement, signer)
    _check_subject(grant, signer, world, now)
    _check_window(grant, world, now)
    above = path_at(world.chains, world.in_force(now), grant.path, signer.id, now)
    if above:
        check_narrower(grant, above[0])
    return (f"accreditation~{grant.subject}~{statement.asset}",)


def _check_grantor(statement: Statement, signer: Signer) -> None:
    """The asset's id begins with who grants, so that nobody takes another's."""
    kind = BODY if statement.act == "accredit" else ADMINISTRATOR
    if signer.kind != kind:
        raise Refusal("role.body" if kind == BODY else "role.administrator", {"signer": signer.id})
    if parse_id(statement.asset).owner != signer.id:
        raise Refusal("accreditation.not_the_grantor", {"signer": signer.id, "grantor": parse_id(statement.asset).owner})


def _check_subject(grant: Grant, signer: Signer, world: World, now: int) -> None:
    subject = parse_id(grant.subject)
    if (
        grant.subject == signer.id
        or subject.kind not in {"municipality", "body"}
        or (signer.kind == ADMINISTRATOR and subject.kind == "body")
    ):
        raise Refusal("accreditation.subject", {"subject": grant.subject})
    agreement = world.in_force(now)
    if subject.kind == "body":
        agreement.body(grant.subject)
    else:
        agreement.member(subject.code)


def _check_window(grant: Grant, world: World, now: int) -> None:
    begins = max(grant.valid_from, now)
    if grant.valid_until <= begins:
        raise Refusal("accreditation.empty_window")
    limit = world.in_force(now).parameters.delegation_lifetime
    if isinstance(grant, Delegate) and grant.valid_until - begins > limit:
        raise Refusal("accreditation.too_long", {"limit_seconds": limit})


def check_narrower(grant: Grant, above: Accreditation) -> None:
    """Checks that a grant reaches no further than the accreditation that it rests on.

    Raises:
        Refusal: `accreditation.may_not_accredit`, `accreditation.wider` or `accreditation.window`.
    """
    if above.delegated or (isinstance(grant, Accredit) and not above.may_accredit):
        raise Refusal("accreditation.may_not_accredit", {"accreditation": above.id})
    if not above.scope.covers(grant.scope):
        raise Refusal("accreditation.wider", {"accreditation": above.id})
    if grant.valid_from < above.valid_from or grant.valid_until > above.valid_until:
        raise Refusal("accreditation.window", {"accreditation": above.id})
