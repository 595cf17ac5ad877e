"""Fabric's chaincode protocol: a stub for one transaction, and a service that peers connect to.

```python
class Counter:
    def invoke(self, stub: ChaincodeStub) -> Response:
        count = int(stub.get_state("count") or b"0") + 1
        stub.put_state("count", str(count).encode())
        return Response(payload=str(count).encode())

sys.exit(run(Counter()))
```
"""

from genpon_chaincode.shim.calls import PeerCalls, PeerLimits
from genpon_chaincode.shim.chaincode import Chaincode
from genpon_chaincode.shim.client_identity import ClientIdentity
from genpon_chaincode.shim.errors import (
    AttributeMissingError,
    KeyRefusedError,
    LedgerError,
    NondeterministicError,
    PolicyRefusedError,
    ProposalRefusedError,
    ReadOnlyError,
    RichQueryError,
    ShimError,
    TransactionEndedError,
)
from genpon_chaincode.shim.iterators import KeyModification, KeyValue, Page, ResultIterator
from genpon_chaincode.shim.key_policies import KeyEndorsementPolicy
from genpon_chaincode.shim.keys import create_composite_key, split_composite_key
from genpon_chaincode.shim.response import ERROR_THRESHOLD, OK, Response, refusal_text
from genpon_chaincode.shim.running import run, serve
from genpon_chaincode.shim.server import ChaincodeServer
from genpon_chaincode.shim.stub import ChaincodeStub
from genpon_chaincode.shim.supervision import supervised
from genpon_chaincode.shim.tls import TlsConfiguration
from genpon_chaincode.shim.transaction_info import Invocation
from genpon_core.fabric.policies import all_of, any_of, out_of, signature_policy, signed_by

__all__ = [
    "ERROR_THRESHOLD",
    "OK",
    "AttributeMissingError",
    "Chaincode",
    "ChaincodeServer",
    "ChaincodeStub",
    "ClientIdentity",
    "Invocation",
    "KeyEndorsementPolicy",
    "KeyModification",
    "KeyRefusedError",
    "KeyValue",
    "LedgerError",
    "NondeterministicError",
    "Page",
    "PeerCalls",
    "PeerLimits",
    "PolicyRefusedError",
    "ProposalRefusedError",
    "ReadOnlyError",
    "Response",
    "ResultIterator",
    "RichQueryError",
    "ShimError",
    "TlsConfiguration",
    "TransactionEndedError",
    "all_of",
    "any_of",
    "create_composite_key",
    "out_of",
    "refusal_text",
    "run",
    "serve",
    "signature_policy",
    "signed_by",
    "split_composite_key",
    "supervised",
]
