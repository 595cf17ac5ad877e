"""What may be connected to, and how a gateway proves itself there: the arguments of `connect`, checked."""

import re
from collections.abc import Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from genpon.gateway.options import Tls
from genpon_core.fabric.identities import load_certificate

# Addresses of web sites and connection profiles begin so, and gRPC would look such a name up for a long time.
_SCHEMES = ("grpc://", "grpcs://", "http://", "https://")
# gRPC's own forms of an address, besides host:port, of which it would take 443 for a missing port and any port modulo 65536.
_FORMS = re.compile(r"(dns|ipv4|ipv6|unix|unix-abstract|vsock|xds):.*")
_HIGHEST_PORT = 65_535


def as_targets(library: Any, target: Any) -> tuple[Any, ...]:
    """One target, or several, as a tuple of addresses or of channels.

    Args:
        library: `grpc` or `grpc.aio`, whose channels may be targets.
        target: what the caller gave.

    Raises:
        ValueError: if there is none, some are of one kind and some of the other, or an address is none.
        TypeError: if there is something else among them.
    """
    targets = tuple(target) if isinstance(target, Sequence) and not isinstance(target, str) else (target,)
    if not targets:
        raise ValueError("no target to connect to; give host:port, or a channel")
    for one in targets:
        if not isinstance(one, str | library.Channel):
            kind = f"{type(one).__module__}.{type(one).__name__}"
            raise TypeError(f"a target is host:port or a {library.__name__}.Channel, not a {kind}")
        if isinstance(one, str):
            _check_address(one)
    if len({isinstance(one, str) for one in targets}) > 1:
        raise ValueError("targets are either all host:port or all channels, which their owner closes")
    return targets


def _check_address(target: str) -> None:
    if target.startswith(_SCHEMES):
        raise ValueError(f"the target {target!r} has a scheme; give host:port alone, and tls=None for a gateway without TLS")
    host, _, port = target.rpartition(":")
    if not _FORMS.fullmatch(target) and not (host and port.isdecimal() and int(port) <= _HIGHEST_PORT):
        raise ValueError(f"the target {target!r} is not host:port, such as localhost:7051")


def as_tls(tls: Tls | Sequence[Tls] | None, count: int) -> tuple[Tls | None, ...]:
    """The TLS options of each of so many targets.

    Raises:
        ValueError: if there are others than one for all or one for each, or there is no certificate in what should hold some.
        TypeError: if there is something else among them.
    """
    several = (tls,) * count if tls is None or isinstance(tls, Tls) else tuple(tls)
    for one in several:
        if one is not None:
            _check(one)
    if len(several) != count:
        raise ValueError(f"{len(several)} TLS options for {count} targets; give one for all, or one for each")
    return several


def _check(tls: object) -> None:
    if not isinstance(tls, Tls):
        raise TypeError(f"tls takes Tls(…), a list of them, or None for no TLS, not {type(tls).__name__}")
    for pem in (tls.root_certificates_pem, tls.certificate_pem, tls.private_key_pem):
        if pem is not None and not isinstance(pem, bytes):
            raise TypeError(f"certificates and keys for TLS are bytes, as Path.read_bytes() gives them, not {type(pem).__name__}")
    if tls.root_certificates_pem is not None:
        try:
            x509.load_pem_x509_certificates(tls.root_certificates_pem)
        except ValueError:
            raise ValueError("there is no PEM certificate in the TLS root certificates") from None


def certificate_hash(tls: Sequence[Tls | None]) -> bytes:
    """SHA-256 of the client's TLS certificate, which ties a request for blocks to a mutual TLS connection; empty without one.

    Raises:
        ValueError: if it cannot be read, or is not the same for all targets: a request may go to any of them.
    """
    certificates = {one.certificate_pem for one in tls if one is not None}
    if len(certificates) > 1:
        raise ValueError("different TLS certificates of the client; use the same one for all targets")
    certificate_pem = next(iter(certificates), None)
    if certificate_pem is None:
        return b""
    try:
        return load_certificate(certificate_pem).fingerprint(hashes.SHA256())
    except ValueError:
        raise ValueError("the client's TLS certificate is no PEM certificate") from None
