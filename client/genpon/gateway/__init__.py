"""Fabric's Gateway client API in Python (Fabric documentation, "Fabric Gateway"); it knows no domain.

Example:
    ```python
    from genpon.gateway import Identity, PrivateKeySigner, Tls, connect

    identity = Identity("Org1MSP", certificate_pem)
    signer = PrivateKeySigner.from_pem(private_key_pem)
    with connect("localhost:7051", identity=identity, signer=signer, tls=Tls(ca_pem)) as gateway:
        contract = gateway.get_network("mychannel").get_contract("basic")
        contract.submit_transaction("put", "color", "blue")
        assert contract.evaluate_transaction("get", "color") == b"blue"
    ```
"""

from genpon.gateway.checkpoints import Checkpoint, Checkpointer, FileCheckpointer, InMemoryCheckpointer
from genpon.gateway.commit import Commit
from genpon.gateway.contract import Contract
from genpon.gateway.errors import (
    CallError,
    ChaincodeResponse,
    CheckpointError,
    CommitError,
    CommitStatusError,
    EndorseError,
    ErrorDetail,
    EvaluateError,
    EventsError,
    GatewayError,
    MessageError,
    SigningError,
    SubmitError,
)
from genpon.gateway.events import ChaincodeEvent
from genpon.gateway.gateway import Gateway, connect
from genpon.gateway.hashing import Hash
from genpon.gateway.hsm import HSMSigner
from genpon.gateway.network import Network
from genpon.gateway.options import CallChanges, CallOptions, DefaultOptions, Tls
from genpon.gateway.proposal import Proposal
from genpon.gateway.signers import FunctionSigner, PrivateKeySigner, Signer
from genpon.gateway.status import Status
from genpon.gateway.streams import EventsRequest, EventStream
from genpon.gateway.transaction import Transaction
from genpon_core.fabric.identities import SerializedIdentity as Identity

__all__ = [
    "CallChanges",
    "CallError",
    "CallOptions",
    "ChaincodeEvent",
    "ChaincodeResponse",
    "Checkpoint",
    "CheckpointError",
    "Checkpointer",
    "Commit",
    "CommitError",
    "CommitStatusError",
    "Contract",
    "DefaultOptions",
    "EndorseError",
    "ErrorDetail",
    "EvaluateError",
    "EventStream",
    "EventsError",
    "EventsRequest",
    "FileCheckpointer",
    "FunctionSigner",
    "Gateway",
    "GatewayError",
    "HSMSigner",
    "Hash",
    "Identity",
    "InMemoryCheckpointer",
    "MessageError",
    "Network",
    "PrivateKeySigner",
    "Proposal",
    "Signer",
    "SigningError",
    "Status",
    "SubmitError",
    "Tls",
    "Transaction",
    "connect",
]
