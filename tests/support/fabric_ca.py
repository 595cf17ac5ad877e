"""A real Fabric CA server for tests, with the authorities `ca` and `tlsca` of one organisation."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from genpon_network.errors import UnreachableError
from genpon_network.native.ports import free_block
from genpon_network.pki import Enrolment, OrganisationAuthority
from genpon_network.pki.fabric_ca import FabricCa
from genpon_network.pki.fabric_ca.authority import FabricAuthority, KnownAuthority
from genpon_network.pki.fabric_ca.home import CaHome, Listening
from genpon_network.pki.fabric_ca.opening import fabric_authorities
from genpon_network.tools import require_ca_server
from tests.support.waiting import eventually

HOST = "127.0.0.1"


@dataclass
class RealCa:
    """A server in a directory of its own.

    Attributes:
        organisation: its authorities' keys, for what no server would do.
        home: its home directory.
        port: where it answers.
        members: the authority that enrols members.
        tls: the one that issues TLS certificates.
    """

    organisation: OrganisationAuthority
    home: CaHome
    port: int
    members: FabricAuthority
    tls: FabricAuthority
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def client(self) -> FabricCa:
        """The bare client of the members' authority."""
        return self.members.ca

    @property
    def registrar(self) -> Enrolment:
        """The registrar of the members' authority."""
        return self.members.registrar.enrolment()

    @property
    def known(self) -> KnownAuthority:
        """The members' authority as anybody knows it."""
        return KnownAuthority(self.client, self.members.certificate_pem)

    @property
    def log(self) -> Path:
        return self.home.directory.with_suffix(".log")

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [str(require_ca_server(os.environ).binary), "start", "--home", str(self.home.directory)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, umask=0o077)
        eventually(self._answers, UnreachableError)

    def _answers(self) -> None:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-2000:]
        self.client.info()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def real_ca(directory: Path, domain: str = "toda.example") -> Iterator[RealCa]:
    """A running server; it ends with the block."""
    organisation = OrganisationAuthority.create(msp_id="TodaMSP", domain=domain, now=datetime.now(UTC))
    port = free_block(2)
    home = CaHome(directory / "home")
    home.make(organisation, "ca.toda", Listening(HOST, port, port + 1, [HOST, "localhost"]))
    opened = fabric_authorities(home, HOST, port, directory / "registrars", domain)
    assert isinstance(opened.members, FabricAuthority)
    assert isinstance(opened.tls, FabricAuthority)
    server = RealCa(organisation, home, port, opened.members, opened.tls)
    try:
        server.start()
        yield server
    finally:
        server.kill()
