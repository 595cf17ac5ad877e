"""A chaincode service that keeps values, for tests that are about the network and not about a ledger's rules."""

import sys

from genpon_chaincode.shim import ChaincodeStub, Response, run


class Values:
    """`put key value`, `get key`, and `ping`, which touches nothing."""

    def invoke(self, stub: ChaincodeStub) -> Response:
        arguments = [argument.decode() for argument in stub.parameters]
        if stub.function == "put":
            stub.put_state(arguments[0], arguments[1].encode())
            return Response(payload=b"put")
        if stub.function == "get":
            return Response(payload=stub.get_state(arguments[0]) or b"")
        return Response(payload=b"pong")


if __name__ == "__main__":
    sys.exit(run(Values()))
