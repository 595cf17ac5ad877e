"""The client of fabric-sdk-py, over the gateway."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from genpon.blocks import decode_block, decode_processed_transaction, questions
from genpon.gateway.aio import Contract, Network
from genpon.hfc import system
from genpon.hfc.dictionaries import block_dictionary, transaction_dictionary
from genpon.hfc.errors import ChaincodeExecutionError, HfcError
from genpon.hfc.invoking import Argument, Invocation, check, commit
from genpon.hfc.nodes import Peer, User
from genpon.hfc.profile_client import Peers, ProfileClient
from genpon.hfc.removed import removed
from genpon.hfc.texts import as_text
from genpon.profiles import Credentials
from genpon_core.fabric.protos import common_ledger

Requestor = User | Credentials
Read = Callable[[bytes], Any]


class Client(ProfileClient):
    """The calls of fabric-sdk-py's `hfc.fabric.Client` that Fabric 2.4 and newer still have, by the same names and parameters.

    The named peers are those whose gateways are tried, in order, and whose organisations must all endorse what is invoked. Parameters that
    mean nothing to a gateway (`cc_type`) are taken and passed over. A call that there is no more raises NotOfferedError when it is made.
    Where `decode` is false, the answer is the peer's bytes.
    """

    def __getattr__(self, name: str) -> Callable[..., NoReturn]:
        return removed(name)

    async def chaincode_invoke(
        self,
        requestor: Requestor,
        channel_name: str,
        peers: Peers,
        args: Sequence[Argument] | None,
        cc_name: str,
        cc_type: str = "GOLANG",
        fcn: str = "invoke",
        cc_pattern: str | None = None,
        transient_map: Mapping[str, Argument] | None = None,
        wait_for_event: bool = False,
        wait_for_event_timeout: float = 30,
        grpc_broker_unavailable_retry: int = 0,
        grpc_broker_unavailable_retry_delay: float = 3000,
        raise_broker_unavailable: bool = True,
        raise_on_error: bool = False,
        is_init: bool = False,
    ) -> str:
        """Runs a function and submits what comes of it; returns its result.

        Args:
            requestor: who asks.
            channel_name: the channel.
            peers: names of peers, or peers.
            args: texts or bytes.
            cc_name: the chaincode.
            cc_type: passed over.
            fcn: the function.
            cc_pattern: with `wait_for_event`: a regular expression that the name of the transaction's event must match.
            transient_map: data that the ledger does not keep.
            wait_for_event: whether to wait until the transaction is committed at all named peers. Without it nobody is told if it
                becomes invalid.
            wait_for_event_timeout: seconds.
            grpc_broker_unavailable_retry: how often it is tried again where a peer is away.
            grpc_broker_unavailable_retry_delay: milliseconds between those attempts.
            raise_broker_unavailable: if false, organisations whose peers stay away are left out.
            raise_on_error: if false, the chaincode's refusal is returned as if it were a result.
            is_init: not offered.

        Raises:
            ChaincodeExecutionError: if the chaincode refuses and `raise_on_error` is true.
            EndorseError, SubmitError, CommitError, CommitStatusError: as of `genpon.gateway`.
            WaitForEventTimeoutError: if it is not committed in time, or emitted no event that matches.
            HfcError: if the call makes no sense.
        """
        targets = self.get_target_peers(peers)
        invocation = Invocation(
            self._contract(requestor, channel_name, targets, cc_name),
            fcn,
            check(args, fcn, is_init=is_init, pattern=cc_pattern),
            transient_map,
            _organizations(targets),
            grpc_broker_unavailable_retry,
            grpc_broker_unavailable_retry_delay / 1000,
            without_absent=not raise_broker_unavailable,
        )
        try:
            transaction = await invocation.endorse()
        except ChaincodeExecutionError as refused:
            if raise_on_error:
                raise
            return refused.message
        if wait_for_event:
            others = [self._network(requestor, channel_name, [peer]) for peer in targets[1:]]
            await commit(transaction, others, cc_pattern, wait_for_event_timeout)
        else:
            await transaction.submit()
        return as_text(transaction.result)

    async def chaincode_query(
        self,
        requestor: Requestor,
        channel_name: str,
        peers: Peers,
        args: Sequence[Argument] | None,
        cc_name: str,
        cc_type: str = "GOLANG",
        fcn: str = "query",
        transient_map: Mapping[str, Argument] | None = None,
    ) -> str:
        """Runs a function at one of the named peers' organisations, and returns its result.

        Raises:
            ChaincodeExecutionError: if the chaincode refuses.
            EvaluateError: if it does not answer for another reason.
            HfcError: if the call makes no sense.
        """
        targets = self.get_target_peers(peers)
        contract = self._contract(requestor, channel_name, targets, cc_name)
        arguments = check(args, fcn, is_init=False, pattern=None)
        return await Invocation(contract, fcn, arguments, transient_map, _organizations(targets)).evaluate()

    async def query_info(self, requestor: Requestor, channel_name: str, peers: Peers, decode: bool = True) -> Any:
        """The height and the last hashes of a channel, as a `common.BlockchainInfo`."""
        read = common_ledger.BlockchainInfo.FromString
        return await self._question(requestor, channel_name, peers, questions.chain_info(), read if decode else None)

    async def query_block(self, requestor: Requestor, channel_name: str, peers: Peers, block_number: int | str, decode: bool = True) -> Any:
        """A block by its number, as a dictionary.

        Raises:
            EvaluateError: if there is none, where the original gave an empty dictionary.
        """
        try:
            question = questions.block(int(block_number))
        except (TypeError, ValueError):
            raise HfcError(f"{block_number!r} is no block's number", next_step="Pass a number; the first block is 0.") from None
        return await self._question(requestor, channel_name, peers, question, _block if decode else None)

    async def query_block_by_hash(
        self, requestor: Requestor, channel_name: str, peers: Peers, block_hash: bytes, decode: bool = True
    ) -> Any:
        """A block by its hash. See `query_block`."""
        question = questions.block_by_hash(block_hash)
        return await self._question(requestor, channel_name, peers, question, _block if decode else None)

    async def query_block_by_txid(self, requestor: Requestor, channel_name: str, peers: Peers, tx_id: str, decode: bool = True) -> Any:
        """The block that holds a transaction. See `query_block`."""
        question = questions.block_by_transaction_id(tx_id)
        return await self._question(requestor, channel_name, peers, question, _block if decode else None)

    async def query_transaction(self, requestor: Requestor, channel_name: str, peers: Peers, tx_id: str, decode: bool = True) -> Any:
        """A transaction and the number of its validation code, as a dictionary."""
        question = questions.transaction(tx_id)
        return await self._question(requestor, channel_name, peers, question, _transaction if decode else None)

    async def get_channel_config(self, requestor: Requestor, channel_name: str, peers: Peers, decode: bool = True) -> list[Any]:
        """The channel's configuration as each peer has it, as a list of `common.ConfigEnvelope`."""
        ask = (system.CSCC, "GetConfigBlock", channel_name)
        return await self._each(requestor, channel_name, peers, ask, system.config_envelope if decode else None)

    async def query_channels(
        self,
        requestor: Requestor,
        peers: Peers,
        transient_map: Mapping[str, Argument] | None = None,
        decode: bool = True,
        cc_type: str = "GOLANG",
    ) -> Any:
        """The channels that the first of the peers has joined, as a `protos.ChannelQueryResponse`."""
        ask = (system.CSCC, "GetChannels")
        first = self.get_target_peers(peers)[:1]
        return (await self._each(requestor, self._some_channel(), first, ask, system.channels if decode else None))[0]

    async def query_installed_chaincodes(
        self,
        requestor: Requestor,
        peers: Peers,
        transient_map: Mapping[str, Argument] | None = None,
        decode: bool = True,
        cc_type: str = "GOLANG",
    ) -> list[Any]:
        """What is installed on each peer, as a list of `protos.ChaincodeQueryResponse`; asked by an administrator of its organisation."""
        ask = (system.LIFECYCLE, *system.INSTALLED)
        return await self._each(requestor, self._some_channel(), peers, ask, system.installed_chaincodes if decode else None)

    async def query_instantiated_chaincodes(
        self,
        requestor: Requestor,
        channel_name: str,
        peers: Peers,
        transient_map: Mapping[str, Argument] | None = None,
        decode: bool = True,
    ) -> list[Any]:
        """The chaincodes that the channel has agreed on, as each peer has it, as a list of `protos.ChaincodeQueryResponse`."""
        ask = (system.LIFECYCLE, *system.COMMITTED)
        return await self._each(requestor, channel_name, peers, ask, system.committed_chaincodes if decode else None)

    def _contract(self, requestor: Requestor, channel: str, peers: Sequence[Peer], chaincode: str) -> Contract:
        return self._network(requestor, channel, peers).get_contract(chaincode)

    def _network(self, requestor: Requestor, channel: str, peers: Sequence[Peer]) -> Network:
        return self._connections.gateway(requestor, peers).get_network(channel)

    async def _question(
        self, requestor: Requestor, channel: str, peers: Peers, question: questions.Question[Any], read: Read | None
    ) -> Any:
        """The answer of the first peer that is there."""
        targets = self.get_target_peers(peers)
        contract = self._contract(requestor, channel, targets, question.chaincode)
        owners = _organizations(targets)[:1]
        answer = await contract.evaluate_transaction(question.function, channel, *question.arguments, endorsing_organizations=owners)
        return read(answer) if read else answer

    async def _each(
        self, requestor: Requestor, channel: str, peers: Peers, ask: tuple[str, str, *tuple[Argument, ...]], read: Read | None
    ) -> list[Any]:
        """The answer of every peer."""
        chaincode, function, *arguments = ask

        async def answer(peer: Peer) -> Any:
            contract = self._contract(requestor, channel, [peer], chaincode)
            found = await contract.evaluate_transaction(function, *arguments, endorsing_organizations=_organizations([peer]))
            return read(found) if read else found

        return list(await asyncio.gather(*(answer(peer) for peer in self.get_target_peers(peers))))

    def _some_channel(self) -> str:
        """A gateway takes no question without a channel, whatever it is about."""
        names: list[str] = [*self._channels, *(self._profile.channels if self._profile else ())]
        if not names:
            raise HfcError("no channel is known to ask in", next_step="Name one of the peer's channels with new_channel first.")
        return names[0]


def _organizations(peers: Sequence[Peer]) -> list[str]:
    """The MSP ids of the peers, each once."""
    for peer in peers:
        if not peer.msp_id:
            raise HfcError(
                f"the peer {peer.name!r} belongs to no organisation of the profile", next_step="Add it to its organisation's peers."
            )
    return list(dict.fromkeys(peer.msp_id for peer in peers))


def _block(answer: bytes) -> dict[str, Any]:
    return block_dictionary(decode_block(answer))


def _transaction(answer: bytes) -> dict[str, Any]:
    return transaction_dictionary(decode_processed_transaction(answer))
