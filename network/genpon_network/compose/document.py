"""The compose file of a network: of all its municipalities on one engine, or of one municipality on its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from genpon_network.compose import inside
from genpon_network.compose.checking import Checking
from genpon_network.compose.one_shots import ledgers, one_shots
from genpon_network.compose.rendering import MERGE, render
from genpon_network.compose.room import needed_memory
from genpon_network.compose.services import FABRIC, LANGUAGE, ORDERER_IMAGE, PEER_IMAGE, Service, Services
from genpon_network.compose.watching import PROFILE, PROMETHEUS, watching
from genpon_network.errors import NetworkError, UsageError
from genpon_network.topology import Consortium, Layout, Municipality, Placement, read_consortium
from genpon_network.topology.describing import Description
from genpon_network.words import Message

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
PYTHON_IMAGE = "${PYTHON_IMAGE:-python:3.12-slim}"
_BUILD: dict[str, Any] = {"context": ".", "dockerfile": "chaincode/Dockerfile", "args": {"PYTHON_IMAGE": PYTHON_IMAGE}}
_FACTORED = {PEER_IMAGE: "x-peer", ORDERER_IMAGE: "x-orderer"}


_HEAD = """Made by genpon-network compose from the description that stands under x-description: change the consortium file and make it anew.
docker compose up -d returns when the ledger is usable; where it fails, docker compose logs init and setup.<municipality> say why.
docs/operators.md says what each service, port and volume is."""


@dataclass(frozen=True, slots=True)
class ComposeFile:
    """A network's compose file.

    Attributes:
        consortium: the description.
        described: its text, complete in itself; it goes into the file.
        only: the municipality whose file it is, on a host of its own; None for all municipalities on one engine.
    """

    consortium: Consortium
    described: str
    only: Municipality | None

    @classmethod
    def of(cls, description: Description, only: str | None = None) -> "ComposeFile":
        """The file for a description.

        Args:
            description: of the network. Where it does not say whence identities come, it is from a Fabric CA server of each municipality.
            only: the name of the one municipality that runs on this host; None for all of them.

        Raises:
            ConsortiumError: with one line per problem of the description.
            UsageError: if there is no such municipality.
            NetworkError: if municipalities that run on hosts of their own have none that others can reach.
        """
        text = description.complete_text(identities="fabric-ca")
        consortium = read_consortium(text.encode(), name=description.name)
        known = {each.name: each for each in consortium.municipalities}
        if only is not None and only not in known:
            raise UsageError("there is no municipality {name!r}; it is one of {names}", name=only, names=list(known))
        if only is not None:
            _check_hosts(consortium)
        return cls(consortium, text, known.get(only or ""))

    @property
    def text(self) -> str:
        """The file's text."""
        services, layout = self._services(), self._layout
        return render(
            {
                "x-description": {inside.CONSORTIUM: self.described.replace("$", "$$"), **LANGUAGE},
                "x-hardened": _HARDENED,
                "x-genpon": {MERGE: "x-hardened", "image": IMAGE} | ({} if self.only else {"build": _BUILD}),
                **_factor(services),
                "services": services,
                "networks": {"ledger": {}, "services": {"internal": True}} | ({"authorities": {}} if layout.authorities else {}),
                "volumes": dict(_volumes(layout, self._own)),
            },
            _HEAD,
        )

    def problems(self, environment: Mapping[str, str]) -> list[Message]:
        """Why this machine's engine cannot run it, a line each; nothing is started.

        Args:
            environment: where the file's variables come from.

        Raises:
            UnreachableError: if there is no engine, or it does not answer this user.
        """
        always = {name: service for name, service in self._services().items() if "profiles" not in service}
        images = [service["image"] for service in always.values() if "image" in service]
        ports = {name: service["ports"] for name, service in always.items() if "ports" in service}
        needed = needed_memory(self._layout, self._own)
        built_here = self.only is None and Path(_BUILD["dockerfile"]).is_file()
        return Checking(ports, images, IMAGE, PYTHON_IMAGE if built_here else None, needed, environment).problems()

    def _services(self) -> dict[str, Service]:
        layout, placement = self._layout, self._placement
        services = one_shots(layout, self._own, placement)
        for municipality in self._own:
            services |= dict(Services(layout, municipality, _published(layout, placement)).all())
        return services | watching(layout, self._own)

    @property
    def _placement(self) -> Placement:
        return Placement.HOSTS if self.only else Placement.CONTAINERS

    @property
    def _layout(self) -> Layout:
        return Layout.of(self.consortium, self._placement)

    @property
    def _own(self) -> Sequence[Municipality]:
        return [self.only] if self.only else self.consortium.municipalities


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
            "{names} have no host that others reach; write host: for every municipality into the consortium file", names=local
        )
