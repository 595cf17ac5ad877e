"""Acts submitted all the time while something is broken, and what must be true of them afterwards.

```python
with Load(town, workers=4) as load:
    load.more(10)          # the ledger works
    …                      # kill something
    load.more(10)          # it works again, or still
load.settle_open()
assert load.recorded_once(msp_ids)
```
"""

import threading
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.asymmetric import ec

from genpon.act_signers import KeySigner
from genpon.errors import OutcomeUnknown, Unreachable
from genpon.key_requests import key_request
from genpon_core.statements import Act
from tests.support.town import Town, fresh


class Load:
    """Key requests by several threads, one new act after another; each stays in the outbox until the ledger confirms it.

    Attributes:
        acknowledged: acts whose recording the ledger confirmed.
        open: how often an act ended without the ledger's answer.
    """

    def __init__(self, town: Town, *, workers: int = 4, patience: float = 60.0) -> None:
        self._town = town
        self._patience = patience
        self._ended = threading.Event()
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=self._work, name=f"load-{number}") for number in range(workers)]
        self._failures: list[BaseException] = []
        self.acknowledged: list[Act] = []
        self.open = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def more(self, count: int) -> None:
        """Waits until so many more acts are acknowledged, all of them made after this call."""
        with self._changed:
            wanted = len(self.acknowledged) + count + len(self._threads)
            done = self._changed.wait_for(lambda: self._failures or len(self.acknowledged) >= wanted, timeout=self._patience)
        if self._failures:
            raise self._failures[0]
        assert done, f"only {len(self.acknowledged)} of {wanted} acts were acknowledged in {self._patience:g} s; {self.open} stayed open"

    def settle_open(self) -> None:
        """Submits what stayed in the outbox, as a client does when it starts again."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                self.acknowledged += [receipt.record.act for receipt in self._town.ledger.resume()]
            except (OutcomeUnknown, Unreachable):
                if time.monotonic() > deadline:
                    raise
            else:
                return

    def missing_or_twice(self, msp_ids: Iterable[str]) -> dict[str, list[str]]:
        """For each organisation the acknowledged acts that its peer does not have exactly once."""
        return {msp_id: wrong for msp_id in msp_ids if (wrong := self._wrong_at(msp_id))}

    def _wrong_at(self, msp_id: str) -> list[str]:
        acts = {act.statement.asset: act for act in self.acknowledged}
        chains = self._town.ledger._desk.chains(acts, msp_id=msp_id)
        return [asset for asset, act in acts.items() if [record.act.digest for record in chains[asset]] != [act.digest]]

    def _work(self) -> None:
        while not self._ended.is_set():
            signer = KeySigner.of(ec.generate_private_key(ec.SECP256R1()))
            request = key_request(signer, f"counterparty/{self._town.code}/{fresh()}", charter=self._town.ledger.charter.digest)
            try:
                receipt = self._town.ledger.submit(request.act)
            except (OutcomeUnknown, Unreachable):
                self._note(None)
            except BaseException as error:  # noqa: BLE001 - the test's own thread raises it
                self._failures.append(error)
                self._note(None)
                return
            else:
                self._note(receipt.record.act)

    def _note(self, act: Act | None) -> None:
        with self._changed:
            if act is None:
                self.open += 1
            else:
                self.acknowledged.append(act)
            self._changed.notify_all()
