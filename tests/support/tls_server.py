"""A server that speaks TLS and answers with whatever a test says."""

import contextlib
import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from genpon_network.pki import OrganisationAuthority

Respond = Callable[[http.server.BaseHTTPRequestHandler, bytes], None]


@contextlib.contextmanager
def tls_server(directory: Path, respond: Respond, *, host: str = "127.0.0.1") -> Iterator[tuple[int, bytes]]:
    """Runs it; gives its port and who vouches for it.

    Args:
        directory: for its keys.
        respond: what it does with a request and its body.
        host: what its certificate names.
    """
    authority = OrganisationAuthority.create(msp_id="AMSP", domain="a.example", now=datetime.now(UTC))
    authority.issue_tls("server", [host]).write(directory)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            respond(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

        do_GET = do_PUT = do_POST  # noqa: N815 - the names that the base class asks for

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "certificate.pem", directory / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port, authority.tls_ca_pem
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def saying(status: int, content: bytes) -> Respond:
    """Always the same answer."""

    def respond(handler: http.server.BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return respond
