"""Two municipalities, each with a file and a network of its own, which know of each other by memberships and published ports."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from genpon.errors import GenponError
from genpon.ledger import Ledger
from genpon_network.native.ports import free_block
from tests.docker.conftest import GUIDE
from tests.support.containers import PREFIX, Project
from tests.support.documents import blocks
from tests.support.engine import compose_commands, docker
from tests.support.terminal import Terminal
from tests.support.waiting import eventually

TEXT = """
name: {{ja: 二市の原本台帳, en: Ledger of two cities}}
consensus: raft
base_port: {port}
municipalities:
  - name: nagasaki
    title: {{ja: 長崎市, en: Nagasaki}}
    msp_id: NagasakiMSP
    code: "422011"
    domain: nagasaki.example
    host: {host}
    orderer: true
  - name: toda
    title: {{ja: 戸田市, en: Toda}}
    msp_id: TodaMSP
    code: "112241"
    domain: toda.example
    host: {host}
"""
CODES = {"nagasaki": "422011", "toda": "112241"}


@dataclass(frozen=True)
class Host:
    """What one municipality has: its compose file, and beside it the memberships that it was given."""

    name: str
    project: Project

    @property
    def folder(self) -> Path:
        return self.project.file.parent

    def type(self, text: str, *, code: int = 0) -> str:
        """What the guide shows for Toda, typed by this municipality."""
        own = text if self.name == "toda" else text.replace("toda", self.name).replace(CODES["toda"], CODES[self.name])
        return self.terminal.type(own, code=code)

    @property
    def terminal(self) -> Terminal:
        return Terminal(self.folder, {"COMPOSE_PROJECT_NAME": self.project.name})


@pytest.fixture(scope="module")
def hosts(images: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Host]]:
    del images
    bridge = json.loads(docker("network", "inspect", "bridge"))[0]["IPAM"]["Config"][0]["Gateway"]
    text = TEXT.format(port=free_block(40), host=bridge)
    made = {}
    for name in CODES:
        folder = tmp_path_factory.mktemp(name)
        (folder / "consortium.yaml").write_text(text)
        made[name] = Host(name, Project(compose_commands()[0], folder / "docker-compose.yaml", f"{PREFIX}{os.getpid()}-{name}"))
    try:
        yield made
    finally:
        for host in made.values():
            host.project.down("-v")


def test_a_network_of_two_hosts(hosts: dict[str, Host]) -> None:
    nagasaki, toda = hosts.values()
    prepare, start = blocks(GUIDE, "sh", section="Several hosts")
    accept, forget = blocks(GUIDE, "sh", section="The first acts")
    for host in hosts.values():
        host.type(prepare)
    memberships = {name: (host.folder / f"{name}.json").read_text() for name, host in hosts.items()}
    assert all("PRIVATE" not in membership for membership in memberships.values())

    # Alone it says whom it waits for, and has made nothing that is in the way later.
    strange = nagasaki.folder / "memberships" / "sasebo.json"
    told = nagasaki.terminal.type("docker compose up -d || { docker compose logs init; exit 1; }", code=1)
    assert "the memberships of toda are missing; get the files from them" in told
    strange.write_text(memberships["nagasaki"].replace('"nagasaki"', '"sasebo"'))
    told = nagasaki.terminal.type("docker compose run --rm -T --no-deps init", code=1)
    assert "sasebo's membership does not fit the consortium file" in told
    strange.unlink()

    for host in hosts.values():
        for name, membership in memberships.items():
            (host.folder / f"{name}.json").write_text(membership)
    with ThreadPoolExecutor() as pool:
        shown = list(pool.map(lambda host: host.terminal.type(start), hosts.values()))
    assert len({re.findall(r"same digest: (\S+)", each)[-1] for each in shown}) == 1

    nagasaki.type(accept)
    eventually(lambda: toda.type("\n".join(line for line in accept.splitlines() if "establish" not in line)), AssertionError)
    with Ledger.connect(toda.folder / "toda" / "profile.json", outbox=toda.folder / "outbox") as ledger:
        assert eventually(lambda: ledger.registry.charter().active, GenponError)
    toda.type(forget)
    toda.terminal.type("docker compose up -d")
    told = nagasaki.terminal.type("docker compose run --rm -T renew orderer.nagasaki", code=1)
    assert "orderer.nagasaki cannot be renewed from here" in told
