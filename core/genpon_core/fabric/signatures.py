"""ECDSA signatures as Fabric takes them: DER with a low S.

Fabric's MSP refuses the other, equally valid form of a signature (S above half the curve's order), and `cryptography` does not normalise.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

_ORDERS = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": int("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
}


def curve_order(curve: ec.EllipticCurve) -> int:
    """The order of a curve's group.

    Raises:
        ValueError: for a curve other than P-256 and P-384.
    """
    try:
        return _ORDERS[curve.name]
    except KeyError:
        raise ValueError(f"curve {curve.name} is not supported; use P-256 or P-384") from None


def to_low_s(signature: bytes, curve: ec.EllipticCurve) -> bytes:
    """The DER signature with S replaced by order − S where S is above half the order."""
    order = curve_order(curve)
    r, s = utils.decode_dss_signature(signature)
    return utils.encode_dss_signature(r, order - s) if s > order // 2 else signature


def is_low_s(signature: bytes, curve: ec.EllipticCurve) -> bool:
    """Whether a DER signature has the form that Fabric accepts; False for bytes that are no signature."""
    try:
        _, s = utils.decode_dss_signature(signature)
    except ValueError:
        return False
    return 0 < s <= curve_order(curve) // 2


def sign_message(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """The low-S DER signature over SHA-256 of a message, as Fabric's clients and peers make it."""
    return to_low_s(key.sign(message, ec.ECDSA(hashes.SHA256())), key.curve)


def verify_message(key: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    """Whether a low-S DER signature over SHA-256 of the message is the key's."""
    if not is_low_s(signature, key.curve):
        return False
    try:
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
