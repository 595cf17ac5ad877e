"""What the embedded ledger does not offer is refused plainly."""

import grpc
import pytest

from genpon_core.fabric.protos import gateway
from tests.support.raw_client import RawClient


def test_chaincode_events(client: RawClient) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        list(client.stub.ChaincodeEvents(gateway.SignedChaincodeEventsRequest(request=b"x"), timeout=5))
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED
