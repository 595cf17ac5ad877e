"""One network in containers for all tests here, by the machine's compose command; nothing of it may be left afterwards.

It ends with the last of them, not with the session: twenty containers at rest still take time from other tests.
"""

import os
import shlex
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_docker.plugin import Services

from genpon.bundles import Bundle
from genpon_network.compose.document import ComposeFile
from genpon_network.native.ledger import anchored
from genpon_network.native.ports import free_block
from genpon_network.topology import Layout
from genpon_network.topology.describing import Description
from genpon_network.topology.layout import PORTS_PER_MUNICIPALITY
from genpon_network.topology.loading import DEFAULT, example
from tests.support.book import card_authority
from tests.support.bundles import make_bundle
from tests.support.containers import PREFIX, ContainerConsortium, Project, left_over, sweep
from tests.support.documents import blocks
from tests.support.engine import compose_commands
from tests.support.images.building import GENPON, genpon_image, official_images
from tests.support.terminal import Terminal
from tests.support.town import Person, Town, World, found

GUIDE = "docs/operators.md"
(STEPS,) = blocks(GUIDE, "sh", section="One host")
os.environ.setdefault("GENPON_IMAGE", GENPON)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("docker")
            # The first one waits for the images too.
            item.add_marker(pytest.mark.timeout(600))


@dataclass(frozen=True)
class Given:
    """What the network is made from, and where."""

    description: Description
    folder: Path


@pytest.fixture(scope="package")
def images() -> Iterator[None]:
    sweep()
    with official_images():
        genpon_image(GENPON)
        yield


@pytest.fixture(scope="package")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    text = anchored(example(DEFAULT), [card_authority().anchor]) + f"\nbase_port: {free_block(4 * PORTS_PER_MUNICIPALITY)}\n".encode()
    folder = tmp_path_factory.mktemp("containers")
    (folder / "consortium.yaml").write_bytes(text)
    return Given(Description(text, "consortium.yaml"), folder)


@pytest.fixture(scope="package")
def docker_compose_command() -> str:
    return shlex.join(compose_commands()[0])


@pytest.fixture(scope="package")
def docker_compose_file(given: Given) -> str:
    """Where `first_tries` writes it."""
    return str(given.folder / "docker-compose.yaml")


@pytest.fixture(scope="package")
def docker_compose_project_name() -> str:
    # Read by the compose file, whose older reader does not know the project's name by itself.
    os.environ["PROMETHEUS_PORT"] = str(free_block(1))
    os.environ["COMPOSE_PROJECT_NAME"] = name = f"{PREFIX}{os.getpid()}"
    return name


@pytest.fixture(scope="package")
def docker_setup() -> list[str]:
    """None: a failing `up` of the plugin's would never be cleaned up."""
    return []


@pytest.fixture(scope="package")
def docker_cleanup() -> list[str]:
    """None either: what is left is removed, and looked for, by `nothing_is_left`."""
    return []


@pytest.fixture(scope="package")
def project(docker_compose_command: str, docker_compose_file: str, docker_compose_project_name: str) -> Project:
    return Project(tuple(shlex.split(docker_compose_command)), Path(docker_compose_file), docker_compose_project_name)


@pytest.fixture(scope="package")
def nothing_is_left(images: None, project: Project) -> Iterator[None]:
    """Takes everything down in the end, whatever has come about, and checks it."""
    del images
    clean = False
    try:
        yield
    finally:
        clean = project.down("-v")
    assert (left_over("container", project.name), left_over("volume", project.name)) == ([], [])
    assert not clean or left_over("network", project.name) == []


@pytest.fixture(scope="package")
def terminal(given: Given, project: Project) -> Terminal:
    """Where an operator types what the guide shows, with monitoring."""
    return Terminal(given.folder, {"COMPOSE_PROJECT_NAME": project.name, "COMPOSE_PROFILES": "monitoring"})


@dataclass(frozen=True)
class FirstTries:
    """What is told on a machine where a Fabric CA's port is taken: by the check, and by the engine."""

    check: str
    up: str


@pytest.fixture(scope="package")
def first_tries(nothing_is_left: None, docker_services: Services, terminal: Terminal, given: Given) -> FirstTries:
    """The guide's steps, typed where they cannot succeed."""
    del nothing_is_left, docker_services
    check, make, up, _ = STEPS.splitlines()
    (authority,) = [
        node for node in Layout.of(ComposeFile.of(given.description).consortium).authorities if node.municipality.name == "toda"
    ]
    with socket.create_server(("127.0.0.1", authority.port)):
        return FirstTries(terminal.type(check, code=1), terminal.type(f"{make}\n{up}", code=1))


@pytest.fixture(scope="package")
def containers(first_tries: FirstTries, terminal: Terminal, project: Project, given: Given) -> ContainerConsortium:
    """The network, up after a first try that failed: `up -d` returns when its ledger is usable."""
    del first_tries
    started = time.monotonic()
    try:
        terminal.type(STEPS)
    finally:
        (given.folder / "up.log").write_text("\n".join(f"== {name}\n{project.logs(name)}" for name in project.containers()))
    consortium = ContainerConsortium(project, ComposeFile.of(given.description).consortium, given.folder)
    print(f"up in {time.monotonic() - started:.0f} s")  # noqa: T201
    consortium.fetch()
    return consortium


@pytest.fixture(scope="package")
def consortium(containers: ContainerConsortium) -> ContainerConsortium:
    return containers


@pytest.fixture(scope="package")
def world(consortium: ContainerConsortium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from found(consortium, tmp_path_factory.mktemp("outbox"))


@pytest.fixture(scope="package")
def nagasaki(world: World) -> Town:
    return world.town("Nagasaki")


@pytest.fixture(scope="package")
def contractor(world: World) -> Person:
    return world.contractor


@pytest.fixture(scope="package")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return make_bundle(tmp_path_factory.mktemp("files"))
