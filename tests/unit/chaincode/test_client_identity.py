"""Who made a proposal. The ids are those that the official Go runtime gives to the same certificates."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from genpon_chaincode.shim import AttributeMissingError, ClientIdentity, ShimError
from genpon_core.fabric.identities import SerializedIdentity
from tests.support.recorded_calls import RecordedCalls, stub_of

KEY = ec.generate_private_key(ec.SECP256R1())
ATTRIBUTES = x509.ObjectIdentifier("1.2.3.4.5.6.7.8.1")
_SHORT = {
    "C": NameOID.COUNTRY_NAME,
    "CN": NameOID.COMMON_NAME,
    "E": NameOID.EMAIL_ADDRESS,
    "L": NameOID.LOCALITY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "PC": NameOID.POSTAL_CODE,
    "S": NameOID.STREET_ADDRESS,
    "SN": NameOID.SERIAL_NUMBER,
    "ST": NameOID.STATE_OR_PROVINCE_NAME,
    "UID": NameOID.USER_ID,
}


def _name(*parts: tuple[str, ...]) -> x509.Name:
    """A name of relative names, each of attributes such as `CN=user`."""
    return x509.Name(
        [
            x509.RelativeDistinguishedName(
                [x509.NameAttribute(_SHORT[short], value) for short, _, value in (one.partition("=") for one in part)]
            )
            for part in parts
        ]
    )


def _certificate(subject: x509.Name, extension: bytes | None = None) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_name(("O=CA, Inc",), ("CN=ca",)))
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2124, 1, 1, tzinfo=UTC))
    )
    if extension is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(ATTRIBUTES, extension), critical=False)
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.PEM)


def _client(pem: bytes) -> ClientIdentity:
    return ClientIdentity(stub_of(RecordedCalls(), creator=SerializedIdentity("Org1MSP", pem).to_bytes()))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            [("C=JP",), ("ST=Nagasaki",), ("O=City",), ("OU=client",), ("CN=user1",)],
            "eDUwOTo6Q049dXNlcjEsT1U9Y2xpZW50LE89Q2l0eSxTVD1OYWdhc2FraSxDPUpQOjpDTj1jYSxPPUNBXCwgSW5j",
        ),
        ([("OU=client", "OU=dep"), ("CN=user",)], "eDUwOTo6Q049dXNlcixPVT1kZXArT1U9Y2xpZW50OjpDTj1jYSxPPUNBXCwgSW5j"),
        ([("CN=user",), ("OU=z",), ("OU=a",)], "eDUwOTo6Q049dXNlcixPVT16K09VPWE6OkNOPWNhLE89Q0FcLCBJbmM="),
        (
            [('O= #lead, plus+ quote" back\\ <lt> ;semi ',), ("CN=#hash ",)],
            "eDUwOTo6Q049XCNoYXNoXCAsTz1cICNsZWFkXCwgcGx1c1wrIHF1b3RlXCIgYmFja1xcIFw8bHRcPiBcO3NlbWlcIDo6Q049Y2EsTz1DQVwsIEluYw==",
        ),
        (
            [("O=長崎市",), ("CN=契約, 係 ",)],
            "eDUwOTo6Q0495aWR57SEXCwg5L+CXCAsTz3plbfltI7luII6OkNOPWNhLE89Q0FcLCBJbmM=",
        ),
        (
            [("SN=7",), ("PC=850",), ("S=1-1",), ("L=L",), ("ST=S",), ("C=JP",), ("E=a@b",), ("UID=uid",), ("CN=first",), ("CN=last",)],
            "eDUwOTo6U0VSSUFMTlVNQkVSPTcsQ049bGFzdCxQT1NUQUxDT0RFPTg1MCxTVFJFRVQ9MS0xLEw9TCxTVD1TLEM9SlA6OkNOPWNhLE89Q0FcLCBJbmM=",
        ),
        ([], "eDUwOTo6OjpDTj1jYSxPPUNBXCwgSW5j"),
    ],
)
def test_the_id_is_the_go_runtimes(parts: list[tuple[str, ...]], expected: str) -> None:
    client = _client(_certificate(_name(*parts)))
    assert base64.b64decode(client.id).decode() == base64.b64decode(expected).decode()
    assert client.id == expected


def test_organisation_certificate_and_units() -> None:
    pem = _certificate(_name(("OU=client", "OU=dep"), ("CN=user",)))
    client = _client(pem)
    assert (client.msp_id, client.id_bytes) == ("Org1MSP", pem)
    assert client.certificate.subject.rfc4514_string().startswith("CN=user")
    assert [client.has_ou_value(unit) for unit in ("client", "dep", "user")] == [True, True, False]


def test_attributes() -> None:
    extension = json.dumps({"attrs": {"hf.EnrollmentID": "user1", "role": "auditor", "空": "値", "": ""}}, ensure_ascii=False)
    client = _client(_certificate(_name(("CN=user",)), extension.encode()))
    assert client.attributes == {"hf.EnrollmentID": "user1", "role": "auditor", "空": "値", "": ""}
    assert [client.get_attribute_value(name) for name in ("role", "空", "none")] == ["auditor", "値", None]
    client.assert_attribute_value("role", "auditor")
    for name, value in (("role", "Auditor"), ("none", "")):
        with pytest.raises(AttributeMissingError, match=name) as missing:
            client.assert_attribute_value(name, value)
        assert "auditor" not in str(missing.value)


def test_a_certificate_without_attributes_has_none() -> None:
    client = _client(_certificate(_name(("CN=user",))))
    assert client.attributes == {}
    assert _client(_certificate(_name(("CN=user",)), b'{"attrs":{}}')).attributes == {}


@pytest.mark.parametrize("extension", [b"", b"\xff", b"[]", b"{}", b'{"attrs":[]}', b'{"attrs":null}', b"null"])
def test_attributes_that_cannot_be_read(extension: bytes) -> None:
    client = _client(_certificate(_name(("CN=user",)), extension))
    with pytest.raises(ShimError, match="attributes"):
        client.get_attribute_value("role")


def test_what_is_no_certificate_and_no_identity() -> None:
    client = _client(b"no certificate")
    asks: list[Any] = [lambda: client.certificate, lambda: client.id, lambda: client.attributes, lambda: client.has_ou_value("a")]
    for ask in asks:
        with pytest.raises(ShimError, match=r"X\.509"):
            ask()
    with pytest.raises(ShimError, match="identity"):
        ClientIdentity(stub_of(RecordedCalls(), creator=b"\xff\xff"))
