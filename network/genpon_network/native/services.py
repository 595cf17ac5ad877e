"""Whether a chaincode service answers, as only its own organisation may ask: by gRPC's health service, over mutual TLS."""

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from genpon_network.errors import UnreachableError
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology import ChaincodeNode
from genpon_network.x509_issuing import Enrolment


def check_service(data: DataDirectory, node: ChaincodeNode, *, timeout: float) -> None:
    """Asks a chaincode service whether it takes transactions.

    Args:
        data: the network's files.
        node: the service.
        timeout: seconds that the answer is waited for.

    Raises:
        UnreachableError: if it does not answer in time, or ends just now.
    """
    organisation = data.organisation(node.municipality.name)
    ca, client = (organisation / "tlsca" / "certificate.pem").read_bytes(), Enrolment.read(organisation / "admin-tls")
    credentials = grpc.ssl_channel_credentials(ca, client.private_key_pem, client.certificate_pem)
    with grpc.secure_channel(node.inside_address, credentials) as channel:
        try:
            answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=timeout)
        except grpc.RpcError:
            raise UnreachableError("{name} does not answer", name=node.name) from None
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        raise UnreachableError("{name} does not answer", name=node.name)
