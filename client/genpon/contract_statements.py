"""The statements of a contract's acts, ready to be shown and signed: here, on a card, or by another company.

```python
statement = ledger.contracts.prepare.approve("contract/422011/2026-0001", key=public_key)
```

Everything that the ledger already knows is filled in from its chain: the revision, the bundle, the act that is answered.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from genpon import signatories
from genpon.bundles import Bundle
from genpon.errors import Refused, UsageError
from genpon.signatories import Signatory
from genpon.stating import Stating
from genpon_core.contracts.contents import Approve, Complete, Draft, OpenTerms, Send, Sign
from genpon_core.contracts.state import ContractState, fold
from genpon_core.keys import PublicKey
from genpon_core.registry.officers import APPROVER, CONTRACT_OFFICER, HEAD, INSPECTOR
from genpon_core.statements import Statement

TermsMode = Literal["open", "sealed"]


class ContractStatements(Stating):
    """Prepares the acts of contracts; all but `draft` raise `Refused` with `contract.unknown` besides."""

    def draft(
        self,
        contract: str,
        bundle: Bundle,
        *,
        terms: TermsMode = "open",
        parties: Sequence[str] | None = None,
        key: PublicKey | None = None,
        assignment: str | None = None,
    ) -> Statement:
        """The first revision of a contract.

        Args:
            contract: its id, the municipality's code and its own case number.
            bundle: its files and terms.
            terms: whether the terms come onto the ledger with the concluding signature, or stay commitments.
            parties: ids, the contracting department first; those of the terms unless given.
            key: see above.
            assignment: see above.
        """
        by = self._signatory(key, assignment, CONTRACT_OFFICER)
        content = Draft(manifest=bundle.manifest_ref, parties=list(parties or bundle.terms.parties), terms=terms)
        return self._make(contract, "draft", content, by, revision=1)

    def revise(
        self, contract: str, bundle: Bundle, *, terms: TermsMode | None = None, key: PublicKey | None = None, assignment: str | None = None
    ) -> Statement:
        """The next revision of a contract that was returned or sent back; arguments as for `draft`."""
        state = self.state(contract)
        by = self._signatory(key, assignment, CONTRACT_OFFICER)
        content = Draft(manifest=bundle.manifest_ref, parties=list(bundle.terms.parties), terms=terms or _mode(state))
        return self._make(contract, "draft", content, by, revision=state.revision + 1, answers=state.answered_by("draft"))

    def approve(self, contract: str, *, key: PublicKey | None = None, assignment: str | None = None) -> Statement:
        """The approval: what is on the ledger equals what was decided internally 決裁."""
        state = self.state(contract)
        return self._answer(state, "approve", Approve(manifest=state.manifest), self._signatory(key, assignment, APPROVER))

    def send_back(
        self, contract: str, reason: Mapping[str, str], *, key: PublicKey | None = None, assignment: str | None = None
    ) -> Statement:
        """An approver's refusal of a draft; `reason` as `genpon.notes.reason` makes it."""
        return self._answer(self.state(contract), "send_back", {"reason": reason}, self._signatory(key, assignment, APPROVER))

    def send(self, contract: str, sign_by: int, *, key: PublicKey | None = None, assignment: str | None = None) -> Statement:
        """The sending of an approved revision; it may be signed until `sign_by`, seconds since 1970 UTC."""
        state = self.state(contract)
        content = Send(manifest=state.manifest, sign_by=sign_by)
        return self._answer(state, "send", content, self._signatory(key, assignment, CONTRACT_OFFICER))

    def withdraw(
        self, contract: str, reason: Mapping[str, str], *, key: PublicKey | None = None, assignment: str | None = None
    ) -> Statement:
        """The city's withdrawal; `reason` as `genpon.notes.reason` makes it."""
        return self._answer(self.state(contract), "withdraw", {"reason": reason}, self._signatory(key, assignment, CONTRACT_OFFICER))

    def sign(
        self,
        contract: str,
        bundle: Bundle | None = None,
        *,
        party: str | None = None,
        key: PublicKey | None = None,
        assignment: str | None = None,
    ) -> Statement:
        """A party's signature; the concluding one carries the terms if they are open, and needs the bundle for that.

        Args:
            contract: its id.
            bundle: its files and terms.
            party: for whom; the counterparty itself, or the head's department, unless given.
            key: see above.
            assignment: see above.

        Raises:
            UsageError: `bundle.needed`.
        """
        state = self.state(contract)
        by = self._signatory(key, assignment, HEAD)
        signing = party or by.department or by.id
        content = Sign(party=signing, manifest=state.manifest, terms=_opened(state, signing, bundle))
        return self._answer(state, "sign", content, by)

    def return_(self, contract: str, reason: Mapping[str, str], *, party: str | None = None, key: PublicKey | None = None) -> Statement:
        """A counterparty's return of a request, for another revision; `reason` as `genpon.notes.reason` makes it."""
        return self._by_party(contract, "return", reason, party, key)

    def decline(self, contract: str, reason: Mapping[str, str], *, party: str | None = None, key: PublicKey | None = None) -> Statement:
        """A counterparty's refusal of the contract; `reason` as `genpon.notes.reason` makes it."""
        return self._by_party(contract, "decline", reason, party, key)

    def complete(
        self,
        contract: str,
        completed_on: date,
        *,
        amount: int | None,
        report: str | None = None,
        key: PublicKey | None = None,
        assignment: str | None = None,
    ) -> Statement:
        """An inspector's finding that a contract was performed, or the correction of an earlier one.

        Args:
            contract: its id.
            completed_on: the day of completion, a date of law.
            amount: the actual amount in yen with tax; None where the terms are sealed.
            report: the salted digest of the inspection report 検査調書, as `genpon.notes.Note` makes it.
            key: see above.
            assignment: see above.
        """
        state = self.state(contract)
        by = self._signatory(key, assignment, INSPECTOR)
        content = Complete(completed_on=completed_on, amount=amount, report=report)
        return self._answer(state, "complete" if state.completion is None else "correct", content, by)

    def state(self, contract: str) -> ContractState:
        """The contract as the ledger has it.

        Raises:
            Refused: `contract.unknown`.
        """
        state = fold(self._desk.chain(contract))
        if state is None:
            raise Refused("contract.unknown", {"contract": contract})
        return state

    def _by_party(self, contract: str, act: str, reason: Mapping[str, str], party: str | None, key: PublicKey | None) -> Statement:
        by = self._signatory(key, None, HEAD)
        return self._answer(self.state(contract), act, {"party": party or by.department or by.id, "reason": reason}, by)

    def _signatory(self, key: PublicKey | None, assignment: str | None, role: str) -> Signatory:
        return signatories.find(self._desk, self._desk.key(key), roles=(role,), assignment=assignment)

    def _answer(self, state: ContractState, act: str, content: Any, by: Signatory) -> Statement:
        return self._make(state.id, act, content, by, revision=state.revision, answers=state.answered_by(act))

    def _make(self, contract: str, act: str, content: Any, by: Signatory, *, revision: int, answers: str | None = None) -> Statement:
        return self._desk.prepare(
            contract, act, content, signer=by.id, key=by.key, assignment=by.assignment, revision=revision, answers=answers
        )


def _mode(state: ContractState) -> TermsMode:
    return "open" if state.terms_mode == "open" else "sealed"


def _opened(state: ContractState, party: str, bundle: Bundle | None) -> OpenTerms | None:
    if party != state.owner or state.terms_mode != "open" or state.missing != (state.owner,):
        return None
    if bundle is None:
        raise UsageError("bundle.needed", {"act": "sign"})
    return bundle.open_terms()
