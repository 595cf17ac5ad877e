"""Vectors of keys and signatures. The private keys are published with the tests and worth nothing elsewhere."""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, load_pem_private_key

from genpon_core import keys

HERE = Path(__file__).parent
# Appendices A.2.5 and A.2.6 of RFC 6979.
P256 = ec.derive_private_key(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721, ec.SECP256R1())
P384_SCALAR = "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5"
P384 = ec.derive_private_key(int(P384_SCALAR, 16), ec.SECP384R1())
MESSAGES = (b"sample", b"test", b"")


def load_rsa(bits: int) -> rsa.RSAPrivateKey:
    """The committed RSA test key of a size."""
    key = load_pem_private_key((HERE / f"keys/rsa_{bits}.pem").read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def files() -> dict[str, Any]:
    """The files by name."""
    good = {"p256": P256, "p384": P384, "rsa_2048": load_rsa(2048)}
    return {
        "keys.json": {"good": [_key(name, key) for name, key in good.items()], "bad": _bad_keys()},
        "signatures.json": [row for name, key in good.items() for row in _signatures(name, key)],
    }


def spki(key: Any, form: PublicFormat = PublicFormat.SubjectPublicKeyInfo) -> bytes:
    """The public half of a private key in DER."""
    return bytes(key.public_key().public_bytes(Encoding.DER, form))


def _key(name: str, key: keys.PrivateKey) -> dict[str, str]:
    public = keys.PublicKey.of_private_key(key)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    row = {"name": name, "kind": public.kind, "spki": base64.b64encode(public.spki).decode(), "fingerprint": public.fingerprint}
    return row | {"private_key_pem": pem}


def _bad_keys() -> list[dict[str, str]]:
    p256 = spki(P256)
    x, head = p256[-64:-32], p256[:-65]
    compressed = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200") + bytes([2 + p256[-1] % 2]) + x
    rsa_numbers = load_rsa(2048).public_key().public_numbers()
    exponent_3 = rsa.RSAPublicNumbers(3, rsa_numbers.n).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    rsa_spki = spki(load_rsa(2048))
    cases = [
        ("RSA with 1024 bits", spki(load_rsa(1024)), "key.rsa_size"),
        ("RSA with the exponent 3", exponent_3, "key.rsa_exponent"),
        ("RSA without the algorithm's NULL", _without_null(rsa_spki), "key.not_canonical"),
        ("Ed25519", spki(ed25519.Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)), "key.kind"),
        ("P-521", spki(ec.derive_private_key(7, ec.SECP521R1())), "key.kind"),
        ("secp256k1", spki(ec.derive_private_key(7, ec.SECP256K1())), "key.kind"),
        ("a compressed point", compressed, "key.not_canonical"),
        ("the point at infinity", bytes.fromhex("3019301306072a8648ce3d020106082a8648ce3d0301070302") + b"\x00\x00", "key.unreadable"),
        ("a point off the curve", head + b"\x04" + x + b"\x01" * 32, "key.unreadable"),
        ("a byte too many", p256 + b"\x00", "key.unreadable"),
        ("a byte too few", p256[:-1], "key.unreadable"),
        ("a length in its long form", b"\x30\x81" + p256[1:], "key.unreadable"),
        ("nothing", b"", "key.unreadable"),
    ]
    return [{"name": name, "spki": base64.b64encode(der).decode(), "code": code} for name, der, code in cases]


def _without_null(der: bytes) -> bytes:
    """An RSA key's SPKI with the parameters left out, which RFC 3279, section 2.3.1, does not allow."""
    at = der.index(bytes.fromhex("300d06092a864886f70d0101010500"))
    body = bytes.fromhex("300b06092a864886f70d010101") + der[at + 15 :]
    return b"\x30\x82" + len(body).to_bytes(2, "big") + body


def _signatures(name: str, key: keys.PrivateKey) -> list[dict[str, Any]]:
    rows = []
    for algorithm in ("ES256", "ES384", "RS256", "PS256"):
        if keys.PublicKey.of_private_key(key).allows(algorithm):
            for message in MESSAGES:
                rows += _cases(name, key, algorithm, message)
    return rows


def _cases(name: str, key: keys.PrivateKey, algorithm: str, message: bytes) -> list[dict[str, Any]]:
    good = _sign(name, key, algorithm, message)
    cases = [("", good), ("a bit is changed", bytes([good[0] ^ 1]) + good[1:]), ("a byte too many", good + b"\x00"), ("nothing", b"")]
    if isinstance(key, ec.EllipticCurvePrivateKey):
        size = len(good) // 2
        order = keys.curve_order(key.curve)
        r, s = int.from_bytes(good[:size], "big"), int.from_bytes(good[size:], "big")
        cases += [
            ("a high s", good[:size] + (order - s).to_bytes(size, "big")),
            ("DER, not raw", utils.encode_dss_signature(r, s)),
            ("all zero", bytes(2 * size)),
            ("r is the order", order.to_bytes(size, "big") + good[size:]),
        ]
    common = {"key": name, "algorithm": algorithm, "message_hex": message.hex()}
    return [common | {"signature_hex": signature.hex(), "valid": not why, "why_not": why} for why, signature in cases]


def _sign(name: str, key: keys.PrivateKey, algorithm: str, message: bytes) -> bytes:
    """A signature that comes out the same each time."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        hash_ = hashes.SHA384() if algorithm == "ES384" else hashes.SHA256()
        return keys.raw_from_der(key.sign(message, ec.ECDSA(hash_, deterministic_signing=True)), key.curve)
    committed = _committed(name, algorithm, message)
    if keys.PublicKey.of_private_key(key).verify(algorithm, committed, message):
        return committed
    return keys.sign(key, algorithm, message)


def _committed(name: str, algorithm: str, message: bytes) -> bytes:
    path = HERE / "signatures.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    wanted = (name, algorithm, message.hex(), True)
    found = [row["signature_hex"] for row in rows if (row["key"], row["algorithm"], row["message_hex"], row["valid"]) == wanted]
    return bytes.fromhex(found[0]) if found else b""
