"""Contracts 契約 on the ledger: their acts, their state, their history, and their verification.

```python
ledger.contracts.draft("contract/422011/2026-0001", bundle)
ledger.contracts.show("contract/422011/2026-0001").state   # State.DRAFT
```
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from genpon.bundles import Bundle
from genpon.concluded_files import write_concluded
from genpon.contract_statements import ContractStatements, TermsMode
from genpon.desk import Desk
from genpon.errors import Refused, VerificationFailed, refusals_as
from genpon.hashing import Progress
from genpon.histories import Entry, history
from genpon.notes import Note
from genpon.notes import reason as make_reason
from genpon.request_files import write_request
from genpon.results import ContractView, Page, Receipt
from genpon.verification import Evidence, Witnesses
from genpon_core.contracts.state import fold
from genpon_core.ids import parse_id
from genpon_core.statements import Statement

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Verification:
    """A contract that was verified with the ledger.

    Attributes:
        view: the contract.
        evidence: what was verified, and who agreed.
        history: the contract's acts.
    """

    view: ContractView
    evidence: Evidence
    history: tuple[Entry, ...]


class Contracts:
    """A ledger's contracts.

    The acts are signed by the ledger's signer; `prepare` makes statements to be signed elsewhere. Every act returns a `Receipt` and
    raises `Refused`, `Unreachable`, `OutcomeUnknown` or `UsageError`; the same act never counts twice.

    Attributes:
        prepare: the statements of the acts.
    """

    def __init__(self, desk: Desk, witnesses: Witnesses) -> None:
        self._desk = desk
        self._witnesses = witnesses
        self.prepare = ContractStatements(desk)

    def draft(self, contract: str, bundle: Bundle, *, terms: TermsMode = "open", assignment: str | None = None) -> Receipt:
        """Drafts a contract; see `ContractStatements.draft`."""
        return self._submit(self.prepare.draft(contract, bundle, terms=terms, assignment=assignment), bundle)

    def revise(self, contract: str, bundle: Bundle, *, terms: TermsMode | None = None, assignment: str | None = None) -> Receipt:
        """Drafts the next revision of a contract that was returned or sent back."""
        return self._submit(self.prepare.revise(contract, bundle, terms=terms, assignment=assignment), bundle)

    def approve(self, contract: str, *, bundle: Bundle | None = None, assignment: str | None = None) -> Receipt:
        """Approves a draft; with the bundle given, its files are hashed again before."""
        return self._submit(self.prepare.approve(contract, assignment=assignment), bundle)

    def send_back(self, contract: str, code: str, text: str | None = None, *, assignment: str | None = None) -> Receipt:
        """Sends a draft back, with a reason: a code and, for those concerned only, a text."""
        why, notes = make_reason(code, text)
        return self._desk.sign_and_submit(self.prepare.send_back(contract, why, assignment=assignment), notes=notes)

    def send(self, contract: str, sign_by: int, *, assignment: str | None = None) -> Receipt:
        """Sends an approved contract for signing, until `sign_by` (seconds since 1970 UTC)."""
        return self._submit(self.prepare.send(contract, sign_by, assignment=assignment), None)

    def sign(self, contract: str, bundle: Bundle | None = None, *, party: str | None = None, assignment: str | None = None) -> Receipt:
        """Signs for a party; the municipality's head signs last, which concludes the contract."""
        return self._submit(self.prepare.sign(contract, bundle, party=party, assignment=assignment), bundle)

    def return_(self, contract: str, code: str, text: str | None = None, *, party: str | None = None) -> Receipt:
        """Returns a request, with a reason, so that the city may revise it; counterparties only."""
        why, notes = make_reason(code, text)
        return self._desk.sign_and_submit(self.prepare.return_(contract, why, party=party), notes=notes)

    def decline(self, contract: str, code: str, text: str | None = None, *, party: str | None = None) -> Receipt:
        """Declines a contract, with a reason; counterparties only."""
        why, notes = make_reason(code, text)
        return self._desk.sign_and_submit(self.prepare.decline(contract, why, party=party), notes=notes)

    def withdraw(self, contract: str, code: str, text: str | None = None, *, assignment: str | None = None) -> Receipt:
        """Withdraws a contract that is not concluded, with a reason."""
        why, notes = make_reason(code, text)
        return self._desk.sign_and_submit(self.prepare.withdraw(contract, why, assignment=assignment), notes=notes)

    def complete(
        self, contract: str, completed_on: date, *, amount: int | None, report: str | None = None, assignment: str | None = None
    ) -> Receipt:
        """Records that a contract was performed, as an inspector found, or corrects that; see `ContractStatements.complete`."""
        statement = self.prepare.complete(contract, completed_on, amount=amount, report=report, assignment=assignment)
        return self._desk.sign_and_submit(statement)

    def show(self, contract: str, *, as_of: int | None = None) -> ContractView:
        """A contract as one organisation has it.

        Args:
            contract: its id.
            as_of: the moment to say for whether it has expired, seconds since 1970 UTC; now unless given.

        Raises:
            Refused: `contract.unknown`.
        """
        state = self.prepare.state(contract)
        moment = self._desk.now() if as_of is None else as_of
        return ContractView(state.at(moment), moment, state, len(self._desk.chain(contract)))

    def list_page(self, of: str, *, page_size: int = _PAGE, bookmark: str = "") -> Page:
        """Ids of contracts, a page at a time.

        Args:
            of: a local government code for a municipality's contracts, or the id of a party for that party's.
            page_size: at most 200.
            bookmark: of the page before.

        Raises:
            Refused: `id.…`.
        """
        return self._desk.index("contracts", _prefix(of), page_size=page_size, bookmark=bookmark)

    def list(self, of: str) -> Iterator[str]:
        """Ids of all contracts of a municipality (by its code) or a party (by its id), each read page by page."""
        return self._desk.ids("contracts", _prefix(of))

    def history(self, contract: str) -> tuple[Entry, ...]:
        """A contract's acts in order, the signer's clock beside the ledger's.

        Raises:
            Refused: `contract.unknown`.
        """
        entries = history(self._desk.charter, self._desk.closure(contract), contract)
        if not entries:
            raise Refused("contract.unknown", {"contract": contract})
        return entries

    def verify(self, contract: str, *, bundle: Bundle | None = None) -> Verification:
        """Verifies a contract: asks as many organisations as must endorse an act, compares, and replays every act.

        Args:
            contract: its id.
            bundle: local files to verify with it, hashed again.

        Raises:
            Unreachable: if nobody answers at all.
            VerificationFailed: `verify.too_few_agree`, `contract.unknown`, or `bundle.other` for files that are not the contract's.
            Refused: `file.changed`.
        """
        with refusals_as():
            parse_id(contract)
        evidence = self._witnesses.gather(self._desk, contract)
        state = fold(evidence.chains.get(contract, ()))
        if state is None:
            raise VerificationFailed("contract.unknown", {"contract": contract})
        if bundle is not None:
            bundle.hash_again()
            if bundle.manifest_ref != state.manifest:
                raise VerificationFailed("bundle.other", {"revision": state.revision})
        moment = self._desk.now()
        view = ContractView(state.at(moment), moment, state, len(evidence.chains[contract]))
        return Verification(view, evidence, history(self._desk.charter, evidence.chains, contract))

    def request(self, contract: str, bundle: Bundle, path: Path, *, notes: Iterable[Note] = (), progress: Progress | None = None) -> None:
        """Writes the signing-request file 署名依頼 of a contract that has been sent; see `genpon.request_files.write_request`."""
        chains = self._desk.closure(contract)
        write_request(path, charter=self._desk.charter, chains=chains, contract=contract, bundle=bundle, notes=notes, progress=progress)

    def export(self, contract: str, bundle: Bundle, path: Path, *, notes: Iterable[Note] = (), progress: Progress | None = None) -> None:
        """Writes the concluded file of a concluded contract; see `genpon.concluded_files.write_concluded`."""
        chains = self._desk.closure(contract)
        write_concluded(path, charter=self._desk.charter, chains=chains, contract=contract, bundle=bundle, notes=notes, progress=progress)

    def _submit(self, statement: Statement, bundle: Bundle | None) -> Receipt:
        return self._desk.sign_and_submit(statement, bundle=bundle)


def _prefix(of: str) -> str:
    with refusals_as():
        parse_id(of if "/" in of else f"municipality/{of}")
    return f"party~{of}" if "/" in of else f"contract~{of}"
