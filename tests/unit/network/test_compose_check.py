"""What is told of a machine whose engine cannot run the network: an engine in a script says what a real one was seen to say."""

import os
import socket
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from genpon_network.compose.room import check_memory, needed_memory
from genpon_network.errors import NetworkError
from genpon_network.native.ports import free_block
from genpon_network.topology import Layout, Placement, default_consortium

COMMAND = [str(Path(sys.executable).with_name("genpon-network")), "compose", "--check"]
WELL = {
    "version": "echo 28.2.2",
    "compose": "echo 2.39.4",
    "info": "echo 8589934592",
    "ps": "true",
    "image": "true",
    "manifest": "echo 'no such manifest: docker.io/hyperledger/fabric-peer:9.9.9' >&2; exit 1",
}
"""What the engine's commands do where all is well."""
DENIED = (
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "
    '"http://%2Fvar%2Frun%2Fdocker.sock/v1.50/version": dial unix /var/run/docker.sock: connect: permission denied'
)
SILENT = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"


@dataclass(frozen=True)
class Machine:
    """A search path with an engine's command."""

    folder: Path
    base_port: int

    def install(self, name: str, **commands: str) -> None:
        cases = "\n".join(f"{command}) {does} ;;" for command, does in commands.items())
        (self.folder / name).write_text(f'#!/bin/sh\ncase "$1" in\n{cases}\n*) exit 125 ;;\nesac\n')
        (self.folder / name).chmod(stat.S_IRWXU)

    def check(self, *arguments: str) -> tuple[int, list[str]]:
        environment = {**os.environ, "PATH": str(self.folder)}
        command = [*COMMAND, "--base-port", str(self.base_port), *arguments]
        ran = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert ran.stdout == ""
        return ran.returncode, ran.stderr.splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path, free_block(80))
    machine.install("docker", **WELL)
    return machine


def test_a_machine_on_which_all_is_well(machine: Machine) -> None:
    assert machine.check() == (0, ["this machine's container engine can run it"])


def test_no_engine(machine: Machine) -> None:
    (machine.folder / "docker").unlink()

    assert machine.check() == (3, ["there is no docker command; install Docker Engine with its compose plugin"])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (DENIED, "the container engine does not let this user in; add the user to the group docker and log in again"),
        (SILENT, f"the container engine does not answer ({SILENT}); start it, such as with systemctl start docker"),
    ],
)
def test_an_engine_that_does_not_answer(machine: Machine, said: str, told: str) -> None:
    machine.install("docker", **WELL | {"version": f"echo '{said}' >&2; exit 1"})

    assert machine.check() == (3, [told])


@pytest.mark.parametrize(
    ("changed", "older", "told"),
    [
        ({"compose": "exit 1"}, None, "there is neither docker compose nor docker-compose; install the compose plugin"),
        ({"compose": "exit 1"}, "1.25.0", "docker-compose 1.25.0 is too old; install the compose plugin, or docker-compose 1.29"),
        ({"info": "echo 536870912"}, None, "the engine has 512 MB of memory, the network needs 1240 at rest"),
        (
            {"image": 'case "$3" in hyperledger/*) exit 1 ;; esac'},
            None,
            "image hyperledger/fabric-ca:1.5.15 is neither here nor at a registry that can be reached",
        ),
    ],
    ids=["no compose", "an old compose", "little memory", "no image"],
)
def test_what_is_wrong_is_told_in_a_line(machine: Machine, changed: dict[str, str], older: str | None, told: str) -> None:
    machine.install("docker", **WELL | changed)
    if older is not None:
        machine.install("docker-compose", version=f"echo {older}")

    code, lines = machine.check()

    assert code == 1
    assert lines[0].startswith(told)


def test_the_older_compose_will_do(machine: Machine) -> None:
    machine.install("docker", **WELL | {"compose": "exit 1"})
    machine.install("docker-compose", version="echo 1.29.2")

    assert machine.check()[0] == 0


def test_a_port_that_is_taken(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", machine.base_port + 24)):
        code, lines = machine.check()

    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith(f"peer0.kawaguchi cannot listen on 127.0.0.1:{machine.base_port + 24} (Address already in use, by process")


def test_a_port_that_the_network_itself_has_published(machine: Machine) -> None:
    port = machine.base_port + 24
    machine.install("docker", **WELL | {"ps": f"echo 'peer0.kawaguchi 0.0.0.0:{port}->{port}/tcp, :::{port}->{port}/tcp'"})
    with socket.create_server(("127.0.0.1", port)):
        assert machine.check()[0] == 0


@pytest.mark.parametrize("project", [True, False], ids=["in the project's folder", "elsewhere"])
def test_an_image_that_compose_builds_or_somebody_must(machine: Machine, project: bool) -> None:
    if project:
        (machine.folder / "chaincode").mkdir()
        (machine.folder / "chaincode" / "Dockerfile").touch()
    machine.install("docker", **WELL | {"image": 'case "$3" in genpon:*|python:*) exit 1 ;; esac'})

    code, lines = machine.check()

    assert (code, len(lines)) == (1, 1)
    if project:
        assert lines[0].startswith("image python:3.12-slim is neither here nor at a registry that can be reached")
    else:
        assert lines[0].startswith("image genpon:")
        assert "build it in the project's folder: docker build -f chaincode/Dockerfile" in lines[0]


def test_a_host_of_its_own_never_builds(machine: Machine, tmp_path: Path) -> None:
    machine.install("docker", **WELL | {"image": "exit 1", "manifest": "true"})
    text = """
name: {ja: 一市, en: One city}
consensus: raft
municipalities:
  - {name: toda, title: {ja: 戸田市, en: Toda}, msp_id: TodaMSP, code: "112241", domain: toda.example, orderer: true, host: toda.example}
"""
    (tmp_path / "one.yaml").write_text(text)

    code, lines = machine.check("--consortium", str(tmp_path / "one.yaml"), "--municipality", "toda")

    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("image genpon:")


def test_memory_is_looked_at_before_keys_are_made(tmp_path: Path) -> None:
    layout, own = Layout.of(default_consortium(), Placement.CONTAINERS), default_consortium().municipalities
    needed = needed_memory(layout, own)
    for free, refused in ((needed, False), (needed - 1, True)):
        (tmp_path / "meminfo").write_text(f"MemTotal: 99999999 kB\nMemAvailable: {free << 10} kB\n")
        if refused:
            with pytest.raises(NetworkError, match=f"only {free} MB of memory are free, 4 municipalities need {needed} at rest"):
                check_memory(layout, own, source=tmp_path / "meminfo")
        else:
            check_memory(layout, own, source=tmp_path / "meminfo")
