"""The one path of every act of every asset: which assets a decision needs, the decision, and what is added.

`needs` and `decide` are what the chaincode runs and what verifies offline. The rules are chosen by the act's format version and never
change afterwards; a new asset is one more entry in `RULES`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from genpon_core import authentication
from genpon_core.agreement import administrators, adopting, approvals
from genpon_core.certificates import accreditations, accrediting, recognition, types
from genpon_core.certificates import contents as certificate_contents
from genpon_core.certificates import rules as certificate_rules
from genpon_core.contracts import contents as contract_contents
from genpon_core.contracts import rules as contract_rules
from genpon_core.errors import Refusal
from genpon_core.ids import parse_id
from genpon_core.models import Strict, read
from genpon_core.moments import parse_time
from genpon_core.records import Record
from genpon_core.registry import acceptance, departments, key_rules, keys, officers
from genpon_core.signers import Signer
from genpon_core.statements import Act, Statement
from genpon_core.worlds import World

MAX_CHAIN = 1000
"""The most acts of one asset: every decision reads them all, and who verifies repeats every decision.

What ends something at once is taken all the same: else whoever fills a chain keeps what it wants from being ended. Nothing ends twice, so
that this makes no chain much longer.
"""


@dataclass(frozen=True, slots=True)
class AssetRules:
    """The rules of one kind of asset.

    Attributes:
        content: the content of each act.
        needs: what a decision needs beyond the asset and the signer.
        decide: the decision.
        answering: the acts that answer another; every other act's `answers` is null.
        ending: the acts that end something for good, if they do so at once.
    """

    content: Mapping[str, type[Strict]]
    needs: Callable[[Statement], tuple[str, ...]]
    decide: Callable[[Statement, Signer, World, int], tuple[str, ...]]
    answering: Collection[str] = ()
    ending: Collection[str] = ()


RULES: Mapping[tuple[int, str], AssetRules] = {
    (1, "charter"): AssetRules(acceptance.CONTENT, acceptance.needs, acceptance.decide),
    (1, "agreement"): AssetRules(adopting.CONTENT, adopting.needs, adopting.decide),
    (1, "change"): AssetRules(approvals.CONTENT, approvals.needs, approvals.decide, approvals.ANSWERING),
    (1, "municipality"): AssetRules(
        administrators.CONTENT, administrators.needs, administrators.decide, administrators.ANSWERING, ending={"object"}
    ),
    (1, "department"): AssetRules(departments.CONTENT, departments.needs, departments.decide, ending={"close"}),
    (1, "officer"): AssetRules(officers.CONTENT, officers.needs, officers.decide, ending={"relieve"}),
    (1, "key"): AssetRules(keys.CONTENT, key_rules.needs, key_rules.decide, keys.ANSWERING, ending={"revoke"}),
    (1, "contract"): AssetRules(
        contract_contents.CONTENT,
        contract_rules.needs,
        contract_rules.decide,
        frozenset(contract_contents.CONTENT),
        ending={"sign", "decline", "withdraw"},
    ),
    (1, "accreditation"): AssetRules(accreditations.CONTENT, accrediting.needs, accrediting.decide, ending={"revoke"}),
    (1, "type"): AssetRules(types.CONTENT, types.needs, types.decide, ending={"retire"}),
    (1, "certificate"): AssetRules(
        certificate_contents.CONTENT,
        certificate_rules.needs,
        certificate_rules.decide,
        certificate_contents.ANSWERING,
        ending={"revoke", "supersede", "dispose"},
    ),
    (1, "recognition"): AssetRules(recognition.CONTENT, recognition.needs, recognition.decide, recognition.ANSWERING, ending={"end"}),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision leads to.

    Attributes:
        record: the act with its place in the chain.
        index_rows: rows for finding assets; they carry no authority.
        repeated: whether the very act was there already; then nothing is written and `record` is the first answer.
    """

    record: Record
    index_rows: tuple[str, ...] = ()
    repeated: bool = False


def needs(statement: Statement) -> tuple[str, ...]:
    """Ids of the assets that the decision looks at, the act's own asset first, each once.

    Raises:
        Refusal: `act.unknown`, `id.…`, `key.…` or `json.field`.
    """
    rules = rules_of(statement)
    signer = authentication.needs(statement)
    named = tuple(dict.fromkeys((statement.asset, *signer, *rules.needs(statement))))
    for asset in named:
        # An id becomes a range of ledger keys, so none may hold what an id cannot.
        parse_id(asset)
    return named


def decide(act: Act, world: World, *, now: int, transaction: str) -> Decision:
    """Whether an act may be added, and as which record.

    Args:
        act: the signed act.
        world: the charter and the chains that `needs` named.
        now: the ledger's time, seconds since 1970 UTC (`clock.ledger_now`).
        transaction: id of the ledger's transaction.

    Raises:
        Refusal: with the reason why it may not.
    """
    statement = act.statement
    rules = rules_of(statement)
    chain = world.chain(statement.asset)
    for record in chain:
        if record.act.digest == act.digest:
            return Decision(record, repeated=True)
    if len(chain) >= MAX_CHAIN and not _ends_at_once(statement, rules, now):
        raise Refusal("act.chain_full", {"limit": MAX_CHAIN})
    signer = authentication.authenticate(act, world, now)
    index_rows = rules.decide(statement, signer, world, now)
    record = Record(act, len(chain), now, world.rests_on(statement.asset), transaction)
    return Decision(record, index_rows)


def _ends_at_once(statement: Statement, rules: AssetRules, now: int) -> bool:
    at = statement.content.get("at")
    return statement.act in rules.ending and (at is None or parse_time(at) <= now)


def rules_of(statement: Statement) -> AssetRules:
    """The rules of a statement's asset, its ids, act and content checked against them.

    Raises:
        Refusal: `act.unknown`, `act.wrong_answer`, `id.…` or `json.field`.
    """
    kind = parse_id(statement.asset).kind
    parse_id(statement.signer)
    rules = RULES.get((statement.format, kind))
    content = rules.content.get(statement.act) if rules is not None else None
    if rules is None or content is None:
        raise Refusal("act.unknown", {"kind": kind, "act": statement.act})
    read(content, statement.content, where="content")
    if statement.answers is not None and statement.act not in rules.answering:
        raise Refusal("act.wrong_answer", {"act": statement.act})
    if kind != "contract" and statement.revision != 1:
        raise Refusal("json.field", {"field": "statement.revision", "problem": "only_contracts_have_revisions"})
    return rules
