"""Key requests: an act file with which the holder of a key asks to be registered.

The request is signed by the key itself (proof of possession) and can be made without a ledger. The ledger takes it once a municipality
submits it; it counts when a certificate leads to a trust anchor, an administrator admits it, or officers vouch for it.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from genpon.act_files import ActFile
from genpon.act_signers import ActSigner
from genpon.acting import prepare, sign
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes
from genpon_core.keys import PublicKey
from genpon_core.registry.keys import Present

LIFETIME = 3 * 365 * 86400
# The holder's clock may be ahead of the ledger's; a key that is not yet valid would be refused for some minutes.
CLOCKS_APART = 600
_MAX_CERTIFICATE_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class KeyCertificate:
    """An organisation's certificate and the time in which it is valid (seconds since 1970 UTC, the last one excluded)."""

    der: bytes
    key: PublicKey
    valid_from: int
    valid_until: int

    @classmethod
    def read(cls, path: Path) -> "KeyCertificate":
        """A certificate from a PEM or DER file.

        Raises:
            Refused: `file.…`, `certificate.unreadable` or `key.…`.
        """
        data = read_bytes(path, limit=_MAX_CERTIFICATE_FILE)
        try:
            load = x509.load_pem_x509_certificate if b"-----BEGIN" in data else x509.load_der_x509_certificate
            certificate = load(data)
            der = certificate.public_bytes(Encoding.DER)
            times = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        except ValueError:
            raise Refused("certificate.unreadable", {"which": "certificate"}) from None
        with refusals_as():
            return cls(der, PublicKey.from_pem_or_certificate(der), int(times[0].timestamp()), int(times[1].timestamp()) + 1)


def key_request(
    signer: ActSigner,
    subject: str,
    *,
    charter: str,
    certificate: KeyCertificate | None = None,
    now: int | None = None,
    lifetime: int = LIFETIME,
) -> ActFile:
    """A signed key request.

    Args:
        signer: of the key that asks.
        subject: id of the counterparty or officer whose key it is.
        charter: the charter's digest.
        certificate: the organisation's certificate for the key.
        now: the holder's clock, seconds since 1970 UTC.
        lifetime: how long the key shall count, seconds; not longer than its certificate.

    Raises:
        Refused: `certificate.other_key`, `certificate.not_valid_now`, or what `prepare` refuses.
    """
    moment = int(time.time()) if now is None else now
    start, end = moment - CLOCKS_APART, moment + lifetime
    if certificate is not None:
        if certificate.key != signer.public_key:
            raise Refused("certificate.other_key")
        if not certificate.valid_from <= moment < certificate.valid_until:
            raise Refused("certificate.not_valid_now", {"which": "certificate"})
        start, end = max(start, certificate.valid_from), min(end, certificate.valid_until)
    key = signer.public_key
    der = certificate.der if certificate is not None else None
    content = Present(spki=key.spki, certificate=der, valid_from=start, valid_until=end)
    statement = prepare(f"key/{key.fingerprint}", "present", content, charter=charter, signer=subject, key=key, signed_at=moment)
    return ActFile(sign(statement, signer))
