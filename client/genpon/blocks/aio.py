"""The ledger queries under asyncio; the rest of `genpon.blocks` does no input or output."""

from collections.abc import Sequence

from genpon.blocks import questions
from genpon.blocks.block import Block, ProcessedTransaction
from genpon.blocks.config import Config
from genpon.blocks.questions import ChainInfo, Question, T
from genpon.gateway.aio.network import Network


class LedgerQueries:
    """Reads a channel's blocks and transactions. See `genpon.blocks.LedgerQueries`."""

    def __init__(self, network: Network, *, organizations: Sequence[str] = (), timeout: float | None = None) -> None:
        self._network = network
        self._organizations = tuple(organizations)
        self._timeout = timeout

    async def chain_info(self) -> ChainInfo:
        """How far the ledger goes."""
        return await self._ask(questions.chain_info())

    async def block(self, number: int) -> Block:
        """A block by its number; the first is 0."""
        return await self._ask(questions.block(number))

    async def block_by_hash(self, block_hash: bytes) -> Block:
        """A block by its header's hash."""
        return await self._ask(questions.block_by_hash(block_hash))

    async def block_by_transaction_id(self, transaction_id: str) -> Block:
        """The block that holds a transaction."""
        return await self._ask(questions.block_by_transaction_id(transaction_id))

    async def transaction(self, transaction_id: str) -> ProcessedTransaction:
        """A transaction by its id, with its validation code."""
        return await self._ask(questions.transaction(transaction_id))

    async def config_block(self) -> Block:
        """The block with the channel's configuration that is in force."""
        return await self._ask(questions.config_block())

    async def config(self) -> Config:
        """The channel's configuration that is in force."""
        return questions.config_of(await self.config_block())

    async def _ask(self, question: Question[T]) -> T:
        contract = self._network.get_contract(question.chaincode)
        arguments = (self._network.name, *question.arguments)
        answer = await contract.evaluate_transaction(
            question.function, *arguments, timeout=self._timeout, endorsing_organizations=self._organizations
        )
        return question.read(answer)
