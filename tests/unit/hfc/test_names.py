"""Names and parameters are those of fabric-sdk-py's client (main branch); what it had and is not here says what there is instead."""

import asyncio
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import genpon.hfc
from genpon.gateway import GatewayError
from genpon.hfc import Channel, ChannelEventHub, Client, NotOfferedError
from genpon.hfc.removed import REMOVED

CLIENT: dict[str, list[str] | None] = {
    "CAs": None,
    "__init__": ["net_profile"],
    "chaincode_install": ["requestor", "peers", "cc_path", "cc_name", "cc_version", "cc_type", "packaged_cc", "transient_map"],
    "chaincode_instantiate": [
        "requestor",
        "channel_name",
        "peers",
        "args",
        "cc_name",
        "cc_version",
        "cc_endorsement_policy",
        "transient_map",
        "collections_config",
        "wait_for_event",
        "wait_for_event_timeout",
        "cc_type",
    ],
    "chaincode_invoke": [
        "requestor",
        "channel_name",
        "peers",
        "args",
        "cc_name",
        "cc_type",
        "fcn",
        "cc_pattern",
        "transient_map",
        "wait_for_event",
        "wait_for_event_timeout",
        "grpc_broker_unavailable_retry",
        "grpc_broker_unavailable_retry_delay",
        "raise_broker_unavailable",
        "raise_on_error",
        "is_init",
    ],
    "chaincode_query": ["requestor", "channel_name", "peers", "args", "cc_name", "cc_type", "fcn", "transient_map"],
    "chaincode_upgrade": [
        "requestor",
        "channel_name",
        "peers",
        "cc_name",
        "cc_version",
        "cc_endorsement_policy",
        "fcn",
        "args",
        "transient_map",
        "collections_config",
        "wait_for_event",
        "wait_for_event_timeout",
        "cc_type",
    ],
    "channel_create": ["orderer", "channel_name", "requestor", "config_yaml", "channel_profile", "config_tx"],
    "channel_join": ["requestor", "channel_name", "peers", "orderer"],
    "channel_signconfigtx": ["config_tx_file", "requestor"],
    "channel_update": ["orderer", "channel_name", "requestor", "config_yaml", "channel_profile", "config_tx", "signatures"],
    "close_grpc_channels": [],
    "create_onCcEventArray": ["_uuid"],
    "crypto_suite": None,
    "export_net_profile": ["export_file"],
    "extract_channel_config": ["config_envelope"],
    "generate_channel_tx": ["channel_name", "cfg_path", "channel_profile"],
    "get_channel": ["name"],
    "get_channel_config": ["requestor", "channel_name", "peers", "decode"],
    "get_channel_config_with_orderer": ["requestor", "channel_name", "orderer", "decode"],
    "get_net_info": ["key_path"],
    "get_orderer": ["name"],
    "get_peer": ["name"],
    "get_target_peers": ["peers"],
    "get_user": ["org_name", "name"],
    "init_with_discovery": ["requestor", "peer_target", "channel_name"],
    "init_with_net_profile": ["profile_path"],
    "new_channel": ["name"],
    "orderers": None,
    "organizations": None,
    "peers": None,
    "process_query_block_response": ["responses", "decode"],
    "process_query_chaincode_response": ["responses", "decode"],
    "query_block": ["requestor", "channel_name", "peers", "block_number", "decode"],
    "query_block_by_hash": ["requestor", "channel_name", "peers", "block_hash", "decode"],
    "query_block_by_txid": ["requestor", "channel_name", "peers", "tx_id", "decode"],
    "query_channels": ["requestor", "peers", "transient_map", "decode", "cc_type"],
    "query_info": ["requestor", "channel_name", "peers", "decode"],
    "query_installed_chaincodes": ["requestor", "peers", "transient_map", "decode", "cc_type"],
    "query_instantiated_chaincodes": ["requestor", "channel_name", "peers", "transient_map", "decode"],
    "query_peers": ["requestor", "peer", "channel", "local", "decode"],
    "query_transaction": ["requestor", "channel_name", "peers", "tx_id", "decode"],
    "send_install_proposal": ["tx_context", "peers"],
    "send_instantiate_proposal": ["tx_context", "peers", "channel_name"],
    "send_upgrade_proposal": ["tx_context", "peers", "channel_name"],
    "set_tls_client_cert_and_key": ["client_key_file", "client_cert_file"],
    "sign_channel_config": ["config", "to_string"],
    "state_store": None,
    "tx_context": None,
}
HUB: dict[str, list[str] | None] = {
    "connect": ["filtered", "start", "stop", "as_array", "target", "signed_event"],
    "connected": None,
    "disconnect": [],
    "have_registrations": [],
    "registerBlockEvent": ["unregister", "start", "stop", "disconnect", "onEvent"],
    "registerChaincodeEvent": ["ccid", "pattern", "unregister", "start", "stop", "as_array", "disconnect", "onEvent"],
    "registerTxEvent": ["tx_id", "unregister", "start", "stop", "disconnect", "onEvent"],
    "unregisterBlockEvent": ["reg_num"],
    "unregisterChaincodeEvent": ["cr"],
    "unregisterTxEvent": ["tx_id"],
}


def test_the_list_of_names() -> None:
    kinds = "CertificateAuthority Channel ChannelEventHub Client Orderer Organization Peer User"
    errors = "ChaincodeExecutionError HfcError NotOfferedError WaitForEventTimeoutError"
    assert sorted(genpon.hfc.__all__) == sorted(f"{kinds} {errors}".split())


@pytest.mark.parametrize("name", CLIENT)
def test_every_name_of_the_original_client_is_there_or_refused(name: str) -> None:
    assert hasattr(Client, name) != (name in REMOVED)


def test_nothing_is_refused_that_the_original_had_not() -> None:
    assert set(REMOVED) <= set(CLIENT)


@pytest.mark.parametrize(
    ("owner", "name"), [(Client, name) for name in CLIENT if name not in REMOVED] + [(ChannelEventHub, name) for name in HUB]
)
def test_parameters_have_the_originals_names_and_order(owner: type, name: str) -> None:
    expected = (CLIENT if owner is Client else HUB)[name]
    found: Any = inspect.getattr_static(owner, name, None)
    if expected is None:
        assert not callable(found)
    else:
        assert list(inspect.signature(found).parameters)[1:] == expected


def test_defaults_are_the_originals() -> None:
    parameters = inspect.signature(Client.chaincode_invoke).parameters
    defaults = {name: one.default for name, one in parameters.items() if one.default is not inspect.Parameter.empty}
    assert defaults == {
        "cc_type": "GOLANG",
        "fcn": "invoke",
        "cc_pattern": None,
        "transient_map": None,
        "wait_for_event": False,
        "wait_for_event_timeout": 30,
        "grpc_broker_unavailable_retry": 0,
        "grpc_broker_unavailable_retry_delay": 3000,
        "raise_broker_unavailable": True,
        "raise_on_error": False,
        "is_init": False,
    }
    assert inspect.signature(Client.chaincode_query).parameters["fcn"].default == "query"


def test_what_asks_the_network_is_a_coroutine_function() -> None:
    asking = [name for name in CLIENT if name.startswith(("chaincode_", "query_", "get_channel_config", "close")) and name not in REMOVED]
    assert len(asking) == 12
    assert all(inspect.iscoroutinefunction(getattr(Client, name)) for name in asking)


@pytest.mark.parametrize("name", REMOVED)
def test_what_is_gone_names_the_command_instead(name: str) -> None:
    call = getattr(Client(), name)
    with pytest.raises(NotOfferedError) as refused:
        call(requestor=None, anything=1)
    assert isinstance(refused.value, GatewayError)
    assert str(refused.value).startswith(f"{name} is not a client's call any more. ")
    words = refused.value.next_step
    assert "genpon-network" in words or words.startswith("There is none")


def test_the_commands_that_are_named_exist() -> None:
    named = {name for text in REMOVED.values() for name in re.findall(r"Run genpon-network (\w+)", text)}
    assert named == {"up", "status"}
    for name in named:
        command = [Path(sys.executable).with_name("genpon-network"), name, "--help"]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_name_that_the_original_had_not_either() -> None:
    with pytest.raises(AttributeError, match="Client has no attribute 'chaincode_invok'"):
        Client().chaincode_invok  # noqa: B018 - the look-up is what is tested


def test_a_call_that_is_gone_raises_where_the_original_was_awaited() -> None:
    async def old_program() -> None:
        await Client().channel_create(orderer="o", channel_name="c", requestor=None)  # type: ignore[misc]

    with pytest.raises(NotOfferedError, match="genpon-network up"):
        asyncio.run(old_program())


def test_channels() -> None:
    client = Client()
    assert client.get_channel("c") is None
    channel = client.new_channel("c")
    assert isinstance(channel, Channel)
    assert (channel.name, client.new_channel("c"), client.get_channel("c")) == ("c", channel, channel)
