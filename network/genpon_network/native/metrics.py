"""What an orderer's own metrics say about consensus."""

import re
from pathlib import Path

from genpon_network.https import HttpsServer, tls_context

_TIMEOUT = 2.0
_LEADER = re.compile(r'^consensus_(?:BFT|etcdraft)_is_leader\{[^}]*channel="([^"]+)"[^}]*\} ([01])', re.MULTILINE)


def is_leader(host: str, port: int, channel: str, keys: Path, tls_ca: Path) -> bool:
    """Whether an orderer says that it leads a channel.

    Args:
        host: where its operations endpoint listens.
        port: on which port.
        channel: the channel's name.
        keys: the directory with the administrator's TLS certificate and key.
        tls_ca: the file with the organisation's TLS CA.

    Raises:
        UnreachableError: if it does not answer.
    """
    context = tls_context(tls_ca.read_bytes(), (keys / "certificate.pem", keys / "key.pem"))
    answer = HttpsServer("the operations endpoint", host, port, context, _TIMEOUT).request("GET", "/metrics")
    text = answer.content.decode(errors="replace")
    return (channel, "1") in _LEADER.findall(text)
