"""What the named contracts of all assets share: one transaction that records an act, and the queries that read chains and index rows."""

from typing import Any, ClassVar

from genpon_chaincode.book import Book
from genpon_chaincode.contractapi import Context, SmartContract, query, transaction
from genpon_chaincode.refusals import refusals_answered
from genpon_core import chains
from genpon_core.charters import Charter
from genpon_core.errors import Refusal
from genpon_core.evidence import chains_to_json
from genpon_core.ids import parse_id
from genpon_core.statements import Act

MAX_ASSETS = 200
MAX_PAGE = 200


class AssetContract(SmartContract):
    """A named contract that records the acts of some kinds of assets.

    Attributes:
        kinds: the kinds of assets that it records.
        indexes: the indexes that it answers from.
    """

    kinds: ClassVar[frozenset[str]]
    indexes: ClassVar[frozenset[str]]

    def __init__(self, charter: Charter) -> None:
        super().__init__()
        self._charter = charter

    def book(self, context: Context) -> Book:
        """The ledger's chains in this transaction."""
        return Book(self._charter, context.stub)

    @transaction
    def record(self, context: Context, act: bytes) -> dict[str, Any]:
        """Records a signed act; the same act again gets the first answer."""
        with refusals_answered():
            read = Act.from_bytes(act)
            kind = parse_id(read.statement.asset).kind
            if kind not in self.kinds:
                raise Refusal("act.other_contract", {"kind": kind})
            decision = self.book(context).add(read)
        return {"record": decision.record.to_json(), "repeated": decision.repeated}

    @query
    def acts(self, context: Context, assets: list[str]) -> dict[str, Any]:
        """The records of assets, in order; an empty list for an asset that does not exist."""
        with refusals_answered():
            if len(assets) > MAX_ASSETS:
                raise Refusal("query.too_many_assets", {"limit": MAX_ASSETS})
            ids = [str(parse_id(asset)) for asset in assets]
            book = self.book(context)
            answer: dict[str, Any] = chains_to_json({asset: book.chain(asset) for asset in ids})
        return answer

    @query
    def index(self, context: Context, prefix: str, page_size: int, bookmark: str) -> dict[str, Any]:
        """Ids of assets by an index row's prefix; rows carry no authority, so each hit is checked against its asset by the one who asks."""
        with refusals_answered():
            if prefix.split("~", 1)[0] not in self.indexes:
                raise Refusal("query.index", {"index": prefix[:40]})
            start, end = chains.index_range(prefix)
            size = max(1, min(page_size, MAX_PAGE))
            page = context.stub.get_state_by_range_with_pagination(start, end, size, bookmark)
            rows = [chains.index_value(row.key) for row in page]
        return {"rows": rows, "bookmark": page.bookmark}
