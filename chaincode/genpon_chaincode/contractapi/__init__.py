"""Contracts as classes, over the chaincode runtime; no domain in it.

```python
class Assets(SmartContract):
    name = "assets"

    @transaction
    def create(self, context: Context, key: str, value: int) -> None:
        context.stub.put_state(key, str(value).encode())

    @query
    def read(self, context: Context, key: str) -> int:
        return int(context.stub.get_state(key))

chaincode = ContractChaincode([Assets()])
```

Arguments: `bytes` are taken as they are; text (`str`, and enumerations and literals of text) as UTF-8; everything else, such as numbers,
models, dataclasses and lists, as JSON. An empty argument of an optional parameter is None, and those at the end that have defaults may be
left out.
"""

from genpon_chaincode.contractapi.chaincode import ContractChaincode
from genpon_chaincode.contractapi.context import Context
from genpon_chaincode.contractapi.contract import SmartContract, query, transaction
from genpon_chaincode.contractapi.errors import BAD_REQUEST, CONFLICT, FORBIDDEN, NOT_FOUND, ChaincodeError

__all__ = [
    "BAD_REQUEST",
    "CONFLICT",
    "FORBIDDEN",
    "NOT_FOUND",
    "ChaincodeError",
    "Context",
    "ContractChaincode",
    "SmartContract",
    "query",
    "transaction",
]
