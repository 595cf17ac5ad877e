"""Questions to a peer about its copy of the ledger, answered by its own chaincodes (Fabric's QSCC and CSCC)."""

from collections.abc import Sequence

from genpon.blocks import questions
from genpon.blocks.block import Block, ProcessedTransaction
from genpon.blocks.config import Config
from genpon.blocks.questions import ChainInfo, Question, T
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
        self._network = network
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

    def config_block(self) -> Block:
        """The block with the channel's configuration that is in force."""
        return self._ask(questions.config_block())

    def config(self) -> Config:
        """The channel's configuration that is in force."""
        return questions.config_of(self.config_block())

    def _ask(self, question: Question[T]) -> T:
        contract = self._network.get_contract(question.chaincode)
        arguments = (self._network.name, *question.arguments)
        answer = contract.evaluate_transaction(
            question.function, *arguments, timeout=self._timeout, endorsing_organizations=self._organizations
        )
        return question.read(answer)
