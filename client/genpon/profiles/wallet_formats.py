"""The files in which SDKs keep identities; each function takes one format apart and says in one line what is wrong with it."""

import binascii
import io
import json
import pickle
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genpon.profiles.errors import UnusableError

MAX_BYTES = 1 << 20
_KEY_NAME = re.compile("[0-9a-fA-F]{1,128}")
STORED = "user."
"""What names of files in a fabric-sdk-py credential store begin with."""


@dataclass(frozen=True)
class Stored:
    """What a wallet has of an identity."""

    msp_id: str
    certificate: bytes
    private_key: bytes | None = field(repr=False)


def read_id_file(path: Path) -> Stored:
    """The JSON of wallets of the Node (2.x), Java and Go SDKs."""
    data = _object(_read(path))
    kind = _text(data, "type")
    if kind not in ("X.509", "HSM-X.509"):
        raise UnusableError("its type is neither X.509 nor HSM-X.509")
    if data.get("version") != 1:
        raise UnusableError("its version is not 1")
    credentials = data.get("credentials")
    if not isinstance(credentials, dict):
        raise UnusableError("the field 'credentials' is missing")
    key = _text(credentials, "privateKey").encode() if kind == "X.509" else None
    return Stored(_text(data, "mspId"), _text(credentials, "certificate").encode(), key)


def read_node_folder(path: Path) -> Stored:
    """A folder of the Node SDK's wallets before 2.0: a JSON file named as the folder, and its key in a file beside it."""
    data = _object(_read(path / path.name))
    enrollment = data.get("enrollment")
    identity = enrollment.get("identity") if isinstance(enrollment, dict) else None
    if not isinstance(enrollment, dict) or not isinstance(identity, dict):
        raise UnusableError("the field 'enrollment.identity' is missing")
    name = _text(enrollment, "signingIdentity")
    if not _KEY_NAME.fullmatch(name):
        raise UnusableError("the field 'enrollment.signingIdentity' names no key")
    return Stored(_text(data, "mspid"), _text(identity, "certificate").encode(), _read(path / f"{name}-priv"))


def read_python_folder(path: Path) -> Stored:
    """A folder of fabric-sdk-py's wallets; the MSP id is not in it."""
    return Stored("", _read(path / "enrollmentCert.pem"), _read(path / "private_sk"))


def read_python_store(path: Path) -> Stored:
    """A file of fabric-sdk-py's credential stores: a pickled dictionary in hexadecimal."""
    try:
        state = _PlainUnpickler(io.BytesIO(binascii.unhexlify(_read(path).strip()))).load()
    except Exception:  # noqa: BLE001 - whatever unpickling raises, the file is none
        raise UnusableError("it is no user of fabric-sdk-py") from None
    enrollment = state.get("enrollment") if isinstance(state, dict) else None
    if not isinstance(enrollment, dict):
        raise UnusableError("the user was never enrolled")
    certificate, key = enrollment.get("cert"), enrollment.get("private_key")
    if not isinstance(certificate, bytes) or not isinstance(key, bytes) or not isinstance(state.get("msp_id"), str):
        raise UnusableError("certificate, key or MSP id is missing")
    return Stored(state["msp_id"], certificate, key)


class _PlainUnpickler(pickle.Unpickler):
    """Reads dictionaries, lists, texts, bytes and numbers: a pickle that names any class or function is refused, so it runs no code."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ARG002 - overrides
        raise pickle.UnpicklingError("not a plain value")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnusableError(f"{path.name} cannot be read ({error.strerror})") from None
    if len(content) > MAX_BYTES:
        raise UnusableError(f"{path.name} is larger than {MAX_BYTES} bytes")
    return content


def _object(content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise UnusableError("it is no JSON") from None
    if not isinstance(data, dict):
        raise UnusableError("it is no JSON object")
    return data


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise UnusableError(f"the field {name!r} is missing")
    return value


Reader = Callable[[Path], Stored]
