"""A chaincode made of contracts: finds the function, converts, calls, and turns the outcome into a response."""

import asyncio
import inspect
from collections.abc import Sequence
from typing import Any

from genpon_chaincode.contractapi.contract import SmartContract, Transaction
from genpon_chaincode.contractapi.errors import BAD_REQUEST, FORBIDDEN, ChaincodeError
from genpon_chaincode.contractapi.metadata import MetadataContract
from genpon_chaincode.contractapi.results import Result
from genpon_chaincode.shim import AttributeMissingError, ChaincodeStub, Response

_SEPARATOR = ":"


class ContractChaincode:
    """Routes `contract:function` to contracts; a name without a contract goes to the first.

    Every such chaincode has the contract `org.hyperledger.fabric` too, whose function `GetMetadata` describes all functions.

    Args:
        contracts: at least one, each of a name of its own.
        title: the chaincode's title in the metadata.
        version: its version there.

    Raises:
        ValueError: if there is no contract, or two have one name, or one has none that clients could call.
        TypeError: for what is no contract, such as a class of contracts.
    """

    def __init__(self, contracts: Sequence[SmartContract], *, title: str = "", version: str = "") -> None:
        if not contracts:
            raise ValueError("a chaincode needs at least one contract")
        if not isinstance(contracts, Sequence) or not all(isinstance(contract, SmartContract) for contract in contracts):
            raise TypeError("a chaincode is made of objects of contracts: ContractChaincode([Assets()])")
        for contract in contracts:
            if not contract.name or _SEPARATOR in contract.name:
                raise ValueError(f"{contract.name!r} is no contract's name, since clients call name{_SEPARATOR}function")
        everything = [*contracts, MetadataContract(contracts, title=title, version=version)]
        self._contracts = {contract.name: contract for contract in everything}
        if len(self._contracts) != len(everything):
            raise ValueError("two contracts have the same name")
        self._default = contracts[0].name

    def invoke(self, stub: ChaincodeStub) -> Response:
        """Executes one transaction; a refusal becomes a response, everything else is the runtime's to answer."""
        if stub.is_init and not stub.args:
            # A definition that requires initialisation can be satisfied with no function at all.
            return Response()
        try:
            return Response(payload=self._call(stub))
        except AttributeMissingError as error:
            return Response.refusal(FORBIDDEN, "client.attribute", {"attribute": error.attribute})
        except ChaincodeError as error:
            return Response(error.status, message=error.message())

    def _call(self, stub: ChaincodeStub) -> bytes:
        contract, transaction = self._find(stub.function)
        context = contract.create_context(stub)
        if transaction is None:
            return Result(None).to_bytes(_settled(contract.unknown_transaction(context)))
        arguments = transaction.signature.convert(stub.parameters)
        stub.read_only = transaction.read_only
        _settled(contract.before_transaction(context))
        function = transaction.function.__get__(contract)
        result = _settled(contract.around_transaction(context, function, arguments))
        _settled(contract.after_transaction(context, result))
        return transaction.signature.result.to_bytes(result)

    def _find(self, called: str) -> tuple[SmartContract, Transaction | None]:
        name, separator, function = called.partition(_SEPARATOR)
        if not separator:
            name, function = "", called
        contract = self._contracts.get(name or self._default)
        if contract is None:
            raise ChaincodeError(BAD_REQUEST, "function.unknown")
        return contract, contract.transactions.get(function)


def _settled(value: Any) -> Any:
    """A value, awaited if it is to be. Each transaction has a thread, so an async function has an event loop of its own there."""
    return asyncio.run(value) if inspect.iscoroutine(value) else value
