"""A whole ledger for development in one directory: founded charter, keys, chaincode services, embedded ledger, connection profiles.

```python
with DevelopmentLedger(Path("dev")) as ledger:
    Ledger.connect(ledger.profile("NagasakiMSP"), signer=ledger.administrator("422011"))
```

Started again in the same directory it is the same ledger. It is for development, tests and demonstrations only.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from genpon_core.charters import Anchor, Charter, read_charter
from genpon_network.embedded import EmbeddedLedger, OrganisationSpec
from genpon_network.embedded.chaincode_services import ChaincodeProcesses
from genpon_network.files import write_public
from genpon_network.founding import DEFAULT_BODIES, DEFAULT_FOUNDERS, Founder, FoundingBody, administrator_path, body_path, found

CHARTER = "charter.json"
_CHAINCODE = "genpon_chaincode.server:build"


class DevelopmentLedger:
    """The ledger, as a context manager.

    Args:
        directory: where everything is kept; made if it is not there.
        founders: the municipalities, for a new directory.
        anchors: certification authorities for counterparties' certificates, for a new directory.
        bodies: accrediting bodies, for a new directory.
        processes: over how many processes the chaincode services are spread.
        options: as of `EmbeddedLedger`.

    Attributes:
        embedded: the running ledger.
        charter: the founding agreement.
    """

    embedded: EmbeddedLedger

    def __init__(
        self,
        directory: Path,
        *,
        founders: Sequence[Founder] = DEFAULT_FOUNDERS,
        anchors: Sequence[Anchor] = (),
        bodies: Sequence[FoundingBody] = DEFAULT_BODIES,
        processes: int = 1,
        **options: Any,
    ) -> None:
        self.directory = directory
        self._options = options
        self._processes = processes
        path = directory / CHARTER
        if not path.exists():
            found(founders, anchors=anchors, bodies=bodies).write(directory)
        self.charter: Charter = read_charter(path.read_bytes())
        self._specs = [_organisation(member.msp_id, founders) for member in self.charter.members]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            argument = self.charter.to_bytes()
            services = starting.enter_context(
                ChaincodeProcesses(_CHAINCODE, argument, organisations=[spec.msp_id for spec in self._specs], processes=self._processes)
            )
            endorsing = self.charter.endorsing
            ledger = EmbeddedLedger(
                self._specs,
                chaincode_for=services.address,
                clock=services.clock,
                endorsing=endorsing.members,
                threshold=endorsing.threshold,
                directory=self.directory,
                **self._options,
            )
            self.embedded = starting.enter_context(ledger)
            for spec in self._specs:
                profile = replace(self.embedded.profile(spec.msp_id), charter=CHARTER)
                write_public(self.profile(spec.msp_id), profile.to_json().encode())
            self._stack = starting.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def profile(self, msp_id: str) -> Path:
        """The file of an organisation's connection profile."""
        return self.embedded.profile_path(msp_id)

    def administrator(self, code: str, number: int = 1) -> Path:
        """The file of a municipality's administrator key, `number` 1 or 2."""
        return administrator_path(self.directory, code, number)

    def body(self, name: str) -> Path:
        """The file of an accrediting body's key, by its short name."""
        return body_path(self.directory, name)


def _organisation(msp_id: str, founders: Sequence[Founder]) -> OrganisationSpec:
    for founder in founders:
        if founder.msp_id == msp_id:
            return OrganisationSpec(founder.domain.split(".", 1)[0], msp_id, founder.domain)
    name = msp_id.removesuffix("MSP").lower()
    return OrganisationSpec(name, msp_id, f"{name}.example")
