"""A chaincode made of contracts: finds the function, converts, calls, and turns the outcome into a response."""

from collections.abc import Sequence

from genpon_chaincode.contractapi.arguments import BAD_REQUEST, result_bytes
from genpon_chaincode.contractapi.context import Context
from genpon_chaincode.contractapi.contract import SmartContract, Transaction
from genpon_chaincode.contractapi.errors import ChaincodeError
from genpon_chaincode.shim import AttributeMissingError, ChaincodeStub, Response

FORBIDDEN = 403
_SEPARATOR = ":"


class ContractChaincode:
    """Routes `contract:function` to contracts; a name without a contract goes to the first."""

    def __init__(self, contracts: Sequence[SmartContract]) -> None:
        if not contracts:
            raise ValueError("a chaincode needs at least one contract")
        self._contracts = {contract.name: contract for contract in contracts}
        if len(self._contracts) != len(contracts):
            raise ValueError("two contracts have the same name")
        self._default = contracts[0].name

    def invoke(self, stub: ChaincodeStub) -> Response:
        """Executes one transaction; a refusal becomes a response, everything else is the runtime's to answer."""
        try:
            contract, transaction = self._find(stub)
            arguments = transaction.signature.convert(stub.parameters)
            stub.read_only = transaction.read_only
            result = transaction.function(contract, Context(stub), *arguments)
        except AttributeMissingError as error:
            return Response.refusal(FORBIDDEN, "client.attribute", {"attribute": error.attribute})
        except ChaincodeError as error:
            return Response(error.status, message=error.message())
        return Response(payload=result_bytes(result))

    def _find(self, stub: ChaincodeStub) -> tuple[SmartContract, Transaction]:
        try:
            called = stub.function
        except UnicodeDecodeError:
            raise ChaincodeError(BAD_REQUEST, "function.unknown") from None
        name, separator, function = called.rpartition(_SEPARATOR)
        contract = self._contracts.get(name if separator else self._default)
        transaction = contract.transactions.get(function) if contract is not None else None
        if contract is None or transaction is None:
            raise ChaincodeError(BAD_REQUEST, "function.unknown")
        return contract, transaction
