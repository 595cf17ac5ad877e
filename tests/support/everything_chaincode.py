"""A chaincode service whose one function `everything` does all that a read-write set can hold, for tests of what decodes blocks.

`everything key` reads, writes, deletes, goes through a range, sets a key-level policy, writes and purges private data and emits an event;
`put key value` and `get key` are as in the tiny chaincode, and `ping` touches nothing.
"""

import os

from genpon_chaincode.shim import ChaincodeServer, ChaincodeStub, Response, TlsConfiguration, serve
from genpon_core.fabric.policies import n_out_of

COLLECTION = "_implicit_org_NagasakiMSP"


class Everything:
    """See the module."""

    def invoke(self, stub: ChaincodeStub) -> Response:
        arguments = [argument.decode() for argument in stub.parameters]
        match stub.function:
            case "put":
                stub.put_state(arguments[0], arguments[1].encode())
            case "get":
                return Response(payload=stub.get_state(arguments[0]))
            case "everything":
                return self._everything(stub, arguments[0])
        return Response(payload=b"done")

    def _everything(self, stub: ChaincodeStub, key: str) -> Response:
        stub.get_state(key)
        with stub.get_state_by_range("a", "z") as found:
            count = len(list(found))
        stub.put_state(key, b"\x00\xff not a text")
        stub.put_state(stub.create_composite_key("kind", [key, "原本"]), b"1")
        stub.delete_state(f"{key}-old")
        stub.set_state_validation_parameter(key, n_out_of(2, ["NagasakiMSP", "TodaMSP"]).SerializeToString())
        stub.get_private_data_hash(COLLECTION, key)
        stub.put_private_data(COLLECTION, key, stub.transient["value"])
        stub.purge_private_data(COLLECTION, f"{key}-old")
        stub.set_event("done", key.encode())
        return Response(payload=str(count).encode(), message="all of it")


if __name__ == "__main__":
    serve(
        ChaincodeServer(
            Everything(),
            package_id=os.environ["CHAINCODE_ID"],
            address=os.environ["CHAINCODE_SERVER_ADDRESS"],
            tls=TlsConfiguration.from_environment(os.environ),
        )
    )
