"""Examples of the Gateway client, from docstrings and guides, run against a ledger.

They may name its channel `mychannel`, its chaincode `basic`, the gateway `localhost:7051`, and two organisations.
"""

import ast
import asyncio
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc

import genpon.gateway
from genpon.gateway import Identity, PrivateKeySigner, Tls, aio, connect
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger
from tests.support.documents import BLOCK
from tests.support.fixture_service import FixtureService

CHANNEL, CHAINCODE = "mychannel", "basic"
ORG1, ORG2 = "Org1MSP", "Org2MSP"
PORT = ":7051"


def example_of(documented: Any) -> str:
    """The Python block in a docstring; empty if there is none."""
    text = inspect.getdoc(documented) or ""
    found = BLOCK.search(textwrap.dedent(text.partition("Example:")[2]))
    return found["text"] if found else ""


@dataclass(frozen=True)
class ExampleLedger:
    """A ledger that examples run against."""

    ledger: EmbeddedLedger
    folder: Path

    def run(self, example: str, *, asynchronous: bool = False) -> None:
        """Runs an example with all that it may name."""
        code = compile(self._here(example), "example", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        with connect(self._endpoint.endpoint, **self.options) as gateway:
            gateway.get_network(CHANNEL).get_contract(CHAINCODE).submit_transaction("put", "color", "blue")
            if asynchronous:
                asyncio.run(self._run_with_asyncio(code))
            else:
                exec(code, self._names_for(gateway, genpon.gateway))  # noqa: S102 - the project's own examples

    def run_guide(self, program: str) -> None:
        """Runs a guide's program in the current folder, in which the files are that it reads."""
        member = self.ledger.identity(self._names[0])
        files = {
            "client/certificate.pem": member.certificate_pem,
            "client/key.pem": member.private_key_pem,
            "tls-ca.pem": self._endpoint.tls_ca_pem.encode(),
        }
        for name, content in files.items():
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_bytes(content)
        names: dict[str, Any] = {}
        try:
            exec(self._here(program), names)  # noqa: S102 - the project's own guide
        finally:
            names["gateway"].close()

    @property
    def options(self) -> dict[str, Any]:
        member = self.ledger.identity(self._names[0])
        tls = Tls(self._endpoint.tls_ca_pem.encode())
        identity = Identity(self._names[0], member.certificate_pem)
        return {"identity": identity, "signer": PrivateKeySigner(member.private_key), "tls": tls}

    async def _run_with_asyncio(self, code: Any) -> None:
        async with aio.connect(self._endpoint.endpoint, **self.options) as gateway:
            outcome = eval(code, self._names_for(gateway, aio))  # noqa: S307 - the project's own examples
            if inspect.isawaitable(outcome):
                await outcome

    def _names_for(self, gateway: Any, package: Any) -> dict[str, Any]:
        member = self.ledger.identity(self._names[0])
        network = gateway.get_network(CHANNEL)
        return {
            **vars(genpon.gateway),
            **vars(package),
            **self.options,
            "asyncio": asyncio,
            "grpc": grpc,
            "ca_pem": self._endpoint.tls_ca_pem.encode(),
            "certificate_pem": member.certificate_pem,
            "private_key_pem": member.private_key_pem,
            "gateway": gateway,
            "network": network,
            "contract": network.get_contract(CHAINCODE),
            "trouble": network.get_contract(CHAINCODE, "trouble"),
            "folder": self.folder,
        }

    def _here(self, text: str) -> str:
        """A text with the places of this ledger."""
        return text.replace(PORT, f":{self._port}").replace(ORG1, self._names[0]).replace(ORG2, self._names[1])

    @property
    def _names(self) -> tuple[str, str]:
        return DEFAULT_ORGANISATIONS[0].msp_id, DEFAULT_ORGANISATIONS[1].msp_id

    @property
    def _endpoint(self) -> Any:
        return self.ledger.profile(self._names[0]).gateway()

    @property
    def _port(self) -> str:
        return str(self._endpoint.endpoint).rpartition(":")[2]


@contextmanager
def example_ledger(folder: Path) -> Iterator[ExampleLedger]:
    """Starts the ledger."""
    with ExitStack() as stack:
        services = {spec.msp_id: FixtureService(spec.msp_id, f"{CHAINCODE}:1") for spec in DEFAULT_ORGANISATIONS}
        for service in services.values():
            stack.callback(service.stop)
        address: Callable[[str], str] = lambda msp_id: services[msp_id].address  # noqa: E731
        ledger = EmbeddedLedger(
            DEFAULT_ORGANISATIONS,
            chaincode_for=address,
            channel=CHANNEL,
            chaincode_name=CHAINCODE,
            threshold=2,
            directory=folder,
            batch_timeout=0.01,
        )
        yield ExampleLedger(stack.enter_context(ledger), folder)
