"""A chaincode service of one function, `ping`, on the bare protocol: for tests that are about the network, not about a chaincode."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc

from genpon_core.fabric.protos import chaincode, chaincode_shim, chaincode_shim_grpc, proposal_response

Message = chaincode_shim.ChaincodeMessage


class Ping(chaincode_shim_grpc.ChaincodeServicer):  # type: ignore[misc]
    """Registers with the peer and answers every call."""

    def Connect(self, request_iterator: Iterator[Any], context: object) -> Iterator[Any]:  # noqa: ARG002, N802
        name = chaincode.ChaincodeID(name=os.environ["CORE_CHAINCODE_ID_NAME"])
        yield Message(type=Message.REGISTER, payload=name.SerializeToString())
        for message in request_iterator:
            if message.type == Message.KEEPALIVE:
                yield message
            elif message.type in (Message.TRANSACTION, Message.INIT):
                answer = proposal_response.Response(status=200, payload=b"pong")
                yield Message(type=Message.COMPLETED, payload=answer.SerializeToString(), txid=message.txid, channel_id=message.channel_id)


def main() -> None:
    key, certificate, ca = (
        Path(os.environ[name]).read_bytes() for name in ("CHAINCODE_TLS_KEY", "CHAINCODE_TLS_CERT", "CHAINCODE_CLIENT_CA_CERT")
    )
    server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
    chaincode_shim_grpc.add_ChaincodeServicer_to_server(Ping(), server)
    credentials = grpc.ssl_server_credentials([(key, certificate)], root_certificates=ca, require_client_auth=True)
    server.add_secure_port(os.environ["CHAINCODE_SERVER_ADDRESS"], credentials)
    server.start()
    sys.stdout.write("serving\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
