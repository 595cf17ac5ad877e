"""A chaincode that can do all sorts of things, on the runtime, behind an embedded ledger."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from genpon.gateway import Contract, Identity, PrivateKeySigner, Tls, connect
from genpon_chaincode.contractapi import ChaincodeError, Context, ContractChaincode, SmartContract, query, transaction
from genpon_chaincode.shim import ChaincodeServer
from genpon_network.embedded import EmbeddedLedger
from genpon_network.testing import LedgerFactory

ORGANISATION = "NagasakiMSP"
SECRET = "秘密-0f5c2a"
DEADLINE = 0.5


class Point(BaseModel, extra="forbid"):
    """A structured argument."""

    x: int
    kind: Literal["a", "b"]


class Things(SmartContract):
    """Functions that behave, and functions that do not."""

    name = "things"
    released = threading.Event()
    never = threading.Event()

    @transaction
    def put(self, context: Context, key: str, value: bytes) -> None:
        context.stub.put_state(key, value)

    @query
    def get(self, context: Context, key: str) -> bytes:
        return context.stub.get_state(key)

    @query
    def rows(self, context: Context, start: str, end: str) -> list[str]:
        return [row.key for row in context.stub.get_state_by_range(start, end)]

    @query
    def page(self, context: Context, size: int, bookmark: str) -> dict[str, Any]:
        with context.stub.get_state_by_range_with_pagination("page-", "page-~", size, bookmark) as rows:
            return {"keys": [row.key for row in rows], "bookmark": rows.bookmark}

    @transaction
    def typed(self, context: Context, number: int, flag: bool, point: Point, items: list[int]) -> dict[str, Any]:
        del context
        return {"sum": number + sum(items) + point.x, "flag": flag}

    @transaction
    def echo(self, context: Context, data: bytes) -> bytes:
        del context
        return data

    @query
    def writes_in_a_query(self, context: Context) -> None:
        context.stub.put_state("never", b"1")

    @transaction
    def refuses(self, context: Context) -> None:
        context.stub.put_state("refused", b"1")
        raise ChaincodeError(409, "thing.refused", {"field": "key"})

    @transaction
    def raises(self, context: Context, secret: str) -> None:
        context.stub.put_state("raised", secret.encode())
        raise RuntimeError(secret)

    @transaction
    def exits(self, context: Context) -> None:
        del context
        raise SystemExit(1)

    @query
    def slow(self, context: Context) -> str:
        del context
        self.never.wait(DEADLINE / 4)
        return "done"

    @transaction
    def returns_object(self, context: Context) -> object:
        del context
        return object()

    @transaction
    def hangs(self, context: Context) -> None:
        self.released.wait(30)
        context.stub.put_state("after-deadline", b"1")

    @transaction
    def empty_key(self, context: Context, key: str) -> None:
        context.stub.put_state(key, b"1")

    @query
    def who(self, context: Context) -> str:
        client = context.client_identity
        return f"{client.msp_id} {client.certificate.subject.rfc4514_string()}"

    @query
    def transient(self, context: Context) -> str:
        return json.dumps(sorted(context.stub.transient))


Call = Callable[..., bytes]


@pytest.fixture(scope="module")
def ledger(embedded_ledger: LedgerFactory) -> Iterator[EmbeddedLedger]:
    servers: dict[str, ChaincodeServer] = {}

    def address(msp_id: str) -> str:
        if msp_id not in servers:
            servers[msp_id] = ChaincodeServer(ContractChaincode([Things()]), package_id="things:1", deadline=DEADLINE)
            servers[msp_id].start()
        return servers[msp_id].address

    yield embedded_ledger(chaincode_for=address, batch_timeout=0.01)
    Things.released.set()
    for server in servers.values():
        server.stop(0)


@pytest.fixture(scope="module")
def contract(ledger: EmbeddedLedger) -> Iterator[Contract]:
    profile = ledger.profile(ORGANISATION)
    endpoint = profile.gateway()
    member = ledger.identity(ORGANISATION)
    with connect(
        endpoint.endpoint,
        identity=Identity(ORGANISATION, member.certificate_pem),
        signer=PrivateKeySigner.from_pem(member.private_key_pem),
        tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
    ) as gateway:
        yield gateway.get_network(profile.channel).get_contract(profile.chaincode, "things")
