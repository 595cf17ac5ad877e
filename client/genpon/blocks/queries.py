"""Questions to a peer about its copy of the ledger, answered by Fabric's query system chaincode (QSCC)."""

from collections.abc import Sequence

from genpon.blocks import _queries as questions
from genpon.blocks._queries import ChainInfo, Question, T
from genpon.blocks.block import Block, ProcessedTransaction
from genpon.blocks.config import Config
from genpon.gateway.network import Network


class LedgerQueries:
    """Reads a channel's blocks and transactions.

    An answer is one peer's word: whoever does not trust that peer asks several organisations and compares. Every method raises
    EvaluateError if the peer is away, refuses, or has no such block or transaction (then with its `chaincode_response`).

    Args:
        network: the channel.
        organizations: the MSP ids of those whose peers may answer; by default the gateway chooses, and prefers its own peer.
        timeout: seconds for each question; None takes the connection's default for evaluate.
    """

    def __init__(self, network: Network, *, organizations: Sequence[str] = (), timeout: float | None = None) -> None:
        self._channel = network.name
        self._contract = network.get_contract(questions.QSCC)
        self._organizations = tuple(organizations)
        self._timeout = timeout

    def chain_info(self) -> ChainInfo:
        """How far the ledger goes."""
        return self._ask(questions.chain_info())

    def block(self, number: int) -> Block:
        """A block by its number; the first is 0."""
        return self._ask(questions.block(number))

    def block_by_hash(self, block_hash: bytes) -> Block:
        """A block by its header's hash."""
        return self._ask(questions.block_by_hash(block_hash))

    def block_by_transaction_id(self, transaction_id: str) -> Block:
        """The block that holds a transaction."""
        return self._ask(questions.block_by_transaction_id(transaction_id))

    def transaction(self, transaction_id: str) -> ProcessedTransaction:
        """A transaction by its id, with its validation code."""
        return self._ask(questions.transaction(transaction_id))

    def config(self) -> Config:
        """The channel's configuration that is in force."""
        latest = self.block(self.chain_info().height - 1)
        return questions.config_of(self.block(questions.last_config_index(latest)))

    def _ask(self, question: Question[T]) -> T:
        arguments = (self._channel, *question.arguments)
        answer = self._contract.evaluate_transaction(
            question.function, *arguments, timeout=self._timeout, endorsing_organizations=self._organizations
        )
        return question.read(answer)
