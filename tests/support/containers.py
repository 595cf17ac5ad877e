"""A network in containers for tests: what the engine says of it, and the ledger through the ports that it publishes."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from genpon.act_signers import KeySigner
from genpon_core.charters import Charter, read_charter
from genpon_network.errors import UnreachableError
from genpon_network.lifecycle.joins import ledger_height
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import Consortium, Layout
from tests.support.engine import docker
from tests.support.waiting import eventually, until

PREFIX = "genpon-test-"
"""What the projects of tests are called, followed by the pid of the run."""
PAUSE = 0.2
"""Each look at the engine starts a process."""
_LABEL = "com.docker.compose.project"
_KINDS = {"container": ["rm", "-f", "-v"], "volume": ["rm", "-f"], "network": ["rm"]}


@dataclass(frozen=True)
class Project:
    """A compose project.

    Attributes:
        command: the compose command.
        file: the compose file.
        name: the project's name.
    """

    command: tuple[str, ...]
    file: Path
    name: str

    def run(self, *arguments: str, code: int = 0, errors: bool = True) -> str:
        """What a compose command prints, on both streams or on the first one alone."""
        command = [*self.command, "-f", str(self.file), "-p", self.name, *arguments]
        # The older compose does not know its project's name by itself.
        environment = os.environ | {"COMPOSE_PROJECT_NAME": self.name}
        second = subprocess.STDOUT if errors else subprocess.PIPE
        ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=second, text=True, check=False)
        assert ran.returncode == code, f"{ran.stdout}{ran.stderr or ''}"[-4000:]
        return ran.stdout

    def down(self, *options: str) -> bool:
        """Takes everything down; False if the engine has kept a network by a mistake of its own."""
        try:
            self.run("--profile", "monitoring", "down", "-t", "10", *options)
        except AssertionError as error:
            # Engines before 23 sometimes miscount what is on a network that many containers leave at once, and keep it until they are
            # started again; the older compose then leaves the volumes too.
            if "has active endpoints" not in str(error) or self.containers():
                raise
            volumes = left_over("volume", self.name) if "-v" in options else []
            if volumes:
                docker("volume", "rm", *volumes)
            return False
        return True

    def containers(self) -> dict[str, dict[str, Any]]:
        """What the engine says of each container, by service."""
        ids = left_over("container", self.name)
        found = json.loads(docker("inspect", *ids)) if ids else []
        return {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in found}

    def container(self, service: str) -> str:
        """The id of a service's container."""
        return str(self.containers()[service]["Id"])

    def logs(self, service: str) -> str:
        """What a service has said."""
        ran = subprocess.run(["docker", "logs", self.container(service)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
        return ran.stdout.decode(errors="replace")

    def execute(self, service: str, *command: str) -> "subprocess.CompletedProcess[str]":
        """Runs a command in a service's container."""
        return subprocess.run(["docker", "exec", self.container(service), *command], capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class ContainerConsortium:
    """The ledger that runs in a project, as the host's clients see it; a `Consortium` for the suites of tests/ledger.

    Attributes:
        project: where it runs.
        description: of the network.
        folder: where its municipalities' files are copied to.
    """

    project: Project
    description: Consortium
    folder: Path

    def fetch(self) -> None:
        """Copies what the municipalities' volumes hold, as an operator does."""
        for municipality in self.description.municipalities:
            volume = f"{self.project.container(f'setup.{municipality.name}')}:/var/lib/genpon/{municipality.name}"
            docker("cp", volume, str(self.folder / municipality.name))

    @cached_property
    def charter(self) -> Charter:
        return read_charter(self._files(self.description.municipalities[0].name).charter.read_bytes())

    def profile(self, msp_id: str) -> Path:
        return self._files(self._name(msp_id)).access / "profile.json"

    def administrator(self, code: str, number: int = 1) -> KeySigner:
        (name,) = [municipality.name for municipality in self.description.municipalities if municipality.code == code]
        return KeySigner.from_pem(self._files(name).network / "administrators" / code / f"administrator-{number}.pem")

    def stop(self, msp_id: str) -> None:
        self.project.run("stop", "-t", "3", f"peer0.{self._name(msp_id)}")

    def start(self, msp_id: str) -> None:
        self.project.run("start", f"peer0.{self._name(msp_id)}")

    def heights(self) -> dict[str, int]:
        """How many blocks each peer has, asked at its published port once it answers there."""
        # The engine accepts connections before the peer itself listens.
        return eventually(self._heights, UnreachableError)

    def _heights(self) -> dict[str, int]:
        # Published ports have the numbers that plain processes would listen on.
        peers = Layout.of(self.description).peers
        with ExitStack() as stack:
            return {
                peer.name: ledger_height(
                    stack.enter_context(Administration(self._files(peer.municipality.name)).peer(peer)), self.description.channel
                )
                for peer in peers
            }

    def kill(self, service: str) -> None:
        """Kill -9 of a service's process, and waits until the engine has started it again."""
        state = self.project.containers()[service]["State"]
        os.kill(state["Pid"], signal.SIGKILL)
        until(lambda: self._is_back(service, state["StartedAt"]), pause=PAUSE)

    def _is_back(self, service: str, before: str) -> bool:
        state = self.project.containers()[service]["State"]
        return bool(state["Running"]) and state["StartedAt"] != before

    def settle(self) -> None:
        until(lambda: len(set(self.heights().values())) == 1, pause=PAUSE)

    def traces(self) -> Iterator[bytes]:
        """All that was logged, and the blocks of every peer and orderer."""
        for service, container in self.project.containers().items():
            yield self.project.logs(service).encode()
            if service.startswith(("peer", "orderer")):
                archive = subprocess.run(["docker", "cp", f"{container['Id']}:/var/hyperledger", "-"], capture_output=True, check=True)
                yield archive.stdout

    def _files(self, name: str) -> DataDirectory:
        return DataDirectory(self.folder / name)

    def _name(self, msp_id: str) -> str:
        (name,) = [municipality.name for municipality in self.description.municipalities if municipality.msp_id == msp_id]
        return name


def left_over(kind: str, project: str) -> list[str]:
    """Ids of the containers, volumes or networks of a project that are there."""
    listed = docker(kind, "ls", *(["-a"] if kind == "container" else []), "-q", "--filter", f"label={_LABEL}={project}")
    return listed.split()


def sweep() -> None:
    """Removes what runs of tests have left that were killed."""
    for project in _projects():
        pid = re.search(r"\d+", project.removeprefix(PREFIX))
        if pid and not psutil.pid_exists(int(pid[0])):
            for kind, command in _KINDS.items():
                ids = left_over(kind, project)
                if ids:
                    docker(kind, *command, *ids)


def _projects() -> set[str]:
    return {
        name
        for kind in _KINDS
        for name in docker(kind, "ls", *(["-a"] if kind == "container" else []), "--format", f'{{{{.Label "{_LABEL}"}}}}').split()
        if name.startswith(PREFIX)
    }
