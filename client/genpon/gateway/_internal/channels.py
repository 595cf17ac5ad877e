"""Where to connect and how, the same for both kinds of channel."""

from collections.abc import Sequence
from typing import Any, NamedTuple, get_args

import grpc

from genpon.gateway._internal.core import Core
from genpon.gateway._internal.targets import as_targets, as_tls, certificate_hash
from genpon.gateway.hashing import Hash
from genpon.gateway.options import DefaultOptions, LoadBalancing, Tls
from genpon.gateway.turns import Turns
from genpon_core.fabric.identities import SerializedIdentity

# Fabric's peers take messages of 100 MB, and end connections that are pinged more often than once a minute. A stream of events may be
# silent for hours, through which gRPC would send two pings only.
_MESSAGE_LIMIT = 100 * 1024 * 1024
_METADATA_LIMIT = 16 * 1024 * 1024
_LOOPBACK = ("127.", "localhost:", "[::1]:")
_OPTIONS = (
    ("grpc.max_receive_message_length", _MESSAGE_LIMIT),
    ("grpc.max_send_message_length", _MESSAGE_LIMIT),
    # What each peer said comes as metadata, of which gRPC would take 8 KB; the official Go client takes 16 MB.
    ("grpc.max_metadata_size", _METADATA_LIMIT),
    ("grpc.absolute_max_metadata_size", _METADATA_LIMIT),
    ("grpc.keepalive_time_ms", 65_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.max_pings_without_data", 0),
    # A gateway that comes back is used at once; gRPC itself would wait up to two minutes after several failures.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    # A gateway that takes a connection and says nothing is given up soon enough for another to be tried within a call's time-out.
    ("grpc.min_reconnect_backoff_ms", 3_000),
)
# How long a gateway that was away is avoided, seconds.
_REST = 10.0


class Prepared(NamedTuple):
    """What a connection is made of, besides its signer.

    Attributes:
        core: identity, options, and whose turn it is.
        channels: one for each target.
        owned: whether the channels are to be closed with the connection.
    """

    core: Core
    channels: list[Any]
    owned: bool


def prepare(
    library: Any,
    target: Any,
    *,
    identity: SerializedIdentity,
    tls: Tls | Sequence[Tls] | None,
    hash: Hash | None,  # noqa: A002 - the name that Fabric's clients give it
    options: DefaultOptions,
    tls_certificate_hash: bytes | None,
    load_balancing: LoadBalancing,
) -> Prepared:
    """Reads the arguments of `connect`, and opens channels with `grpc` or `grpc.aio`.

    Raises:
        ValueError: for what cannot be connected to, or with.
        TypeError: for what is of another kind than wanted.
    """
    targets = as_targets(library, target)
    tls_of_each = as_tls(tls, len(targets))
    bound = certificate_hash(tls_of_each) if tls_certificate_hash is None else tls_certificate_hash
    if load_balancing not in get_args(LoadBalancing):
        raise ValueError(f"load balancing is {' or '.join(get_args(LoadBalancing))}, not {load_balancing!r}")
    turns = Turns(range(len(targets)), rotate=load_balancing == "round_robin", rest=_REST)
    owned = isinstance(targets[0], str)
    core = Core(identity, hash, options, turns, bound, targets if owned else tuple(f"channel {number}" for number in range(len(targets))))
    channels = [_open(library, one, its_tls) for one, its_tls in zip(targets, tls_of_each, strict=True)] if owned else list(targets)
    return Prepared(core, channels, owned)


def _open(library: Any, target: str, tls: Tls | None) -> Any:
    options = _channel_options(target, tls)
    if tls is None:
        return library.insecure_channel(target, options=options)
    credentials = grpc.ssl_channel_credentials(tls.root_certificates_pem, tls.private_key_pem, tls.certificate_pem)
    return library.secure_channel(target, credentials, options=options)


def _channel_options(target: str, tls: Tls | None) -> list[tuple[str, Any]]:
    options: list[tuple[str, Any]] = list(_OPTIONS)
    if tls is not None and tls.server_name:
        options.append(("grpc.ssl_target_name_override", tls.server_name))
    if target.startswith(_LOOPBACK):
        # gRPC would ask the proxy in the environment for it, which has another loopback interface.
        options.append(("grpc.enable_http_proxy", 0))
    return options
