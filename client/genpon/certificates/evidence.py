"""Evidence files `*.evidence.json`: the acts behind certificates, by which anyone verifies without a ledger who knows the charter's digest.

```python
ledger.certificates.evidence("certificate/422011/2026-17/4711").write(path)
verify_offline(read_presentation(shown), CertificateEvidence.read(path, charter=digest), now=now)
```

It may travel with a presentation, or lie with a verifier. It proves who issued what; that nothing was revoked since, it cannot prove.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from genpon.errors import VerificationFailed, refusals_as
from genpon.json_files import read_bytes, write_file
from genpon_core import canonical, evidence
from genpon_core.charters import Charter
from genpon_core.models import Moment, Strict, read
from genpon_core.records import Chain

SUFFIX = ".evidence.json"
_MAX_FILE = 32 << 20


class _Fields(Strict):
    format: Literal[1]
    kind: Literal["certificate-evidence"]
    charter: dict[str, Any]
    certificate: str
    gathered_at: Moment
    acts: dict[str, Any]


@dataclass(frozen=True)
class CertificateEvidence:
    """The acts of a batch, of single certificates of it, and of all that they rest on.

    Attributes:
        charter: the founding agreement.
        certificate: the batch's id.
        gathered_at: when they were asked for, by the word of whoever did, seconds since 1970 UTC.
        chains: the acts; every decision among them has been repeated.
    """

    charter: Charter
    certificate: str
    gathered_at: int
    chains: Mapping[str, Chain]

    def write(self, path: Path) -> None:
        """Writes the file.

        Raises:
            Refused: `file.not_written`.
        """
        acts = evidence.chains_to_json(self.chains)
        fields = _Fields(
            format=1,
            kind="certificate-evidence",
            charter=self.charter.model_dump(),
            certificate=self.certificate,
            gathered_at=self.gathered_at,
            acts=acts,
        )
        write_file(path, canonical.encode(fields.model_dump()))

    @classmethod
    def read(cls, path: Path, *, charter: str) -> "CertificateEvidence":
        """Reads a file that may come from anybody, and repeats every decision in it.

        Args:
            path: the file.
            charter: digest of the founding agreement, the one thing that the reader knows.

        Raises:
            Refused: `file.…` for a file that cannot be read.
            VerificationFailed: `charter.other`, `evidence.…`, or what the rules refuse of any act.
        """
        data = read_bytes(path, limit=_MAX_FILE)
        with refusals_as(VerificationFailed):
            fields = read(_Fields, canonical.decode(data, limit=_MAX_FILE), where="file")
            agreed = evidence.charter_of_digest(canonical.encode(fields.charter), charter)
            chains = evidence.chains_from_json(fields.acts)
            evidence.verify_chains(agreed, chains)
        return cls(agreed, fields.certificate, fields.gathered_at, chains)
