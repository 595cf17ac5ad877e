"""The compose file of a network: of all its municipalities on one engine, or of one municipality on its own."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from typing import Any

from genpon_network.compose import inside
from genpon_network.compose.rendering import MERGE, render
from genpon_network.compose.services import FABRIC, ORDERER_IMAGE, PEER_IMAGE, Service, Services
from genpon_network.compose.watching import PROFILE, PROMETHEUS, watching
from genpon_network.errors import NetworkError, UsageError
from genpon_network.topology import Consortium, Layout, Municipality, Placement, read_consortium
from genpon_network.topology.describing import Description

IMAGE = f"${{GENPON_IMAGE:-genpon:{metadata.version('genpon')}}}"
LOOPBACK = "127.0.0.1"
_HARDENED: dict[str, Any] = {
    "read_only": True,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "pids_limit": 512,
    "cpus": 1.0,
    "logging": {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}},
}
_BUILD = {"context": ".", "dockerfile": "chaincode/Dockerfile", "args": {"PYTHON_IMAGE": "${PYTHON_IMAGE:-python:3.12-slim}"}}
_FACTORED = {PEER_IMAGE: "x-peer", ORDERER_IMAGE: "x-orderer"}


_HEAD = """Made by genpon-network compose from the description that stands under x-description: change the consortium file and make it anew.
docker compose up -d returns when the ledger is usable; where it fails, docker compose logs init and setup.<municipality> say why.
docs/operators.md says what each service, port and volume is."""


def compose_file(description: Description, municipality: str | None = None) -> str:
    """The text of a compose file.

    Args:
        description: of the network. Where it does not say whence identities come, it is from a Fabric CA server of each municipality.
        municipality: whose file it is, on its own host; None for all municipalities on one engine.

    Raises:
        ConsortiumError: with one line per problem of the description.
        UsageError: if there is no such municipality.
        NetworkError: if municipalities that run on hosts of their own have none that others can reach.
    """
    text = description.complete_text(identities="fabric-ca")
    consortium = read_consortium(text.encode(), name=description.name)
    known = {each.name: each for each in consortium.municipalities}
    if municipality is not None and municipality not in known:
        raise UsageError(f"there is no municipality {municipality!r}; it is one of {', '.join(known)}")
    return render(_document(consortium, text, known.get(municipality or "")), _HEAD)


def _document(consortium: Consortium, text: str, municipality: Municipality | None) -> dict[str, Any]:
    placement = Placement.CONTAINERS if municipality is None else Placement.HOSTS
    if placement is Placement.HOSTS:
        _check_hosts(consortium)
    layout = Layout.of(consortium, placement)
    own = consortium.municipalities if municipality is None else [municipality]
    services = _one_shots(layout, own, placement)
    for each in own:
        services |= dict(Services(layout, each, _published(layout, placement)).all())
    services |= watching(layout, own)
    described = {inside.CONSORTIUM: text.replace("$", "$$")}
    anchors = {
        "x-description": described,
        "x-hardened": _HARDENED,
        "x-genpon": {MERGE: "x-hardened", "image": IMAGE} | ({} if municipality else {"build": _BUILD}),
    }
    return {
        **anchors,
        **_factor(services),
        "services": services,
        "networks": {"ledger": {}, "services": {"internal": True}} | ({"authorities": {}} if layout.authorities else {}),
        "volumes": dict(_volumes(layout, own)),
    }


def _one_shots(layout: Layout, own: Sequence[Municipality], placement: Placement) -> dict[str, Service]:
    """What makes keys and files, before anything else; where Fabric CA servers issue the certificates, it must make their keys first."""
    command = ["python3", "-m", "genpon_network.compose.init"]
    if placement is Placement.HOSTS:
        command += ["--municipality", own[0].name]
    files = [f"{municipality.name}:{inside.files_of(municipality.name).root}" for municipality in own]
    servers = [node for node in layout.authorities if node.municipality in own]
    homes = [f"{node.name}:{inside.files_of(node.municipality.name).authorities}" for node in servers]
    ledgers = [f"{name}:{inside.LEDGERS / name}" for name in _ledgers(layout, own)]
    memberships = [f"./memberships:{inside.MEMBERSHIPS}:ro"] if placement is Placement.HOSTS else []
    shared = {
        MERGE: "x-genpon",
        "user": "0:0",
        "cap_add": ["CHOWN", "DAC_OVERRIDE"],
        "environment": {MERGE: "x-description"},
        "tmpfs": [f"{inside.TEMPORARY}:mode=0700,size=8m"],
        "healthcheck": {"disable": True},
        "mem_limit": "256m",
    }
    monitoring = [f"{PROFILE}:{inside.MONITORING}", f"{PROMETHEUS}:{inside.MEASUREMENTS}"]
    init = shared | {"command": command, "volumes": [*files, *homes, *ledgers, *monitoring, *memberships]}
    if not homes:
        return {"init": init | {"network_mode": "none"}}
    return {
        "authorities": shared | {"command": [*command, "authorities"], "volumes": [*files, *homes], "network_mode": "none"},
        "init": init | {"networks": ["services"], "depends_on": {node.name: {"condition": "service_started"} for node in servers}},
    }


def _published(layout: Layout, placement: Placement) -> Mapping[str, list[str]]:
    # Whoever may ask an authority is told nothing of its limits, since it has none: it is open to its own machine only.
    authorities = {node.name: [f"{LOOPBACK}:{node.port}:{node.port}"] for node in layout.authorities}
    if placement is Placement.HOSTS:
        return authorities | {node.name: [f"{node.port}:{node.port}"] for node in (*layout.peers, *layout.orderers)}
    return authorities | {peer.name: [_local(peer.municipality.host) + f"{peer.port}:{peer.port}"] for peer in layout.peers}


def _local(host: str) -> str:
    """The interface that a port is published on: the municipality's address; every one if its host is a name."""
    return f"{host}:" if host.replace(".", "").isdecimal() else ""


def _volumes(layout: Layout, own: Sequence[Municipality]) -> Iterator[tuple[str, dict[str, Any]]]:
    authorities = [node.name for node in layout.authorities if node.municipality in own]
    for name in (*(municipality.name for municipality in own), *authorities, *_ledgers(layout, own), PROFILE, PROMETHEUS):
        yield name, {}
    for kind in ("peer", "orderer"):
        # The images declare a volume there. Named after the release, it is not carried over to the next one's containers.
        yield f"fabric-{kind}", {"name": f"${{COMPOSE_PROJECT_NAME:-genpon}}_fabric-{kind}-{FABRIC}"}


def _ledgers(layout: Layout, own: Sequence[Municipality]) -> list[str]:
    return [node.name for node in (*layout.peers, *layout.orderers) if node.municipality in own]


def _factor(services: Mapping[str, Service]) -> dict[str, Any]:
    """Takes settings that are the same for all peers, or all orderers, out of them."""
    found: dict[str, Any] = {}
    for image, anchor in _FACTORED.items():
        alike = [service for service in services.values() if service.get("image") == image]
        if len(alike) < 2:
            continue
        common = dict(set.intersection(*(set(service["environment"].items()) for service in alike)))
        found[anchor] = {name: value for name, value in alike[0]["environment"].items() if name in common}
        for service in alike:
            rest = {name: value for name, value in service["environment"].items() if name not in common}
            service["environment"] = {MERGE: anchor} | rest
    return found


def _check_hosts(consortium: Consortium) -> None:
    local = [municipality.name for municipality in consortium.municipalities if municipality.host.startswith("127.")]
    if local:
        raise NetworkError(
            f"{', '.join(local)} have no host that others reach; write host: for every municipality into the consortium file"
        )
