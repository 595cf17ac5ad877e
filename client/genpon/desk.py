"""What all parts of a `Ledger` share: the charter, the signer, and the ways to submit acts and read chains."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from genpon import acting
from genpon.act_signers import ActSigner
from genpon.bundles import Bundle
from genpon.errors import GenponError, OutcomeUnknown, Unreachable, UsageError, VerificationFailed, refusals_as
from genpon.notes import Note
from genpon.outbox import Outbox
from genpon.results import Page, Receipt
from genpon.transport.asking import Asker
from genpon.transport.calls import Call
from genpon.transport.recording import Recorder
from genpon_core import canonical, evidence
from genpon_core.agreement.state import Agreement, in_force
from genpon_core.charters import Charter
from genpon_core.ids import parse_id
from genpon_core.keys import PublicKey
from genpon_core.records import MAX_RECORD_BYTES, Chain, Record
from genpon_core.statements import Act, Statement

_BATCH = 100
_PAGE = 100
_CONTRACTS = {"contract": "contracts"} | dict.fromkeys(("accreditation", "type", "certificate", "recognition"), "certificates")
"""The chaincode's named contract for each kind of asset; all others are the registry's."""
_STILL_OPEN = (OutcomeUnknown, Unreachable)


@dataclass(frozen=True)
class Desk:
    """One client's place at the ledger.

    Attributes:
        charter: the founding agreement.
        recorder: brings calls onto the ledger.
        asker: asks the ledger questions.
        outbox: where acts wait for the ledger's answer.
        signer: who signs acts here; None where they are signed elsewhere.
        clock: the local clock, seconds since 1970 UTC.
    """

    charter: Charter
    recorder: Recorder
    asker: Asker
    outbox: Outbox
    signer: ActSigner | None = None
    clock: Callable[[], float] = time.time

    def signed_by(self, signer: ActSigner) -> "Desk":
        """The same place for another signer."""
        return replace(self, signer=signer)

    def key(self, key: PublicKey | None) -> PublicKey:
        """The key that will sign: the one given, else the signer's.

        Raises:
            UsageError: `act.no_signer`.
        """
        if key is not None:
            return key
        if self.signer is None:
            raise UsageError("act.no_signer")
        return self.signer.public_key

    def prepare(self, asset: str, act: str, content: Any, *, signer: str, key: PublicKey, **fields: Any) -> Statement:
        """A statement for this ledger; see `genpon.acting.prepare`."""
        now = int(self.clock())
        return acting.prepare(asset, act, content, charter=self.charter.digest, signer=signer, key=key, signed_at=now, **fields)

    def sign_and_submit(self, statement: Statement, *, bundle: Bundle | None = None, notes: tuple[Note, ...] = ()) -> Receipt:
        """Signs a statement here and submits the act.

        Raises:
            GenponError: as `genpon.acting.sign` and `submit`.
        """
        if self.signer is None:
            raise UsageError("act.no_signer")
        return self.submit(acting.sign(statement, self.signer, bundle=bundle), notes=notes)

    def submit(self, act: Act, *, notes: tuple[Note, ...] = ()) -> Receipt:
        """Brings an act onto the ledger; the same act again gets the first answer, and its texts from the outbox.

        Raises:
            Refused: if the rules refuse it; it leaves the outbox.
            Unreachable: if it did not get there; it stays in the outbox.
            OutcomeUnknown: if nobody knows; it stays in the outbox.
        """
        notes = notes or self.outbox.notes(act)
        self.outbox.put(act, notes)
        try:
            result = self.recorder.run(_recording(act))
        except _STILL_OPEN as error:
            error.parameters["act"] = act.digest
            raise
        except GenponError:
            self.outbox.remove(act)
            raise
        record, repeated = _read_reply(result)
        if record.act.digest != act.digest:
            raise VerificationFailed("ledger.other_act", {"act": act.digest})
        self.outbox.remove(act)
        return Receipt(record, repeated, notes)

    def would_record(self, act: Act) -> None:
        """Asks the ledger whether it would record an act now; nothing is recorded.

        Raises:
            Refused: if the rules refuse it.
            Unreachable: if nobody answers.
        """
        call = _recording(act)
        self.asker.ask(call.contract, call.function, *call.arguments)

    def chains(self, assets: Iterable[str], *, msp_id: str | None = None) -> dict[str, Chain]:
        """The chains of assets; an empty one for an asset that does not exist.

        Args:
            assets: their ids.
            msp_id: the organisation to ask; whoever answers unless given.

        Raises:
            Refused: `id.…`.
            Unreachable: if nobody answers, or the organisation does not.
            VerificationFailed: if the answer is none.
        """
        wanted = list(dict.fromkeys(assets))
        with refusals_as():
            for asset in wanted:
                parse_id(asset)
        found: dict[str, Chain] = {}
        for contract, ids in _by_contract(wanted).items():
            for start in range(0, len(ids), _BATCH):
                found.update(self._read(contract, ids[start : start + _BATCH], msp_id))
        return {asset: found[asset] for asset in wanted}

    def chain(self, asset: str) -> Chain:
        """The chain of one asset; see `chains`."""
        return self.chains([asset])[asset]

    def closure(self, *assets: str, msp_id: str | None = None) -> dict[str, Chain]:
        """The chains that assets' acts rest on, they themselves included, no longer than they are needed; see `chains`."""
        found: dict[str, Chain] = {}
        waiting = set(assets)
        while waiting:
            read = self.chains(sorted(waiting), msp_id=msp_id)
            found |= read
            waiting = {name for chain in read.values() for record in chain for name in record.rests_on} - found.keys()
        with refusals_as(VerificationFailed):
            return evidence.closure(found, *assets)

    def index(self, contract: str, prefix: str, *, page_size: int, bookmark: str, msp_id: str | None = None) -> Page:
        """Ids of assets from an index, of one organisation or of whoever answers; rows carry no authority."""
        arguments = (contract, "index", prefix, str(page_size), bookmark)
        answer = self.asker.ask(*arguments) if msp_id is None else self.asker.ask_of(msp_id, *arguments)
        return _page(answer)

    def ids(self, contract: str, prefix: str, *, msp_id: str | None = None) -> Iterator[str]:
        """All ids of an index, read page by page; see `index`."""
        bookmark = ""
        while True:
            page = self.index(contract, prefix, page_size=_PAGE, bookmark=bookmark, msp_id=msp_id)
            yield from page.ids
            bookmark = page.bookmark
            if not bookmark or not page.ids:
                return

    def agreement(self) -> Agreement:
        """What binds all municipalities now: the charter and the changes that have been adopted since."""
        return in_force(self.charter, self.chain(f"agreement/{self.charter.digest}"), int(self.clock()))

    def now(self) -> int:
        """The latest of the local and the ledger's clock, for what is computed and not recorded."""
        return max(int(self.clock()), self.ledger_clock())

    def ledger_clock(self) -> int:
        """The ledger clock, seconds since 1970 UTC; 0 before its first tick."""
        return int(self.asker.ask("clock", "read")["clock"])

    def _read(self, contract: str, ids: list[str], msp_id: str | None) -> Mapping[str, Chain]:
        arguments = (contract, "acts", canonical.encode(ids).decode())
        answer = self.asker.ask(*arguments) if msp_id is None else self.asker.ask_of(msp_id, *arguments)
        with refusals_as(VerificationFailed):
            chains = evidence.chains_from_json(answer)
        if chains.keys() != set(ids):
            raise VerificationFailed("ledger.answer_incomplete")
        return chains


def _page(answer: Any) -> Page:
    with refusals_as(VerificationFailed):
        rows, bookmark = (answer.get("rows"), answer.get("bookmark")) if isinstance(answer, dict) else (None, None)
        if not isinstance(rows, list) or not isinstance(bookmark, str):
            raise VerificationFailed("ledger.answer_unreadable")
        return Page(tuple(str(parse_id(str(row))) for row in rows), bookmark)


def _recording(act: Act) -> Call:
    return Call(contract_of(act.statement.asset), "record", (act.to_bytes(),), settled=lambda result: _read_reply(result)[1])


@lru_cache(maxsize=256)
def _read_reply(result: bytes) -> tuple[Record, bool]:
    """An answer, which is looked at before the act is submitted and after."""
    with refusals_as(VerificationFailed):
        reply: Any = canonical.decode(result, limit=2 * MAX_RECORD_BYTES)
        if not isinstance(reply, dict) or reply.keys() != {"record", "repeated"}:
            raise VerificationFailed("ledger.answer_unreadable")
        return Record.from_json(reply["record"]), reply["repeated"] is True


def contract_of(asset: str) -> str:
    """The named contract of the chaincode that records an asset's acts."""
    return _CONTRACTS.get(asset.partition("/")[0], "registry")


def _by_contract(assets: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for asset in assets:
        grouped.setdefault(contract_of(asset), []).append(asset)
    return grouped
