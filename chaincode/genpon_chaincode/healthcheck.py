"""Asks a chaincode service of this machine whether it is healthy: `python -m genpon_chaincode.healthcheck`, exit code 0 if it is.

It reads the same environment as the service and asks its endpoint for operators, `CHAINCODE_OPERATIONS_ADDRESS`, over the loopback.
"""

import http.client
import os
import ssl
import sys

TIMEOUT = 3.0


def main() -> int:
    """0 if the service is healthy; else 1, and why in one line."""
    port = os.environ.get("CHAINCODE_OPERATIONS_ADDRESS", "").rpartition(":")[2]
    if not port.isdecimal():
        return _unhealthy("set CHAINCODE_OPERATIONS_ADDRESS as the service has it")
    connection = _connection(int(port))
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        if answer.status == http.HTTPStatus.OK:
            return 0
        return _unhealthy(f"status {answer.status}")
    except (OSError, http.client.HTTPException) as error:
        return _unhealthy(str(error) or type(error).__name__)
    finally:
        connection.close()


def _connection(port: int) -> http.client.HTTPConnection:
    ca = os.environ.get("CHAINCODE_CLIENT_CA_CERT")
    if not ca:
        return http.client.HTTPConnection("localhost", port, timeout=TIMEOUT)
    # The organisation's TLS CA has issued the service's certificate too.
    return http.client.HTTPSConnection("localhost", port, timeout=TIMEOUT, context=ssl.create_default_context(cafile=ca))


def _unhealthy(why: str) -> int:
    sys.stderr.write(f"not healthy: {why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
