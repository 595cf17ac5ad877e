"""Checking ports before anything starts on them."""

import contextlib
import secrets
import socket
import time
from collections.abc import Iterable

import psutil

from genpon_network.errors import NetworkError
from genpon_network.topology.layout import Port
from genpon_network.words import Message


def check_ports(ports: Iterable[Port], *, patience: float = 0.0) -> None:
    """Checks that every port can be listened on.

    Args:
        ports: which.
        patience: seconds that ports may take to become free where nobody is known to hold them.

    Raises:
        NetworkError: for the first that cannot, with its holder if it may be known.
    """
    deadline = time.monotonic() + patience
    for port in ports:
        while (error := _obstacle(port)) is not None:
            holder = _holder(port.number)
            if holder or time.monotonic() >= deadline:
                raise NetworkError(
                    "{process} cannot listen on {host}:{port} ({reason}{holder}); "
                    "end that process, or choose other ports in the consortium file",
                    process=port.owner,
                    host=port.host,
                    port=port.number,
                    reason=error,
                    holder=holder or "",
                )
            time.sleep(0.02)


def _obstacle(port: Port) -> OSError | None:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # As Go's listeners do: the remains of closed connections are no obstacle, a listener is.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((port.host, port.number))
    except OSError as error:
        return error
    return None


def _holder(number: int) -> Message | None:
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == number and connection.status == psutil.CONN_LISTEN and connection.pid:
                return Message(", by process {pid}, {name}", pid=connection.pid, name=psutil.Process(connection.pid).name())
    return None


def free_block(size: int, *, host: str = "127.0.0.1", lowest: int = 20_000, highest: int = 32_000) -> int:
    """The first port of a block of free ones, below those that the system hands out by itself.

    Any of the free blocks, so that two networks that are started at once hardly choose the same.

    Raises:
        NetworkError: if there is none.
    """
    blocks = range(lowest, highest - size, size)
    for base in secrets.SystemRandom().sample(blocks, len(blocks)):
        with contextlib.suppress(NetworkError):
            check_ports(Port(host, number, "a network", 0) for number in range(base, base + size))
            return base
    raise NetworkError(
        "no {size} free ports in a row between {lowest} and {highest} on {host}; name others with --base-port",
        size=size,
        lowest=lowest,
        highest=highest,
        host=host,
    )
