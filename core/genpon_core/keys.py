"""Public keys that count on the ledger, and signatures by them in one form each.

EC signatures are r ‖ s as JOSE has them (RFC 7518, section 3.4) with a low s, RSA signatures have the modulus's length: for one key,
message and nonce there is one sequence of bytes, so that nobody can restate a signature in other bytes. Only where others' software signs,
as wallets do, a high s is let in.
"""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from genpon_core.algorithms import SIGNATURE_ALGORITHMS, HashName, KeyKind
from genpon_core.errors import Refusal
from genpon_core.fabric.signatures import curve_order

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_LoadedKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_CURVES: dict[str, KeyKind] = {"secp256r1": "P-256", "secp384r1": "P-384"}
_DEFAULT_ALGORITHMS: dict[KeyKind, str] = {"P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}
_HASHES: dict[HashName, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_ECDSA = {"ES256": ec.ECDSA(hashes.SHA256()), "ES384": ec.ECDSA(hashes.SHA384())}
_P256 = ec.SECP256R1()
# The DER of a SubjectPublicKeyInfo for P-256 up to the point (RFC 5480, section 2): what follows is x ‖ y.
_P256_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
_RSA_BITS = range(2048, 8192 + 1)
# FIPS 186-5, section 5.1, asks for odd exponents above 2^16; the upper bound keeps a hostile key from making every verification slow.
_RSA_EXPONENTS = range(65537, 2**32, 2)
_MAX_SPKI = 2048
_UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of a kind that the ledger knows; equal when its bytes are.

    Attributes:
        spki: the SubjectPublicKeyInfo in DER, in its one canonical form.
        kind: `P-256`, `P-384` or `RSA`.
        fingerprint: the SHA-256 of `spki` in lower-case hexadecimal.
    """

    spki: bytes
    kind: KeyKind = field(compare=False)
    fingerprint: str = field(compare=False)
    _key: _LoadedKey = field(compare=False, repr=False)

    @classmethod
    def from_spki(cls, der: bytes) -> "PublicKey":
        """The key of a SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), parsed once per distinct key.

        Raises:
            Refusal: `key.unreadable`, `key.not_canonical`, `key.kind`, `key.rsa_size` or `key.rsa_exponent`.
        """
        return _from_spki(bytes(der))

    @classmethod
    def from_p256_point(cls, point: bytes) -> "PublicKey":
        """The P-256 key of x ‖ y, as JOSE has keys (RFC 7518, section 6.2.1).

        Raises:
            Refusal: `key.unreadable` for bytes that are no point of the curve.
        """
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(_P256, b"\x04" + point)
        except ValueError:
            raise Refusal("key.unreadable") from None
        spki = _P256_SPKI + point
        return cls(spki, "P-256", hashlib.sha256(spki).hexdigest(), key)

    @classmethod
    def from_pem_or_certificate(cls, data: bytes) -> "PublicKey":
        """The key in a public key or an X.509 certificate, each as PEM or DER.

        Raises:
            Refusal: as `from_spki`, and `key.is_private` for a private key, which belongs nowhere but with its owner.
        """
        return cls.from_spki(_spki_bytes(_load_any(data)))

    @classmethod
    def of_private_key(cls, key: PrivateKey) -> "PublicKey":
        """The public half of a private key.

        Raises:
            Refusal: as `from_spki`.
        """
        return cls.from_spki(_spki_bytes(key.public_key()))

    def allows(self, algorithm_name: str) -> bool:
        """Whether a key of this kind can sign with the algorithm; whether that is in force is `algorithms`' question."""
        algorithm = SIGNATURE_ALGORITHMS.get(algorithm_name)
        return algorithm is not None and algorithm.key_kind == self.kind

    def verify(self, algorithm_name: str, signature: bytes, message: bytes, *, low_s: bool = True) -> bool:
        """Whether the signature over the message is this key's; False for whatever else the bytes are.

        Args:
            algorithm_name: such as `ES256`.
            signature: r ‖ s for EC keys, the modulus's length for RSA keys.
            message: the bytes that were signed, not their hash.
            low_s: whether only the one form of an EC signature counts; JOSE's signers, such as wallets, make both.
        """
        if not self.allows(algorithm_name):
            return False
        try:
            if isinstance(self._key, rsa.RSAPublicKey):
                self._key.verify(signature, message, _padding(algorithm_name), _hash_of(algorithm_name))
            else:
                der = _raw_to_der(signature, self._key.curve, low_s=low_s)
                self._key.verify(der, message, _ECDSA[algorithm_name])
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(private_key: PrivateKey, algorithm_name: str, message: bytes) -> bytes:
    """The signature over a message, in the form that `PublicKey.verify` takes.

    Args:
        private_key: a key that `load_private_key` or the standard generators gave.
        algorithm_name: one that the key allows.
        message: the bytes to sign, not their hash.

    Raises:
        Refusal: `key.algorithm` if the key cannot sign with the algorithm, and what `PublicKey.from_spki` refuses.
    """
    # An EC key knows its curve; to derive its public half first would cost a third of the signature.
    key = private_key.public_key() if isinstance(private_key, rsa.RSAPrivateKey) else private_key
    kind, algorithm = _kind(key), SIGNATURE_ALGORITHMS.get(algorithm_name)
    if algorithm is None or algorithm.key_kind != kind:
        raise Refusal("key.algorithm", {"kind": kind})
    if isinstance(private_key, rsa.RSAPrivateKey):
        return private_key.sign(message, _padding(algorithm_name), _hash_of(algorithm_name))
    der = private_key.sign(message, _ECDSA[algorithm_name])
    return raw_from_der(der, private_key.curve)


def default_algorithm(key: PublicKey | PrivateKey) -> str:
    """The algorithm to sign with if nobody asks for another: ES256, ES384, or RS256, which every card can make."""
    public_key = key if isinstance(key, PublicKey) else PublicKey.of_private_key(key)
    return _DEFAULT_ALGORITHMS[public_key.kind]


def load_private_key(pem: bytes, passphrase: bytes | None = None) -> PrivateKey:
    """A private key from PEM (PKCS#8, SEC 1 or PKCS#1), of a kind that the ledger knows.

    Args:
        pem: the file's bytes.
        passphrase: given exactly when the key is encrypted; empty is none.

    Raises:
        Refusal: `key.passphrase_missing`, `key.passphrase_not_needed`, `key.passphrase_wrong`, `key.not_a_private_key`, and what
            `PublicKey.from_spki` refuses.
    """
    try:
        key = serialization.load_pem_private_key(pem, passphrase or None)
    except TypeError:
        raise Refusal("key.passphrase_not_needed" if passphrase else "key.passphrase_missing") from None
    except (ValueError, UnsupportedAlgorithm):
        wrong = passphrase and b"ENCRYPTED" in pem
        raise Refusal("key.passphrase_wrong" if wrong else "key.not_a_private_key") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Refusal("key.kind")
    PublicKey.of_private_key(key)
    return key


def raw_from_der(signature: bytes, curve: ec.EllipticCurve) -> bytes:
    """A DER signature, as libraries and cards make it, as r ‖ s with a low s.

    Raises:
        ValueError: if the bytes are no DER signature.
    """
    r, s = utils.decode_dss_signature(signature)
    order = curve_order(curve)
    size = (curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + min(s, order - s).to_bytes(size, "big")


def _raw_to_der(signature: bytes, curve: ec.EllipticCurve, *, low_s: bool) -> bytes:
    size = (curve.key_size + 7) // 8
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    order = curve_order(curve)
    highest = order // 2 if low_s else order - 1
    if len(signature) != 2 * size or not 0 < r < order or not 0 < s <= highest:
        raise ValueError("not r and s of the curve, or s is high")
    return utils.encode_dss_signature(r, s)


@lru_cache(maxsize=4096)
def _from_spki(der: bytes) -> PublicKey:
    try:
        key = serialization.load_der_public_key(der) if len(der) <= _MAX_SPKI else None
    except _UNREADABLE:
        key = None
    if key is None:
        raise Refusal("key.unreadable")
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise Refusal("key.kind")
    kind = _kind(key)
    if _spki_bytes(key) != der:
        raise Refusal("key.not_canonical")
    return PublicKey(der, kind, hashlib.sha256(der).hexdigest(), key)


def _kind(key: _LoadedKey | ec.EllipticCurvePrivateKey) -> KeyKind:
    if not isinstance(key, rsa.RSAPublicKey):
        kind = _CURVES.get(key.curve.name)
        if kind is None:
            raise Refusal("key.kind", {"curve": key.curve.name})
        return kind
    if key.key_size not in _RSA_BITS:
        raise Refusal("key.rsa_size", {"bits": key.key_size, "least": _RSA_BITS[0], "most": _RSA_BITS[-1]})
    if key.public_numbers().e not in _RSA_EXPONENTS:
        raise Refusal("key.rsa_exponent")
    return "RSA"


def _load_any(data: bytes) -> object:
    if b"PRIVATE KEY-----" in data:
        raise Refusal("key.is_private")
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            return x509.load_pem_x509_certificate(data).public_key()
        if b"-----BEGIN" in data:
            return serialization.load_pem_public_key(data)
        return _load_der(data)
    except _UNREADABLE:
        raise Refusal("key.unreadable") from None


def _load_der(data: bytes) -> object:
    try:
        return serialization.load_der_public_key(data)
    except ValueError:
        return x509.load_der_x509_certificate(data).public_key()


def _spki_bytes(key: object) -> bytes:
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise Refusal("key.kind")
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _hash_of(algorithm_name: str) -> hashes.HashAlgorithm:
    return _HASHES[SIGNATURE_ALGORITHMS[algorithm_name].hash_name]


def _padding(algorithm_name: str) -> padding.AsymmetricPadding:
    """RFC 7518, sections 3.3 and 3.5: the salt of PS256 has the hash's length."""
    if algorithm_name == "RS256":
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
