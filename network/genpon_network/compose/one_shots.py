"""The services that make keys and files before anything else runs, and end."""

from collections.abc import Sequence
from typing import Any

from genpon_network.compose import inside
from genpon_network.compose.rendering import MERGE
from genpon_network.compose.services import Service
from genpon_network.compose.watching import PROFILE, PROMETHEUS
from genpon_network.topology import Layout, Municipality, Placement

_PYTHON = ("python3", "-m")
_COMMAND = (*_PYTHON, "genpon_network.compose.init")
_NO_NETWORK = {"network_mode": "none"}


def one_shots(layout: Layout, own: Sequence[Municipality], placement: Placement) -> dict[str, Service]:
    """What makes keys and files, and ends; where Fabric CA servers issue the certificates, their own keys first.

    Args:
        layout: the network's processes.
        own: the municipalities of this engine.
        placement: whether others are elsewhere. Then `membership` prints what they need.
    """
    apart = placement is Placement.HOSTS
    command = [*_COMMAND, *(["--municipality", own[0].name] if apart else [])]
    files = [f"{municipality.name}:{inside.files_of(municipality.name).root}" for municipality in own]
    servers = [node for node in layout.authorities if node.municipality in own]
    homes = [f"{node.name}:{inside.files_of(node.municipality.name).authorities}" for node in servers]
    stores = [f"{name}:{inside.LEDGERS / name}" for name in ledgers(layout, own)]
    watching = [f"{PROFILE}:{inside.MONITORING}", f"{PROMETHEUS}:{inside.MEASUREMENTS}"]
    memberships = [f"./memberships:{inside.MEMBERSHIPS}:ro"] if apart else []
    waiting: dict[str, Any] = {node.name: {"condition": "service_started"} for node in servers}
    reached = {"networks": ["services"], "depends_on": waiting} if servers else _NO_NETWORK
    found: dict[str, Service] = {}
    if servers:
        found["authorities"] = _one_shot([*command, "authorities"], [*files, *homes]) | _NO_NETWORK
    found["init"] = _one_shot(command, [*files, *homes, *stores, *watching, *memberships]) | reached
    found["renew"] = _one_shot([], [*files, *homes, *stores]) | {
        "profiles": ["admin"],
        "entrypoint": [*_PYTHON, "genpon_network.compose.renew"],
        "networks": ["ledger", "services"],
    }
    if apart:
        found["membership"] = _one_shot([*command, "membership"], [*files, *homes]) | {"profiles": ["membership"]} | reached
    return found


def ledgers(layout: Layout, own: Sequence[Municipality]) -> list[str]:
    """The nodes that store a ledger, each in a volume of its name."""
    return [node.name for node in (*layout.peers, *layout.orderers) if node.municipality in own]


def _one_shot(command: list[str], volumes: list[str]) -> Service:
    return {
        MERGE: "x-genpon",
        "command": command,
        "user": "0:0",
        "cap_add": ["CHOWN", "DAC_OVERRIDE"],
        "environment": {MERGE: "x-description"},
        "volumes": volumes,
        "tmpfs": [f"{inside.TEMPORARY}:mode=0700,size=8m"],
        "healthcheck": {"disable": True},
        "mem_limit": "256m",
    }
