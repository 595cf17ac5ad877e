"""What an orderer's own metrics say about consensus."""

import http.client
import re
import ssl
from pathlib import Path

from genpon_network.errors import UnreachableError

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
    context = ssl.create_default_context(cafile=str(tls_ca))
    context.load_cert_chain(keys / "certificate.pem", keys / "key.pem")
    connection = http.client.HTTPSConnection(host, port, timeout=_TIMEOUT, context=context)
    try:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(f"the operations endpoint on {host}:{port} does not answer ({type(error).__name__})") from None
    finally:
        connection.close()
    return (channel, "1") in _LEADER.findall(text)
