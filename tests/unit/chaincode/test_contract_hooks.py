"""Hooks: before, around and after each function, and for those that a contract does not have; sync and async."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from genpon_chaincode.contractapi import ChaincodeError, Context, ContractChaincode, SmartContract, query, transaction
from genpon_chaincode.shim import ChaincodeStub, Response
from tests.support.recorded_calls import RecordedCalls, stub_of


def call(contract: SmartContract, *arguments: str) -> Response:
    return ContractChaincode([contract]).invoke(stub_of(RecordedCalls(), *(argument.encode() for argument in arguments)))


def refusal(response: Response) -> tuple[int, str]:
    return response.status, json.loads(response.message)["code"]


class Hooked(SmartContract):
    """Its hooks tell what they see."""

    def __init__(self, *, refuse_after: bool = False) -> None:
        self.seen: list[Any] = []
        self._refuse_after = refuse_after

    def before_transaction(self, context: Context) -> None:
        self.seen.append(("before", context.stub.function, context.stub.read_only))
        if context.stub.function == "forbidden":
            raise ChaincodeError(403, "not.you")

    def around_transaction(self, context: Context, function: Any, arguments: Sequence[Any]) -> Any:
        self.seen.append(("around", function.__name__, list(arguments)))
        result = super().around_transaction(context, function, arguments)
        self.seen.append("called")
        return result

    def after_transaction(self, _context: Context, result: Any) -> None:
        self.seen.append(("after", result))
        if self._refuse_after:
            raise ChaincodeError(409, "too.late")

    def unknown_transaction(self, context: Context) -> Any:
        self.seen.append("unknown")
        return f"no {context.stub.function}"

    @transaction
    def go(self, _context: Context, number: int) -> int:
        self.seen.append("go")
        return number

    @query
    def forbidden(self, _context: Context) -> None:
        self.seen.append("forbidden")


class AsyncHooked(Hooked):
    """The same, async."""

    async def before_transaction(self, context: Context) -> None:
        super().before_transaction(context)

    async def around_transaction(self, context: Context, function: Any, arguments: Sequence[Any]) -> Any:
        self.seen.append(("around", function.__name__, list(arguments)))
        result = await function(context, *arguments)
        self.seen.append("called")
        return result

    async def after_transaction(self, context: Context, result: Any) -> None:
        super().after_transaction(context, result)

    async def unknown_transaction(self, context: Context) -> Any:
        return super().unknown_transaction(context)

    @transaction
    async def go(self, _context: Context, number: int) -> int:
        self.seen.append("go")
        return number


@pytest.mark.parametrize("kind", [Hooked, AsyncHooked])
def test_hooks_in_their_order(kind: type[Hooked]) -> None:
    contract = kind()
    assert call(contract, "go", "7") == Response(payload=b"7")
    assert contract.seen == [("before", "go", False), ("around", "go", [7]), "go", "called", ("after", 7)]
    contract.seen.clear()
    assert refusal(call(contract, "go"))[1] == "argument.count"
    assert contract.seen == []
    assert refusal(call(contract, "forbidden")) == (403, "not.you")
    assert contract.seen == [("before", "forbidden", True)]
    contract.seen.clear()
    assert call(contract, "gone") == Response(payload=b"no gone")
    assert contract.seen == ["unknown"]


@pytest.mark.parametrize("kind", [Hooked, AsyncHooked])
def test_what_is_raised_after_a_function_is_the_outcome(kind: type[Hooked]) -> None:
    assert refusal(call(kind(refuse_after=True), "go", "7")) == (409, "too.late")


class Desk(Context):
    """A context with what its contract's functions share."""

    clerk = "nobody"

    @property
    def greeting(self) -> str:
        return f"{self.clerk} in {self.stub.channel_id}"


class Greeting(SmartContract):
    def create_context(self, stub: ChaincodeStub) -> Desk:
        return Desk(stub)

    def before_transaction(self, context: Desk) -> None:
        context.clerk = "u-17"

    def unknown_transaction(self, context: Desk) -> str:
        return context.greeting

    @query
    def greet(self, context: Desk) -> str:
        return context.greeting


@pytest.mark.parametrize(("function", "clerk"), [("greet", "u-17"), ("other", "nobody")])
def test_a_context_of_the_contracts_own(function: str, clerk: str) -> None:
    assert call(Greeting(), function).payload.decode().startswith(f"{clerk} in ")
