"""A client that halts in the middle of a submit, to be killed there: `halting_client.py PROFILE OUTBOX "before submit"|"after submit"`."""

import signal
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from genpon import gateway
from genpon.act_signers import KeySigner
from genpon.key_requests import key_request
from genpon.ledger import Ledger


def main(profile: str, outbox: str, halt: str) -> None:
    """Submits one key request and halts, before the signed transaction is sent to be ordered or just after."""
    submit = gateway.Transaction.submit

    def halting(transaction: gateway.Transaction, **options: Any) -> gateway.Commit:
        if halt == "before submit":
            _halt(halt)
        commit = submit(transaction, **options)
        _halt(halt)
        return commit

    gateway.Transaction.submit = halting  # type: ignore[method-assign]
    with Ledger.connect(Path(profile), outbox=Path(outbox)) as ledger:
        signer = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
        subject = "counterparty/422011/9999"
        ledger.submit(key_request(signer, subject, charter=ledger.charter.digest).act)


def _halt(where: str) -> None:
    print(where, flush=True)  # noqa: T201 - the parent waits for it
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
