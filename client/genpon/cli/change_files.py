"""Changes of the agreement in files: JSON as the rules have it, in which a key or a certificate may be named by its file.

```json
{"topic": "bodies", "add": [{"id": "body/alliance", "name": {"ja": "広域連携", "en": "Alliance"},
                             "keys": [{"file": "alliance.pub.pem"}], "root": false}], "remove": []}
```
"""

import base64
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes, read_json
from genpon_core.agreement import changes
from genpon_core.errors import Refusal
from genpon_core.keys import PublicKey
from genpon_core.models import Strict, read

_TOPICS: dict[str, type[Strict]] = {
    "members": changes.Members,
    "administrators": changes.Administrators,
    "endorsing": changes.EndorsingSet,
    "anchors": changes.Anchors,
    "algorithms": changes.Algorithms,
    "bodies": changes.Bodies,
    "parameters": changes.NewParameters,
}
_MAX_FILE = 64 << 10


def read_change(path: Path) -> Strict:
    """What a file wants to change.

    Raises:
        Refused: `file.…`, `json.…`, or `key.…` for a key's file that holds none.
    """
    value: Any = read_json(path)
    topic = value.get("topic") if isinstance(value, dict) else None
    model = _TOPICS.get(topic) if isinstance(topic, str) else None
    if model is None:
        raise Refused("change.topic", {"known": " ".join(_TOPICS)})
    with refusals_as():
        return read(model, _with_files(value, path.parent), where="change")


def _with_files(value: Any, folder: Path) -> Any:
    """The value with the bytes of the files that it names."""
    if isinstance(value, dict) and value.keys() == {"file"} and isinstance(value["file"], str):
        return base64.b64encode(_content(folder / value["file"])).decode()
    if isinstance(value, dict):
        return {name: _with_files(item, folder) for name, item in value.items()}
    return [_with_files(item, folder) for item in value] if isinstance(value, list) else value


def _content(path: Path) -> bytes:
    """A certificate's DER, or a public key's."""
    data = read_bytes(path, limit=_MAX_FILE)
    if data.lstrip().startswith(b"-----BEGIN CERTIFICATE"):
        try:
            return x509.load_pem_x509_certificate(data).public_bytes(Encoding.DER)
        except ValueError:
            raise Refusal("key.unreadable") from None
    return PublicKey.from_pem_or_certificate(data).spki
