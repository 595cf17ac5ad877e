"""Minting: performance records for each of a contract's counterparties, filled from the contract's own acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from genpon.bundles import Bundle
from genpon.certificates.performance import contractors, record_claims
from genpon.credentials.issuing import Order
from genpon.desk import Desk
from genpon.errors import Refused, UsageError, VerificationFailed
from genpon.histories import history
from genpon.verification import Witnesses
from genpon_core.certificates.contents import Source
from genpon_core.contracts.state import ContractState, fold
from genpon_core.keys import PublicKey
from genpon_core.models import make
from genpon_core.records import Chain

EVENTS = ("award", "completion", "correction")


@dataclass(frozen=True, slots=True)
class Mint:
    """What is minted.

    Attributes:
        desk: the place at the ledger.
        witnesses: who is asked for the contract's acts.
        contract: its id.
        event: `award`, `completion`, or `correction` of an earlier record.
        names: the counterparties' names by their ids; those of their certificates unless given, for no name is on the ledger.
        holders: the keys that the records are issued to, by the counterparties' ids; a record without one may be shown by anybody.
        bundle: of the contract, where its terms are sealed.
        more: claims that the ledger does not have (trade, place, share), by the counterparties' ids.
    """

    desk: Desk
    witnesses: Witnesses
    contract: str
    event: str
    names: Mapping[str, str]
    holders: Mapping[str, PublicKey]
    bundle: Bundle | None
    more: Mapping[str, Mapping[str, object]]

    def orders(self) -> tuple[list[Order], Source]:
        """An order for each counterparty, the lead of a joint venture first, and what they are minted from.

        Raises:
            Refused: `mint.…`, `bundle.other`.
            UsageError: `mint.event`, `mint.party` for a name or key of somebody who is no counterparty.
            VerificationFailed: `contract.unknown`, `verify.too_few_agree`.
        """
        if self.event not in EVENTS:
            raise UsageError("mint.event", {"known": " ".join(EVENTS)})
        chains = self.witnesses.gather(self.desk, self.contract).chains
        chain = chains.get(self.contract, ())
        state = fold(chain)
        if state is None:
            raise VerificationFailed("contract.unknown", {"contract": self.contract})
        self._check(state)
        names = self._names(state, chains)
        source = make(Source, where="source", contract=self.contract, kind=self.event)
        return [self._order(chain, source, party, names) for party in contractors(state)], source

    def _check(self, state: ContractState) -> None:
        strangers = {*self.names, *self.holders, *self.more} - {*contractors(state)}
        if strangers:
            raise UsageError("mint.party", {"party": min(strangers)})
        if self.bundle is not None and self.bundle.manifest_ref != state.manifest:
            raise Refused("bundle.other", {"revision": state.revision})

    def _names(self, state: ContractState, chains: Mapping[str, Chain]) -> dict[str, str]:
        """Names as the counterparties' certificates have them, and as they were given, which goes before."""
        signed = {state.signatures.get(party): party for party in contractors(state)}
        entries = [entry for entry in history(self.desk.charter, chains, self.contract) if entry.record.act.digest in signed]
        found = {str(signed[entry.record.act.digest]): entry.organisation for entry in entries if entry.organisation is not None}
        return {**found, **self.names}

    def _order(self, chain: Chain, source: Source, party: str, names: Mapping[str, str]) -> Order:
        if party not in names:
            raise Refused("mint.name", {"party": party})
        terms = self.bundle.terms if self.bundle is not None else None
        claims = record_claims(self.desk.charter, chain, source, party, name=names[party], now=self.desk.now(), terms=terms)
        more = cast("Mapping[str, Any]", self.more.get(party, {}))
        return Order({**more, **claims}, self.holders.get(party), reference=party)
