"""What `org.hyperledger.fabric:GetMetadata` tells: every contract's functions with JSON Schema, in the shape of the other runtimes."""

import inspect
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import TypeAdapter

from genpon_chaincode.contractapi.context import Context
from genpon_chaincode.contractapi.contract import SmartContract, Transaction, query

SCHEMA = "https://hyperledger.github.io/fabric-chaincode-node/main/api/contract-schema.json"
_REFERENCE = "#/components/schemas/{model}"
_TAGS = {True: ["EVALUATE"], False: ["SUBMIT", "submitTx"]}
_Key = tuple[str, str, int]
_Mode = Literal["validation", "serialization"]
_RESULT = -1


class MetadataContract(SmartContract):
    """The contract that describes the others.

    Args:
        contracts: the others; the first is the default.
        title: the chaincode's title.
        version: its version.
    """

    name = "org.hyperledger.fabric"

    def __init__(self, contracts: Sequence[SmartContract], *, title: str, version: str) -> None:
        schemas, components = _schemas([*contracts, self])
        self._metadata = {
            "$schema": SCHEMA,
            "info": {"title": title, "version": version},
            "contracts": {contract.name: _contract(contract, schemas) for contract in (*contracts, self)},
            "components": {"schemas": components},
        }
        self._metadata["contracts"][contracts[0].name]["contractInstance"]["default"] = True  # type: ignore[index]

    @query(name="GetMetadata")
    def get_metadata(self, context: Context) -> dict[str, Any]:
        """The description of all functions."""
        del context
        return self._metadata


def _schemas(contracts: Sequence[SmartContract]) -> tuple[dict[_Key, Any], dict[str, Any]]:
    inputs: list[tuple[_Key, _Mode, TypeAdapter[Any]]] = []
    for contract in contracts:
        for name, function in contract.transactions.items():
            for number, parameter in enumerate(function.signature.parameters):
                inputs.append(((contract.name, name, number), "validation", parameter.adapter))
            if function.signature.result.adapter is not None:
                inputs.append(((contract.name, name, _RESULT), "validation", function.signature.result.adapter))
    found, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REFERENCE)
    components = {name: {"$id": name} | _plain(schema) for name, schema in definitions.get("$defs", {}).items()}
    return {key: _plain(schema) for (key, _), schema in found.items()}, components


def _contract(contract: SmartContract, schemas: dict[_Key, Any]) -> dict[str, Any]:
    info = {"title": contract.title, "version": contract.version}
    # Not what a contract without a docstring inherits, which is about contracts as such.
    description = inspect.cleandoc(vars(type(contract)).get("__doc__") or "")
    if description:
        info["description"] = description.splitlines()[0]
    return {
        "name": contract.name,
        "contractInstance": {"name": contract.name},
        "info": info,
        "transactions": [_transaction(contract.name, function, schemas) for function in contract.transactions.values()],
    }


def _transaction(contract: str, function: Transaction, schemas: dict[_Key, Any]) -> dict[str, Any]:
    parameters = []
    for number, parameter in enumerate(function.signature.parameters):
        schema = dict(schemas[contract, function.name, number])
        parameters.append({"name": parameter.name, "description": schema.pop("description", ""), "schema": schema})
    described: dict[str, Any] = {"name": function.name, "tag": _TAGS[function.read_only], "parameters": parameters}
    returned = schemas.get((contract, function.name, _RESULT))
    if returned is not None and returned != {"type": "null"}:
        described["returns"] = returned
    return described


def _plain(schema: Any) -> Any:
    """A schema with what Fabric's contract schema knows: an optional value is its type, a constant an enumeration of one."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    options = [option for option in schema.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        rest = {name: value for name, value in schema.items() if name != "anyOf"}
        return _plain(rest | options[0])
    plain = {name: _properties(value) if name == "properties" else _plain(value) for name, value in schema.items()}
    if isinstance(plain.get("title"), str):
        del plain["title"]
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    return plain


def _properties(properties: Any) -> Any:
    return {name: _plain(schema) for name, schema in properties.items()}
