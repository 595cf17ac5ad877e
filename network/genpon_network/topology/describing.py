"""A consortium file as it is given: its text, and what it takes from other files and options."""

import io
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from genpon_core.charters import Anchor, Body
from genpon_network.topology.anchors import read_anchors
from genpon_network.topology.bodies import read_bodies
from genpon_network.topology.loading import read_consortium
from genpon_network.topology.schema import Consortium


@dataclass(frozen=True, slots=True)
class Description:
    """A consortium file's text, its name for messages, where ports are allotted from if not where it says, and its folder."""

    content: bytes
    name: str
    base_port: int | None = None
    folder: Path = Path()

    def read(self) -> Consortium:
        """The description, checked.

        Raises:
            ConsortiumError: with one line per problem.
        """
        return read_consortium(self.content, name=self.name, base_port=self.base_port)

    def anchors(self) -> list[Anchor]:
        """The trust anchors that it names.

        Raises:
            ConsortiumError: with one line per certificate that cannot be used.
        """
        return read_anchors(self.read(), self.content, name=self.name, folder=self.folder)

    def bodies(self) -> list[Body]:
        """The accrediting bodies that it names.

        Raises:
            ConsortiumError: with one line per public key that cannot be used.
        """
        return read_bodies(self.read(), self.content, name=self.name, folder=self.folder)

    def complete_text(self, **defaults: str) -> str:
        """A text that needs nothing else: the base port, certificates and public keys stand in it. Unchanged where that is so already.

        Args:
            defaults: fields that are set where the file leaves them out.

        Raises:
            ConsortiumError: with one line per problem.
        """
        consortium, anchors, bodies = self.read(), self.anchors(), self.bodies()
        text = self.content.decode("utf-8").replace("\r\n", "\n")
        fields: dict[str, str | int] = {name: value for name, value in defaults.items() if name not in consortium.model_fields_set}
        if self.base_port is not None:
            fields["base_port"] = self.base_port
        if not fields and not anchors and not bodies:
            return text
        yaml = YAML()
        yaml.preserve_quotes = True
        yaml.indent(mapping=2, sequence=4, offset=2)
        tree = yaml.load(text)
        for name, value in fields.items():
            tree.pop(name, None)
            tree.insert(1, name, value)
        for entry, anchor in zip(tree.get("anchors") or [], anchors, strict=True):
            pem = x509.load_der_x509_certificate(anchor.certificate).public_bytes(Encoding.PEM)
            entry["certificate"] = LiteralScalarString(pem.decode())
        for entry, body in zip(tree.get("bodies") or [], bodies, strict=True):
            entry["public_keys"] = [LiteralScalarString(_public_pem(key)) for key in body.keys]
        written = io.StringIO()
        yaml.dump(tree, written)
        return written.getvalue()


def _public_pem(spki: bytes) -> str:
    return load_der_public_key(spki).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
