"""Dossiers: everything about one revision of a contract but its files, so that it can be verified with the charter's digest alone.

A signing request and a concluded file are each a dossier and the files that it describes. Reading one repeats every decision of the
ledger from the acts themselves; nothing in it is believed because it stands there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from genpon.act_files import notes_of, read_notes
from genpon.archives import MAX_HEAD
from genpon.bundles import Bundle, check_terms
from genpon.errors import refusals_as
from genpon.notes import Note
from genpon_core import canonical, evidence
from genpon_core.charters import Charter
from genpon_core.contracts.state import ContractState, fold
from genpon_core.contracts.table import REQUEST_OPEN
from genpon_core.contracts.terms import Terms
from genpon_core.errors import Refusal
from genpon_core.manifests import Manifest
from genpon_core.models import Strict, read
from genpon_core.records import Chain

REQUEST = "signing-request"
CONCLUDED = "concluded"
FOLDER = "files"


class _DossierFields(Strict):
    format: Literal[1]
    kind: Literal["signing-request", "concluded"]
    charter: dict[str, Any]
    contract: str
    revision: Annotated[int, Field(ge=1)]
    acts: dict[str, Any]
    manifest: dict[str, Any]
    terms: dict[str, Any]
    notes: Annotated[list[dict[str, Any]], Field(max_length=1000)]


@dataclass(frozen=True)
class Dossier:
    """A verified revision of a contract.

    Attributes:
        kind: `signing-request` or `concluded`.
        charter: the founding agreement.
        contract: the contract's id.
        chains: its acts and all that they rest on.
        state: the contract's state as its acts make it.
        manifest: of the revision's bundle.
        terms: leaf 0 of the manifest.
        notes: texts of the reasons that its acts give.
    """

    kind: str
    charter: Charter
    contract: str
    chains: Mapping[str, Chain]
    state: ContractState
    manifest: Manifest
    terms: Terms
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(
        cls, kind: str, *, charter: Charter, chains: Mapping[str, Chain], contract: str, bundle: Bundle, notes: Iterable[Note] = ()
    ) -> "Dossier":
        """A dossier for others, made of what the ledger answers and the local bundle.

        Args:
            kind: `REQUEST` or `CONCLUDED`.
            charter: the founding agreement.
            chains: at least those that the contract's acts rest on.
            contract: the contract's id.
            bundle: of the contract's current revision.
            notes: texts of reasons; those of other contracts are left out.

        Raises:
            Refused: `bundle.other`, `contract.…` or `evidence.…`: what the receiver would refuse is not written.
        """
        with refusals_as():
            needed = evidence.closure(chains, contract)
            made = cls(
                kind,
                charter,
                contract,
                needed,
                _state(needed, contract),
                bundle.manifest,
                bundle.terms,
                notes_of(needed.get(contract, ()), notes),
            )
            _check_bundle(made)
            _check_kind(made)
        return made

    @property
    def chain(self) -> Chain:
        """The contract's own acts."""
        return self.chains[self.contract]

    def to_bytes(self) -> bytes:
        """The dossier as canonical JSON."""
        fields = _DossierFields(
            format=1,
            kind="signing-request" if self.kind == REQUEST else "concluded",
            charter=self.charter.model_dump(),
            contract=self.contract,
            revision=self.state.revision,
            acts=evidence.chains_to_json(self.chains),
            manifest=dict(self.manifest.to_json()),
            terms=self.terms.to_json(),
            notes=[note.to_json() for note in self.notes],
        )
        return canonical.encode(fields.model_dump())

    @classmethod
    def from_bytes(cls, data: bytes, *, kind: str, charter: str) -> "Dossier":
        """A dossier from a stranger's bytes, verified as a whole.

        Args:
            data: JSON.
            kind: the kind that is expected.
            charter: digest of the founding agreement, the one thing that the reader knows.

        Raises:
            Refusal: `json.…`, `charter.other`, what the rules refuse of any act, `evidence.…`, `bundle.other`, `terms.…`, `note.…`,
                `request.not_open` or `concluded.not_concluded`.
        """
        fields = read(_DossierFields, canonical.decode(data, limit=MAX_HEAD), where="file")
        if fields.kind != kind:
            raise Refusal("archive.wrong_kind", {"expected": kind, "found": fields.kind})
        agreement = evidence.charter_of_digest(canonical.encode(fields.charter), charter)
        chains = evidence.chains_from_json(fields.acts)
        evidence.verify_chains(agreement, chains)
        state = _state(chains, fields.contract)
        if fields.revision != state.revision:
            raise Refusal("contract.wrong_revision", {"revision": fields.revision, "current": state.revision})
        manifest = Manifest.from_json(fields.manifest)
        terms = check_terms(fields.terms, manifest, max_amount=agreement.parameters.max_amount)
        notes = read_notes(fields.notes, [record.act for record in chains[fields.contract]])
        dossier = cls(kind, agreement, fields.contract, chains, state, manifest, terms, notes)
        _check_bundle(dossier)
        _check_kind(dossier)
        return dossier

    def entry_names(self) -> tuple[str, ...]:
        """The names of the files in an archive, in the order of the leaves after the first."""
        leaves = tuple(zip(self.manifest.leaves, self.manifest.names, strict=True))[1:]
        width = max(2, len(str(len(leaves))))
        return tuple(f"{FOLDER}/{index:0{width}}-{name or leaf.role}" for index, (leaf, name) in enumerate(leaves, start=1))


def _state(chains: Mapping[str, Chain], contract: str) -> ContractState:
    state = fold(chains.get(contract, ())) if contract.startswith("contract/") else None
    if state is None:
        raise Refusal("contract.unknown", {"contract": contract[:100]})
    return state


def _check_bundle(dossier: Dossier) -> None:
    state, manifest = dossier.state, dossier.manifest
    if (manifest.root, manifest.size) != (state.manifest.root, state.manifest.size):
        raise Refusal("bundle.other", {"revision": state.revision})
    if tuple(dossier.terms.parties) != state.parties:
        raise Refusal("terms.other_parties")


def _check_kind(dossier: Dossier) -> None:
    state = dossier.state
    if dossier.kind == CONCLUDED and state.concluded_at is None:
        raise Refusal("concluded.not_concluded", {"state": state.recorded.value})
    if dossier.kind == REQUEST and state.recorded not in REQUEST_OPEN:
        raise Refusal("request.not_open", {"state": state.recorded.value})
