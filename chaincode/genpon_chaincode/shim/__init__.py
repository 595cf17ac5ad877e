"""Fabric's chaincode protocol in Python: chaincode as a service, with no domain in it.

```python
class Counter:
    def invoke(self, stub: ChaincodeStub) -> Response:
        count = int(stub.get_state("count") or b"0") + 1
        stub.put_state("count", str(count).encode())
        return Response(payload=str(count).encode())

server = ChaincodeServer(Counter(), package_id="counter:1f0c…", address="127.0.0.1:9999")
serve(server)
```
"""

from genpon_chaincode.shim.errors import DeadlineError, LedgerError, ShimError, StreamLostError
from genpon_chaincode.shim.keys import create_composite_key, split_composite_key
from genpon_chaincode.shim.response import ERROR_THRESHOLD, OK, Chaincode, Response
from genpon_chaincode.shim.rows import Modification, Row, Rows
from genpon_chaincode.shim.server import ChaincodeServer, serve
from genpon_chaincode.shim.stub import ChaincodeStub
from genpon_chaincode.shim.tls import TlsConfiguration

__all__ = [
    "ERROR_THRESHOLD",
    "OK",
    "Chaincode",
    "ChaincodeServer",
    "ChaincodeStub",
    "DeadlineError",
    "LedgerError",
    "Modification",
    "Response",
    "Row",
    "Rows",
    "ShimError",
    "StreamLostError",
    "TlsConfiguration",
    "create_composite_key",
    "serve",
    "split_composite_key",
]
