"""A real network for the time of a `with` block: a demonstration, a suite of tests.

```python
with NativeLedger(Path("network"), anchors=[authority]) as ledger:
    Ledger.connect(ledger.profile("NagasakiMSP"), signer=KeySigner.from_pem(ledger.administrator("422011")))
```

`genpon-network up` starts one that goes on when the command has ended.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from genpon_chaincode.label import package_label
from genpon_core.charters import Anchor, Charter
from genpon_network.founding import FoundingBody, administrator_path, body_path, public_pem, write_body
from genpon_network.native.network import NativeNetwork
from genpon_network.native.opening import make_or_open, open_charter
from genpon_network.native.ports import free_block
from genpon_network.native.processes import stop
from genpon_network.nodes.chaincode import ChaincodeService
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.profiles import FILE
from genpon_network.tools import Toolset, require_tools
from genpon_network.topology import Consortium, read_consortium
from genpon_network.topology.describing import Description
from genpon_network.topology.layout import PORTS_PER_MUNICIPALITY
from genpon_network.topology.loading import DEFAULT, example
from genpon_network.words import Report, silent


class NativeLedger:
    """The ledger, as a context manager; its processes end with the block, its files stay.

    Args:
        directory: where everything is kept; made if it is not there.
        description: the text of a consortium file; the shipped default without it.
        anchors: certification authorities for counterparties' certificates, where the text names none.
        bodies: accrediting bodies whose keys are made here, where the text names none.
        tools: the daemons; found or built without it.
        report: told one line per step.

    Attributes:
        network: what runs.
        consortium: its description.
        charter: the founding agreement.
    """

    network: NativeNetwork
    consortium: Consortium
    charter: Charter

    def __init__(
        self,
        directory: Path,
        *,
        description: bytes | None = None,
        anchors: Sequence[Anchor] = (),
        bodies: Sequence[FoundingBody] = (),
        tools: Toolset | None = None,
        report: Report = silent,
    ) -> None:
        self.data = DataDirectory(directory.absolute())
        self._text = anchored(description or example(DEFAULT), anchors)
        self._bodies = bodies
        self._tools = tools
        self._report = report

    def __enter__(self) -> Self:
        try:
            self._up()
        except BaseException:
            self._down()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._down()

    def profile(self, msp_id: str) -> Path:
        """The file of an organisation's connection profile."""
        (name,) = [municipality.name for municipality in self.consortium.municipalities if municipality.msp_id == msp_id]
        return self.data.organisation(name) / FILE

    def administrator(self, code: str, number: int = 1) -> Path:
        """The file of a municipality's administrator key, `number` 1 or 2."""
        return administrator_path(self.data.network, code, number)

    def body(self, name: str) -> Path:
        """The file of an accrediting body's key, by its short name."""
        return body_path(self.data.root, name)

    def _up(self) -> None:
        tools = self._tools or require_tools(os.environ, report=self._report)
        with self.data.locked():
            size = PORTS_PER_MUNICIPALITY * len(read_consortium(self._text, name=DEFAULT).municipalities)
            made = Description(self._text, DEFAULT)
            if not self.data.exists:
                made = Description(self._with_bodies(), DEFAULT, free_block(size))
            self.consortium, _ = make_or_open(self.data, None, made, report=self._report)
            self.charter = open_charter(self.data)
            service = ChaincodeService(package_label(self.charter.to_bytes()))
            self.network = NativeNetwork(self.data, self.consortium, tools, service, self._report)
            self.network.up()

    def _with_bodies(self) -> bytes:
        keys = {body.name: ec.generate_private_key(ec.SECP256R1()) for body in self._bodies}
        for name, key in keys.items():
            write_body(self.data.root, name, key)
        return accredited(self._text, self._bodies, keys)

    def _down(self) -> None:
        stop(sorted((self.data.root / "processes").glob("*.json")))


def anchored(description: bytes, anchors: Sequence[Anchor]) -> bytes:
    """The text of a consortium file with trust anchors added, their certificates inline."""
    if not anchors:
        return description
    entries = [{"name": {"ja": anchor.name.ja, "en": anchor.name.en}, "certificate": _pem(anchor)} for anchor in anchors]
    return description + f"\nanchors: {json.dumps(entries, ensure_ascii=False)}\n".encode()


def accredited(description: bytes, bodies: Sequence[FoundingBody], keys: Mapping[str, ec.EllipticCurvePrivateKey]) -> bytes:
    """The text of a consortium file with accrediting bodies added, the public halves of their keys inline."""
    if not bodies:
        return description
    entries = [
        {"name": body.name, "title": body.title.model_dump(), "root": body.root, "public_keys": [public_pem(keys[body.name])]}
        for body in bodies
    ]
    return description + f"\nbodies: {json.dumps(entries, ensure_ascii=False)}\n".encode()


def _pem(anchor: Anchor) -> str:
    return x509.load_der_x509_certificate(anchor.certificate).public_bytes(Encoding.PEM).decode()
