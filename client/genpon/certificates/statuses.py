"""Status lists for wallets: what the ledger says of all certificates whose places are in one list, signed by an issuing officer.

A list is exported as the ledger has it at a moment; wallets and verifiers that know no ledger take the whole of it.
"""

from collections.abc import Iterable, Iterator, Mapping

from genpon.certificates.registers import LIST_SIZE, RegisterFolder
from genpon.credentials.registers import Register
from genpon.credentials.signing import signing_by
from genpon.desk import Desk
from genpon.errors import UsageError, refusals_as
from genpon_core.certificates import state as states
from genpon_core.certificates.state import Batch, Events, fold, fold_events, standing
from genpon_core.credentials.status_lists import Status, StatusList, sign_status_list
from genpon_core.ids import batch_of
from genpon_core.records import Chain

_CODES = {states.Status.SUSPENDED: Status.SUSPENDED, states.Status.REVOKED: Status.INVALID, states.Status.SUPERSEDED: Status.INVALID}


def signed_list(desk: Desk, registers: RegisterFolder, code: str, number: int, *, issuer: str, now: int, ttl: int) -> str:
    """A status list as a token.

    Args:
        desk: the place at the ledger; its signer signs.
        registers: where the places are kept.
        code: the issuer's local government code.
        number: the list's.
        issuer: the issuer's identifier in the credentials.
        now: the moment that the list is for, seconds since 1970 UTC.
        ttl: how many seconds a copy may be kept.

    Raises:
        UsageError: `act.no_signer`, or `statuses.no_list` for a list that has no places in the folder.
        Refused: `credential.key_kind`, `register.…`.
    """
    batches = registers.batches(code, number)
    if not batches:
        raise UsageError("statuses.no_list", {"number": number})
    if desk.signer is None:
        raise UsageError("act.no_signer")
    codes = dict(_statuses(desk, registers, batches, now))
    with refusals_as():
        return sign_status_list(
            StatusList.of(codes, size=LIST_SIZE),
            uri=f"{issuer}/s/{number}",
            issued_at=now,
            sign=signing_by(desk.signer),
            key_id=desk.signer.public_key.fingerprint,
            expires_at=now + ttl,
            ttl=ttl,
        )


def _statuses(desk: Desk, registers: RegisterFolder, batches: Iterable[str], now: int) -> Iterator[tuple[int, int]]:
    """The places that are not valid; a register is opened only where something has happened."""
    chains = desk.chains(batches)
    for batch, chain in chains.items():
        state = fold(chain)
        if state is None:
            continue
        singles = desk.chains(one for one in desk.ids("certificates", f"status~{batch}") if one.startswith(f"{batch}/"))
        if state.events.events or any(singles.values()):
            yield from _of_batch(registers.read(batch), state, _by_index(singles), now)


def _by_index(singles: Mapping[str, Chain]) -> dict[int, Events]:
    return {index: fold_events(chain) for certificate, chain in singles.items() if (index := batch_of(certificate)[1]) is not None}


def _of_batch(register: Register, batch: Batch, singles: Mapping[int, Events], now: int) -> Iterator[tuple[int, int]]:
    for which, entry in enumerate(register.entries):
        events = singles.get(register.index(which), Events())
        code = _CODES.get(standing(batch, events, now).status)
        if entry.status is not None and code is not None:
            yield entry.status, code
