"""Histories: an asset's acts as people read them, the signer's clock beside the ledger's."""

from collections.abc import Mapping
from dataclasses import dataclass

from genpon_core.agreement.state import Agreement, in_force
from genpon_core.charters import Charter
from genpon_core.contracts.state import ContractState
from genpon_core.errors import Refusal
from genpon_core.models import read
from genpon_core.records import Chain, Record
from genpon_core.registry import keys
from genpon_core.registry.keys import Present
from genpon_core.x509paths import check_path

CHARTER = "charter"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of a chain.

    Attributes:
        record: the act and its place.
        assurance: how the key became the signer's, as of the act: `charter`, `admitted`, `anchored`, `vouched` or `presented`.
        organisation: the company's name as its certificate has it, where there is one.
    """

    record: Record
    assurance: str
    organisation: str | None

    @property
    def gap(self) -> int:
        """Seconds from the signer's clock to the ledger's; negative where the signer's clock was ahead."""
        return self.record.recorded_at - self.record.act.statement.signed_at

    @property
    def party(self) -> str | None:
        """The party that the act is for, where it names one."""
        party = self.record.act.statement.content.get("party")
        return party if isinstance(party, str) else None


def history(charter: Charter, chains: Mapping[str, Chain], asset: str) -> tuple[Entry, ...]:
    """An asset's acts.

    Args:
        charter: the founding agreement.
        chains: verified chains, with those that the asset's acts rest on.
        asset: the asset's id.
    """
    return tuple(_entry(record, charter, chains) for record in chains.get(asset, ()))


def signature_entries(state: ContractState, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The signatures that stand in a contract's revision, in the order of its parties."""
    by_digest = {entry.record.act.digest: entry for entry in entries}
    return tuple(by_digest[state.signatures[party]] for party in state.parties if party in state.signatures)


def _entry(record: Record, charter: Charter, chains: Mapping[str, Chain]) -> Entry:
    statement = record.act.statement
    if statement.signer.startswith(("municipality/", "body/")) and statement.act != "present":
        return Entry(record, CHARTER, None)

    def rested_on(asset: str) -> Chain:
        return chains.get(asset, ())[: record.rests_on.get(asset, 0)]

    chain = rested_on(f"key/{statement.key}")
    state = keys.fold(chain)
    if state is None:
        return Entry(record, keys.PRESENTED, None)
    agreement = in_force(charter, rested_on(f"agreement/{charter.digest}"), record.recorded_at)
    return Entry(record, state.assurance(agreement.parameters.vouchers), _organisation(chain[0], agreement))


def _organisation(presented: Record, agreement: Agreement) -> str | None:
    certificate = read(Present, presented.act.statement.content).certificate
    for anchor in agreement.anchors if certificate is not None else ():
        try:
            return check_path(certificate or b"", anchor.certificate, now=presented.recorded_at).subject_organisation
        except Refusal:
            continue
    return None
