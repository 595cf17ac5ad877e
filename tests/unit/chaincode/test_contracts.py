"""Contracts: routing, arguments, results, hooks, refusals, sync and async."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from genpon_chaincode.contractapi import ChaincodeError, Context, ContractChaincode, SmartContract, query, transaction
from genpon_chaincode.shim import ReadOnlyError, Response
from genpon_core.fabric.identities import SerializedIdentity
from genpon_network.x509_issuing import self_signed
from tests.support.recorded_calls import RecordedCalls, stub_of


class Colour(StrEnum):
    RED = "red"


class Level(Enum):
    LOW = 1


@dataclass(frozen=True)
class Box:
    colour: Colour
    numbers: list[int]


class Asset(BaseModel, extra="forbid"):
    id: str
    when: datetime | None = None
    box: Box | None = None


class Assets(SmartContract):
    """What the tests call."""

    @query
    def bytes_(self, _context: Context, value: bytes) -> bytes:
        return value

    @query
    def text(self, _context: Context, value: str) -> str:
        return value

    @query
    def short(self, _context: Context, value: Annotated[str, Field(max_length=2)]) -> str:
        return value

    @query
    def number(self, _context: Context, value: int) -> int:
        return value + 1

    @query
    def flag(self, _context: Context, value: bool) -> bool:
        return not value

    @query
    def colour(self, _context: Context, value: Colour) -> Colour:
        assert value is Colour.RED
        return value

    @query
    def level(self, _context: Context, value: Level) -> Level:
        assert value is Level.LOW
        return value

    @query
    def literal(self, _context: Context, value: Literal["a", "b"]) -> str:
        return value

    @query
    def box(self, _context: Context, value: Box) -> Box:
        assert isinstance(value, Box)
        return value

    @query
    def model(self, _context: Context, value: Asset) -> Asset:
        assert isinstance(value, Asset)
        return value

    @query
    def anything(self, _context: Context, value: dict[str, Any]) -> dict[str, Any]:
        return value

    @query
    def list_(self, _context: Context, value: list[Asset]) -> list[str]:
        return [asset.id for asset in value]

    @query
    def optional(self, _context: Context, value: int | None, text: str | None, data: bytes | None) -> list[Any]:
        return [value, text, None if data is None else data.hex()]

    @query
    def default(self, _context: Context, value: int, more: int = 5) -> int:
        return value + more

    @query
    def nothing(self, context: Context) -> None: ...

    @query
    def untyped(self, _context: Context, value: str):  # type: ignore[no-untyped-def]
        return {"b": value, "a": 1}

    @query(name="ReadAsset")
    def read_asset(self, _context: Context) -> str:
        return "read"

    @query
    async def slowly(self, _context: Context, value: int) -> int:
        return value

    @query
    def writes(self, context: Context) -> None:
        context.stub.put_state("k", b"v")


class Other(SmartContract):
    name = "other"

    @transaction
    def put(self, context: Context) -> None:
        context.stub.put_state("k", b"v")

    @transaction
    def wrong(self, _context: Context, kind: str) -> int:
        return {"text": "1", "none": None, "float": 1.5}[kind]  # type: ignore[return-value]

    @transaction
    def formless(self, _context: Context, kind: str) -> Any:
        return {"object": object(), "set": {1, 2}, "nan": float("nan"), "inner": [{"a": {b"x"}}], "bytes": [b"x"]}[kind]

    @transaction
    def refuses(self, _context: Context, status: int) -> None:
        raise ChaincodeError(status, "asset.no", {"id": "7"})

    @transaction
    def asserts(self, context: Context) -> None:
        context.client_identity.assert_attribute_value("role", "auditor")


CHAINCODE = ContractChaincode([Assets(), Other()])


def call(*arguments: bytes | str, chaincode: ContractChaincode = CHAINCODE, **options: Any) -> Response:
    encoded = [argument.encode() if isinstance(argument, str) else argument for argument in arguments]
    return chaincode.invoke(stub_of(RecordedCalls(), *encoded, **options))


def refusal(response: Response) -> tuple[int, str, dict[str, Any]]:
    body = json.loads(response.message)
    return response.status, body["code"], body["parameters"]


@pytest.mark.parametrize(
    ("arguments", "payload"),
    [
        (("bytes_", b"\xff\x00"), b"\xff\x00"),
        (("bytes_", b""), b""),
        (("text", "長崎"), "長崎".encode()),
        (("text", ""), b""),
        (("text", '"quoted"'), b'"quoted"'),
        (("short", "ab"), b"ab"),
        (("number", "41"), b"42"),
        (("number", str(-(10**30))), str(1 - 10**30).encode()),
        (("flag", "true"), b"false"),
        (("colour", "red"), b"red"),
        (("level", "1"), b"1"),
        (("literal", "b"), b"b"),
        (("box", '{"numbers":[1],"colour":"red"}'), b'{"colour":"red","numbers":[1]}'),
        (
            ("model", '{"id":"長","when":"2026-04-01T00:00:00Z","box":{"colour":"red","numbers":[]}}'),
            '{"box":{"colour":"red","numbers":[]},"id":"長","when":"2026-04-01T00:00:00Z"}'.encode(),
        ),
        (("list_", '[{"id":"a"},{"id":"b"}]'), b'["a","b"]'),
        (("anything", '{"a":"NaN"}'), b'{"a":"NaN"}'),
        (("optional", "", "", ""), b"[null,null,null]"),
        (("optional", "null", "null", b"\xff"), b'[null,"null","ff"]'),
        (("default", "1"), b"6"),
        (("default", "1", "1"), b"2"),
        (("nothing",), b""),
        (("untyped", "x"), b'{"a":1,"b":"x"}'),
        (("ReadAsset",), b"read"),
        (("slowly", "3"), b"3"),
    ],
)
def test_arguments_and_results(arguments: tuple[bytes | str, ...], payload: bytes) -> None:
    assert call(*arguments) == Response(payload=payload)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("text", b"\xff"), "argument.type"),
        (("short", "abc"), "argument.type"),
        (("number", "1.0"), "argument.type"),
        (("number", "true"), "argument.type"),
        (("number", '"1"'), "argument.type"),
        (("number", " "), "argument.type"),
        (("number", ""), "argument.type"),
        (("number", "NaN"), "argument.type"),
        (("number", "1" * 5000), "argument.type"),
        (("flag", "1"), "argument.type"),
        (("flag", "True"), "argument.type"),
        (("colour", "RED"), "argument.type"),
        (("colour", '"red"'), "argument.type"),
        (("level", "2"), "argument.type"),
        (("literal", "c"), "argument.type"),
        (("box", '{"colour":"red"}'), "argument.type"),
        (("box", '{"colour":"red","numbers":["1"]}'), "argument.type"),
        (("model", '{"id":"a","other":1}'), "argument.type"),
        (("model", '{"id":"\\ud800"}'), "argument.type"),
        (("model", "[" * 100_000), "argument.type"),
        (("list_", "{}"), "argument.type"),
        *((("anything", text), "argument.type") for text in ('{"a":NaN}', '{"a":[-Infinity]}', '{"a":')),
        (("text",), "argument.count"),
        (("text", "a", "b"), "argument.count"),
        (("default",), "argument.count"),
        (("default", "1", "2", "3"), "argument.count"),
    ],
)
def test_arguments_that_do_not_fit(arguments: tuple[bytes | str, ...], code: str) -> None:
    status, found, parameters = refusal(call(*arguments))
    assert (status, found) == (400, code)
    assert parameters == ({"parameter": "value"} if code == "argument.type" else parameters)


@pytest.mark.parametrize(
    ("function", "status"),
    [("text", 200), ("Assets:text", 200), (":text", 200), ("other:put", 400), ("Assets:Assets:text", 400), ("assets:text", 400)],
)
def test_routing(function: str, status: int) -> None:
    assert call(function, "a").status == status


@pytest.mark.parametrize("function", ["", ":", "other:", "none:put", "__init__", "transactions", "before_transaction", b"\xff"])
def test_what_is_no_function(function: str | bytes) -> None:
    assert refusal(call(function)) == (400, "function.unknown", {})


def test_an_initialisation_without_a_function_succeeds() -> None:
    stub = stub_of(RecordedCalls())
    assert CHAINCODE.invoke(stub).status == 400
    object.__setattr__(stub._invocation, "is_init", True)
    assert CHAINCODE.invoke(stub) == Response()


@pytest.mark.parametrize("kind", ["text", "none", "float"])
def test_a_result_that_is_not_of_its_type_is_a_fault(kind: str) -> None:
    with pytest.raises(TypeError, match="type hint"):
        call("other:wrong", kind)


@pytest.mark.parametrize("kind", ["object", "set", "nan", "inner", "bytes"])
def test_a_result_that_is_no_json_is_a_fault(kind: str) -> None:
    with pytest.raises((TypeError, ValueError), match=r"JSON|Out of range"):
        call("other:formless", kind)


def test_a_query_writes_nothing() -> None:
    with pytest.raises(ReadOnlyError):
        call("writes")
    assert call("other:put").status == 200


@pytest.mark.parametrize("status", [400, 403, 404, 409])
def test_a_refusal_has_a_status_a_code_and_parameters(status: int) -> None:
    assert refusal(call("other:refuses", str(status))) == (status, "asset.no", {"id": "7"})


def test_a_refusal_cannot_be_endorsed() -> None:
    for status in (200, 399, 600):
        with pytest.raises(ValueError, match="status"):
            call("other:refuses", str(status))


def test_a_client_without_the_attribute_is_refused() -> None:
    creator = SerializedIdentity("Org1MSP", self_signed("client", "a.example", datetime.now(UTC), timedelta(days=1)).certificate_pem)
    assert refusal(call("other:asserts", creator=creator.to_bytes())) == (403, "client.attribute", {"attribute": "role"})


def test_contracts_are_inherited() -> None:
    class Child(Assets):
        @query
        def text(self, _context: Context, value: str) -> str:
            return value * 2

    chaincode = ContractChaincode([Child()])
    assert [call(name, "a", chaincode=chaincode).payload for name in ("text", "Child:literal")] == [b"aa", b"a"]


def _no_hint(self: Any, context: Context, value) -> None:  # type: ignore[no-untyped-def]
    ...


def _keyword(self: Any, context: Context, *, value: int) -> None: ...


def _any_number(self: Any, context: Context, *values: int) -> None: ...


def _set(self: Any, context: Context, value: set[int]) -> None: ...


def _inner_set(self: Any, context: Context) -> list[dict[str, frozenset[str]]]: ...


class Formless:
    """No JSON."""


def _formless(self: Any, context: Context, value: Formless) -> None: ...


def _no_context(self: Any) -> None: ...


def _no_context_but_names(self: Any, *, value: int) -> None: ...


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (_no_hint, "needs a type hint"),
        (_keyword, "plain"),
        (_any_number, "plain"),
        (_set, "list"),
        (_inner_set, "list"),
        (_formless, "JSON"),
        (_no_context, "the contract and the context"),
        (_no_context_but_names, "the contract and the context"),
    ],
)
def test_what_cannot_be_a_transaction_is_found_when_the_class_is_made(function: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        type("Wrong", (SmartContract,), {"function": transaction(function)})


def test_what_belongs_to_the_contract_itself_is_no_transaction() -> None:
    for name in ("name", "before_transaction"):
        with pytest.raises(TypeError, match="cannot be a transaction"):
            type("Wrong", (SmartContract,), {name: query(name="other")(lambda _self, _context: None)})
    with pytest.raises(TypeError, match="cannot be a transaction"):
        type("Wrong", (SmartContract,), {"fixed": staticmethod(query(name="fixed")(lambda _context: None))})
    with pytest.raises(TypeError, match="objects of contracts"):
        ContractChaincode([Assets])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="objects of contracts"):
        ContractChaincode(Assets())  # type: ignore[arg-type]


def test_names_are_unique() -> None:
    with pytest.raises(ValueError, match="same name"):
        ContractChaincode([Assets(), Assets()])
    with pytest.raises(ValueError, match="at least one"):
        ContractChaincode([])
    with pytest.raises(TypeError, match="two functions are called a"):
        type("Twice", (SmartContract,), {name: query(name="a")(lambda _self, _context: None) for name in ("x", "y")})


@pytest.mark.parametrize("name", ["", "land:register"])
def test_a_contract_has_a_name_that_can_be_called(name: str) -> None:
    contract = Assets()
    contract.name = name  # type: ignore[misc]
    with pytest.raises(ValueError, match="is no contract's name"):
        ContractChaincode([contract])
