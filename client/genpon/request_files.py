"""Signing-request files 署名依頼 `*.request.zip`, and the answers that a counterparty signs to them, without a ledger.

```python
request = RequestFile.open(path, charter=digest)
request.verify_files(extract_to=Path("read-me"))
request.sign(signer).write(Path("answer.act.json"))
```
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genpon.act_files import ActFile
from genpon.act_signers import ActSigner
from genpon.acting import SUBMIT_WITHIN, prepare, sign
from genpon.bundles import Bundle
from genpon.dossier_files import DossierFile, write_dossier
from genpon.dossiers import REQUEST, Dossier
from genpon.errors import Refused, UsageError
from genpon.hashing import Progress
from genpon.notes import Note, reason
from genpon_core.charters import Charter
from genpon_core.contracts.contents import Sign
from genpon_core.contracts.table import REASONS, ROWS
from genpon_core.keys import PublicKey
from genpon_core.records import Chain
from genpon_core.statements import Statement

SUFFIX = ".request.zip"


@dataclass(frozen=True, slots=True)
class RequestFile(DossierFile):
    """A signing request that has been verified, and what may be answered to it."""

    @classmethod
    def read(cls, path: Path, *, charter: str) -> "RequestFile":
        """Reads and verifies everything but the files' bytes.

        Args:
            path: the request file.
            charter: digest of the founding agreement.

        Raises:
            Refused: as `DossierFile.open`.
        """
        opened = DossierFile.open(path, kind=REQUEST, charter=charter)
        return cls(opened.path, opened.dossier)

    def counterparty(self, party: str | None = None) -> str:
        """The counterparty that answers: the given one, or the only one that there is.

        Raises:
            UsageError: `request.which_party` if there are several.
            Refused: `contract.not_a_party`.
        """
        state = self.dossier.state
        others = state.parties[1:]
        if party is None and len(others) > 1:
            raise UsageError("request.which_party", {"parties": " ".join(others)})
        chosen = party or others[0]
        if chosen not in others:
            raise Refused("contract.not_a_party", {"party": chosen})
        return chosen

    def prepare(
        self,
        act: str,
        key: PublicKey,
        content: Mapping[str, Any],
        *,
        signer_id: str,
        assignment: str | None = None,
        now: int | None = None,
    ) -> Statement:
        """The statement of an answer to the request, ready to be shown and signed.

        Args:
            act: `sign`, `return` or `decline`.
            key: the key that will sign.
            content: what the act says.
            signer_id: id of the one who signs.
            assignment: an officer's assignment, where another municipality is the counterparty.
            now: the signer's clock, seconds since 1970 UTC.

        Raises:
            Refused: `contract.wrong_state` if the request's time is over, or what `acting.prepare` refuses.
        """
        moment = int(time.time()) if now is None else now
        state, charter = self.dossier.state, self.dossier.charter
        current = state.at(moment)
        if current not in ROWS[act].before:
            raise Refused("contract.wrong_state", {"act": act, "state": current.value})
        return prepare(
            self.dossier.contract,
            act,
            content,
            charter=charter.digest,
            signer=signer_id,
            key=key,
            assignment=assignment,
            revision=state.revision,
            answers=state.answered_by(act),
            signed_at=moment,
            submit_within=min(SUBMIT_WITHIN, charter.parameters.submit_window),
        )

    def sign(
        self,
        signer: ActSigner,
        *,
        party: str | None = None,
        signer_id: str | None = None,
        assignment: str | None = None,
        now: int | None = None,
        progress: Progress | None = None,
    ) -> ActFile:
        """The counterparty's signature; every file is hashed again first.

        Args:
            signer: who signs.
            party: the counterparty, where there are several.
            signer_id: id of the one who signs; the party itself unless an officer signs for a department.
            assignment: that officer's assignment.
            now: the signer's clock, seconds since 1970 UTC.
            progress: told how many bytes more have been read.

        Raises:
            Refused: `contract.already_signed`, `original.changed` for a changed file, or what `prepare` refuses.
        """
        chosen = self.counterparty(party)
        if chosen in self.dossier.state.signatures:
            raise Refused("contract.already_signed", {"party": chosen})
        content = Sign(party=chosen, manifest=self.dossier.state.manifest).model_dump()
        statement = self.prepare("sign", signer.public_key, content, signer_id=signer_id or chosen, assignment=assignment, now=now)
        self.verify_files(progress=progress)
        return ActFile(sign(statement, signer))

    def answer(
        self,
        act: str,
        signer: ActSigner,
        *,
        code: str,
        text: str | None = None,
        party: str | None = None,
        signer_id: str | None = None,
        assignment: str | None = None,
        now: int | None = None,
    ) -> ActFile:
        """The counterparty's `return` or `decline`, with a reason.

        Args:
            act: `return` or `decline`.
            signer: who signs.
            code: the reason's code, one of `REASONS[act]`.
            text: the reason in words; it travels in the act file and is never on the ledger.
            party: the counterparty, where there are several.
            signer_id: id of the one who signs, as for `sign`.
            assignment: that officer's assignment.
            now: the signer's clock, seconds since 1970 UTC.

        Raises:
            UsageError: `request.reason_code`.
            Refused: what `prepare` refuses, `text.…`.
        """
        if code not in REASONS[act]:
            raise UsageError("request.reason_code", {"act": act, "codes": " ".join(REASONS[act])})
        chosen = self.counterparty(party)
        why, notes = reason(code, text)
        content = {"party": chosen, "reason": why}
        statement = self.prepare(act, signer.public_key, content, signer_id=signer_id or chosen, assignment=assignment, now=now)
        return ActFile(sign(statement, signer), notes)


def write_request(
    path: Path,
    *,
    charter: Charter,
    chains: Mapping[str, Chain],
    contract: str,
    bundle: Bundle,
    notes: Iterable[Note] = (),
    progress: Progress | None = None,
) -> Dossier:
    """Writes the signing request of a contract that has been sent.

    Args:
        path: where to, by custom `<case>-r<revision>.request.zip`.
        charter: the founding agreement.
        chains: at least those that the contract's acts rest on.
        contract: the contract's id.
        bundle: of the current revision; its files are hashed while they are copied.
        notes: texts of reasons.
        progress: told how many bytes more have been copied.

    Raises:
        Refused: `request.not_open`, `bundle.other`, `evidence.…` or `file.…`.
    """
    dossier = Dossier.of(REQUEST, charter=charter, chains=chains, contract=contract, bundle=bundle, notes=notes)
    write_dossier(path, dossier, bundle, progress=progress)
    return dossier
