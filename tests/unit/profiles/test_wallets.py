"""Wallets of every SDK, as they wrote them, and everything that can be wrong with one."""

import io
import json
import os
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon.gateway import GatewayError
from genpon.profiles import Wallet, WalletError
from genpon.profiles.errors import UnusableError
from genpon.profiles.wallet_formats import read_python_store
from tests.support.gateway_peer import Client, make_client, pem_of
from tests.support.sdk_files import FORMS, node_v1, node_v2, python_folder, python_store, write_wallet

RECORDED = Path(__file__).parent / "recorded"
SECRET = "what nobody may read"


@pytest.fixture(scope="module")
def client() -> Client:
    return make_client()


@pytest.fixture
def wallet(tmp_path: Path, client: Client) -> Path:
    write_wallet(tmp_path, "Org1MSP", client.identity.certificate_pem, pem_of(client.key))
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "label"),
    [
        ("node-1.4", "appUser"),
        ("node-2.2", "appUser"),
        ("fabric-sdk-py", "appUser"),
        ("fabric-sdk-py-store", "user.appUser.org1.example.com"),
    ],
)
def test_what_the_sdks_wrote(folder: str, label: str) -> None:
    wallet = Wallet(RECORDED / folder)
    assert wallet.labels() == [label]
    user = wallet.get(label, msp_id="Org1MSP")
    assert (user.name, user.identity.msp_id, user.certificate.subject.rfc4514_string()) == (label, "Org1MSP", "CN=appUser")
    assert user.signer is not None
    assert user.signer.sign(bytes(32))


def test_every_form_in_one_folder(wallet: Path, client: Client) -> None:
    assert Wallet(wallet).labels() == sorted(FORMS)
    for label in FORMS:
        assert Wallet(wallet).get(label, msp_id="Org1MSP").identity == client.identity


def test_a_key_of_a_hardware_module_is_elsewhere(tmp_path: Path, client: Client) -> None:
    data = {"credentials": {"certificate": client.identity.certificate_pem.decode()}, "mspId": "Org1MSP", "type": "HSM-X.509", "version": 1}
    (tmp_path / "card.id").write_text(json.dumps(data))
    user = Wallet(tmp_path).get("card")
    assert (user.identity, user.signer) == (client.identity, None)


def test_an_encrypted_key(tmp_path: Path, client: Client) -> None:
    key = pem_of(client.key, serialization.BestAvailableEncryption(b"open"))
    node_v2(tmp_path, "client", "Org1MSP", client.identity.certificate_pem, key)
    assert Wallet(tmp_path).get("client", password=b"open").signer is not None
    with pytest.raises(WalletError, match="the private key cannot be read"):
        Wallet(tmp_path).get("client")


@pytest.mark.parametrize("label", ["", ".", "..", "../client", "client.id", "nobody", "a/b", "/etc/passwd", "client\0"])
def test_a_label_that_is_not_there(wallet: Path, label: str) -> None:
    with pytest.raises(WalletError, match=r"has no identity .*; it has client, old, py, user"):
        Wallet(wallet).get(label)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WalletError, match=r"the wallet \S+/none cannot be read \(No such file or directory\)\. Name a wallet's folder\."):
        Wallet(tmp_path / "none").get("client")


def test_the_organisation_of_a_python_wallet_must_be_given(wallet: Path) -> None:
    with pytest.raises(WalletError, match="the MSP id is not known; give it"):
        Wallet(wallet).get("py")


def test_the_organisation_must_be_the_wallets(wallet: Path) -> None:
    with pytest.raises(WalletError, match=r"client\.id: it is a member of Org1MSP, not of Org2MSP"):
        Wallet(wallet).get("client", msp_id="Org2MSP")


def test_key_and_certificate_must_belong_together(tmp_path: Path, client: Client) -> None:
    node_v2(tmp_path, "client", "Org1MSP", client.identity.certificate_pem, pem_of(make_client().key))
    with pytest.raises(WalletError, match="the private key is not the certificate's"):
        Wallet(tmp_path).get("client")


GOOD = {"credentials": {"certificate": "c", "privateKey": SECRET}, "mspId": "Org1MSP", "type": "X.509", "version": 1}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[1]", "it is no JSON object"),
        (b"x" * (1 << 21), "client.id is larger than"),
        ({**GOOD, "type": "idemix"}, "its type is neither X.509 nor HSM-X.509"),
        ({**GOOD, "type": 7}, "the field 'type' is missing"),
        ({**GOOD, "version": 2}, "its version is not 1"),
        ({**GOOD, "mspId": ""}, "the field 'mspId' is missing"),
        ({**GOOD, "credentials": SECRET}, "the field 'credentials' is missing"),
        ({**GOOD, "credentials": {"certificate": "c"}}, "the field 'privateKey' is missing"),
        (GOOD, "the certificate is no X.509 certificate in PEM"),
    ],
)
def test_an_id_file_that_is_none(tmp_path: Path, content: Any, problem: str) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (tmp_path / "client.id").write_bytes(data)
    refused(Wallet(tmp_path), "client", problem)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda folder: (folder / "old").write_text("{}"), "the field 'enrollment.identity' is missing"),
        (lambda folder: (folder / "old").write_text('{"enrollment": {"identity": {}, "signingIdentity": "../../x"}}'), "names no key"),
        (lambda folder: next(folder.glob("*-priv")).unlink(), r"-priv cannot be read \(No such file or directory\)"),
        (lambda folder: next(folder.glob("*-priv")).write_text(SECRET), "the private key cannot be read"),
    ],
)
def test_a_folder_of_the_old_node_sdk_that_is_none(tmp_path: Path, client: Client, change: Callable[[Path], Any], problem: str) -> None:
    node_v1(tmp_path, "old", "Org1MSP", client.identity.certificate_pem, pem_of(client.key))
    change(tmp_path / "old")
    refused(Wallet(tmp_path), "old", problem)


def test_a_folder_of_the_python_sdk_without_its_key(tmp_path: Path, client: Client) -> None:
    python_folder(tmp_path, "py", "", client.identity.certificate_pem, b"")
    (tmp_path / "py" / "private_sk").unlink()
    refused(Wallet(tmp_path), "py", "private_sk cannot be read")


def refused(wallet: Wallet, label: str, problem: str) -> None:
    with pytest.raises(WalletError, match=problem) as error:
        wallet.get(label, msp_id="Org1MSP")
    assert isinstance(error.value, GatewayError)
    shown = "".join(traceback.format_exception(error.value)) + repr(error.value)
    assert SECRET not in shown
    assert "\n" not in str(error.value)


class Opens:
    """What a pickle of an attacker would do."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self.path,)

    def __init__(self, path: str) -> None:
        self.path = path


@pytest.mark.parametrize("form", ["bare", "in the state"])
def test_a_credential_store_runs_no_code(tmp_path: Path, form: str) -> None:
    trap = Opens(str(tmp_path / "ran"))
    content = trap if form == "bare" else {"enrollment": {"cert": trap, "private_key": trap}, "msp_id": "Org1MSP"}
    (tmp_path / "user.client.org1").write_bytes(pickle.dumps(content).hex().encode())
    refused(Wallet(tmp_path), "user.client.org1", "it is no user of fabric-sdk-py")
    assert not (tmp_path / "ran").exists()
    pickle.Unpickler(io.BytesIO(pickle.dumps(trap))).load()  # noqa: S301 - the trap does work
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        ({"enrollment": None, "msp_id": "Org1MSP"}, "the user was never enrolled"),
        ({"enrollment": {"cert": b"c"}, "msp_id": "Org1MSP"}, "certificate, key or MSP id is missing"),
        ({"enrollment": {"cert": b"c", "private_key": b"k"}, "msp_id": None}, "certificate, key or MSP id is missing"),
        ([SECRET], "the user was never enrolled"),
    ],
)
def test_a_credential_store_without_an_identity(tmp_path: Path, state: Any, problem: str) -> None:
    (tmp_path / "user.client.org1").write_bytes(pickle.dumps(state).hex().encode())
    refused(Wallet(tmp_path), "user.client.org1", problem)


@settings(deadline=None)
@given(st.binary(max_size=200).map(lambda data: data.hex().encode()) | st.binary(max_size=200))
def test_any_bytes_in_a_credential_store(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "user.any.org1"
    path.write_bytes(data)
    with pytest.raises(UnusableError):
        read_python_store(path)


def test_keys_are_in_no_repr(wallet: Path, client: Client) -> None:
    python_store(wallet, "user.x.y", "Org1MSP", client.identity.certificate_pem, pem_of(client.key))
    key = pem_of(client.key).decode().splitlines()[1]
    users = [Wallet(wallet).get(label, msp_id="Org1MSP") for label in Wallet(wallet).labels()]
    stored = read_python_store(wallet / "user.x.y")
    assert all(key not in f"{item!r}{item}" for item in [*users, stored])
