"""Makes `messages.json`: messages of the official Node and Go clients, and what those clients make of ours.

`python -m tests.vectors.official_clients.make` needs `node` with `npm`, and `go`; it downloads the two clients. Both of them must have the
same digest and bytes as we for each message of ours, and send it to a peer with our signature. What is random (nonces, ECDSA signatures) is
new each time, so a test reads the committed file instead of making it again.
"""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from genpon.gateway import FileCheckpointer, Gateway, Hash, Identity, InMemoryCheckpointer, PrivateKeySigner, connect
from genpon_core.fabric.protos import common, events
from tests.support.gateway_peer import ScriptedPeer, chaincode_events, pem_of, self_signed

HERE = Path(__file__).parent
FILE = HERE / "messages.json"
BLOCK = common.Block(header=common.BlockHeader(number=3))
STREAMS = {
    "chaincode_events": chaincode_events(3, "created"),
    "blocks": events.DeliverResponse(block=BLOCK),
    "filtered_blocks": events.DeliverResponse(filtered_block=events.FilteredBlock(number=3)),
    "private_blocks": events.DeliverResponse(block_and_private_data=events.BlockAndPrivateData(block=BLOCK)),
}


def main() -> int:
    """Writes the file."""
    with ScriptedPeer() as peer, tempfile.TemporaryDirectory() as temporary:
        for kind, answer in STREAMS.items():
            peer.then(kind, answer)
        identities = {name: member(key, kind) for name, key, kind in keys()}
        ours = {name: messages(peer, identity) for name, identity in identities.items()}
        job = {"target": peer.target, "identities": identities, "ours": ours, "our_checkpoints": ["ours-untouched", "ours-block", "ours"]}
        clients = {name: run(name, build, job, peer, Path(temporary)) for name, build in {"node": node, "go": go}.items()}
    for made in clients.values():
        for identity in identities.keys() - {"P-256"}:
            for message in made["made"][identity].values():
                # Every kind of message is there once without its signature; the rest would only make the file long.
                del message["bytes"]
    FILE.write_text(json.dumps({"identities": identities, "clients": clients}, indent=1, sort_keys=True) + "\n")
    return 0


def keys() -> list[tuple[str, Any, Hash]]:
    """Each kind of identity and each hash."""
    p256 = ec.generate_private_key(ec.SECP256R1())
    return [
        ("P-256", p256, Hash.SHA256),
        ("P-256, SHA3-256", p256, Hash.SHA3_256),
        ("P-384", ec.generate_private_key(ec.SECP384R1()), Hash.SHA384),
        ("P-384, SHA3-384", ec.generate_private_key(ec.SECP384R1()), Hash.SHA3_384),
        ("Ed25519", ed25519.Ed25519PrivateKey.generate(), Hash.NONE),
    ]


def member(key: Any, kind: Hash) -> dict[str, str]:
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return {"msp_id": "Org1MSP", "certificate": self_signed(key, algorithm).decode(), "key": pem_of(key).decode(), "hash": kind.value}


def messages(peer: ScriptedPeer, identity: dict[str, str]) -> dict[str, dict[str, str]]:
    """One message of ours of each kind."""
    signer = PrivateKeySigner.from_pem(identity["key"].encode())
    checkpoint = InMemoryCheckpointer()
    checkpoint.checkpoint_transaction(7, "tx")
    with connect(
        peer.target, identity=Identity(identity["msp_id"], identity["certificate"].encode()), tls=None, hash=Hash(identity["hash"])
    ) as gateway:
        network = gateway.get_network("contracts")
        proposal = network.get_contract("basic", "registry").new_proposal(
            "put", "契約", b"\x00\xff", transient={"salt": "a salt"}, endorsing_organizations=["Org1MSP", "Org2MSP"]
        )
        transaction = gateway.restore_proposal(proposal.to_bytes(), signature=signer.sign(proposal.digest)).endorse()
        made = {
            "proposal": proposal,
            "transaction": transaction,
            "commit": transaction.commit,
            "chaincode_events": network.new_chaincode_events_request("basic", checkpoint=checkpoint),
            "block_events": network.new_block_events_request(start_block=3),
            "filtered_block_events": network.new_filtered_block_events_request(start_block=0),
            "block_and_private_data_events": network.new_block_and_private_data_events_request(),
        }
        return {kind: in_base64(gateway, kind, message, signer) for kind, message in made.items()}


def in_base64(gateway: Gateway, kind: str, message: Any, signer: PrivateKeySigner) -> dict[str, str]:
    signature = signer.sign(message.digest)
    restore = getattr(gateway, f"restore_{kind}{'_request' if kind.endswith('events') else ''}")
    signed = restore(message.to_bytes(), signature=signature).to_bytes()
    values = {"bytes": message.to_bytes(), "digest": message.digest, "signature": signature, "signed": signed}
    return {"transaction_id": getattr(message, "transaction_id", "")} | {
        name: base64.b64encode(value).decode() for name, value in values.items()
    }


def run(name: str, build: Any, job: dict[str, Any], peer: ScriptedPeer, temporary: Path) -> dict[str, Any]:
    """What a client made and took, and its checkpoint files."""
    folder = temporary / name
    shutil.copytree(HERE / name, folder)
    (checkpoints := folder / "checkpoints").mkdir()
    FileCheckpointer(checkpoints / "ours-untouched")
    FileCheckpointer(checkpoints / "ours-block").checkpoint_block(7)
    FileCheckpointer(checkpoints / "ours").checkpoint_transaction(7, "tx")
    peer.requests.clear()
    command = build(folder)
    text = json.dumps({**job, "folder": str(checkpoints)})
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name}: {done.stderr}")
    results: dict[str, Any] = json.loads(done.stdout)
    check_what_arrived(name, job["ours"], peer)
    check_what_was_taken(name, job["ours"], results.pop("taken"))
    files = {file.name: file.read_text() for file in sorted(checkpoints.iterdir()) if not file.name.startswith("ours")}
    return {**results, "checkpoint_files": files}


def check_what_arrived(name: str, ours: dict[str, dict[str, dict[str, str]]], peer: ScriptedPeer) -> None:
    arrived = [request.SerializeToString() for request in peer.requests]
    for identity, kinds in ours.items():
        for kind, message in kinds.items():
            signature = base64.b64decode(message["signature"])
            if not any(signature in request for request in arrived):
                sys.exit(f"{name} did not send our {kind} of {identity} with our signature")


def check_what_was_taken(name: str, ours: dict[str, dict[str, dict[str, str]]], taken: dict[str, dict[str, dict[str, str]]]) -> None:
    """Whether a client, given our bytes, has the same digest, the same bytes again, and the same with our signature."""
    for identity, kinds in ours.items():
        for kind, message in kinds.items():
            for part, value in taken[identity][kind].items():
                if message[part] != value:
                    sys.exit(f"{name} has another {part} for our {kind} of {identity}")


def node(folder: Path) -> list[str]:
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, check=True)
    return ["node", "vectors.mjs"]


def go(folder: Path) -> list[str]:
    subprocess.run(["go", "build", "-o", "vectors", "."], cwd=folder, check=True)
    return [str(folder / "vectors")]


if __name__ == "__main__":
    sys.exit(main())
