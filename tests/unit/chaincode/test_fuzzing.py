"""Whatever comes over the wire, the service answers or refuses: it never fails, never hangs, and never repeats what it was sent."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from genpon_chaincode.contractapi import ChaincodeError, Context, ContractChaincode, SmartContract, query
from genpon_chaincode.contractapi.arguments import Signature
from genpon_chaincode.shim import ChaincodeServer, ChaincodeStub, PeerLimits, ProposalRefusedError, ShimError
from genpon_chaincode.shim.proposals import read_proposal
from genpon_core.fabric.protos import chaincode, common, proposal
from genpon_core.fabric.protos import chaincode_shim as shim
from tests.support.recorded_calls import BATCHES, RecordedCalls, stub_of
from tests.support.scripted_peer import ScriptedPeer, signed_proposal
from tests.support.waiting import until

_Type = shim.ChaincodeMessage
_Error = TypeVar("_Error", bound=Exception)
_BYTES = st.binary(max_size=200)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALID = signed_proposal(transient={"t": b"secret"}).proposal_bytes


def _mutated(valid: bytes) -> st.SearchStrategy[bytes]:
    """Valid bytes with some replaced, dropped or repeated."""
    places = st.integers(0, len(valid) - 1)
    return st.tuples(places, places, _BYTES).map(lambda cut: valid[: min(cut[0], cut[1])] + cut[2] + valid[max(cut[0], cut[1]) :])


def _refusal(kind: type[_Error], work: Callable[[], object]) -> _Error | None:
    """The one kind of error that may be raised, if it is."""
    try:
        work()
    except kind as error:
        return error
    return None


@given(data=_BYTES | _mutated(VALID))
def test_a_proposal_is_read_or_refused(data: bytes) -> None:
    refused = _refusal(ProposalRefusedError, lambda: read_proposal(proposal.SignedProposal(proposal_bytes=data)))
    assert refused is None or refused.code == "proposal.unreadable"


@given(data=_BYTES)
def test_what_a_peer_offers_is_read_or_taken_for_nothing(data: bytes) -> None:
    limits = PeerLimits.from_ready(data)
    assert limits.write_batch == 0 or limits.write_batch >= 100
    assert limits.get_multiple == 0 or limits.get_multiple >= 100


_ANSWERED: list[Callable[[ChaincodeStub], Any]] = [
    lambda stub: stub.get_state("k"),
    lambda stub: stub.get_multiple_states(["a", "b"]),
    lambda stub: list(stub.get_state_by_range("a", "b")),
    lambda stub: list(stub.get_state_by_range_with_pagination("a", "b", 2)),
    lambda stub: list(stub.get_history_for_key("k")),
    lambda stub: stub.get_state_validation_parameter("k"),
    lambda stub: stub.invoke_chaincode("other", []),
]


@pytest.mark.parametrize("number", range(len(_ANSWERED)))
@given(answer=_BYTES, later=_BYTES)
def test_a_peers_answer_is_read_or_a_runtime_error(number: int, answer: bytes, later: bytes) -> None:
    error = _refusal(ShimError, lambda: _ANSWERED[number](stub_of(RecordedCalls(answer, later, limits=BATCHES))))
    assert error is None or error.args == ("the peer's answer cannot be read",)


class Colour(Enum):
    RED = "red"


@dataclass
class Box:
    colour: Colour
    inner: "Box | None" = None


class Model(BaseModel, extra="forbid"):
    name: Annotated[str, Field(max_length=5)]
    boxes: list[Box]


KINDS: list[Any] = [
    bytes,
    str,
    int,
    bool,
    Colour,
    Box,
    Model,
    list[int],
    dict[str, list[bool]],
    int | None,
    str | None,
    Literal["a", "b"],
    Any,
]


def _signature(kind: Any) -> Signature:
    def function(self: Any, context: Any, value: Any) -> None: ...

    function.__annotations__["value"] = kind
    return Signature.of(function)


SIGNATURES = [(kind, _signature(kind)) for kind in KINDS]
_NAMES = st.sampled_from(["name", "boxes", "colour", "inner", "x"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode())


@pytest.mark.parametrize("number", range(len(SIGNATURES)), ids=[str(kind) for kind in KINDS])
@given(argument=_BYTES | _JSON | _TEXT.map(str.encode))
def test_an_argument_is_converted_or_refused_without_being_repeated(number: int, argument: bytes) -> None:
    kind, signature = SIGNATURES[number]
    values: list[Any] = []
    error = _refusal(ChaincodeError, lambda: values.extend(signature.convert([argument])))
    if error is None:
        (value,) = values
        assert kind is Any or not isinstance(kind, type) or isinstance(value, kind)
    else:
        assert (error.status, error.message()) == (400, '{"code":"argument.type","parameters":{"parameter":"value"}}')
        assert (error.__cause__, error.__suppress_context__) == (None, True)


class Echo(SmartContract):
    """One function, which all that is sent may reach."""

    @query
    def echo(self, _context: Context, value: str) -> str:
        return value


@pytest.fixture(scope="module")
def server() -> Iterator[ChaincodeServer]:
    server = ChaincodeServer(ContractChaincode([Echo()]), package_id="echo:1")
    server.start()
    yield server
    server.stop(0)


_MESSAGES = st.builds(
    lambda kind, payload, txid, channel, signed: _Type(type=kind, payload=payload, txid=txid, channel_id=channel, proposal=signed),
    st.sampled_from(_Type.Type.values()) | st.integers(0, 1000),
    _BYTES | st.lists(_BYTES, max_size=3).map(lambda args: chaincode.ChaincodeInput(args=args).SerializeToString()),
    _TEXT,
    _TEXT,
    st.builds(lambda data: proposal.SignedProposal(proposal_bytes=data), _BYTES | _mutated(VALID)) | st.just(signed_proposal()),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=st.lists(_MESSAGES, max_size=8), last=st.none() | _BYTES)
def test_a_stream_of_anything_leaves_the_service_at_work(
    server: ChaincodeServer, caplog: pytest.LogCaptureFixture, messages: list[Any], last: bytes | None
) -> None:
    with caplog.at_level(logging.DEBUG), ScriptedPeer(server.address) as peer:
        for message in messages:
            peer.send_raw(message.SerializeToString())
        if last is not None:
            peer.send_raw(last)
        else:
            assert peer.invoke("echo", "after").payload == b"after"
    with ScriptedPeer(server.address) as other:
        assert other.invoke("echo", "alive").payload == b"alive"
    until(lambda: server.hanging == 0)
    assert "secret" not in caplog.text


def test_a_mutated_header_of_another_kind_is_refused() -> None:
    for kind in common.HeaderType.values():
        signed = signed_proposal(kind=kind)
        if kind == common.HeaderType.ENDORSER_TRANSACTION:
            read_proposal(signed)
        else:
            with pytest.raises(ProposalRefusedError):
                read_proposal(signed)
