"""Concluded files `*.concluded.zip`: the original of a concluded contract, verified by anyone who knows the charter's digest.

```python
proof = verify_concluded(path, charter=digest)
proof.signatures    # who signed for which party, with what assurance, when
```
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from genpon.bundles import Bundle
from genpon.dossier_files import DossierFile, write_dossier
from genpon.dossiers import CONCLUDED, Dossier
from genpon.errors import VerificationFailed
from genpon.hashing import Progress
from genpon.histories import Entry, history, signature_entries
from genpon.notes import Note
from genpon_core.charters import Charter
from genpon_core.contracts.terms import Terms
from genpon_core.leaves import Leaf
from genpon_core.records import Chain

SUFFIX = ".concluded.zip"


@dataclass(frozen=True, slots=True)
class VerifiedFile:
    """A file that is proved to be the original's."""

    name: str
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class ConcludedProof:
    """What the verification of a concluded file has proved.

    Attributes:
        contract: the contract's id.
        revision: that was concluded.
        concluded_at: the ledger's time of the concluding signature, seconds since 1970 UTC.
        charter: the founding agreement.
        terms: of the contract.
        files: the originals.
        signatures: the acts that concluded the contract, one for each party.
        history: all acts of the contract.
        extracted: where the files were written, if they were.
        notes: texts of reasons.
    """

    contract: str
    revision: int
    concluded_at: int
    charter: Charter
    terms: Terms
    files: tuple[VerifiedFile, ...]
    signatures: tuple[Entry, ...]
    history: tuple[Entry, ...]
    extracted: tuple[Path, ...]
    notes: tuple[Note, ...]


def open_concluded(path: Path, *, charter: str) -> DossierFile:
    """Reads a concluded file and verifies everything but the files' bytes.

    Raises:
        Refused: `file.…` for a file that cannot be read.
        VerificationFailed: for everything else.
    """
    return DossierFile.open(path, kind=CONCLUDED, charter=charter, error=VerificationFailed)


def verify_concluded(path: Path, *, charter: str, extract_to: Path | None = None, progress: Progress | None = None) -> ConcludedProof:
    """Verifies a concluded file: every act by the rules of the ledger, every file by its digest. No network is needed.

    Args:
        path: the concluded file.
        charter: digest of the founding agreement.
        extract_to: a folder for the proved files.
        progress: told how many bytes more have been read.

    Raises:
        Refused: `file.…` for a file that cannot be read or written.
        VerificationFailed: with the reason why it is not the original.
    """
    return prove(open_concluded(path, charter=charter), extract_to=extract_to, progress=progress)


def prove(opened: DossierFile, *, extract_to: Path | None = None, progress: Progress | None = None) -> ConcludedProof:
    """The rest of the verification of an opened concluded file.

    Raises:
        Refused: as `verify_concluded`.
        VerificationFailed: as `verify_concluded`.
    """
    dossier = opened.dossier
    extracted = opened.verify_files(extract_to=extract_to, progress=progress, error=VerificationFailed)
    names = (name.rpartition("/")[2] for name in dossier.entry_names())
    acts = history(dossier.charter, dossier.chains, dossier.contract)
    return ConcludedProof(
        contract=dossier.contract,
        revision=dossier.state.revision,
        concluded_at=dossier.state.concluded_at or 0,
        charter=dossier.charter,
        terms=dossier.terms,
        files=tuple(VerifiedFile(name, leaf) for name, leaf in zip(names, dossier.manifest.leaves[1:], strict=True)),
        signatures=signature_entries(dossier.state, acts),
        history=acts,
        extracted=extracted,
        notes=dossier.notes,
    )


def write_concluded(
    path: Path,
    *,
    charter: Charter,
    chains: Mapping[str, Chain],
    contract: str,
    bundle: Bundle,
    notes: Iterable[Note] = (),
    progress: Progress | None = None,
) -> Dossier:
    """Writes the concluded file of a concluded contract.

    Args:
        path: where to, by custom `<case>.concluded.zip`.
        charter: the founding agreement.
        chains: at least those that the contract's acts rest on.
        contract: the contract's id.
        bundle: of the concluded revision; its files are hashed while they are copied.
        notes: texts of reasons.
        progress: told how many bytes more have been copied.

    Raises:
        Refused: `concluded.not_concluded`, `bundle.other`, `evidence.…` or `file.…`.
    """
    dossier = Dossier.of(CONCLUDED, charter=charter, chains=chains, contract=contract, bundle=bundle, notes=notes)
    write_dossier(path, dossier, bundle, progress=progress)
    return dossier
