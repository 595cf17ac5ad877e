"""New private keys, and the public halves of keys in files."""

from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from genpon.act_signers import KeySigner
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes, write_file
from genpon_core import keys
from genpon_core.keys import PrivateKey, PublicKey

KeyChoice = Literal["P-256", "P-384", "RSA"]
RSA_BITS = 3072
"""NIST SP 800-57 part 1, section 5.6.3: 112 bits of strength, which RSA-2048 has, end with 2030."""

_MAX_FILE = 64 * 1024


def new_key(path: Path, *, kind: KeyChoice = "P-256", passphrase: str | None = None) -> KeySigner:
    """Makes a private key and writes it as PKCS#8 PEM that only its owner may read.

    Args:
        path: where to; never written over.
        kind: of the key.
        passphrase: encrypts the file; None leaves it open.

    Raises:
        Refused: `file.exists` or `file.not_written`.
    """
    if path.exists() or path.is_symlink():
        raise Refused("file.exists", {"file": path.name})
    key: PrivateKey
    if kind == "RSA":
        key = rsa.generate_private_key(65537, RSA_BITS)
    else:
        key = ec.generate_private_key(ec.SECP256R1() if kind == "P-256" else ec.SECP384R1())
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    write_file(path, pem, private=True)
    return KeySigner.of(key)


def write_public_key(path: Path, key: PublicKey) -> None:
    """Writes a public key as PEM.

    Args:
        path: where to; never written over.
        key: the key.

    Raises:
        Refused: `file.exists` or `file.not_written`.
    """
    if path.exists() or path.is_symlink():
        raise Refused("file.exists", {"file": path.name})
    loaded = serialization.load_der_public_key(key.spki)
    write_file(path, loaded.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))


def public_key_of(path: Path) -> PublicKey:
    """The public key in a file with a public key or a certificate.

    Raises:
        Refused: `file.…`, or `key.…`: `key.is_private` for a private key.
    """
    data = read_bytes(path, limit=_MAX_FILE)
    with refusals_as():
        return keys.PublicKey.from_pem_or_certificate(data)
