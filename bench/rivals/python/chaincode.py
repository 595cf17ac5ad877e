"""The benchmark's chaincode on our runtime."""

import sys

from genpon_chaincode.contractapi import Context, ContractChaincode, SmartContract, query, transaction
from genpon_chaincode.shim import run

_DEADLINE = 30.0


class Values(SmartContract):
    """The same functions as those of the Go and Node chaincodes."""

    @query
    def nothing(self, context: Context) -> None:
        """Does nothing."""

    @transaction
    def put(self, context: Context, key: str, value: bytes) -> None:
        """One write."""
        context.stub.put_state(key, value)

    @transaction
    def some(self, context: Context, number: str, value: bytes) -> bytes:
        """Two reads and three writes, each a call to the peer."""
        context.stub.finish_write_batch()
        first = context.stub.get_state("a" + number)
        second = context.stub.get_state("b" + number)
        self._write(context, number, value)
        return first + second

    @transaction
    def batched(self, context: Context, number: str, value: bytes) -> bytes:
        """The same reads in one call, and the same writes in another one."""
        read = context.stub.get_multiple_states(["a" + number, "b" + number])
        self._write(context, number, value)
        return b"".join(read)

    def _write(self, context: Context, number: str, value: bytes) -> None:
        for prefix in ("a", "b", "c"):
            context.stub.put_state(prefix + number, value)


if __name__ == "__main__":
    # A crowded machine must not end the measurement: the official runtimes know no deadline but the peer's.
    sys.exit(run(ContractChaincode([Values()]), deadline=_DEADLINE))
