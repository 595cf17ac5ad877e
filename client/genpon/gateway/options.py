"""Options of connections and calls; all are values that nothing changes."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack

_METADATA_NAME = re.compile("[0-9a-z_.-]+")
Metadata = Iterable[tuple[str, str | bytes]] | Mapping[str, str | bytes]
LoadBalancing = Literal["pick_first", "round_robin"]


class CallChanges(TypedDict, total=False):
    """What one call does differently from the default of its kind; what is left out, or None, stays as it is there.

    `timeout` (seconds; `math.inf` waits for ever) and `wait_for_ready` take the default's place, `metadata` is sent besides the default's.

    Example:
        ```python
        patient: CallChanges = {"timeout": 30, "wait_for_ready": True}
        transaction = contract.new_proposal("put", "color", "blue").endorse(**patient, metadata=[("x-request-id", "4711")])
        ```
    """

    timeout: float | None
    metadata: Metadata
    wait_for_ready: bool | None


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How a call is made.

    Attributes:
        timeout: seconds until it fails with DEADLINE_EXCEEDED; None waits for ever.
        metadata: gRPC metadata sent along, a mapping or pairs: lower-case names, printable ASCII, bytes where the name ends in `-bin`.
        wait_for_ready: whether to wait for a connection, within the time-out, instead of failing at once.

    Example:
        ```python
        options = CallOptions(timeout=5, metadata=[("x-department", "contracts")])
        assert options.changed(timeout=30).timeout == 30
        assert options.timeout == 5
        ```
    """

    timeout: float | None
    metadata: Metadata = ()
    wait_for_ready: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for what gRPC cannot take; the value of metadata is not told, since it may be a secret."""
        object.__setattr__(self, "timeout", _seconds(self.timeout))
        pairs = _pairs(self.metadata)
        object.__setattr__(self, "metadata", pairs)
        for name, value in pairs:
            if not _is_sendable(name, value):
                raise ValueError(f"the metadata {name!r} cannot be sent; use a lower-case name and ASCII (bytes where it ends in -bin)")

    def changed(self, **changes: Unpack[CallChanges]) -> "CallOptions":
        """These options with the changes of one call; the options themselves stay as they are.

        Raises:
            ValueError: as for new options.
            TypeError: for a change that there is not.
        """
        return _changed(self, **changes) if changes else self


def _changed(
    options: CallOptions, *, timeout: float | None = None, metadata: Metadata = (), wait_for_ready: bool | None = None
) -> CallOptions:
    if timeout is None and not metadata and wait_for_ready is None:
        return options
    return CallOptions(
        options.timeout if timeout is None else timeout,
        (*_pairs(options.metadata), *_pairs(metadata)),
        options.wait_for_ready if wait_for_ready is None else wait_for_ready,
    )


def _pairs(metadata: Metadata) -> tuple[tuple[str, str | bytes], ...]:
    return tuple((name, value) for name, value in (metadata.items() if isinstance(metadata, Mapping) else metadata))


def _seconds(timeout: float | None) -> float | None:
    if timeout is None:
        return None
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
        raise ValueError(f"a time-out is a positive number of seconds, or None, not {timeout!r}")
    return None if math.isinf(timeout) else timeout


def _is_sendable(name: str, value: str | bytes) -> bool:
    if not _METADATA_NAME.fullmatch(name):
        return False
    if name.endswith("-bin"):
        return isinstance(value, bytes)
    return isinstance(value, str) and value.isascii() and value.isprintable()


@dataclass(frozen=True, slots=True)
class DefaultOptions:
    """What each kind of call uses unless the call itself says otherwise.

    A gateway waits up to 30 s for a hanging endorser (`gateway.endorsementTimeout`), and a commit takes as long as the orderers need
    for their block.

    Example:
        ```python
        options = DefaultOptions(evaluate=CallOptions(timeout=2), commit_status=CallOptions(timeout=120))
        with connect("localhost:7051", identity=identity, signer=signer, tls=Tls(ca_pem), options=options) as gateway:
            gateway.get_network("mychannel").get_contract("basic").evaluate_transaction("get", "color")
        ```
    """

    evaluate: CallOptions = CallOptions(timeout=5)
    endorse: CallOptions = CallOptions(timeout=15)
    submit: CallOptions = CallOptions(timeout=5)
    commit_status: CallOptions = CallOptions(timeout=60)
    chaincode_events: CallOptions = CallOptions(timeout=None)
    block_events: CallOptions = CallOptions(timeout=None)
    filtered_block_events: CallOptions = CallOptions(timeout=None)
    block_and_private_data_events: CallOptions = CallOptions(timeout=None)


@dataclass(frozen=True, slots=True)
class Tls:
    """How the gateway proves itself, and the client where the gateway asks for that (mutual TLS).

    Attributes:
        root_certificates_pem: the CAs that the gateway's certificate must chain to; None takes those of the system.
        certificate_pem: the client's TLS certificate.
        private_key_pem: its key.
        server_name: the name to expect in the gateway's certificate, where it differs from the target's host.

    Example:
        ```python
        system_cas = Tls()
        own_ca = Tls(ca_pem)
        under_another_name = Tls(ca_pem, server_name="localhost")
        with connect("127.0.0.1:7051", identity=identity, signer=signer, tls=under_another_name) as gateway:
            gateway.get_network("mychannel").get_contract("basic").evaluate_transaction("get", "color")
        ```
    """

    root_certificates_pem: bytes | None = None
    certificate_pem: bytes | None = None
    private_key_pem: bytes | None = field(default=None, repr=False)
    server_name: str | None = None
