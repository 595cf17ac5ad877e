"""The trust anchors of a description, as the charter names them."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from genpon_core import charters
from genpon_core.charters import Name
from genpon_network.errors import WrongValueError
from genpon_network.topology.loading import ConsortiumError, located
from genpon_network.topology.schema import PEM_BEGIN, Anchor, Consortium


def read_anchors(consortium: Consortium, content: bytes, *, name: str, folder: Path) -> list[charters.Anchor]:
    """Reads the certificates that a description names.

    Args:
        consortium: the description.
        content: its text, for line numbers in errors.
        name: stands before the line number in errors.
        folder: where paths begin.

    Raises:
        ConsortiumError: with one line per certificate that cannot be read or is no authority's.
    """
    anchors, problems = [], []
    for index, anchor in enumerate(consortium.anchors):
        try:
            title = Name(ja=anchor.name.ja, en=anchor.name.en)
            anchors.append(charters.Anchor(name=title, certificate=authority_certificate(_content(anchor, folder))))
        except WrongValueError as error:
            problems.append((("anchors", index, "certificate"), error.message))
    if problems:
        raise ConsortiumError(located(content, problems, name))
    return anchors


def authority_certificate(content: bytes) -> bytes:
    """The DER of a certification authority's certificate, given as PEM or DER.

    Raises:
        WrongValueError: if it is none.
    """
    try:
        pem = content.lstrip().startswith(PEM_BEGIN.encode())
        certificate = x509.load_pem_x509_certificate(content) if pem else x509.load_der_x509_certificate(content)
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, x509.ExtensionNotFound):
        raise WrongValueError("is no certificate of a certification authority; give one as PEM or DER") from None
    if not constraints.ca:
        raise WrongValueError("is no certification authority's certificate; give the authority's own, not one that it issued")
    return certificate.public_bytes(Encoding.DER)


def _content(anchor: Anchor, folder: Path) -> bytes:
    if anchor.certificate.lstrip().startswith(PEM_BEGIN):
        return anchor.certificate.encode()
    try:
        return (folder / anchor.certificate).read_bytes()
    except (OSError, ValueError) as error:
        raise WrongValueError(
            "{file} cannot be read ({reason}); paths begin at the file's own folder", file=anchor.certificate, reason=error
        ) from None
