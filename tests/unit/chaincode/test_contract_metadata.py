"""What GetMetadata tells, next to what the official Node runtime (fabric-shim 2.5.8) told of the same contract in TypeScript.

`node_metadata.json` is that runtime's output for two contracts: `assets` with decorators, and `plain` without.
"""

import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from genpon_chaincode.contractapi import Context, ContractChaincode, SmartContract, query, transaction
from tests.support.recorded_calls import RecordedCalls, stub_of

NODE = json.loads(Path(__file__).with_name("node_metadata.json").read_bytes())
SYSTEM = "org.hyperledger.fabric"


class Asset(BaseModel):
    id: str
    value: float
    sold: bool
    tags: list[str]


class Assets(SmartContract):
    """Keeps assets."""

    name = "assets"
    title = "Assets"
    version = "1.0.0"

    @transaction
    def create(self, context: Context, id: str, value: float, sold: bool) -> None: ...  # noqa: A002 - as the other runtime's contract has it

    @transaction
    def put(self, context: Context, asset: Annotated[Asset, Field(description="the asset")]) -> None: ...

    @query
    def read(self, context: Context, id: str) -> Asset: ...  # noqa: A002

    @query
    def all(self, context: Context, ids: list[str]) -> list[Asset]: ...

    @query
    def hello(self, context: Context) -> str: ...


def _metadata(*contracts: SmartContract, **options: Any) -> Any:
    chaincode = ContractChaincode(contracts, **options)
    response = chaincode.invoke(stub_of(RecordedCalls(), f"{SYSTEM}:GetMetadata".encode()))
    assert response.status == 200
    return json.loads(response.payload)


def test_it_has_the_node_runtimes_shape() -> None:
    own = _metadata(Assets(), title="assets-chaincode", version="1.2.3")
    assert {name: own[name] for name in ("$schema", "info")} == {name: NODE[name] for name in ("$schema", "info")}
    contract, expected = own["contracts"]["assets"], NODE["contracts"]["assets"]
    assert contract["contractInstance"] == expected["contractInstance"]
    assert contract["info"] == {"title": "Assets", "version": "1.0.0", "description": "Keeps assets."}
    assert {name: contract["info"][name] for name in ("title", "version")} == {
        name: expected["info"][name] for name in ("title", "version")
    }
    by_name = {function["name"]: function for function in expected["transactions"]}
    assert {function["name"]: function for function in contract["transactions"]} == by_name
    assert set(own["contracts"]) == {"assets", SYSTEM}
    assert [function["name"] for function in own["contracts"][SYSTEM]["transactions"]] == ["GetMetadata"]
    schema, theirs = own["components"]["schemas"]["Asset"], NODE["components"]["schemas"]["Asset"]
    assert schema.pop("required") == ["id", "value", "sold", "tags"]
    assert schema == theirs


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Box:
    colour: Colour
    inner: "Box | None" = None


class Kinds(SmartContract):
    @transaction(name="PutAll")
    def put_all(  # noqa: PLR0917 - a function's arguments have an order
        self,
        context: Context,
        data: bytes,
        number: Annotated[int, Field(ge=1)],
        colour: Colour,
        box: Box,
        note: str | None,
        kind: Literal["a"] = "a",
    ) -> bytes: ...


def test_every_kind_of_type() -> None:
    own = _metadata(Kinds())
    (function,) = own["contracts"]["Kinds"]["transactions"]
    schemas = {parameter["name"]: parameter["schema"] for parameter in function["parameters"]}
    assert function["name"] == "PutAll"
    assert schemas == {
        "data": {"type": "string", "format": "binary"},
        "number": {"type": "integer", "minimum": 1},
        "colour": {"$ref": "#/components/schemas/Colour"},
        "box": {"$ref": "#/components/schemas/Box"},
        "note": {"type": "string"},
        "kind": {"type": "string", "enum": ["a"]},
    }
    assert function["returns"] == {"type": "string", "format": "binary"}
    assert own["components"]["schemas"] == {
        "Colour": {"$id": "Colour", "type": "string", "enum": ["red", "blue"]},
        "Box": {
            "$id": "Box",
            "type": "object",
            "properties": {
                "colour": {"$ref": "#/components/schemas/Colour"},
                "inner": {"$ref": "#/components/schemas/Box", "default": None},
            },
            "required": ["colour"],
        },
    }


def test_a_contract_without_a_docstring_has_no_description() -> None:
    class Plain(SmartContract):
        @query
        def hello(self, context: Context) -> str: ...

    assert _metadata(Plain())["contracts"]["Plain"]["info"] == {"title": "", "version": ""}
