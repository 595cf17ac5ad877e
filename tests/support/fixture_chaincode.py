"""The chaincode of the scenarios: contracts without a domain, one for each thing that a client can meet.

A client's test needs what a ledger's rules would hide: values that differ between organisations, errors of every kind, events at will.
"""

import hashlib
from collections.abc import Callable

from genpon_chaincode.contractapi import ChaincodeError, Context, ContractChaincode, SmartContract, query, transaction
from genpon_core.fabric.policies import n_out_of, unsatisfiable

SECRET_OF_A_FAULT = "what a traceback would show"


class Values(SmartContract):
    """Public values; the default contract."""

    name = "values"

    @query
    def ping(self, _context: Context) -> None:
        """Touches nothing."""

    @query
    def echo(self, _context: Context, data: bytes) -> bytes:
        return data

    @transaction
    def put(self, context: Context, key: str, value: bytes) -> bytes:
        context.stub.put_state(key, value)
        return value

    @query
    def get(self, context: Context, key: str) -> bytes:
        return context.stub.get_state(key)

    @transaction
    def append(self, context: Context, key: str, value: bytes) -> bytes:
        """Reads and writes, so that two at once conflict."""
        grown = context.stub.get_state(key) + value
        context.stub.put_state(key, grown)
        return grown

    @transaction
    def delete(self, context: Context, key: str) -> None:
        context.stub.delete_state(key)

    @transaction
    def remember_digest(self, context: Context, key: str) -> str:
        """Keeps the digest of a transient value, and nothing else of it."""
        digest = hashlib.sha256(context.stub.transient["value"]).hexdigest()
        context.stub.put_state(key, digest.encode())
        return digest

    @transaction
    def emit(self, context: Context, event: str, payload: bytes) -> None:
        context.stub.put_state(f"emitted/{event}", event.encode())
        context.stub.set_event(event, payload)

    @transaction
    def append_and_emit(self, context: Context, key: str, event: str) -> None:
        self.append(context, key, b"x")
        context.stub.set_event(event, b"")


class Policies(SmartContract):
    """Keys with endorsement policies of their own."""

    name = "policies"

    @transaction
    def restrict(self, context: Context, key: str, msp_ids: list[str]) -> None:
        """All the named organisations must endorse the key's next change; nobody can where none is named."""
        policy = n_out_of(len(msp_ids), msp_ids, "peer") if msp_ids else unsatisfiable()
        context.stub.set_state_validation_parameter(key, policy.SerializeToString())

    @transaction
    def release(self, context: Context, key: str) -> None:
        context.stub.set_state_validation_parameter(key, b"")


class Private(SmartContract):
    """Private data; values come as transient data."""

    name = "private"

    @transaction
    def put(self, context: Context, collection: str, key: str) -> None:
        context.stub.put_private_data(collection, key, context.stub.transient["value"])

    @transaction
    def append(self, context: Context, collection: str, key: str) -> None:
        """Reads and writes, so that two at once conflict."""
        grown = context.stub.get_private_data(collection, key) + context.stub.transient["value"]
        context.stub.put_private_data(collection, key, grown)

    @transaction
    def put_and_emit(self, context: Context, collection: str, key: str, event: str) -> None:
        self.put(context, collection, key)
        context.stub.set_event(event, b"")

    @query
    def get(self, context: Context, collection: str, key: str) -> bytes:
        return context.stub.get_private_data(collection, key)

    @query
    def digest(self, context: Context, collection: str, key: str) -> bytes:
        return context.stub.get_private_data_hash(collection, key)

    @transaction
    def delete(self, context: Context, collection: str, key: str) -> None:
        context.stub.delete_private_data(collection, key)


class Trouble(SmartContract):
    """Everything that goes wrong in a chaincode."""

    name = "trouble"

    def __init__(self, crash: Callable[[], None]) -> None:
        self._crash = crash

    @transaction
    def refuse(self, _context: Context, status: int, code: str) -> None:
        raise ChaincodeError(status, code)

    @transaction
    def fail(self, _context: Context) -> None:
        raise RuntimeError(SECRET_OF_A_FAULT)

    @transaction
    def differ(self, context: Context, key: str) -> str:
        """Writes what each organisation sees otherwise."""
        context.stub.put_state(key, context.stub.peer_msp_id.encode())
        return context.stub.peer_msp_id

    @transaction
    def refuse_at(self, context: Context, msp_id: str, code: str) -> None:
        """One organisation refuses what the others endorse."""
        if context.stub.peer_msp_id == msp_id:
            raise ChaincodeError(409, code)

    @transaction
    def crash(self, context: Context, msp_id: str) -> None:
        """The service of one organisation is gone before it answers."""
        if context.stub.peer_msp_id == msp_id:
            self._crash()


def fixture_chaincode(crash: Callable[[], None]) -> ContractChaincode:
    """The chaincode of one organisation; `crash` ends its service."""
    return ContractChaincode([Values(), Policies(), Private(), Trouble(crash)])
