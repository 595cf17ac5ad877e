"""How a caller proves to Fabric CA who it is: by the secret of its registration once, by its certificate from then on.

Seen in Fabric CA 1.5: the signed text is `method.path.body.certificate`, path with query, body and certificate each in base64; the
signature is ECDSA over SHA-256, DER, with a low S. There is no nonce: a token can be used again for the same request, so it must not be
kept or logged.
"""

from base64 import b64encode

from genpon_core.fabric.signatures import sign_message
from genpon_network.x509_issuing import Enrolment


def basic(identity: str, secret: str) -> str:
    """The `Authorization` header of an enrolment."""
    return "Basic " + _base64(f"{identity}:{secret}".encode())


def token(caller: Enrolment, method: str, path: str, body: bytes) -> str:
    """The `Authorization` header of any other request.

    Args:
        caller: whose certificate and key.
        method: such as `POST`.
        path: the path with its query, byte for byte as it is sent.
        body: the body, byte for byte as it is sent.
    """
    certificate = _base64(caller.certificate_pem)
    text = ".".join([method, _base64(path.encode("ascii")), _base64(body), certificate])
    return f"{certificate}.{_base64(sign_message(caller.private_key, text.encode('ascii')))}"


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")
