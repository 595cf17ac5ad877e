"""The client of fabric-sdk-py by its names, over Fabric's gateway: `from hfc.fabric import Client` becomes `from genpon.hfc import Client`.

It is the way over for programs that there are; new ones use `genpon.gateway`. `docs/from-fabric-sdk-py.md` has the old and the new form
of each call.

Example:
    ```python
    import asyncio

    from genpon.hfc import Client

    async def main():
        client = Client(net_profile="network.json")
        user = client.get_user("org1.example.com", "User1")
        peers = ["peer0.org1.example.com", "peer0.org2.example.com"]
        await client.chaincode_invoke(user, "mychannel", peers, ["color", "red"], "basic", fcn="put", wait_for_event=True)
        print(await client.chaincode_query(user, "mychannel", peers, ["color"], "basic", fcn="get"))
        await client.close_grpc_channels()

    asyncio.run(main())
    ```
"""

from genpon.hfc.channel import Channel
from genpon.hfc.client import Client
from genpon.hfc.errors import ChaincodeExecutionError, HfcError, NotOfferedError, WaitForEventTimeoutError
from genpon.hfc.eventhub import ChannelEventHub
from genpon.hfc.nodes import CertificateAuthority, Orderer, Organization, Peer, User

__all__ = [
    "CertificateAuthority",
    "ChaincodeExecutionError",
    "Channel",
    "ChannelEventHub",
    "Client",
    "HfcError",
    "NotOfferedError",
    "Orderer",
    "Organization",
    "Peer",
    "User",
    "WaitForEventTimeoutError",
]
