"""Files for holders, written before the ledger learns of anything: so whatever is on the ledger can be handed over.

```python
handing = Handing.folder(Path("to-hand-out"))
with handing.unless_refused():
    ledger.certificates.issue(batch, "tax_clearance", orders, keep=handing)
```
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from genpon.credentials.held import SUFFIX
from genpon.credentials.issuing import IssuedBatch
from genpon.errors import Refused, UsageError
from genpon.json_files import sync_folder


@dataclass
class Handing:
    """Where the credentials of a batch are written.

    Attributes:
        target: a file for one holder, or a folder with a file for each credential.
        together: whether all are one holder's.
        paths: what was written, in the order of issue.
    """

    target: Path
    together: bool
    paths: list[Path] = field(default_factory=list)

    @classmethod
    def file(cls, path: Path) -> "Handing":
        """All in one file.

        Raises:
            Refused: `file.exists`: a credential is made once, and its file never written over.
        """
        _refuse_existing(path)
        return cls(path, together=True)

    @classmethod
    def folder(cls, path: Path) -> "Handing":
        """A file for each, in a folder."""
        return cls(path, together=False)

    def __call__(self, batch: IssuedBatch) -> None:
        """Writes the files, which only their owner may read.

        Raises:
            Refused: `file.exists` or `file.not_written`.
        """
        count = len(batch.credentials)
        if self.together:
            self._write(batch, self.target, *range(count))
            sync_folder(self.target.parent)
            return
        width = len(str(count))
        paths = [self.target / f"{number:0{width}}{SUFFIX}" for number in range(1, count + 1)]
        for path in paths:
            _refuse_existing(path)
        try:
            self.target.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Refused("file.not_written", {"file": self.target.name, "reason": error.strerror or "?"}) from None
        for which, path in enumerate(paths):
            self._write(batch, path, which)
        for changed in (self.target, self.target.parent):
            sync_folder(changed)

    @contextmanager
    def unless_refused(self) -> Iterator[None]:
        """Takes the files away again if nothing came of the issue; where the outcome is unknown, they stay."""
        try:
            yield
        except (Refused, UsageError):
            for path in self.paths:
                path.unlink(missing_ok=True)
            raise

    def _write(self, batch: IssuedBatch, path: Path, *which: int) -> None:
        batch.file(*which).write(path)
        self.paths.append(path)


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise Refused("file.exists", {"file": path.name})
