"""The ledger in domain words.

```python
with Ledger.connect(Path("nagasaki/profile.json"), signer=KeySigner.from_pem(Path("officer-7.pem"))) as ledger:
    ledger.contracts.draft("contract/422011/2026-0001", bundle)
```

The Fabric identity only proves membership; who may do what comes from the acts' own signer, which is passed apart.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

from genpon.accreditations import Accreditations
from genpon.act_signers import ActSigner
from genpon.agreement import LedgerAgreement
from genpon.certificates.book import Certificates
from genpon.certificates.registers import RegisterFolder
from genpon.certificates.registers import default_folder as default_registers
from genpon.contracts import Contracts
from genpon.desk import Desk
from genpon.errors import Refused, refusals_as
from genpon.json_files import read_bytes
from genpon.notes import Note
from genpon.outbox import FolderOutbox, Outbox, default_folder
from genpon.recognitions import Recognitions
from genpon.registry import Registry
from genpon.results import Receipt
from genpon.schemas import Schemas
from genpon.transport.asking import Asker
from genpon.transport.attempts import Attempts
from genpon.transport.connections import Connections, opener
from genpon.transport.endorsers import Endorsers
from genpon.transport.recording import Recorder
from genpon.verification import Witnesses
from genpon_core.charters import MAX_CHARTER_BYTES, Charter, read_charter
from genpon_core.profiles import ConnectionProfile, ProfileError
from genpon_core.statements import Act

_MAX_PROFILE = 4 << 20


class Ledger:
    """One client's connection to a ledger; a context manager that closes what it opened.

    Attributes:
        contracts: the contracts 契約.
        agreement: what binds all municipalities.
        accreditations: who may issue which certificates.
        schemas: the certificate types.
        certificates: the certificates 証明書.
        recognitions: whose certificates a municipality takes.
        registry: departments, officers and keys.
        outbox: signed acts that the ledger has not confirmed.
    """

    def __init__(self, connections: Connections, desk: Desk, registers: RegisterFolder) -> None:
        self._connections = connections
        self._desk = desk
        self._registers = registers
        self.outbox = desk.outbox
        witnesses = Witnesses(tuple(connections.msp_ids), connections.profile.endorsing.threshold)
        self.registry = Registry(desk)
        self.contracts = Contracts(desk, witnesses)
        self.agreement = LedgerAgreement(desk, witnesses)
        self.accreditations = Accreditations(desk, witnesses)
        self.schemas = Schemas(desk)
        self.recognitions = Recognitions(desk)
        self.certificates = Certificates(desk, witnesses, registers)

    @classmethod
    def connect(
        cls,
        profile: Path,
        *,
        identity: str | None = None,
        signer: ActSigner | None = None,
        outbox: Outbox | Path | None = None,
        charter: Path | None = None,
        registers: Path | None = None,
    ) -> "Ledger":
        """Connects to the ledger that a connection profile describes; connections are made when they are first needed.

        Args:
            profile: the profile's file.
            identity: which of the profile's identities; its first unless given.
            signer: signs acts; None where all are signed elsewhere.
            outbox: where acts wait for the ledger's answer; the user's own folder unless given.
            charter: the charter's file; the one that the profile names unless given.
            registers: the folder of what an issuer keeps of its certificates; the user's own unless given.

        Raises:
            Refused: `file.…`, `profile.…`, `charter.…` or `identity.…`.
        """
        described = _read_profile(profile)
        agreed = _read_charter(described, profile.parent, charter)
        connections = Connections(described, opener(described, profile.parent, identity))
        endorsers = Endorsers(described.endorsing, first=described.msp_id)
        box = outbox if not isinstance(outbox, Path | None) else FolderOutbox(outbox or default_folder())
        desk = Desk(agreed, Recorder(Attempts(connections, endorsers)), Asker(connections), box, signer)
        return cls(connections, desk, RegisterFolder(registers or default_registers()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def charter(self) -> Charter:
        """The founding agreement."""
        return self._desk.charter

    @property
    def signer(self) -> ActSigner | None:
        """Who signs acts here."""
        return self._desk.signer

    def would_record(self, act: Act) -> None:
        """Asks the ledger whether it would record an act now; nothing is recorded.

        Raises:
            Refused: if the rules refuse it.
            Unreachable: if nobody answers.
        """
        self._desk.would_record(act)

    def signed_by(self, signer: ActSigner) -> "Ledger":
        """The same connections for another signer; closing either closes both."""
        return Ledger(self._connections, self._desk.signed_by(signer), self._registers)

    def submit(self, act: Act, *, notes: tuple[Note, ...] = ()) -> Receipt:
        """Brings an act onto the ledger that was signed here or elsewhere; anybody may submit.

        Raises:
            Refused: if the rules refuse it.
            Unreachable: if it did not get there; submit it again.
            OutcomeUnknown: if nobody knows whether it did; submit the very same act again.
        """
        return self._desk.submit(act, notes=notes)

    def resume(self) -> tuple[Receipt, ...]:
        """Submits what is still in the outbox, the earliest signed first.

        Raises:
            Refused: at the first act that the rules refuse; it leaves the outbox.
            Unreachable: as `submit`.
            OutcomeUnknown: as `submit`.
        """
        return tuple(self.submit(act) for act in self.outbox.pending())

    def tick(self) -> None:
        """Ticks the ledger clock; acts do so themselves when they find it stale."""
        self._desk.recorder.tick()

    def clock(self) -> int:
        """The ledger clock, seconds since 1970 UTC; 0 before its first tick.

        Raises:
            Unreachable: if nobody answers.
        """
        return self._desk.ledger_clock()

    def now(self) -> int:
        """The latest of the local and the ledger's clock, seconds since 1970 UTC."""
        return self._desk.now()

    def close(self) -> None:
        """Closes the connections."""
        self._connections.close()


def _read_profile(path: Path) -> ConnectionProfile:
    data = read_bytes(path, limit=_MAX_PROFILE)
    try:
        return ConnectionProfile.from_json(data)
    except ProfileError as error:
        raise Refused("profile.unreadable", {"file": path.name, "problem": str(error)}) from None


def _read_charter(profile: ConnectionProfile, folder: Path, path: Path | None) -> Charter:
    if path is None and profile.charter is None:
        raise Refused("profile.no_charter")
    with refusals_as():
        return read_charter(read_bytes(path or folder / str(profile.charter), limit=MAX_CHARTER_BYTES))
