"""Two municipalities, each with a file and a network of its own, which know of each other by memberships and published ports."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from genpon.act_signers import KeySigner
from genpon.errors import GenponError
from genpon.ledger import Ledger
from genpon_network.compose.document import ComposeFile
from genpon_network.native.ports import free_block
from genpon_network.topology.describing import Description
from tests.support.containers import PREFIX, Project
from tests.support.engine import compose_commands, docker
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

    def take(self, name: str, membership: str) -> None:
        (self.folder / "memberships").mkdir(exist_ok=True)
        (self.folder / "memberships" / f"{name}.json").write_text(membership)

    def fetch(self, what: str) -> Path:
        place = f"{self.project.container(f'setup.{self.name}')}:/var/lib/genpon/{self.name}/network/{what}"
        docker("cp", place, str(self.folder / what))
        return self.folder / what


@pytest.fixture(scope="module")
def hosts(images: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Host]]:
    del images
    bridge = json.loads(docker("network", "inspect", "bridge"))[0]["IPAM"]["Config"][0]["Gateway"]
    text = TEXT.format(port=free_block(40), host=bridge)
    made = {}
    for name in CODES:
        file = tmp_path_factory.mktemp(name) / "docker-compose.yaml"
        file.write_text(ComposeFile.of(Description(text.encode(), "consortium.yaml"), name).text, encoding="utf-8")
        made[name] = Host(name, Project(compose_commands()[0], file, f"{PREFIX}{os.getpid()}-{name}"))
    try:
        yield made
    finally:
        for host in made.values():
            host.project.down("-v")


def test_a_network_of_two_hosts(hosts: dict[str, Host]) -> None:
    nagasaki, toda = hosts.values()
    memberships = {host.name: host.project.run("run", "--rm", "-T", "membership", errors=False) for host in hosts.values()}
    assert all("PRIVATE" not in membership for membership in memberships.values())

    # Alone it says whom it waits for, and has made nothing that is in the way later.
    assert "the memberships of toda are missing; get the files from them" in nagasaki.project.run("run", "--rm", "-T", "init", code=1)
    nagasaki.take("toda", memberships["nagasaki"].replace('"nagasaki"', '"sasebo"'))
    assert "sasebo's membership does not fit the consortium file" in nagasaki.project.run("run", "--rm", "-T", "init", code=1)

    for host in hosts.values():
        for name, membership in memberships.items():
            host.take(name, membership)
    starting = [threading.Thread(target=host.project.run, args=("up", "-d", "--no-build")) for host in hosts.values()]
    for thread in starting:
        thread.start()
    for thread in starting:
        thread.join()

    digests = {host.project.logs("init").strip().rpartition(" ")[2] for host in hosts.values()}
    assert len(digests) == 1
    keys = {host.name: host.fetch("administrators") / CODES[host.name] / "administrator-1.pem" for host in hosts.values()}
    with _connected(nagasaki, keys) as first, _connected(toda, keys) as second:
        first.registry.establish()
        first.registry.accept()
        eventually(second.registry.accept, GenponError)
        assert eventually(lambda: second.registry.charter().active, GenponError)


def _connected(host: Host, keys: dict[str, Path]) -> Ledger:
    profile = host.fetch("access") / "profile.json"
    return Ledger.connect(profile, signer=KeySigner.from_pem(keys[host.name]), outbox=host.folder / "outbox")
