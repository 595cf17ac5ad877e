"""Calls of fabric-sdk-py that have no place in a client of Fabric 2.4 and newer, and what there is instead."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from genpon.hfc.errors import NotOfferedError

_UP = "Run genpon-network up: it makes channels, joins nodes to them, and installs and agrees on chaincode."
_CONFIGURATION = (
    "There is no genpon-network command that changes a running channel; Fabric's own tools do (configtxlator, peer channel update)."
)
_GATEWAY = "There is none, and none is needed: the gateway asks peers and orderers itself."
_KEYS = "There is none: certificates and keys come from the connection profile or from a wallet (genpon.profiles)."

REMOVED: Mapping[str, str] = {
    "channel_create": _UP,
    "channel_join": _UP,
    "generate_channel_tx": _UP,
    "chaincode_install": _UP,
    "chaincode_instantiate": _UP,
    "chaincode_upgrade": _UP,
    "send_install_proposal": _UP,
    "send_instantiate_proposal": _UP,
    "send_upgrade_proposal": _UP,
    "channel_update": _CONFIGURATION,
    "extract_channel_config": _CONFIGURATION,
    "sign_channel_config": _CONFIGURATION,
    "channel_signconfigtx": _CONFIGURATION,
    "get_channel_config_with_orderer": "Call get_channel_config, which asks peers; genpon-network has no command for it.",
    "query_peers": "Run genpon-network status, which shows every node; clients no longer discover peers, the gateway does.",
    "init_with_discovery": _GATEWAY,
    "create_onCcEventArray": "There is none; register for the chaincode's events with as_array=True.",
    "process_query_block_response": _GATEWAY,
    "process_query_chaincode_response": _GATEWAY,
    "crypto_suite": _KEYS,
    "tx_context": _KEYS,
    "state_store": _KEYS,
}
"""What stands in the place of each call."""


def removed(name: str) -> Callable[..., NoReturn]:
    """The method of that name, which says what there is instead.

    Raises:
        AttributeError: if fabric-sdk-py had no such call either.
    """
    if name not in REMOVED:
        raise AttributeError(f"Client has no attribute {name!r}")

    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise NotOfferedError(f"{name} is not a client's call any more", next_step=REMOVED[name])

    return refuse
