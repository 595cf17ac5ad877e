"""Genpon (原本): the client that integrators import, and the `genpon` command.

```python
from pathlib import Path

from genpon import KeySigner, Ledger

with Ledger.connect(Path("nagasaki.json"), signer=KeySigner.from_pem(Path("officer.pem"))) as ledger:
    print(ledger.contracts.show("contract/422011/2026-0042").state)
```

Each name is loaded when it is first used, so that programs that work offline never load gRPC.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genpon.act_files import ActFile
    from genpon.act_signers import ActSigner, KeySigner
    from genpon.bundles import Bundle, load_terms
    from genpon.concluded_files import verify_concluded
    from genpon.errors import GenponError, OutcomeUnknown, Refused, Unreachable, UsageError, VerificationFailed
    from genpon.file_roles import BundleFile
    from genpon.key_requests import key_request
    from genpon.ledger import Ledger
    from genpon.request_files import RequestFile

__all__ = [
    "ActFile",
    "ActSigner",
    "Bundle",
    "BundleFile",
    "GenponError",
    "KeySigner",
    "Ledger",
    "OutcomeUnknown",
    "Refused",
    "RequestFile",
    "Unreachable",
    "UsageError",
    "VerificationFailed",
    "key_request",
    "load_terms",
    "verify_concluded",
]

_MODULES = {
    "ActFile": "act_files",
    "ActSigner": "act_signers",
    "Bundle": "bundles",
    "BundleFile": "file_roles",
    "KeySigner": "act_signers",
    "Ledger": "ledger",
    "RequestFile": "request_files",
    "key_request": "key_requests",
    "load_terms": "bundles",
    "verify_concluded": "concluded_files",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'errors')}"), name)
