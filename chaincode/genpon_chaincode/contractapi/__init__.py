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
"""

from genpon_chaincode.contractapi.chaincode import ContractChaincode
from genpon_chaincode.contractapi.context import Context
from genpon_chaincode.contractapi.contract import SmartContract, query, transaction
from genpon_chaincode.contractapi.errors import ChaincodeError

__all__ = ["ChaincodeError", "Context", "ContractChaincode", "SmartContract", "query", "transaction"]
