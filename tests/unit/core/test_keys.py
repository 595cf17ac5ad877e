"""Keys and signatures: no forgery is taken, no garbage raises, every refusal is clear."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from genpon_core import algorithms
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey, default_algorithm, load_private_key, raw_from_der, sign
from genpon_core.moments import parse_time

NOW = parse_time("2026-11-23T00:00:00Z")
P256 = ec.derive_private_key(3, ec.SECP256R1())
P384 = ec.derive_private_key(5, ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)
RSA_1024 = (Path(__file__).parents[2] / "vectors" / "keys" / "rsa_1024.pem").read_bytes()
SIGNERS: list[tuple[Any, str]] = [(P256, "ES256"), (P384, "ES384"), (RSA, "RS256"), (RSA, "PS256")]
EVERY_SIGNER = pytest.mark.parametrize(("key", "algorithm"), SIGNERS, ids=[algorithm for _, algorithm in SIGNERS])
SIGNED = {algorithm: (PublicKey.of_private_key(key), sign(key, algorithm, b"message")) for key, algorithm in SIGNERS}


def refused(call: Any, *arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*arguments)
    return refusal.value.code


def pkcs8(key: Any, passphrase: bytes | None = None) -> bytes:
    encryption = NoEncryption() if passphrase is None else BestAvailableEncryption(passphrase)
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))


@EVERY_SIGNER
@given(message=st.binary(max_size=64))
def test_what_is_signed_is_verified_under_its_algorithm_only(key: Any, algorithm: str, message: bytes) -> None:
    public, signature = PublicKey.of_private_key(key), sign(key, algorithm, message)
    assert [name for name in algorithms.SIGNATURE_ALGORITHMS if public.verify(name, signature, message)] == [algorithm]
    assert not public.verify(algorithm, signature, message + b"\x00")


@pytest.mark.parametrize("algorithm", SIGNED)
@given(data=st.data())
def test_a_changed_signature_is_never_accepted(algorithm: str, data: st.DataObject) -> None:
    public, signature = SIGNED[algorithm]
    index, change = data.draw(st.integers(0, len(signature) - 1)), data.draw(st.integers(1, 255))
    changed = signature[:index] + bytes([signature[index] ^ change]) + signature[index + 1 :]
    assert public.verify(algorithm, signature, b"message")
    assert not public.verify(algorithm, changed, b"message")


@pytest.mark.parametrize("algorithm", SIGNED)
@given(signature=st.binary(max_size=300), length=st.integers(0, 300), message=st.binary(max_size=8))
def test_garbage_is_no_signature_and_never_raises(algorithm: str, signature: bytes, length: int, message: bytes) -> None:
    public, _ = SIGNED[algorithm]
    assert not public.verify(algorithm, signature, message)
    assert not public.verify(algorithm, (signature * 300)[:length], message)
    assert not public.verify("none", signature, message)


def test_another_key_verifies_nothing() -> None:
    other = PublicKey.of_private_key(ec.derive_private_key(4, ec.SECP256R1()))
    assert not other.verify("ES256", SIGNED["ES256"][1], b"message")


def test_a_high_s_is_refused_unless_it_is_let_in() -> None:
    public, signature = SIGNED["ES256"]
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    high = signature[:32] + (order - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    assert public.verify("ES256", signature, b"message")
    assert not public.verify("ES256", high, b"message")
    assert public.verify("ES256", high, b"message", low_s=False)
    assert not public.verify("ES256", high, b"other", low_s=False)
    assert not public.verify("ES256", high[:32] + order.to_bytes(32, "big"), b"message", low_s=False)


@pytest.mark.parametrize("salt_length", [0, 20, padding.PSS.MAX_LENGTH])
def test_a_pss_salt_of_another_length_is_refused(salt_length: Any) -> None:
    signature = RSA.sign(b"message", padding.PSS(padding.MGF1(hashes.SHA256()), salt_length), hashes.SHA256())
    assert not SIGNED["PS256"][0].verify("PS256", signature, b"message")


def test_cards_der_signatures_become_ours() -> None:
    der = P384.sign(b"message", ec.ECDSA(hashes.SHA384()))
    assert SIGNED["ES384"][0].verify("ES384", raw_from_der(der, P384.curve), b"message")


@EVERY_SIGNER
def test_only_the_keys_own_algorithms_sign(key: Any, algorithm: str) -> None:
    public = PublicKey.of_private_key(key)
    for name in (*algorithms.SIGNATURE_ALGORITHMS, "none", ""):
        if not public.allows(name):
            assert refused(sign, key, name, b"") == "key.algorithm"
    assert public.allows(algorithm)


def test_default_algorithms() -> None:
    assert [default_algorithm(key) for key in (P256, P384, RSA)] == ["ES256", "ES384", "RS256"]
    assert default_algorithm(PublicKey.of_private_key(P256)) == "ES256"


def test_equal_bytes_are_one_key() -> None:
    spki = P256.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert PublicKey.from_spki(spki) is PublicKey.from_spki(bytearray(spki))  # type: ignore[arg-type]
    assert len({PublicKey.from_spki(spki), PublicKey.of_private_key(P256), PublicKey.of_private_key(P384)}) == 2
    assert "_key" not in repr(PublicKey.from_spki(spki))


@given(st.data())
def test_a_changed_key_is_another_key_or_none(data: st.DataObject) -> None:
    good = SIGNED[data.draw(st.sampled_from(sorted(SIGNED)))][0].spki
    index, change = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(1, 255))
    changed = good[:index] + bytes([good[index] ^ change]) + good[index + 1 :]
    with contextlib.suppress(Refusal):
        key = PublicKey.from_spki(changed)
        assert key != PublicKey.from_spki(good)
        assert key.spki == changed


@given(st.binary(max_size=200))
def test_garbage_is_no_key(data: bytes) -> None:
    assert refused(PublicKey.from_spki, data) == "key.unreadable"
    assert refused(PublicKey.from_pem_or_certificate, data) in {"key.unreadable", "key.is_private"}


def test_oversized_keys_are_refused_before_they_cost_anything() -> None:
    assert refused(PublicKey.from_spki, b"\x30" * 100_000) == "key.unreadable"
    large = rsa.RSAPublicNumbers(65537, (1 << 8200) + 1).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert refused(PublicKey.from_spki, large) == "key.rsa_size"


def certificate(key: Any) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Test")])
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    return x509.CertificateBuilder(name, name, key.public_key(), 1, first, last).sign(P256, hashes.SHA256(), ecdsa_deterministic=True)


@pytest.mark.parametrize("key", [P256, P384, RSA])
def test_files_of_every_form_hold_the_same_key(key: Any) -> None:
    public = PublicKey.of_private_key(key)
    forms = [key.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo) for encoding in (Encoding.PEM, Encoding.DER)]
    forms += [certificate(key).public_bytes(encoding) for encoding in (Encoding.PEM, Encoding.DER)]
    assert {PublicKey.from_pem_or_certificate(form) for form in forms} == {public}


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(st.data())
def test_a_changed_certificate_holds_a_key_or_is_refused(data: st.DataObject) -> None:
    der = certificate(P256).public_bytes(Encoding.DER)
    index, change = data.draw(st.integers(0, len(der) - 1)), data.draw(st.integers(1, 255))
    with contextlib.suppress(Refusal):
        assert PublicKey.from_pem_or_certificate(der[:index] + bytes([der[index] ^ change]) + der[index + 1 :]).kind in {"P-256", "RSA"}


def test_a_certificate_of_an_unknown_version_is_refused() -> None:
    der = certificate(P256).public_bytes(Encoding.DER)
    assert refused(PublicKey.from_pem_or_certificate, der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x03")) == "key.unreadable"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pkcs8(P256), "key.is_private"),
        (pkcs8(P256, b"secret"), "key.is_private"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "key.unreadable"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "key.unreadable"),
        (certificate(ed25519.Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)).public_bytes(Encoding.PEM), "key.kind"),
    ],
)
def test_files_that_hold_no_public_key(data: bytes, code: str) -> None:
    assert refused(PublicKey.from_pem_or_certificate, data) == code


@pytest.mark.parametrize("key", [P256, P384, RSA])
@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_private_keys_load(key: Any, form: PrivateFormat) -> None:
    plain = key.private_bytes(Encoding.PEM, form, NoEncryption())
    encrypted = key.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"secret"))
    assert PublicKey.of_private_key(load_private_key(plain)) == PublicKey.of_private_key(key)
    assert PublicKey.of_private_key(load_private_key(encrypted, b"secret")) == PublicKey.of_private_key(key)


@pytest.mark.parametrize(
    ("pem", "passphrase", "code"),
    [
        (pkcs8(P256, b"secret"), None, "key.passphrase_missing"),
        (pkcs8(P256, b"secret"), b"", "key.passphrase_missing"),
        (pkcs8(P256, b"secret"), b"guess", "key.passphrase_wrong"),
        (pkcs8(P256), b"secret", "key.passphrase_not_needed"),
        (b"", None, "key.not_a_private_key"),
        (b"no key", b"secret", "key.not_a_private_key"),
        (P256.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), None, "key.not_a_private_key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None, "key.not_a_private_key"),
        (pkcs8(ed25519.Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)), None, "key.kind"),
        (pkcs8(ec.derive_private_key(7, ec.SECP521R1())), None, "key.kind"),
        (RSA_1024, None, "key.rsa_size"),
        (pkcs8(rsa.generate_private_key(3, 2048)), None, "key.rsa_exponent"),
    ],
)
def test_private_keys_that_do_not_load(pem: bytes, passphrase: bytes | None, code: str) -> None:
    assert refused(load_private_key, pem, passphrase) == code


def test_ssh_keys_are_no_keys_of_ours() -> None:
    ssh = P256.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    assert isinstance(serialization.load_ssh_private_key(ssh, None), ec.EllipticCurvePrivateKey)
    assert refused(load_private_key, ssh) == "key.not_a_private_key"


def test_algorithms_are_in_force_within_their_dates() -> None:
    start = algorithms.signature_algorithm("ES256", now=NOW).in_force_from
    assert refused(lambda: algorithms.signature_algorithm("ES256", now=start - 1)) == "algorithm.not_in_force"
    assert refused(lambda: algorithms.signature_algorithm("none", now=NOW)) == "algorithm.unknown"
    assert refused(lambda: algorithms.hash_algorithm("sha1", now=NOW)) == "algorithm.unknown"
    assert [algorithms.hash_algorithm(name, now=NOW).name for name in algorithms.HASH_ALGORITHMS] == ["sha256", "sha384", "sha512"]
