"""The Gateway client under asyncio: the names, options and errors of `genpon.gateway`, over the same core.

Example:
    ```python
    from genpon.gateway import Identity, PrivateKeySigner, Tls
    from genpon.gateway.aio import connect

    identity = Identity("Org1MSP", certificate_pem)
    signer = PrivateKeySigner.from_pem(private_key_pem)
    async with connect("localhost:7051", identity=identity, signer=signer, tls=Tls(ca_pem)) as gateway:
        contract = gateway.get_network("mychannel").get_contract("basic")
        await contract.submit_transaction("put", "color", "blue")
        assert await contract.evaluate_transaction("get", "color") == b"blue"
    ```
"""

from genpon.gateway.aio.commit import Commit
from genpon.gateway.aio.connection import AsyncSigner
from genpon.gateway.aio.contract import Contract
from genpon.gateway.aio.gateway import Gateway, connect
from genpon.gateway.aio.network import Network
from genpon.gateway.aio.proposal import Proposal
from genpon.gateway.aio.streams import EventsRequest, EventStream
from genpon.gateway.aio.transaction import Transaction

__all__ = ["AsyncSigner", "Commit", "Contract", "EventStream", "EventsRequest", "Gateway", "Network", "Proposal", "Transaction", "connect"]
