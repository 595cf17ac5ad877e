"""Dossiers in files: a ZIP archive with the dossier as its head and the bundle's files beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from genpon.archives import Archive, Member, write_archive
from genpon.bundles import Bundle
from genpon.dossiers import CONCLUDED, REQUEST, Dossier
from genpon.errors import GenponError, Refused, refusals_as
from genpon.hashing import Hashed, Progress
from genpon_core.leaves import Leaf

HEADS = {REQUEST: "request.json", CONCLUDED: "concluded.json"}


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A dossier whose archive lies in a file.

    Attributes:
        path: the archive.
        dossier: verified; the files are verified by `verify_files`.
    """

    path: Path
    dossier: Dossier

    @classmethod
    def open(cls, path: Path, *, kind: str, charter: str, error: type[GenponError] = Refused) -> "DossierFile":
        """Reads and verifies everything but the files' bytes; their names and sizes are checked.

        Args:
            path: the archive.
            kind: the kind that is expected.
            charter: digest of the founding agreement.
            error: what an archive that does not hold becomes.

        Raises:
            Refused: `file.…` for a file that cannot be read.
            GenponError: of the given class, for everything else: `archive.…` and what `Dossier.from_bytes` refuses.
        """
        with refusals_as(error), Archive.open(path) as archive:
            dossier = Dossier.from_bytes(archive.head(HEADS[kind]), kind=kind, charter=charter)
            archive.check_entries(_sizes(dossier, archive))
        return cls(path, dossier)

    @property
    def total_bytes(self) -> int:
        """The files' sizes together."""
        return sum(leaf.size for leaf in self.dossier.manifest.leaves[1:])

    def verify_files(
        self, *, extract_to: Path | None = None, progress: Progress | None = None, error: type[GenponError] = Refused
    ) -> tuple[Path, ...]:
        """Hashes every file, and writes each out once it is proved; where one is not, nothing written stays.

        Args:
            extract_to: a folder, made if missing, for the files.
            progress: told how many bytes more have been read.
            error: what a changed file becomes.

        Returns:
            where the files were written; empty without a folder.

        Raises:
            Refused: `file.…`, `file.exists` for a file that would be written over.
            GenponError: of the given class, `original.changed` or `archive.…`.
        """
        written: list[Path] = []
        try:
            with refusals_as(error), Archive.open(self.path) as archive:
                archive.check_entries(_sizes(self.dossier, archive))
                for entry, leaf in zip(self.dossier.entry_names(), self.dossier.manifest.leaves[1:], strict=True):
                    if extract_to is None:
                        _check_leaf(entry, leaf, archive.hash(entry, progress=progress))
                    else:
                        written.append(_extract(archive, entry, leaf, extract_to, progress))
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
        return tuple(written)


def write_dossier(path: Path, dossier: Dossier, bundle: Bundle, *, progress: Progress | None = None) -> None:
    """Writes a dossier and its bundle's files as one archive; every file is hashed while it is copied.

    Raises:
        Refused: `file.…`.
    """
    leaves = dossier.manifest.leaves[1:]
    members = [
        Member(name, source, Hashed(leaf.size, leaf.digest))
        for name, source, leaf in zip(dossier.entry_names(), bundle.paths, leaves, strict=True)
    ]
    write_archive(path, (HEADS[dossier.kind], dossier.to_bytes()), members, progress=progress)


def _sizes(dossier: Dossier, archive: Archive) -> Mapping[str, int]:
    head = HEADS[dossier.kind]
    sizes = (leaf.size for leaf in dossier.manifest.leaves[1:])
    return {head: archive.size_of(head), **dict(zip(dossier.entry_names(), sizes, strict=True))}


def _check_leaf(entry: str, leaf: Leaf, hashed: Hashed) -> None:
    if (hashed.size, hashed.digest) != (leaf.size, leaf.digest):
        raise Refused("original.changed", {"file": entry.rpartition("/")[2]})


def _extract(archive: Archive, entry: str, leaf: Leaf, folder: Path, progress: Progress | None) -> Path:
    """Writes under a temporary name; the file's own name appears only on what is proved."""
    target = folder / entry.rpartition("/")[2]
    unfinished = folder / f".{leaf.digest[:16]}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise Refused("file.exists", {"file": target.name})
        try:
            with unfinished.open("xb") as file:
                hashed = archive.hash(entry, progress=progress, sink=file.write)
            _check_leaf(entry, leaf, hashed)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise Refused("file.not_written", {"file": target.name, "reason": error.strerror or "?"}) from None
    return target
