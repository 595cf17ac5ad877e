"""Who may present, admit, vouch for and revoke a key."""

from genpon_core.agreement.state import Agreement
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.models import read
from genpon_core.registry import officers
from genpon_core.registry.keys import ANCHORED, PRESENTED, VOUCHED, Admit, KeyState, Present, fold
from genpon_core.signers import ADMINISTRATOR, OFFICER, Signer, require_municipality, require_role
from genpon_core.statements import Statement
from genpon_core.worlds import World
from genpon_core.x509paths import OrganisationCertificate, check_path


def subject_of(world: World, fingerprint: str) -> str | None:
    """To whom a key belongs, None if it belongs to nobody yet; what the agreement ever named, or will name, is taken already."""
    if fingerprint in world.adopted.holders:
        return world.adopted.holders[fingerprint]
    state = fold(world.chain(f"key/{fingerprint}"))
    return None if state is None else state.subject


def needs(statement: Statement) -> tuple[str, ...]:
    """An admission rests on the officer that it names."""
    officer = statement.content.get("officer")
    return (officer,) if isinstance(officer, str) else ()


def decide(statement: Statement, signer: Signer, world: World, now: int) -> tuple[str, ...]:
    """Whether the signer may do this to the key.

    Raises:
        Refusal: `key.…`, `role.…` or `certificate.…`.
    """
    if statement.act == "present":
        return _present(statement, world, now)
    state = fold(world.chain(statement.asset))
    if state is None:
        raise Refusal("key.unknown", {"key": statement.asset})
    state.require_valid(max(now, state.valid_from))
    if statement.act == "revoke":
        _check_revoke(state, signer, own=statement.key == state.key.fingerprint)
        return ()
    if statement.answers != state.presented:
        raise Refusal("act.wrong_answer", {"act": statement.act})
    if statement.act == "admit":
        _check_admit(state, signer, read(Admit, statement.content), world)
    else:
        _check_vouch(state, signer, world.in_force(now).parameters.vouchers)
    return ()


def _present(statement: Statement, world: World, now: int) -> tuple[str, ...]:
    content = read(Present, statement.content)
    owner = subject_of(world, statement.key)
    if owner is not None:
        raise Refusal("key.belongs_to", {"key": statement.key, "subject": owner})
    subject, agreement = parse_id(statement.signer), world.in_force(now)
    if subject.kind not in {"officer", "counterparty", "municipality"}:
        raise Refusal("key.subject", {"subject": statement.signer})
    if subject.code:
        agreement.member(subject.code)
    limit = agreement.parameters.key_lifetime
    lifetime = content.valid_until - content.valid_from
    if lifetime <= 0 or content.valid_until <= now or lifetime > limit:
        raise Refusal("key.window", {"limit_seconds": limit})
    if content.certificate is not None:
        _check_certificate(content, statement.signer, agreement, now)
    return (f"subject~{statement.signer}~{statement.asset}",)


def _check_certificate(content: Present, signer: str, agreement: Agreement, now: int) -> None:
    assert content.certificate is not None  # noqa: S101 - narrows the type; the caller has checked
    certificate = _anchored(content.certificate, agreement, now)
    if PublicKey.from_spki(certificate.spki) != PublicKey.from_spki(content.spki):
        raise Refusal("certificate.other_key")
    if signer != f"counterparty/{certificate.corporate_number}":
        raise Refusal("certificate.other_subject", {"subject": signer})
    if content.valid_from < certificate.valid_from or content.valid_until > certificate.valid_until:
        raise Refusal("certificate.window")


def _anchored(certificate: bytes, agreement: Agreement, now: int) -> OrganisationCertificate:
    reason = Refusal("certificate.no_anchor")
    for anchor in agreement.anchors:
        try:
            return check_path(certificate, anchor.certificate, now=now)
        except Refusal as refusal:
            if refusal.code != "certificate.not_issued_by_anchor":
                reason = refusal
    raise reason


def _check_admit(state: KeyState, signer: Signer, content: Admit, world: World) -> None:
    subject = parse_id(state.subject)
    if signer.kind != ADMINISTRATOR:
        raise Refusal("role.administrator", {"signer": signer.id})
    if subject.kind != "officer" or content.officer != state.subject:
        raise Refusal("key.belongs_to", {"key": state.key.fingerprint, "subject": state.subject})
    require_municipality(signer, subject.code)
    if not world.chain(state.subject):
        raise Refusal("officer.unknown", {"officer": state.subject})
    if state.basis != PRESENTED:
        raise Refusal("key.already_admitted", {"subject": state.subject})


def _check_vouch(state: KeyState, signer: Signer, needed: int) -> None:
    require_role(signer, officers.CONTRACT_OFFICER, officers.APPROVER, officers.HEAD)
    subject = parse_id(state.subject)
    if subject.kind != "counterparty":
        raise Refusal("key.not_a_counterpartys", {"subject": state.subject})
    if subject.code:
        require_municipality(signer, subject.code)
    if state.basis == ANCHORED:
        raise Refusal("key.already_anchored", {"subject": state.subject})
    if signer.code in state.vouching_ended:
        raise Refusal("key.revoked", {"key": state.key.fingerprint})
    if signer.id in state.vouchers.get(signer.code, frozenset()):
        raise Refusal("key.already_vouched", {"signer": signer.id})
    if signer.code in state.vouched_in(needed):
        # More words would change nothing but the length of the chain, which every act with this key reads.
        raise Refusal("key.already_vouched", {"signer": f"municipality/{signer.code}"})


def _check_revoke(state: KeyState, signer: Signer, *, own: bool) -> None:
    if parse_id(state.subject).kind == "municipality":
        # What counts for an administrator's key is the agreement and the municipality's own chain, where the other one may object.
        raise Refusal("key.administrators", {"key": state.key.fingerprint})
    if signer.id == state.subject:
        _check_reaches(state, signer, own=own)
        return
    subject = parse_id(state.subject)
    if signer.kind == ADMINISTRATOR and (subject.code == signer.code or signer.code in state.vouchers):
        if signer.code in state.vouching_ended:
            raise Refusal("key.revoked", {"key": state.key.fingerprint})
        return
    if signer.kind in {ADMINISTRATOR, OFFICER}:
        raise Refusal("role.administrator", {"signer": signer.id})
    raise Refusal("key.belongs_to", {"key": state.key.fingerprint, "subject": state.subject})


def _check_reaches(state: KeyState, signer: Signer, *, own: bool) -> None:
    """A subject ends its keys; but what a few municipalities vouch for ends no key that counts elsewhere."""
    if own or signer.assurance != VOUCHED:
        return
    beyond = sorted(state.vouchers.keys() - signer.vouched_in)
    if state.basis != PRESENTED or beyond:
        raise Refusal("key.vouched_elsewhere", {"signer": signer.id, "municipality": beyond[0] if beyond else ""})
