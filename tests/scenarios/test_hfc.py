"""The calls of fabric-sdk-py's tutorial, in its order, on a ledger: those that apply do what they did, the others name a command."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from genpon.gateway import CommitError, EvaluateError
from genpon.hfc import ChaincodeExecutionError, Client, NotOfferedError, User
from genpon.profiles import Wallet
from tests.support.scenario_fabric import FabricScenarios
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, KAWAGUCHI, NAGASAKI, OMURA, ORGANISATIONS, TODA, ScenarioLedger
from tests.support.sdk_files import common_profile, organisation_of, pems_of, python_folder

ORG = organisation_of(NAGASAKI)
PEER, PEER2 = f"peer0.{ORG}", f"peer0.{organisation_of(TODA)}"
Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def cli(ledger: ScenarioLedger, tmp_path: Path) -> Client:
    path = tmp_path / "network.json"
    path.write_text(json.dumps(common_profile({msp_id: ledger.profile(msp_id) for msp_id in ORGANISATIONS})))
    return Client(net_profile=str(path))


@pytest.fixture
def user(cli: Client) -> User:
    found = cli.get_user(org_name=ORG, name="User1")
    assert found is not None
    return found


@pytest.fixture
def run(cli: Client) -> Run:
    """Runs a coroutine to its end, then closes the client's connections."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        async def main() -> Any:
            try:
                return await coroutine
            finally:
                await cli.close_grpc_channels()

        return asyncio.run(main())

    return run


def asked(user: User, **options: Any) -> dict[str, Any]:
    return {"requestor": user, "channel_name": CHANNEL, "peers": [PEER], **options}


def invoke(cli: Client, user: User, fcn: str, *args: str, **options: Any) -> Coroutine[Any, Any, Any]:
    given = {"peers": [PEER, PEER2], "args": list(args), "cc_name": CHAINCODE, "fcn": fcn, "wait_for_event": True, **options}
    return cli.chaincode_invoke(**asked(user, **given))


def query(cli: Client, user: User, fcn: str, *args: str, **options: Any) -> Coroutine[Any, Any, Any]:
    return cli.chaincode_query(**asked(user, args=list(args), cc_name=CHAINCODE, fcn=fcn, **options))


def test_1_the_profile_and_its_users(cli: Client, user: User) -> None:
    assert sorted(cli.organizations) == sorted(organisation_of(msp_id) for msp_id in ORGANISATIONS)
    assert sorted(cli.peers) == sorted(f"peer0.{organisation_of(msp_id)}" for msp_id in ORGANISATIONS)
    assert (list(cli.orderers), list(cli.CAs)) == (["orderer.example.com"], ["ca.example.com"])
    assert (user.name, user.org, user.msp_id) == ("User1", ORG, NAGASAKI)


@pytest.mark.parametrize("call", ["channel_create", "channel_join", "chaincode_install", "chaincode_instantiate", "chaincode_upgrade"])
def test_2_and_3_what_operators_do_now(cli: Client, user: User, call: str) -> None:
    with pytest.raises(NotOfferedError, match="Run genpon-network up"):
        getattr(cli, call)(requestor=user)


def test_2_channels_are_not_updated(cli: Client, user: User) -> None:
    with pytest.raises(NotOfferedError, match="There is no genpon-network command that changes a running channel"):
        cli.channel_update(orderer="orderer.example.com", channel_name=CHANNEL, requestor=user, config_tx="./configtx.yaml")


def test_3_invoke_and_query(cli: Client, user: User, run: Run, key: str) -> None:
    assert run(invoke(cli, user, "put", key, "100")) == "100"
    assert run(query(cli, user, "get", key)) == "100"
    assert run(query(cli, user, "get", key, peers=[PEER2])) == "100", "the other named peer has it too"


def test_3_transient_data(cli: Client, user: User, run: Run, key: str) -> None:
    digest = run(invoke(cli, user, "remember_digest", key, transient_map={"value": "secret"}))
    assert run(query(cli, user, "get", key)) == digest


def test_3_a_chaincodes_event(cli: Client, user: User, run: Run, key: str) -> None:
    run(invoke(cli, user, "append_and_emit", key, "invoked", cc_pattern="^invoked*"))
    with pytest.raises(TimeoutError, match="emitted no event that matches"):
        run(invoke(cli, user, "append_and_emit", key, "another", cc_pattern="^invoked*"))
    assert run(query(cli, user, "get", key)) == "xx"


def test_3_what_the_chaincode_refuses(cli: Client, user: User, run: Run) -> None:
    shown = run(invoke(cli, user, "trouble:refuse", "409", "taken"))
    assert json.loads(shown)["code"] == "taken"
    with pytest.raises(ChaincodeExecutionError, match="taken"):
        run(invoke(cli, user, "trouble:refuse", "409", "taken", raise_on_error=True))
    with pytest.raises(ChaincodeExecutionError, match="taken"):
        run(query(cli, user, "trouble:refuse", "409", "taken"))


def test_3_too_few_organisations(cli: Client, user: User, run: Run, key: str) -> None:
    with pytest.raises(CommitError, match="ENDORSEMENT_POLICY_FAILURE"):
        run(invoke(cli, user, "put", key, "1", peers=[PEER]))


def test_3_a_stopped_organisation_is_left_out(ledger: ScenarioLedger, cli: Client, user: User, run: Run, key: str) -> None:
    third = f"peer0.{organisation_of(KAWAGUCHI)}"
    ledger.stop(KAWAGUCHI)
    try:
        assert run(invoke(cli, user, "put", key, "1", peers=[PEER, PEER2, third], raise_broker_unavailable=False)) == "1"
    finally:
        ledger.start(KAWAGUCHI)


def test_an_identity_of_its_wallets(ledger: ScenarioLedger, cli: Client, run: Run, key: str, tmp_path: Path) -> None:
    python_folder(tmp_path / "wallet", "user1", NAGASAKI, *pems_of(ledger.profile(NAGASAKI)))
    user = Wallet(tmp_path / "wallet").get("user1", msp_id=NAGASAKI)
    assert run(invoke(cli, user, "put", key, "1")) == "1"  # type: ignore[arg-type]


def test_4_1_channels_and_chaincodes(ledger: ScenarioLedger, cli: Client, user: User, run: Run) -> None:
    response = run(cli.query_channels(requestor=user, peers=[PEER], decode=True))
    assert [one.channel_id for one in response.channels] == [CHANNEL]
    instantiated = cli.query_instantiated_chaincodes(**asked(user, decode=True))
    if isinstance(ledger, FabricScenarios):
        [response] = run(instantiated)
        assert CHAINCODE in [one.name for one in response.chaincodes]
        with pytest.raises(EvaluateError, match="Failed to authorize"):
            run(cli.query_installed_chaincodes(requestor=user, peers=[PEER]))
        [response] = run(cli.query_installed_chaincodes(requestor=administrator(ledger), peers=[PEER]))  # type: ignore[arg-type]
        assert CHAINCODE in [one.name for one in response.chaincodes]
    else:
        with pytest.raises(EvaluateError, match="_lifecycle"):
            run(instantiated)


def administrator(ledger: FabricScenarios) -> Any:
    """The administrator of Nagasaki, from a wallet."""
    folder = ledger.consortium.ledger.data.organisation("nagasaki") / "admin"
    wallet = folder.parent / "wallet"
    python_folder(wallet, "admin", NAGASAKI, (folder / "certificate.pem").read_bytes(), (folder / "key.pem").read_bytes())
    return Wallet(wallet).get("admin", msp_id=NAGASAKI)


def test_4_2_blocks_by_hash_and_transaction(cli: Client, user: User, run: Run, key: str) -> None:
    run(invoke(cli, user, "put", key, "1"))
    info = run(cli.query_info(**asked(user, decode=True)))
    block = run(cli.query_block_by_hash(**asked(user, block_hash=info.currentBlockHash, decode=True)))
    tx_id = block.get("data").get("data")[0].get("payload").get("header").get("channel_header").get("tx_id")
    assert run(cli.query_block_by_txid(**asked(user, tx_id=tx_id, decode=True))) == block
    assert block["header"]["number"] == info.height - 1
    assert bytes.fromhex(block["header"]["previous_hash"].decode()) == info.previousBlockHash


def test_4_3_blocks_and_transactions(cli: Client, user: User, run: Run, key: str) -> None:
    run(invoke(cli, user, "put", key, "1"))
    assert run(cli.query_block(**asked(user, block_number="1", decode=True)))["header"]["number"] == 1
    newest = run(cli.query_info(**asked(user))).height - 1
    block = run(cli.query_block(**asked(user, block_number=newest)))
    tx_id = block["data"]["data"][0]["payload"]["header"]["channel_header"]["tx_id"]
    found = run(cli.query_transaction(**asked(user, tx_id=tx_id, decode=True)))
    assert (found["validation_code"], found["transaction_envelope"]) == (0, block["data"]["data"][0])
    assert block["metadata"]["metadata"][2] == [0]
    with pytest.raises(EvaluateError, match="no such"):
        run(cli.query_block(**asked(user, block_number="1000000")))


def test_4_undecoded_answers_are_bytes(cli: Client, user: User, run: Run) -> None:
    calls = [
        cli.query_info(**asked(user, decode=False)),
        cli.query_block(**asked(user, block_number=0, decode=False)),
        cli.query_channels(user, [PEER], decode=False),
    ]
    assert [type(run(call)) for call in calls] == [bytes, bytes, bytes]


def test_4_4_the_channels_configuration(cli: Client, user: User, run: Run) -> None:
    responses = run(cli.get_channel_config(**asked(user, peers=[PEER, PEER2], decode=True)))
    assert [sorted(one.config.channel_group.groups["Application"].groups) for one in responses] == [sorted(ORGANISATIONS)] * 2


def test_4_5_discovery_is_the_gateways(cli: Client, user: User) -> None:
    with pytest.raises(NotOfferedError, match="Run genpon-network status"):
        cli.query_peers(requestor=user, peer=PEER, channel=CHANNEL, local=False, decode=True)


def test_5_the_event_hub(cli: Client, user: User, run: Run, key: str) -> None:
    run(invoke(cli, user, "append_and_emit", key, f"event-{key}"))
    channel = cli.new_channel(CHANNEL)
    peer = cli.get_peer(PEER)
    assert peer is not None

    def listened(register: Callable[[Any, Any], object], **options: Any) -> list[Any]:
        hub, told = channel.newChannelEventHub(peer, user), []
        register(hub, lambda *one: told.append(one))
        run(asyncio.wait_for(hub.connect(**options), timeout=30))
        return told

    blocks = listened(lambda hub, on: hub.registerBlockEvent(unregister=False, onEvent=on), start="oldest", stop="newest")
    assert [block["number"] for (block,) in blocks] == list(range(len(blocks)))
    [(first,)] = listened(lambda hub, on: hub.registerBlockEvent(start=0, stop=0, onEvent=on), filtered=False)
    assert (first["header"]["number"], first["data"]["data"][0]["payload"]["header"]["channel_header"]["type_string"]) == (0, "CONFIG")
    [(event, number, tx_id, code)] = listened(
        lambda hub, on: hub.registerChaincodeEvent(CHAINCODE, f"event-{key}", onEvent=on), start="oldest", stop="newest", filtered=False
    )
    assert (event["event_name"], event["payload"], code) == (f"event-{key}", b"", "VALID")
    found = listened(lambda hub, on: hub.registerTxEvent(tx_id, disconnect=True, onEvent=on), start=0)
    assert found == [(tx_id, "VALID", number)]


def test_5_a_listener_hears_what_is_committed_later(cli: Client, user: User, run: Run, key: str) -> None:
    peer = cli.get_peer(PEER)
    assert peer is not None

    async def program() -> list[str]:
        hub = cli.new_channel(CHANNEL).newChannelEventHub(peer, user)
        told: list[str] = []
        hub.registerChaincodeEvent(CHAINCODE, f"later-{key}$", disconnect=True, onEvent=lambda event, *_: told.append(event["event_name"]))
        listening = asyncio.create_task(hub.connect())
        await invoke(cli, user, "append_and_emit", key, f"later-{key}")
        await asyncio.wait_for(listening, timeout=30)
        return told

    assert run(program()) == [f"later-{key}"]


def test_a_member_of_another_organisation(cli: Client, run: Run, key: str) -> None:
    other = cli.get_user(organisation_of(OMURA), "User1")
    assert other is not None
    assert run(invoke(cli, other, "put", key, "1")) == "1"
