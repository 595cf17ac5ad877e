"""The questions that a peer receives, and how its answers are read, sync and under asyncio."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest

from genpon.blocks import ChainInfo, LedgerQueries
from genpon.blocks import aio as blocks_aio
from genpon.gateway import EvaluateError, MessageError, connect
from genpon.gateway import aio as gateway_aio
from genpon_core.fabric.protos import chaincode, common, common_ledger, proposal, transaction
from tests.support.gateway_peer import Client, Failure, ScriptedPeer, evaluated, make_client
from tests.unit.blocks.conftest import recorded

Ask = Callable[[Callable[[Any], Any]], Any]
INFO = common_ledger.BlockchainInfo(height=7, currentBlockHash=b"c", previousBlockHash=b"p").SerializeToString()


@pytest.fixture(scope="module")
def client() -> Client:
    return make_client()


@pytest.fixture
def peer() -> Iterator[ScriptedPeer]:
    with ScriptedPeer() as running:
        yield running


@pytest.fixture(params=["sync", "asyncio"])
def ask(request: pytest.FixtureRequest, peer: ScriptedPeer, client: Client) -> Ask:
    """Asks one question of either kind of client."""
    options: dict[str, Any] = {"identity": client.identity, "signer": client.signer, "tls": None}

    def blocking(question: Callable[[Any], Any]) -> Any:
        with connect(peer.target, **options) as gateway:
            return question(LedgerQueries(gateway.get_network("contracts"), organizations=["Org2MSP"]))

    async def awaiting(question: Callable[[Any], Any]) -> Any:
        async with gateway_aio.connect(peer.target, **options) as gateway:
            return await question(blocks_aio.LedgerQueries(gateway.get_network("contracts"), organizations=["Org2MSP"]))

    return blocking if request.param == "sync" else lambda question: asyncio.run(awaiting(question))


def asked(peer: ScriptedPeer) -> list[tuple[str, list[bytes], list[str]]]:
    """The chaincode, the arguments and the organisations of each question."""
    found = []
    for request in peer.asked("EvaluateRequest"):
        proposed = proposal.Proposal.FromString(request.proposed_transaction.proposal_bytes)
        payload = proposal.ChaincodeProposalPayload.FromString(proposed.payload)
        spec = chaincode.ChaincodeInvocationSpec.FromString(payload.input).chaincode_spec
        found.append((spec.chaincode_id.name, list(spec.input.args), list(request.target_organizations)))
    return found


@pytest.mark.parametrize(
    ("question", "arguments", "answer"),
    [
        (lambda queries: queries.chain_info(), [b"GetChainInfo", b"contracts"], INFO),
        (lambda queries: queries.block(7), [b"GetBlockByNumber", b"contracts", b"7"], recorded("bft")),
        (lambda queries: queries.block_by_hash(b"\x00\xff"), [b"GetBlockByHash", b"contracts", b"\x00\xff"], recorded("bft")),
        (lambda queries: queries.block_by_transaction_id("ab"), [b"GetBlockByTxID", b"contracts", b"ab"], recorded("bft")),
        (lambda queries: queries.transaction("ab"), [b"GetTransactionByID", b"contracts", b"ab"], b""),
    ],
)
def test_what_is_asked(peer: ScriptedPeer, ask: Ask, question: Callable[[Any], Any], arguments: list[bytes], answer: bytes) -> None:
    peer.then("evaluate", evaluated(answer))
    ask(question)
    assert asked(peer) == [("qscc", arguments, ["Org2MSP"])]


def test_the_chains_height_and_hashes(peer: ScriptedPeer, ask: Ask) -> None:
    peer.then("evaluate", evaluated(INFO))
    expected = ChainInfo(height=7, current_block_hash=b"c", previous_block_hash=b"p", bootstrapping_snapshot_info=None)
    assert ask(lambda queries: queries.chain_info()) == expected


def test_a_transaction(peer: ScriptedPeer, ask: Ask) -> None:
    envelope = common.Envelope.FromString(common.Block.FromString(recorded("raft")).data.data[0])
    peer.then("evaluate", evaluated(transaction.ProcessedTransaction(transactionEnvelope=envelope, validationCode=11).SerializeToString()))
    found = ask(lambda queries: queries.transaction("ab"))
    assert (found.validation_code, found.envelope.creator.mspid) == ("MVCC_READ_CONFLICT", "NagasakiMSP")


def test_the_configuration_in_force(peer: ScriptedPeer, ask: Ask) -> None:
    peer.then("evaluate", evaluated(recorded("genesis")))
    config = ask(lambda queries: queries.config())
    assert sorted(config.channel_group.groups["Application"].groups) == ["KawaguchiMSP", "NagasakiMSP", "OmuraMSP", "TodaMSP"]
    assert asked(peer) == [("cscc", [b"GetConfigBlock", b"contracts"], ["Org2MSP"])]


def test_a_block_that_should_hold_the_configuration_and_does_not(peer: ScriptedPeer, ask: Ask) -> None:
    peer.then("evaluate", evaluated(recorded("bft")))
    with pytest.raises(MessageError, match="block 5 holds no channel configuration"):
        ask(lambda queries: queries.config())


@pytest.mark.parametrize("number", [-1, 2**64 - 1, 2**70])
def test_numbers_that_no_block_has_are_not_asked_for(peer: ScriptedPeer, ask: Ask, number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} is no block's number"):
        ask(lambda queries: queries.block(number))
    assert peer.requests == []


def test_an_answer_that_is_no_block(peer: ScriptedPeer, ask: Ask) -> None:
    peer.then("evaluate", evaluated(b"\xff"))
    with pytest.raises(MessageError, match=r"the bytes are no common\.Block: malformed"):
        ask(lambda queries: queries.block(1))


def test_a_refusal_is_told_as_the_peer_told_it(peer: ScriptedPeer, ask: Ask) -> None:
    peer.then("evaluate", Failure(grpc.StatusCode.UNKNOWN, "chaincode response 500, no such block"))
    with pytest.raises(EvaluateError) as refused:
        ask(lambda queries: queries.block(1))
    assert refused.value.chaincode_response is not None
    assert refused.value.chaincode_response.message == "no such block"
