"""What gateways and peers answer to bare messages that no proper client sends: the same on either ledger."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import grpc
import pytest

from genpon_core.fabric.protos import common, common_ledger, gateway, orderer_ab, peer_query, transaction
from genpon_core.profiles import ConnectionProfile
from genpon_network.embedded import Clock
from genpon_network.pki import Enrolment
from tests.support.block_requests import (
    FOR_EVER,
    FORMS,
    NEXT,
    NOWHERE,
    OLDEST,
    block,
    forged,
    number_of,
    numbers,
    seek,
    signed,
    with_data,
    without_timestamp,
)
from tests.support.raw_client import RawClient, another, transaction_id_of
from tests.support.rpc_refusals import refused
from tests.support.scenario_ledger import CHAINCODE, NAGASAKI, OMURA, ScenarioLedger

Code = grpc.StatusCode


def raw_client(ledger: ScenarioLedger, msp_id: str = NAGASAKI, *, at: str = "", chaincode: str = CHAINCODE) -> RawClient:
    path = ledger.profile(msp_id)
    own = ConnectionProfile.from_json(path.read_bytes())
    enrolment = Enrolment.read((path.parent / own.identity("client").certificate).parent)
    endpoint = ConnectionProfile.from_json(ledger.profile(at or msp_id).read_bytes()).gateway()
    place: Any = SimpleNamespace(clock=Clock())
    return RawClient(place, endpoint, msp_id, enrolment, chaincode=chaincode)


@pytest.fixture(scope="module")
def client(ledger: ScenarioLedger) -> RawClient:
    """A client of a ledger that has a block besides the first."""
    made = raw_client(ledger)
    envelope = made.endorse_proposal(made.call(b"put", b"raw", b"1"))
    made.submit(envelope)
    made.status(transaction_id_of(envelope))
    return made


def height(client: RawClient) -> int:
    told = another(client, chaincode="qscc").ask(b"GetChainInfo", b"genpon")
    return int(common_ledger.BlockchainInfo.FromString(told).height)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((OLDEST, OLDEST), [0, "SUCCESS"]),
        ((OLDEST, block(1)), [0, 1, "SUCCESS"]),
        ((block(1), OLDEST), [1, "SUCCESS"]),
        ((OLDEST, NOWHERE), [0, "SUCCESS"]),
        ((OLDEST, NEXT), [0, "SUCCESS"]),
        ((block(1), block(0)), ["BAD_REQUEST"]),
        ((block(10**6), block(FOR_EVER)), ["NOT_FOUND"]),
        ((NOWHERE, OLDEST), ["NOT_FOUND"]),
    ],
)
def test_spans_of_blocks(client: RawClient, form: str, span: tuple[Any, Any], expected: list[Any]) -> None:
    assert numbers(client, form, seek(*span)) == expected


def test_from_oldest_to_newest(client: RawClient) -> None:
    newest = orderer_ab.SeekPosition(newest=orderer_ab.SeekNewest())
    before = height(client)
    *delivered, status = numbers(client, "DeliverFiltered", seek(OLDEST, newest))
    assert status == "SUCCESS"
    assert delivered == list(range(len(delivered)))
    assert before <= len(delivered) <= height(client)
    [only, status] = numbers(client, "DeliverFiltered", seek(newest, newest))
    assert isinstance(only, int)
    assert only >= before - 1


def test_who_does_not_want_to_wait(client: RawClient) -> None:
    impatient = seek(NEXT, block(FOR_EVER), behavior=orderer_ab.SeekInfo.FAIL_IF_NOT_READY)
    assert numbers(client, "Deliver", impatient) == ["NOT_FOUND"]


def test_several_questions_on_one_stream(client: RawClient) -> None:
    asked = [seek(OLDEST, OLDEST), seek(block(1), block(1)), seek(NOWHERE, OLDEST), seek(OLDEST, OLDEST)]
    assert numbers(client, "Deliver", *asked) == [0, "SUCCESS", 1, "SUCCESS", "NOT_FOUND"]


@pytest.mark.newer("2.5 sends whole blocks")
def test_headers_only(client: RawClient) -> None:
    bare = seek(OLDEST, block(1), content_type=orderer_ab.SeekInfo.HEADER_WITH_SIG)
    configuration, other, _ = client.deliver("Deliver", client.seek(bare))
    assert (configuration.block.HasField("data"), other.block.HasField("data")) == (True, False)
    assert other.block.metadata.metadata


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("status", "make"),
    [
        ("BAD_REQUEST", lambda _: common.Envelope()),
        ("BAD_REQUEST", lambda client: signed(client, b"\xff\xff")),
        ("BAD_REQUEST", without_timestamp),
        ("BAD_REQUEST", lambda client: client.seek(seek(OLDEST, OLDEST), timestamp=client.now(-3600))),
        ("BAD_REQUEST", lambda client: client.seek(seek(OLDEST, OLDEST), timestamp=client.now(3600))),
        ("NOT_FOUND", lambda client: another(client, channel="elsewhere").seek(seek(OLDEST, OLDEST))),
        ("BAD_REQUEST", lambda client: with_data(client, b"\xff\xff")),
        ("FORBIDDEN", forged),
        ("FORBIDDEN", lambda client: another(client, msp_id="StrangeMSP").seek(seek(OLDEST, OLDEST))),
        ("BAD_REQUEST", lambda client: client.seek(orderer_ab.SeekInfo(stop=OLDEST))),
        ("BAD_REQUEST", lambda client: client.seek(orderer_ab.SeekInfo(start=OLDEST))),
    ],
)
def test_requests_for_blocks_that_are_refused(client: RawClient, form: str, status: str, make: Callable[[RawClient], Any]) -> None:
    assert [number_of(response) for response in client.deliver(form, make(client))] == [status]


def signed_request(client: RawClient, **fields: Any) -> Any:
    asked = {"channel_id": "genpon", "chaincode_id": CHAINCODE, "identity": client.creator, **fields}
    request = gateway.ChaincodeEventsRequest(**asked).SerializeToString()
    return gateway.SignedChaincodeEventsRequest(request=request, signature=client.sign(request))


def forged_request(client: RawClient) -> Any:
    request = signed_request(client)
    request.signature = client.sign(b"else")
    return request


@pytest.mark.parametrize(
    ("code", "message", "make"),
    [
        (Code.INVALID_ARGUMENT, "a chaincode events request is required", lambda _: gateway.SignedChaincodeEventsRequest()),
        (Code.INVALID_ARGUMENT, "invalid chaincode events request", lambda _: gateway.SignedChaincodeEventsRequest(request=b"\xff\xff")),
        (Code.PERMISSION_DENIED, "'Readers' sub-policies", forged_request),
        (Code.PERMISSION_DENIED, "'Readers' sub-policies", lambda client: signed_request(another(client, msp_id="StrangeMSP"))),
        (Code.PERMISSION_DENIED, "elsewhere", lambda client: signed_request(client, channel_id="elsewhere")),
        (Code.PERMISSION_DENIED, "", lambda client: signed_request(client, channel_id="")),
        (Code.INVALID_ARGUMENT, "invalid start position type", lambda client: signed_request(client, start_position=OLDEST)),
    ],
)
def test_requests_for_chaincode_events_that_are_refused(
    client: RawClient, code: Code, message: str, make: Callable[[RawClient], Any]
) -> None:
    with refused(code) as refusal:
        next(client.stub.ChaincodeEvents(make(client), timeout=10))
    assert message in refusal().message


@pytest.mark.parametrize("channel", ["", "elsewhere"])
def test_a_transaction_for_no_channel_of_the_gateway(client: RawClient, channel: str) -> None:
    envelope = client.endorse_proposal(client.call(b"put", b"raw", b"2"))
    with refused(Code.FAILED_PRECONDITION) as refusal:
        another(client, channel=channel).submit(envelope)
    assert refusal().message.startswith(f"failed to get config for channel [{channel}]")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([b"GetChainInfo"], "Incorrect number of arguments, 1"),
        ([b"GetBlockByNumber", b"genpon"], "missing 3rd argument for GetBlockByNumber"),
        ([b"GetChainInfo", b"elsewhere"], "Invalid chain ID, elsewhere"),
        ([b"GetBlockByNumber", b"genpon", b"999999"], "Failed to get block number 999999, error no such block number [999999] in index"),
        ([b"GetBlockByNumber", b"genpon", b"-1"], 'parsing "-1": invalid syntax'),
        ([b"GetBlockByNumber", b"genpon", b"18446744073709551616"], 'parsing "18446744073709551616": value out of range'),
        ([b"GetBlockByHash", b"genpon", b"a"], "Failed to get block hash a, error no such block hash [61] in index"),
        ([b"GetBlockByTxID", b"genpon", b"f00"], "Failed to get block for txID f00, error no such transaction ID [f00] in index"),
        ([b"GetTransactionByID", b"genpon", b"f00"], "Failed to get transaction with id f00, error no such transaction ID [f00] in index"),
    ],
)
def test_questions_about_the_ledger_without_an_answer(client: RawClient, arguments: list[bytes], message: str) -> None:
    with refused(Code.UNKNOWN) as refusal:
        another(client, chaincode="qscc").ask(*arguments)
    assert refusal().message.startswith("evaluate call to endorser returned error: chaincode response 500, ")
    assert refusal().message.endswith(message)


def test_an_unknown_function_of_qscc(client: RawClient) -> None:
    with refused(Code.UNKNOWN) as refusal:
        another(client, chaincode="qscc").ask(b"Forget", b"genpon", b"x")
    assert "chaincode response 500" in refusal().message


def test_blocks_asked_for_in_every_way_are_the_same(client: RawClient) -> None:
    qscc = another(client, chaincode="qscc")
    *_, block_one, _ = client.deliver("Deliver", client.seek(seek(OLDEST, block(1))))
    info = common_ledger.BlockchainInfo.FromString(qscc.ask(b"GetChainInfo", b"genpon"))
    newest = common.Block.FromString(qscc.ask(b"GetBlockByHash", b"genpon", info.currentBlockHash))
    assert newest.header.number == info.height - 1
    assert newest.header.previous_hash == info.previousBlockHash
    assert common.Block.FromString(qscc.ask(b"GetBlockByNumber", b"genpon", b"1")) == block_one.block
    assert common.Block.FromString(qscc.ask(b"GetBlockByNumber", b"genpon", str(2**64 - 1).encode())).header.number >= info.height - 1


def test_the_channels_of_a_peer_are_for_its_own_members(ledger: ScenarioLedger) -> None:
    told = peer_query.ChannelQueryResponse.FromString(raw_client(ledger, chaincode="cscc").ask(b"GetChannels"))
    assert [channel.channel_id for channel in told.channels] == ["genpon"]
    with refused(Code.UNKNOWN) as refusal:
        raw_client(ledger, NAGASAKI, at=OMURA, chaincode="cscc").ask(b"GetChannels")
    assert "access denied for [GetChannels]" in refusal().message
    assert "expected MSP ID OmuraMSP, received NagasakiMSP" in refusal().message


def test_the_configuration(client: RawClient) -> None:
    cscc = another(client, chaincode="cscc")
    config_block = common.Block.FromString(cscc.ask(b"GetConfigBlock", b"genpon"))
    first, _ = client.deliver("Deliver", client.seek(seek(OLDEST, OLDEST)))
    assert config_block == first.block
    with refused(Code.UNKNOWN) as refusal:
        cscc.ask(b"GetConfigBlock", b"elsewhere")
    assert "chaincode response 500" in refusal().message


def test_an_answer_of_qscc_can_be_endorsed_by_named_organisations_but_is_no_transaction(client: RawClient) -> None:
    qscc = another(client, chaincode="qscc")
    with refused(Code.FAILED_PRECONDITION) as refusal:
        qscc.endorse_proposal(qscc.call(b"GetBlockByNumber", b"genpon", b"0"))
    assert refusal().message.startswith("no combination of peers can be derived")
    envelope = qscc.endorse_proposal(qscc.call(b"GetBlockByNumber", b"genpon", b"0"), by=("NagasakiMSP", "TodaMSP"))
    qscc.submit(envelope)
    assert qscc.status(transaction_id_of(envelope))[0] == transaction.TxValidationCode.INVALID_CHAINCODE
