"""Verification without a ledger: every decision is repeated from the acts themselves.

A record says how many acts of each other asset its decision rested on, so anyone who has those chains can repeat it exactly, with the same
rules, knowing nothing but the charter's digest.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from genpon_core import canonical, rules
from genpon_core.charters import Charter, read_charter
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.records import Chain, Record
from genpon_core.worlds import World

MAX_RECORDS = 10_000


def charter_of_digest(data: bytes, digest: str) -> Charter:
    """The charter, if its digest is the one that the verifier knows.

    Raises:
        Refusal: `charter.other`, or `json.…`.
    """
    charter = read_charter(data)
    if charter.digest != digest:
        raise Refusal("charter.other")
    return charter


def chains_to_json(chains: Mapping[str, Chain]) -> Any:
    """Chains as JSON: each asset's records in order."""
    return {asset: [record.to_json() for record in chain] for asset, chain in sorted(chains.items())}


def chains_from_json(value: Any) -> dict[str, Chain]:
    """Chains from decoded JSON.

    Raises:
        Refusal: `json.…`, or `evidence.…` for records that make no chain.
    """
    if not isinstance(value, dict):
        raise Refusal("json.field", {"field": "acts", "problem": "dict_type"})
    chains = {str(parse_id(str(asset))): _chain(str(asset), records) for asset, records in value.items()}
    if sum(map(len, chains.values())) > MAX_RECORDS:
        raise Refusal("evidence.too_many_acts", {"limit": MAX_RECORDS})
    return chains


def _chain(asset: str, records: Any) -> Chain:
    if not isinstance(records, list):
        raise Refusal("json.field", {"field": f"acts.{asset}", "problem": "list_type"})
    chain = tuple(Record.from_json(record) for record in records)
    for position, record in enumerate(chain):
        if record.asset != asset or record.sequence != position:
            raise Refusal("evidence.broken_chain", {"asset": asset, "position": position})
    return chain


def closure(chains: Mapping[str, Chain], *assets: str) -> dict[str, Chain]:
    """The chains that assets' acts rest on, directly or not, they themselves included, no longer than they are needed.

    Raises:
        Refusal: `evidence.missing` where a chain that is needed is not there.
    """
    needed: dict[str, int] = {}
    waiting = [(asset, len(chains.get(asset, ()))) for asset in assets]
    while waiting:
        name, length = waiting.pop()
        known = needed.get(name, 0)
        if length <= known:
            continue
        needed[name] = length
        waiting += [pair for record in _slice(chains, name, length)[known:] for pair in record.rests_on.items()]
    return {name: _slice(chains, name, length) for name, length in needed.items()}


def verify_chains(charter: Charter, chains: Mapping[str, Chain]) -> None:
    """Repeats the decision of every record, in an order in which each rests only on what was decided before it.

    Raises:
        Refusal: the reason for which a record would not have been taken, `evidence.missing`, `evidence.circular`, `evidence.time` or
            `evidence.differs`.
    """
    for record in _in_order(chains):
        _verify(record, charter, chains)


def _verify(record: Record, charter: Charter, chains: Mapping[str, Chain]) -> None:
    lengths = {**record.rests_on, record.asset: record.sequence}
    needed = rules.needs(record.act.statement)
    if set(needed) != set(lengths):
        raise Refusal("evidence.differs", {"asset": record.asset, "sequence": record.sequence})
    world = World(charter, {name: _slice(chains, name, length) for name, length in lengths.items()})
    if any(chain and chain[-1].recorded_at > record.recorded_at for chain in world.chains.values()):
        raise Refusal("evidence.time", {"asset": record.asset, "sequence": record.sequence})
    decision = rules.decide(record.act, world, now=record.recorded_at, transaction=record.transaction)
    if decision.repeated or decision.record != record:
        raise Refusal("evidence.differs", {"asset": record.asset, "sequence": record.sequence})


def _slice(chains: Mapping[str, Chain], asset: str, length: int) -> Chain:
    chain = chains.get(asset, ())
    if length > len(chain):
        raise Refusal("evidence.missing", {"asset": asset, "acts": length})
    return chain[:length]


def _record(chains: Mapping[str, Chain], asset: str, sequence: int) -> Record:
    chain = chains.get(asset, ())
    if sequence >= len(chain):
        raise Refusal("evidence.missing", {"asset": asset, "acts": sequence + 1})
    return chain[sequence]


def _in_order(chains: Mapping[str, Chain]) -> Iterable[Record]:
    """All records, each after those that it rests on (a depth-first walk without recursion)."""
    done: dict[str, int] = {}
    open_since: set[tuple[str, int]] = set()
    for asset, chain in chains.items():
        stack = [(asset, len(chain))]
        while stack:
            name, length = stack[-1]
            if done.get(name, 0) >= length:
                stack.pop()
                continue
            record = _record(chains, name, done.get(name, 0))
            place = (name, record.sequence)
            waiting = [pair for pair in record.rests_on.items() if done.get(pair[0], 0) < pair[1]]
            if waiting and place in open_since:
                raise Refusal("evidence.circular", {"asset": name, "sequence": record.sequence})
            if waiting:
                open_since.add(place)
                stack += waiting
                continue
            yield record
            done[name] = record.sequence + 1


def digest_of(chains: Mapping[str, Chain]) -> str:
    """One digest over chains, for comparing what several organisations answer."""
    return canonical.digest(chains_to_json(chains))
