"""Messages and checkpoint files of the official Node and Go clients are read, and ours are the Go client's byte for byte.

`tests/vectors/official_clients/make.py` made the file with those clients, and checked there that they take our messages.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from genpon.gateway import FileCheckpointer, Gateway, Hash, Identity, InMemoryCheckpointer, PrivateKeySigner, connect
from genpon.gateway._internal.commits import build_commit
from genpon.gateway._internal.core import Core
from genpon.gateway._internal.proposals import build_proposal
from genpon.gateway._internal.seeking import build_block_events, build_chaincode_events
from genpon_core.fabric.headers import TransactionContext
from genpon_core.fabric.protos import common, proposal
from genpon_core.fabric.protos import gateway as gateway_protos
from genpon_core.fabric.signatures import is_low_s
from tests.support.gateway_peer import ScriptedPeer

RECORDED = json.loads((Path(__file__).parents[2] / "vectors" / "official_clients" / "messages.json").read_text(encoding="utf-8"))
CLIENTS = RECORDED["clients"]
KINDS = list(CLIENTS["go"]["made"]["P-256"])
SENT = {
    "proposal": ("EndorseRequest", lambda restored: restored.endorse()),
    "transaction": ("SubmitRequest", lambda restored: restored.submit()),
    "commit": ("SignedCommitStatusRequest", lambda restored: restored.status()),
    "chaincode_events": ("SignedChaincodeEventsRequest", lambda restored: restored.get_events()),
}
BLOCKS = ("Envelope", lambda restored: restored.get_events())


def message(client: str, identity: str, kind: str) -> dict[str, Any]:
    recorded = CLIENTS[client]["made"][identity][kind]
    return {name: value if name == "transaction_id" else base64.b64decode(value) for name, value in recorded.items()}


def member(identity: str) -> Identity:
    return Identity(RECORDED["identities"][identity]["msp_id"], RECORDED["identities"][identity]["certificate"].encode())


def open_gateway(target: str, identity: str) -> Gateway:
    return connect(target, identity=member(identity), tls=None, hash=Hash(RECORDED["identities"][identity]["hash"]))


def restore(gateway: Gateway, kind: str, data: bytes, signature: bytes = b"") -> Any:
    return getattr(gateway, f"restore_{kind}{'_request' if kind.endswith('events') else ''}")(data, signature=signature)


def is_signed(identity: str, signature: bytes, digest: bytes) -> bool:
    """Whether a signature is that of an identity's key over a digest, which ECDSA has no public way to check but by what it signs."""
    key = member(identity).certificate.public_key()
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, digest)
        return True
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return is_low_s(signature, key.curve)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("identity", RECORDED["identities"])
@pytest.mark.parametrize("kind", KINDS)
def test_their_messages_are_taken_with_their_signatures(peer: ScriptedPeer, client: str, identity: str, kind: str) -> None:
    theirs = message(client, identity, kind)
    request, send = SENT.get(kind, BLOCKS)
    with open_gateway(peer.target, identity) as gateway:
        restored = restore(gateway, kind, theirs["signed"])
        assert (restored.digest, restored.signature, restored.to_bytes()) == (theirs["digest"], theirs["signature"], theirs["signed"])
        assert getattr(restored, "transaction_id", "") == theirs["transaction_id"]
        assert is_signed(identity, restored.signature, restored.digest)
        answer = send(restored)
        peer.wait_for(request)
        assert answer is not None
    [sent] = peer.asked(request)
    assert theirs["signature"] in sent.SerializeToString()


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_their_messages_can_be_signed_by_us(unused_target: str, client: str, kind: str) -> None:
    theirs = message(client, "P-256", kind)
    signer = PrivateKeySigner.from_pem(RECORDED["identities"]["P-256"]["key"].encode())
    with open_gateway(unused_target, "P-256") as gateway:
        plain = restore(gateway, kind, theirs["bytes"])
        assert (plain.signature, plain.digest, plain.to_bytes()) == (b"", theirs["digest"], theirs["bytes"])
        assert restore(gateway, kind, theirs["bytes"], theirs["signature"]).to_bytes() == theirs["signed"]
        ours = signer.sign(plain.digest)
        assert restore(gateway, kind, theirs["bytes"], ours).signature == ours


def headers(payload: bytes) -> tuple[Any, Any]:
    header = common.Header.FromString(proposal.Proposal.FromString(payload).header)
    return common.ChannelHeader.FromString(header.channel_header), common.SignatureHeader.FromString(header.signature_header)


def rebuilt(client: str, kind: str) -> bytes:
    """Our message from the same inputs, the client's nonce and time included."""
    theirs = message(client, "P-256", kind)["bytes"]
    core = Core(member("P-256"))
    if kind == "proposal":
        channel_header, signature_header = headers(gateway_protos.ProposedTransaction.FromString(theirs).proposal.proposal_bytes)
        built = build_proposal(
            TransactionContext(core.creator, signature_header.nonce),
            channel_header.timestamp,
            channel="contracts",
            chaincode_name="basic",
            function="registry:put",
            arguments=["契約", b"\x00\xff"],
            transient={"salt": "a salt"},
            endorsing_organizations=["Org1MSP", "Org2MSP"],
        )
        return built.to_bytes()
    if kind == "commit":
        return build_commit("contracts", message(client, "P-256", "transaction")["transaction_id"], core.creator).to_bytes()
    if kind == "chaincode_events":
        checkpoint = InMemoryCheckpointer()
        checkpoint.checkpoint_transaction(7, "tx")
        return build_chaincode_events(core, "contracts", "basic", checkpoint=checkpoint).to_bytes()
    payload = common.Payload.FromString(common.Envelope.FromString(theirs).payload)
    timestamp = common.ChannelHeader.FromString(payload.header.channel_header).timestamp
    start = {"block_events": 3, "filtered_block_events": 0}.get(kind)
    return build_block_events(core, "contracts", timestamp, start_block=start).to_bytes()


# The Node client writes the chaincode's language into a proposal, and 2^53 - 1 as the last block wanted; peers heed neither.
SAME = [("go", kind) for kind in KINDS if kind != "transaction"] + [("node", "commit"), ("node", "chaincode_events")]


@pytest.mark.parametrize(("client", "kind"), SAME)
def test_ours_are_the_same_byte_for_byte(client: str, kind: str) -> None:
    assert rebuilt(client, kind) == message(client, "P-256", kind)["bytes"]


EXPECTED = {"untouched": (None, ""), "block": (8, ""), "transaction": (7, "tx")}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("name", EXPECTED)
def test_their_checkpoint_files_are_read(tmp_path: Path, client: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(CLIENTS[client]["checkpoint_files"][name])
    checkpointer = FileCheckpointer(path)
    assert (checkpointer.block_number, checkpointer.transaction_id) == EXPECTED[name]


def test_ours_were_read_by_them() -> None:
    assert {client: recorded["checkpoints"] for client, recorded in CLIENTS.items()} == {
        "go": {"ours-untouched": ["0", ""], "ours-block": ["8", ""], "ours": ["7", "tx"]},
        "node": {"ours-untouched": [None, ""], "ours-block": ["8", ""], "ours": ["7", "tx"]},
    }
