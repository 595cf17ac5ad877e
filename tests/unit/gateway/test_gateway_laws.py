"""Laws that hold for every input, and the shape of the package."""

import doctest
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

import genpon.gateway
import genpon.gateway.aio
from genpon.gateway import ChaincodeResponse, GatewayError, Hash, MessageError, backoff, turns
from genpon.gateway._internal.core import Core
from genpon.gateway._internal.proposals import ProposalMessage, build_proposal
from genpon_core.fabric.headers import TransactionContext
from genpon_core.fabric.protos import chaincode, proposal
from genpon_core.fabric.signatures import is_low_s, verify_message
from tests.support.gateway_peer import Client

texts = st.text(st.characters(codec="utf-8"), max_size=20)
names = texts.filter(bool)
arguments = st.one_of(texts, st.binary(max_size=20))
PUBLIC = """
CallChanges CallError CallOptions ChaincodeEvent ChaincodeResponse Checkpoint CheckpointError Checkpointer Commit CommitError
CommitStatusError Contract DefaultOptions EndorseError ErrorDetail EvaluateError EventStream EventsError EventsRequest
FileCheckpointer FunctionSigner Gateway GatewayError HSMSigner Hash Identity InMemoryCheckpointer MessageError Network PrivateKeySigner
Proposal Signer SigningError Status SubmitError Tls Transaction connect
"""
PUBLIC_AIO = "AsyncSigner Commit Contract EventStream EventsRequest Gateway Network Proposal Transaction connect"


def build(client: Client, **changes: Any) -> ProposalMessage:
    context = TransactionContext(client.identity.to_bytes(), bytes(24))
    fields = {
        "channel": "contracts",
        "chaincode_name": "genpon",
        "function": "put",
        "arguments": [],
        "transient": {},
        "endorsing_organizations": [],
    }
    return build_proposal(context, Timestamp(seconds=1), **{**fields, **changes})


@given(st.tuples(names, texts, st.lists(arguments), st.dictionaries(texts, arguments), st.lists(texts)))
def test_a_proposal_carries_what_it_was_given_and_survives_bytes(client: Client, fields: tuple[Any, ...]) -> None:
    channel, function, given_arguments, transient, organizations = fields
    built = build(
        client,
        channel=channel,
        function=function,
        arguments=given_arguments,
        transient=transient,
        endorsing_organizations=organizations,
    )
    restored = ProposalMessage.from_bytes(built.to_bytes())
    assert restored.to_bytes() == built.to_bytes()
    assert (restored.channel, list(restored.evaluate_request().target_organizations)) == (channel, organizations)
    payload = proposal.ChaincodeProposalPayload.FromString(proposal.Proposal.FromString(restored.payload).payload)
    called = chaincode.ChaincodeInvocationSpec.FromString(payload.input).chaincode_spec.input.args
    assert list(called) == [value.encode() if isinstance(value, str) else value for value in (function, *given_arguments)]
    assert dict(payload.TransientMap) == {key: value.encode() if isinstance(value, str) else value for key, value in transient.items()}


@given(st.dictionaries(texts, st.binary(max_size=5), min_size=2))
def test_the_same_inputs_give_the_same_payload(client: Client, transient: dict[str, bytes]) -> None:
    backwards = dict(reversed(transient.items()))
    assert build(client, transient=transient).payload == build(client, transient=backwards).payload


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_restored_or_refused(client: Client, data: bytes) -> None:
    core = Core(client.identity)
    try:
        restored = core.restore(ProposalMessage, data, b"")
    except MessageError:
        return
    assert restored.transaction_id


@given(st.binary(max_size=100))
def test_every_signature_is_low_s_and_over_the_digest(client: Client, payload: bytes) -> None:
    core = Core(client.identity)
    signature = core.accepted_form(client.signer.sign(core.digest(payload)))
    assert is_low_s(signature, client.key.curve)
    assert verify_message(client.key.public_key(), signature, payload)
    assert Core(client.identity, Hash.NONE).digest(payload) == payload


@given(st.integers(400, 599), texts)
def test_a_quoted_chaincode_response_is_read_back(status: int, message: str) -> None:
    quoted = f"evaluate call to endorser returned error: chaincode response {status}, {message}"
    assert ChaincodeResponse.parse(quoted) == ChaincodeResponse(status, message)


def test_the_public_names() -> None:
    assert genpon.gateway.__all__ == sorted(PUBLIC.split())
    assert genpon.gateway.aio.__all__ == sorted(PUBLIC_AIO.split())
    kinds = [getattr(genpon.gateway, name) for name in genpon.gateway.__all__ if name.endswith("Error")]
    assert all(issubclass(kind, GatewayError) for kind in kinds)


def test_importing_it_loads_no_domain_and_no_heavy_package() -> None:
    heavy = ("pydantic", "typer", "rich", "fabric_protos.common.configtx_pb2", "genpon.ledger", "genpon_chaincode", "genpon_network")
    code = f"import sys, genpon.gateway, genpon.gateway.aio; print([name for name in {heavy!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize("module", [backoff, turns])
def test_the_examples_in_the_docs(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert (outcome.failed, outcome.attempted > 0) == (0, True)
