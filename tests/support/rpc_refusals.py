"""What a gateway refuses with, read from a gRPC error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import pytest
from google.rpc.status_pb2 import Status

from genpon_core.fabric.protos import gateway


class Refused:
    """A status, with the peers' details by MSP id."""

    def __init__(self, error: Any) -> None:
        self.code = error.code()
        self.message = error.details()
        self.details: dict[str, gateway.ErrorDetail] = {}
        for key, value in error.trailing_metadata():
            if key == "grpc-status-details-bin":
                self._read(Status.FromString(value))

    def _read(self, status: Any) -> None:
        assert (status.code, status.message) == (self.code.value[0], self.message)
        for packed in status.details:
            detail = gateway.ErrorDetail()
            assert packed.Unpack(detail)
            self.details[detail.msp_id] = detail


@contextmanager
def refused(code: grpc.StatusCode) -> Iterator[Callable[[], Refused]]:
    with pytest.raises(grpc.RpcError) as caught:
        yield lambda: Refused(caught.value)
    assert caught.value.code() == code, caught.value.details()
