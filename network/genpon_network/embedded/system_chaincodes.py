"""The chaincodes that every peer has built in: `qscc` answers questions about the ledger, `cscc` about channels (Fabric's `core/scc`).

They simulate nothing, so a transaction that was endorsed by them can be read, but is invalid in a block.
"""

from collections.abc import Callable, Sequence
from typing import Any

from genpon_core.fabric.blocks import header_hash
from genpon_core.fabric.protos import chaincode, common, common_ledger, configtx, peer_query, proposal_response, transaction
from genpon_network.embedded.blocks import Blocks
from genpon_network.embedded.membership import Member
from genpon_network.embedded.proposals import Proposal

SYSTEM_CHAINCODES = ("qscc", "cscc")
VERSION = "syscc"
_NEWEST = 2**64 - 1
"""The number that stands for the newest block."""


class SystemChaincodes:
    """The system chaincodes of one peer. Their callers are members of the channel, who all may read it.

    Args:
        channel: the channel's name.
        blocks: the committed blocks.
        msp_id: the peer's organisation, whose members only may ask for the peer's channels.
    """

    def __init__(self, channel: str, blocks: Blocks, msp_id: str) -> None:
        self._channel = channel
        self._blocks = blocks
        self._msp_id = msp_id
        self._queries: dict[str, Callable[[bytes], Any]] = {
            "GetBlockByNumber": self._block_by_number,
            "GetBlockByHash": self._block_by_hash,
            "GetBlockByTxID": self._block_by_transaction,
            "GetTransactionByID": self._transaction,
        }

    def answer(self, item: Proposal, member: Member) -> Any:
        """The `protos.Response` to a proposal of a member; its payload is a serialized message."""
        arguments = list(chaincode.ChaincodeInput.FromString(item.chaincode_input).args)
        ask = self._qscc if item.chaincode_name == "qscc" else self._cscc
        try:
            found = ask(arguments, member)
        except _RefusedError as refused:
            return proposal_response.Response(status=500, message=str(refused))
        return proposal_response.Response(status=200, payload=found.SerializeToString())

    def _qscc(self, arguments: Sequence[bytes], _member: Member) -> Any:
        if len(arguments) < 2:
            raise _RefusedError(f"Incorrect number of arguments, {len(arguments)}")
        function, channel = _text(arguments[0]), _text(arguments[1])
        if function != "GetChainInfo" and len(arguments) < 3:
            raise _RefusedError(f"missing 3rd argument for {function}")
        if channel != self._channel:
            raise _RefusedError(f"Invalid chain ID, {channel}")
        if function == "GetChainInfo":
            return self._chain_info()
        if function not in self._queries:
            raise _RefusedError(f"Requested function {function} not found.")
        return self._queries[function](arguments[2])

    def _cscc(self, arguments: Sequence[bytes], member: Member) -> Any:
        function = _text(arguments[0]) if arguments else ""
        if not arguments or (function != "GetChannels" and len(arguments) < 2):
            raise _RefusedError(f"Incorrect number of arguments, {len(arguments)}")
        if function == "GetChannels":
            return self._channels(member)
        if function not in ("GetConfigBlock", "GetChannelConfig"):
            raise _RefusedError(f"Requested function {function} not found.")
        if _text(arguments[1]) != self._channel:
            raise _RefusedError(f"unknown channel ID, {_text(arguments[1])}")
        block = self._blocks.configuration
        return block if function == "GetConfigBlock" else _configuration(block)

    def _chain_info(self) -> Any:
        height = self._blocks.height
        header = self._blocks.read(height - 1).header
        return common_ledger.BlockchainInfo(height=height, currentBlockHash=header_hash(header), previousBlockHash=header.previous_hash)

    def _block_by_number(self, argument: bytes) -> Any:
        number, last = _number(argument), self._blocks.height - 1
        if last < number < _NEWEST:
            raise _RefusedError(f"Failed to get block number {number}, error no such block number [{number}] in index")
        return self._blocks.read(min(number, last))

    def _block_by_hash(self, digest: bytes) -> Any:
        number = self._blocks.number_of_hash(digest)
        if number is None:
            raise _RefusedError(f"Failed to get block hash {_text(digest)}, error no such block hash [{digest.hex()}] in index")
        return self._blocks.read(number)

    def _block_by_transaction(self, argument: bytes) -> Any:
        committed = self._blocks.committed(_text(argument))
        if committed is None:
            raise _RefusedError(f"Failed to get block for txID {_text(argument)}, error {_no_transaction(argument)}")
        return self._blocks.read(committed.block)

    def _transaction(self, argument: bytes) -> Any:
        committed = self._blocks.committed(_text(argument))
        if committed is None:
            raise _RefusedError(f"Failed to get transaction with id {_text(argument)}, error {_no_transaction(argument)}")
        envelope = self._blocks.read(committed.block).data.data[committed.position]
        return transaction.ProcessedTransaction(transactionEnvelope=common.Envelope.FromString(envelope), validationCode=committed.code)

    def _channels(self, member: Member) -> Any:
        if member.msp_id != self._msp_id:
            raise _RefusedError(
                "access denied for [GetChannels]: Failed deserializing proposal creator during channelless check policy with policy "
                f"[Members]: [expected MSP ID {self._msp_id}, received {member.msp_id}]"
            )
        return peer_query.ChannelQueryResponse(channels=[peer_query.ChannelInfo(channel_id=self._channel)])


class _RefusedError(Exception):
    """A question that has no answer; its text is the response's message."""


def _configuration(block: Any) -> Any:
    payload = common.Payload.FromString(common.Envelope.FromString(block.data.data[0]).payload)
    return configtx.ConfigEnvelope.FromString(payload.data).config


def _no_transaction(argument: bytes) -> str:
    return f"no such transaction ID [{_text(argument)}] in index"


def _number(argument: bytes) -> int:
    digits = argument.lstrip(b"0") or argument[-1:]
    if digits.isdigit() and len(digits) <= len(str(_NEWEST)) and int(digits) <= _NEWEST:
        return int(digits)
    wrong = "value out of range" if argument.isdigit() else "invalid syntax"
    raise _RefusedError(f'Failed to parse block number with error strconv.ParseUint: parsing "{_text(argument)}": {wrong}')


def _text(argument: bytes) -> str:
    return argument.decode("utf-8", "replace")
