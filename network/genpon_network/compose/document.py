"""The compose file of a network: of all its municipalities on one engine, or of one municipality on its own."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from typing import Any

from genpon_network.compose import inside
from genpon_network.compose.one_shots import ledgers, one_shots
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
    services = one_shots(layout, own, placement)
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


def _published(layout: Layout, placement: Placement) -> Mapping[str, list[str]]:
    # A Fabric CA server limits no requests, so that it is open to its own machine only.
    authorities = {node.name: [f"{LOOPBACK}:{node.port}:{node.port}"] for node in layout.authorities}
    if placement is Placement.HOSTS:
        return authorities | {node.name: [f"{node.port}:{node.port}"] for node in (*layout.peers, *layout.orderers)}
    return authorities | {peer.name: [_local(peer.municipality.host) + f"{peer.port}:{peer.port}"] for peer in layout.peers}


def _local(host: str) -> str:
    """The interface that a port is published on: the municipality's address; every one if its host is a name."""
    return f"{host}:" if host.replace(".", "").isdecimal() else ""


def _volumes(layout: Layout, own: Sequence[Municipality]) -> Iterator[tuple[str, dict[str, Any]]]:
    authorities = [node.name for node in layout.authorities if node.municipality in own]
    for name in (*(municipality.name for municipality in own), *authorities, *ledgers(layout, own), PROFILE, PROMETHEUS):
        yield name, {}
    for kind in ("peer", "orderer"):
        # The images declare a volume there. Named after the release, it is not carried over to the next one's containers.
        yield f"fabric-{kind}", {"name": f"${{COMPOSE_PROJECT_NAME:-genpon}}_fabric-{kind}-{FABRIC}"}


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
