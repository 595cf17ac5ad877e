"""Whether this machine's container engine can run a network, told before anything is started."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.native.ports import check_ports
from genpon_network.topology.layout import ANY, Port
from genpon_network.words import Message

OLDEST_COMPOSE = (1, 29)
"""The first that waits for services that end."""
ANSWER = 30.0
_VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")
_PUBLISHED = re.compile(r":(\d+)->")
_VERSION = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Checking:
    """What is looked at.

    Attributes:
        ports: what the services publish, as in the compose file.
        images: what must be here, or at a registry; names as in the compose file.
        own: the project's image, which no registry has.
        base: what compose builds it on where it is not here; None if compose cannot.
        needed_mb: the memory that the network takes at rest.
        environment: where the file's variables come from.
    """

    ports: Mapping[str, Sequence[str]]
    images: Sequence[str]
    own: str
    base: str | None
    needed_mb: int
    environment: Mapping[str, str]

    def problems(self) -> list[Message]:
        """What is wrong, a line each.

        Raises:
            UnreachableError: if there is no engine, or it does not answer this user.
        """
        self._check_engine()
        return [*self._compose(), *self._memory(), *self._ports(), *self._images()]

    def _check_engine(self) -> None:
        if shutil.which("docker", path=self.environment.get("PATH")) is None:
            raise UnreachableError("there is no docker command; install Docker Engine with its compose plugin")
        asked = self._docker("version", "--format", "{{.Server.Version}}")
        if asked.returncode == 0:
            return
        said = (asked.stderr.strip().splitlines() or [Message("it says nothing")])[-1]
        if "permission denied" in said.lower():
            raise UnreachableError("the container engine does not let this user in; add the user to the group docker and log in again")
        raise UnreachableError(
            "the container engine does not answer ({reason}); start it, such as with systemctl start docker", reason=said
        )

    def _compose(self) -> Iterator[Message]:
        for command in (["docker", "compose"], ["docker-compose"]):
            asked = self._run([*command, "version", "--short"])
            found = _VERSION.search(asked.stdout) if asked.returncode == 0 else None
            if found is None:
                continue
            if (int(found[1]), int(found[2])) < OLDEST_COMPOSE:
                yield Message(
                    "{command} {version} is too old; install the compose plugin, or docker-compose 1.29",
                    command=" ".join(command),
                    version=asked.stdout.strip(),
                )
            return
        yield Message("there is neither docker compose nor docker-compose; install the compose plugin")

    def _memory(self) -> Iterator[Message]:
        total = int(self._docker("info", "--format", "{{.MemTotal}}").stdout.strip() or 0) >> 20
        if total < self.needed_mb:
            yield Message(
                "the engine has {total} MB of memory, the network needs {needed} at rest; give it more, or use more machines",
                total=total,
                needed=self.needed_mb,
            )

    def _ports(self) -> Iterator[Message]:
        holders = self._holders()
        for service, published in self._published():
            if holders.get(published.number) != service:
                try:
                    check_ports([published])
                except NetworkError as error:
                    yield error.message

    def _published(self) -> Iterator[tuple[str, Port]]:
        for name, texts in self.ports.items():
            for text in texts:
                *host, number, _ = self._expanded(text).split(":")
                yield name, Port(host[0] if host else ANY, int(number), name, 0)

    def _holders(self) -> dict[int, str]:
        """The services of the containers that have published ports, by port."""
        listed = self._docker("ps", "--format", '{{.Label "com.docker.compose.service"}} {{.Ports}}').stdout
        services = (line.partition(" ") for line in listed.splitlines())
        return {int(port): service for service, _, ports in services for port in _PUBLISHED.findall(ports)}

    def _images(self) -> Iterator[Message]:
        wanted = set(map(self._expanded, self.images))
        own = self._expanded(self.own)
        if not self._is_here(own):
            if self.base is None:
                yield Message(
                    "image {image} is not here; build it in the project's folder: docker build -f chaincode/Dockerfile -t {image} .",
                    image=own,
                )
            else:
                wanted.add(self._expanded(self.base))
        for image in sorted(wanted):
            if not self._is_here(image) and self._docker("manifest", "inspect", image).returncode:
                yield Message(
                    "image {image} is neither here nor at a registry that can be reached; get it elsewhere with docker pull and "
                    "docker save, and bring it here with docker load",
                    image=image,
                )

    def _is_here(self, image: str) -> bool:
        return self._docker("image", "inspect", image).returncode == 0

    def _expanded(self, text: str) -> str:
        return _VARIABLE.sub(lambda found: self.environment.get(found[1]) or found[2], text)

    def _docker(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._run(["docker", *arguments])

    def _run(self, command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        program = shutil.which(command[0], path=self.environment.get("PATH"))
        if program is None:
            return subprocess.CompletedProcess(command, 127, "", "")
        try:
            return subprocess.run(
                [program, *command[1:]], env=dict(self.environment), capture_output=True, text=True, timeout=ANSWER, check=False
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "", Message("no answer within {seconds} seconds", seconds=round(ANSWER)))
