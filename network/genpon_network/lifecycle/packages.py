"""The chaincode package: what every organisation installs, the same bytes everywhere.

A chaincode-as-a-service package holds no code and no key. Its label names the code by one digest, and its `connection.json` has blanks that
each peer's builder fills in: address, certificates and the peer's own key.
"""

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass

KIND = "ccaas"
_CONNECTION = {
    "address": "{{.address}}",
    "domain": "{{.domain}}",
    "dial_timeout": "5s",
    "tls_required": True,
    "client_auth_required": True,
    "client_key": "{{.client_key}}",
    "client_cert": "{{.client_cert}}",
    "root_cert": "{{.root_cert}}",
}


@dataclass(frozen=True, slots=True)
class ChaincodePackage:
    """A package to install.

    Attributes:
        label: what it is called, the digest of code, dependencies and charter included.
        content: the `.tar.gz`.
    """

    label: str
    content: bytes

    @property
    def package_id(self) -> str:
        """The id that every peer gives to these bytes."""
        return f"{self.label}:{hashlib.sha256(self.content).hexdigest()}"


def ccaas_package(label: str) -> ChaincodePackage:
    """The package of a label; the same label always gives the same bytes."""
    code = _archive({"connection.json": _json(_CONNECTION)})
    metadata = _json({"type": KIND, "label": label})
    return ChaincodePackage(label, _archive({"metadata.json": metadata, "code.tar.gz": code}))


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(packed.getvalue(), mtime=0)
