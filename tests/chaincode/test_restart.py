"""A chaincode service that ends under a running peer and is there again."""

from contextlib import suppress

from genpon.gateway import CallError
from tests.support.stub_ledger import Caller
from tests.support.waiting import until


def test_a_peer_finds_a_service_that_was_started_again(caller: Caller) -> None:
    caller.submit(["put_state", "z-before", b"1"])
    caller.ledger.restart_service(caller.msp_id)

    def is_back() -> bool:
        with suppress(CallError):
            return bool(caller.evaluate(["get_state", "z-before"]) == [b"1"])
        return False

    until(is_back)
    caller.submit(["put_state", "z-after", b"2"])
    assert caller.evaluate(["get_state", "z-after"]) == [b"2"]
