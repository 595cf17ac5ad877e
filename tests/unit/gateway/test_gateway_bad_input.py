"""What makes no sense is refused at once, in one line that says what to do, and nothing is sent."""

import math
from typing import Any

import grpc
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from genpon.gateway import CallOptions, FunctionSigner, Gateway, Identity, PrivateKeySigner, SigningError, Tls, connect
from genpon.gateway import aio as gateway_aio
from tests.support.gateway_peer import Client, ScriptedPeer, pem_of, self_signed

HERE = "127.0.0.1:1"
OTHER_CURVE = self_signed(ec.generate_private_key(ec.SECP521R1()), hashes.SHA256())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"target": []}, "no target"),
        ({"target": 7051}, "host:port or a grpc.Channel, not a builtins.int"),
        ({"target": "grpcs://peer.example:7051"}, "has a scheme; give host:port alone"),
        ({"target": "peer.example"}, "is not host:port, such as localhost:7051"),
        ({"target": "peer.example:99999"}, "is not host:port"),
        ({"target": "peer.example:gateway"}, "is not host:port"),
        ({"target": ":7051"}, "is not host:port"),
        ({"target": ""}, "is not host:port"),
        ({"target": [HERE, grpc.insecure_channel(HERE)]}, "all host:port or all channels"),
        ({"target": [HERE, "127.0.0.1:2"], "tls": [Tls()]}, "1 TLS options for 2 targets"),
        ({"tls": "ca.pem"}, "tls takes Tls"),
        ({"tls": Tls(b"no certificate")}, "no PEM certificate in the TLS root certificates"),
        ({"tls": Tls("a path")}, "certificates and keys for TLS are bytes"),  # type: ignore[arg-type]
        ({"tls": Tls(certificate_pem=b"none")}, "client's TLS certificate is no PEM certificate"),
        ({"target": [HERE] * 2, "tls": [Tls(certificate_pem=b"a"), Tls(certificate_pem=b"b")]}, "different TLS certificates"),
        ({"load_balancing": "random"}, "pick_first or round_robin, not 'random'"),
        ({"identity": None}, "Identity"),
        ({"identity": Identity("Org1MSP", b"no certificate")}, "holds no PEM certificate"),
        ({"identity": Identity("Org1MSP", OTHER_CURVE.decode())}, "certificate is bytes"),  # type: ignore[arg-type]
        ({"identity": Identity("Org1MSP", OTHER_CURVE)}, "use P-256 or P-384"),
        ({"hash": "sha256"}, "one of Hash"),
        ({"signer": lambda digest: digest}, "wrapped with FunctionSigner"),
        ({"signer": PrivateKeySigner.generate()}, "not that of the identity's certificate"),
    ],
)
def test_what_cannot_be_connected_to_or_with(client: Client, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises((ValueError, TypeError)) as caught:
        connect(**{"target": HERE, "identity": client.identity, "tls": None, **changes})
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("target", ["[::1]:1", "dns:///peer.example:7051", "unix:/tmp/gateway", "ipv4:127.0.0.1:1"])
def test_the_forms_of_an_address(client: Client, target: str) -> None:
    connect(target, identity=client.identity, tls=None).close()


def test_a_channel_of_the_other_client(client: Client) -> None:
    with grpc.insecure_channel(HERE) as channel, pytest.raises(TypeError, match=r"a grpc\.aio\.Channel, not a grpc\._channel\.Channel"):
        gateway_aio.connect(channel, identity=client.identity)  # type: ignore[arg-type]


@pytest.mark.parametrize("timeout", [0, -1, math.nan, "5", True])
def test_a_time_out_that_is_none(gateway: Gateway, timeout: Any) -> None:
    with pytest.raises(ValueError, match="positive number of seconds"):
        CallOptions(timeout=timeout)
    with pytest.raises(ValueError, match="positive number of seconds"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show", timeout=timeout)


@pytest.mark.parametrize("option", ["transcient", "organizations", "retry"])
def test_an_option_that_there_is_not(peer: ScriptedPeer, gateway: Gateway, option: str) -> None:
    network = gateway.get_network("contracts")
    contract = network.get_contract("genpon")
    transaction = contract.new_proposal("put")
    calls = (
        lambda **options: contract.evaluate_transaction("show", **options),
        lambda **options: contract.submit_transaction("put", **options),
        transaction.endorse,
        network.new_commit(transaction.transaction_id).resolve,
        network.get_block_events,
        network.new_block_events_request,
    )
    for call in calls:
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{option}'"):
            call(**{option: ["x"]})
    assert peer.requests == []


@pytest.mark.parametrize("argument", [5, None, ["a"], {"a": 1}])
def test_an_argument_that_is_neither_text_nor_bytes(gateway: Gateway, argument: Any) -> None:
    with pytest.raises(TypeError, match=r"must be str or bytes, not (int|NoneType|list|dict)"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show", argument)


def test_one_organisation_in_place_of_a_list(peer: ScriptedPeer, gateway: Gateway) -> None:
    with pytest.raises(TypeError, match=r"a list of MSP ids, such as \['Org1MSP'\]"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show", endorsing_organizations="Org1MSP")
    assert peer.requests == []


@pytest.mark.parametrize("organizations", [[5], [None], [b"Org1MSP"]])
def test_organisations_that_are_no_texts(gateway: Gateway, organizations: Any) -> None:
    with pytest.raises(TypeError, match="a list of MSP ids, each a text"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show", endorsing_organizations=organizations)


@pytest.mark.parametrize("transient", [["price"], "price", b"700", {1}])
def test_transient_data_without_names(gateway: Gateway, transient: Any) -> None:
    with pytest.raises(TypeError, match="a mapping of names to text or bytes"):
        gateway.get_network("contracts").get_contract("genpon").evaluate_transaction("show", transient=transient)


def test_nothing_is_none(peer: ScriptedPeer, gateway: Gateway) -> None:
    contract = gateway.get_network("contracts").get_contract("genpon")
    contract.new_proposal("show", transient=None, endorsing_organizations=None).evaluate()
    assert [list(request.target_organizations) for request in peer.requests] == [[]]


@pytest.mark.parametrize("checkpoint", ["position.json", 5, {"block_number": 5}])
def test_a_checkpoint_that_is_none(gateway: Gateway, checkpoint: Any) -> None:
    network = gateway.get_network("contracts")
    for open_stream in (network.get_block_events, lambda **options: network.get_chaincode_events("genpon", **options)):
        with pytest.raises(TypeError, match=r"as FileCheckpointer\(path\)"):
            open_stream(checkpoint=checkpoint)


@pytest.mark.parametrize("name", ["", None])
def test_a_chaincode_without_a_name(gateway: Gateway, name: Any) -> None:
    with pytest.raises(ValueError, match="give the chaincode's name"):
        gateway.get_network("contracts").get_contract(name)


@pytest.mark.parametrize("name", ["", None])
def test_a_channel_without_a_name(gateway: Gateway, name: Any) -> None:
    with pytest.raises(ValueError, match="give the channel's name"):
        gateway.get_network(name)


@pytest.mark.parametrize("transaction_id", ["", "nonsense", "AB" * 32, "ab" * 31])
def test_a_transaction_id_that_is_none(gateway: Gateway, transaction_id: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        gateway.get_network("contracts").new_commit(transaction_id)


@pytest.mark.parametrize("signature", [None, "text", b"no DER"])
def test_a_signature_that_is_none(peer: ScriptedPeer, client: Client, signature: Any) -> None:
    signer = FunctionSigner(lambda _digest: signature)
    with connect(peer.target, identity=client.identity, signer=signer, tls=None) as gateway:
        contract = gateway.get_network("contracts").get_contract("genpon")
        with pytest.raises(SigningError, match=r"DER|bytes"):
            contract.evaluate_transaction("show")
    assert peer.requests == []


def test_keys_and_metadata_are_taken_as_they_come(peer: ScriptedPeer, client: Client) -> None:
    signer = PrivateKeySigner.from_pem(pem_of(client.key).decode())
    with connect(peer.target, identity=client.identity, signer=signer, tls=None) as gateway:
        gateway.get_network("contracts").get_contract("genpon").new_proposal("show").evaluate(metadata={"x-one": "1", "x-two": "2"})
    assert (peer.metadata[0]["x-one"], peer.metadata[0]["x-two"]) == ("1", "2")
