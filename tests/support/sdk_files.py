"""Connection profiles and wallets as Fabric's SDKs write them, for a running ledger or for none."""

import base64
import json
import pickle
from pathlib import Path
from typing import Any

from genpon_core.profiles import ConnectionProfile


def node_v2(folder: Path, label: str, msp_id: str, certificate: bytes, key: bytes) -> None:
    data = {
        "credentials": {"certificate": certificate.decode(), "privateKey": key.decode()},
        "mspId": msp_id,
        "type": "X.509",
        "version": 1,
    }
    _write(folder / f"{label}.id", json.dumps(data).encode())


def node_v1(folder: Path, label: str, msp_id: str, certificate: bytes, key: bytes) -> None:
    name = "cd96d5260ad4757551ed4a5a991e62130f8008a0bf996e4e4b84cd097a747fec"
    enrollment = {"signingIdentity": name, "identity": {"certificate": certificate.decode()}}
    data = {"name": label, "mspid": msp_id, "roles": None, "affiliation": "", "enrollmentSecret": "", "enrollment": enrollment}
    _write(folder / label / label, json.dumps(data).encode())
    _write(folder / label / f"{name}-priv", key)
    _write(folder / label / f"{name}-pub", b"a public key")


def python_folder(folder: Path, label: str, _msp_id: str, certificate: bytes, key: bytes) -> None:
    _write(folder / label / "enrollmentCert.pem", certificate)
    _write(folder / label / "private_sk", key)


def python_store(folder: Path, label: str, msp_id: str, certificate: bytes, key: bytes) -> None:
    state: dict[str, Any] = {"name": "client", "org": "org1.example.com", "roles": [], "affiliation": None, "account": None}
    state |= {"enrollment_secret": None, "msp_id": msp_id, "enrollment": {"private_key": key, "cert": certificate}}
    _write(folder / label, pickle.dumps(state).hex().encode())


FORMS = {"client": node_v2, "old": node_v1, "py": python_folder, "user.client.org1.example.com": python_store}
"""One label of each form."""


def write_wallet(folder: Path, msp_id: str, certificate: bytes, key: bytes) -> None:
    """A wallet with one identity in every form."""
    for label, write in FORMS.items():
        write(folder, label, msp_id, certificate, key)


def pems_of(path: Path) -> tuple[bytes, bytes]:
    """Certificate and key of the client in a connection profile of ours."""
    member = ConnectionProfile.from_json(path.read_bytes()).identity("client")
    return (path.parent / member.certificate).read_bytes(), (path.parent / member.private_key).read_bytes()


def common_profile(paths: dict[str, Path]) -> dict[str, Any]:
    """A common connection profile of a network whose organisations have connection profiles of ours.

    Args:
        paths: each organisation's own profile, by MSP id; the first is the client's organisation.
    """
    profiles = {msp_id: ConnectionProfile.from_json(path.read_bytes()) for msp_id, path in paths.items()}
    organizations, peers = {}, {}
    for msp_id, profile in profiles.items():
        name, endpoint = organisation_of(msp_id), profile.gateway()
        folder, member = paths[msp_id].parent, profile.identity("client")
        peers[f"peer0.{name}"] = {
            "url": f"grpcs://{endpoint.endpoint}",
            "tlsCACerts": {"pem": endpoint.tls_ca_pem},
            "grpcOptions": {"ssl-target-name-override": endpoint.tls_hostname, "grpc.keepalive_time_ms": 600_000},
        }
        key = base64.b64encode((folder / member.private_key).read_bytes()).decode()
        users = {"User1": {"cert": str(folder / member.certificate), "private_key": {"pem": key}}}
        organizations[name] = {"mspid": msp_id, "peers": [f"peer0.{name}"], "users": users}
    return {
        "name": "network",
        "version": "1.0.0",
        "client": {"organization": organisation_of(next(iter(profiles))), "credentialStore": {"path": "hfc-kvs"}},
        "organizations": organizations,
        "peers": peers,
        "orderers": {"orderer.example.com": {"url": "grpcs://127.0.0.1:7050", "tlsCACerts": {"pem": endpoint.tls_ca_pem}}},
        "channels": {"genpon": {"peers": {name: {"endorsingPeer": True} for name in peers}}},
        "certificateAuthorities": {"ca.example.com": {"url": "https://localhost:7054", "caName": "ca"}},
    }


def organisation_of(msp_id: str) -> str:
    """The organisation's name in such a profile."""
    return f"{msp_id.removesuffix('MSP').lower()}.example.com"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
