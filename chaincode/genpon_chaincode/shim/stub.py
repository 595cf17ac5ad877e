"""What chaincode works with: one transaction, its arguments and the ledger.

Names follow the other languages' stubs, in Python's spelling, so that chaincode can move between them.
"""

from collections.abc import Sequence

from genpon_chaincode.shim import keys
from genpon_chaincode.shim.calls import PeerCalls, read_answer
from genpon_chaincode.shim.errors import LedgerError
from genpon_chaincode.shim.iterators import KeyModification, KeyValue, Page, ResultIterator, read_modification
from genpon_chaincode.shim.private_data import PrivateDataCalls
from genpon_chaincode.shim.response import FAULT, Response
from genpon_chaincode.shim.state import State, page_request
from genpon_chaincode.shim.transaction_info import Invocation, TransactionInfo
from genpon_core.fabric.protos import chaincode, proposal_response
from genpon_core.fabric.protos import chaincode_shim as protos

_Type = protos.ChaincodeMessage


class ChaincodeStub(TransactionInfo, PrivateDataCalls):
    """One transaction and the ledger behind it.

    Every call raises `KeyRefusedError` for a bad key, `LedgerError` if the peer refuses it, and `TransactionEndedError` once the
    transaction is over.

    Args:
        invocation: what the transaction is called with.
        calls: its connection to the peer.
    """

    def __init__(self, invocation: Invocation, calls: PeerCalls) -> None:
        super().__init__(invocation)
        self._calls = calls
        self._state = State(calls)
        self._event: tuple[str, bytes] | None = None

    def get_state(self, key: str) -> bytes:
        """A key's committed value; empty where there is none."""
        return self._state.get("", key)

    def get_multiple_states(self, wanted: Sequence[str]) -> list[bytes]:
        """The committed values of several keys, in their order; one round trip with Fabric 3.1."""
        return self._state.get_multiple("", wanted)

    def put_state(self, key: str, value: bytes) -> None:
        """Sets a key's value, if the transaction is committed."""
        self._state.put("", key, value)

    def delete_state(self, key: str) -> None:
        """Deletes a key, if the transaction is committed."""
        self._state.delete("", key)

    def set_state_validation_parameter(self, key: str, policy: bytes) -> None:
        """Sets a key's own endorsement policy, from `KeyEndorsementPolicy` or `signature_policy`; empty takes it away."""
        self._state.set_validation_parameter("", key, policy)

    def get_state_validation_parameter(self, key: str) -> bytes:
        """A key's own endorsement policy; empty where it has none."""
        return self._state.get_validation_parameter("", key)

    def get_state_by_range(self, start: str, end: str) -> ResultIterator[KeyValue]:
        """The keys from `start` up to, not including, `end`; composite keys are left out."""
        return self._state.range("", keys.check_range(start, end))

    def get_state_by_range_with_pagination(self, start: str, end: str, page_size: int, bookmark: str = "") -> Page:
        """A page of a range; only for queries, a peer does not validate it at commit."""
        return self._state.range_page(keys.check_range(start, end), page_size, bookmark)

    def create_composite_key(self, object_type: str, attributes: Sequence[str]) -> str:
        """One key of a type and attributes."""
        return keys.create_composite_key(object_type, attributes)

    def split_composite_key(self, key: str) -> tuple[str, list[str]]:
        """The type and the attributes of a composite key."""
        return keys.split_composite_key(key)

    def get_state_by_partial_composite_key(self, object_type: str, attributes: Sequence[str]) -> ResultIterator[KeyValue]:
        """All composite keys that begin with these parts."""
        return self._state.range("", keys.composite_range(object_type, attributes))

    def get_state_by_partial_composite_key_with_pagination(
        self, object_type: str, attributes: Sequence[str], page_size: int, bookmark: str = ""
    ) -> Page:
        """A page of the composite keys that begin with these parts."""
        return self._state.range_page(keys.composite_range(object_type, attributes), page_size, bookmark)

    def get_all_states_composite_key_with_pagination(self, page_size: int, bookmark: str = "") -> Page:
        """A page of all composite keys, whatever their type."""
        return self._state.range_page(keys.all_composite_keys(), page_size, bookmark)

    def get_query_result(self, query: str) -> ResultIterator[KeyValue]:
        """A rich query (CouchDB); a peer whose state is in LevelDB refuses it."""
        return self._state.query("", query)

    def get_query_result_with_pagination(self, query: str, page_size: int, bookmark: str = "") -> Page:
        """A page of a rich query."""
        return Page.read(self._state.query("", query, page_request(page_size, bookmark)))

    def get_history_for_key(self, key: str) -> ResultIterator[KeyModification]:
        """A key's changes, latest first. Peers that joined by a snapshot know only those since."""
        keys.check_key(key)
        payload = self._calls.call(_Type.GET_HISTORY_FOR_KEY, protos.GetHistoryForKey(key=key))
        return ResultIterator(self._calls, payload, read_modification)

    def invoke_chaincode(self, name: str, args: Sequence[bytes], channel: str = "") -> Response:
        """Calls another chaincode in this transaction, with the same creator and transient values.

        Args:
            name: the chaincode's name in the channel's definition.
            args: its function's name and arguments.
            channel: another channel of the same peer; what is written there does not count. Empty for this one.

        Returns:
            Its answer; a status of 500 with the peer's words if it could not be called.
        """
        request = chaincode.ChaincodeSpec(
            chaincode_id=chaincode.ChaincodeID(name=keys.check_chaincode(name, channel)),
            input=chaincode.ChaincodeInput(args=args),
        )
        self._state.flush()
        try:
            payload = self._calls.call(_Type.INVOKE_CHAINCODE, request)
        except LedgerError as error:
            return Response(FAULT, message=error.detail)
        answer = read_answer(protos.ChaincodeMessage, payload)
        if answer.type != _Type.COMPLETED:
            return Response(FAULT, message=answer.payload.decode(errors="replace"))
        response = read_answer(proposal_response.Response, answer.payload)
        return Response(response.status, response.payload, response.message)

    def set_event(self, name: str, payload: bytes) -> None:
        """Sets the transaction's one event; the last call counts. Events are public."""
        keys.check_name(name, "event's name")
        self._event = (name, payload)

    @property
    def event(self) -> tuple[str, bytes] | None:
        """The name and payload of the event that is set."""
        return self._event

    @property
    def read_only(self) -> bool:
        """Whether writes are refused."""
        return self._state.read_only

    @read_only.setter
    def read_only(self, value: bool) -> None:
        self._state.read_only = value

    def start_write_batch(self) -> None:
        """Collects writes and sends them in one call; that is how a transaction begins where the peer takes it (Fabric 3.1).

        The peer's refusal of a collected write comes when they are sent, not from the write. Elsewhere nothing changes.
        """
        self._state.start_batch()

    def finish_write_batch(self) -> None:
        """Sends the collected writes now, and each later write by itself; after the function the runtime does it."""
        self._state.finish_batch()
