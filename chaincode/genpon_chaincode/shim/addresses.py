"""Addresses that a service listens on."""

_HIGHEST_PORT = 65_535


def host_and_port(address: str, whose: str) -> tuple[str, int]:
    """The parts of `host:port`.

    Args:
        address: such as `0.0.0.0:9999` or `[::1]:9999`.
        whose: what listens there, for the message.

    Raises:
        ValueError: if the address is none.
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal() and int(port) <= _HIGHEST_PORT):
        raise ValueError(f"the {whose}'s address {address!r} is not host:port, such as 0.0.0.0:9999")
    return host, int(port)
