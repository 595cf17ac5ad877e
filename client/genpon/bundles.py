"""Bundles: the local files of one revision, their terms, and the manifest that an act commits to.

```python
bundle = Bundle.build(load_terms(Path("terms.json")), [BundleFile.of(Path("契約書.pdf")), BundleFile.of(Path("図面.pdf"))])
bundle.manifest_ref        # what acts carry
bundle.save(Path("2026-0001.bundle.json"))
```

The bundle file holds the salts and belongs to the original; it lies beside the files that it describes.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from genpon.errors import Refused, refusals_as
from genpon.file_roles import BundleFile
from genpon.hashing import Progress, hash_file
from genpon.json_files import read_json, write_file
from genpon_core import canonical
from genpon_core.contracts.contents import ManifestRef, OpenTerms
from genpon_core.contracts.terms import Terms, read_terms
from genpon_core.errors import Refusal
from genpon_core.manifests import MAX_BYTES, TERMS_MEDIA_TYPE, TERMS_ROLE, File, Manifest
from genpon_core.models import Strict, read
from genpon_core.parameters import Parameters
from genpon_core.salted import SALT_SIZE

_MAX_AMOUNT = Parameters().max_amount


class _BundleFields(Strict):
    format: Literal[1]
    kind: Literal["bundle"]
    terms: dict[str, Any]
    manifest: dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """Terms and files of one revision.

    Attributes:
        terms: leaf 0.
        manifest: with names and salts.
        paths: where the other leaves' files are, in the leaves' order.
    """

    terms: Terms
    manifest: Manifest
    paths: tuple[Path, ...]

    @classmethod
    def build(cls, terms: Terms, files: Sequence[BundleFile], *, progress: Progress | None = None) -> "Bundle":
        """A new bundle, every file hashed, with fresh salts.

        Args:
            terms: as `load_terms` reads them.
            files: in the order in which a reader should see them, at least one.
            progress: told how many bytes more have been read.

        Raises:
            Refused: `bundle.no_files`, `bundle.file_twice`, `file.…`, or `manifest.…` for names that nobody could open.
        """
        if not files:
            raise Refused("bundle.no_files")
        _check_distinct(files)
        described = [_describe(file, progress) for file in files]
        salts = [secrets.token_bytes(SALT_SIZE) for _ in range(len(files) + 1)]
        with refusals_as():
            manifest = Manifest.build([_terms_file(terms.to_bytes()), *described], salts)
        return cls(terms, manifest, tuple(file.path for file in files))

    @property
    def manifest_ref(self) -> ManifestRef:
        """What acts carry of the bundle."""
        return ManifestRef(root=self.manifest.root, size=self.manifest.size, hash="sha256")

    @property
    def total_bytes(self) -> int:
        """The files' sizes together."""
        return sum(leaf.size for leaf in self.manifest.leaves[1:])

    def hash_again(self, *, progress: Progress | None = None) -> None:
        """Checks that every file still is what the manifest says.

        Raises:
            Refused: `file.changed`, or another `file.…`.
        """
        for leaf, path in zip(self.manifest.leaves[1:], self.paths, strict=True):
            hashed = hash_file(path, progress=progress)
            if (hashed.size, hashed.digest) != (leaf.size, leaf.digest):
                raise Refused("file.changed", {"file": path.name})

    def open_terms(self) -> OpenTerms:
        """The terms with the proof that they are leaf 0, as the concluding signature carries them."""
        proof = [step.hex() for step in self.manifest.proof(0)]
        return OpenTerms(value=self.terms.to_json(), salt=self.manifest.leaves[0].salt, proof=proof)

    def save(self, path: Path) -> None:
        """Writes the bundle file.

        Raises:
            Refused: `file.not_written`.
        """
        fields = _BundleFields(format=1, kind="bundle", terms=self.terms.to_json(), manifest=dict(self.manifest.to_json()))
        write_file(path, canonical.encode(fields.model_dump()))

    @classmethod
    def load(cls, path: Path) -> "Bundle":
        """A bundle from its file; the files that it names are expected beside it, and are not hashed yet.

        Raises:
            Refused: `file.…`, `json.…`, `manifest.…`, `terms.…`, or `terms.not_in_bundle` if leaf 0 is of other terms.
        """
        with refusals_as():
            fields = read(_BundleFields, read_json(path, limit=2 * MAX_BYTES), where="bundle")
            manifest = Manifest.from_json(fields.manifest)
            terms = check_terms(fields.terms, manifest)
            if terms.to_json() != fields.terms:
                raise Refusal("terms.not_in_bundle")
        names = manifest.names[1:]
        if None in names:
            raise Refused("bundle.no_names")
        return cls(terms, manifest, tuple(path.parent / str(name) for name in names))


def load_terms(path: Path, *, max_amount: int = _MAX_AMOUNT) -> Terms:
    """Terms from a JSON file.

    Args:
        path: the file.
        max_amount: the largest amount that the charter lets through, yen.

    Raises:
        Refused: `file.…`, `json.…` or `terms.…`.
    """
    with refusals_as():
        return read_terms(read_json(path), max_amount=max_amount)


def check_terms(value: Mapping[str, Any], manifest: Manifest, *, max_amount: int = _MAX_AMOUNT) -> Terms:
    """The terms, if they are the ones that a manifest's leaf 0 describes.

    Raises:
        Refusal: `json.field`, `terms.…` or `terms.not_in_bundle`.
    """
    terms = read_terms(value, max_amount=max_amount)
    described, leaf = _terms_file(canonical.encode(value)), manifest.leaves[0]
    if (leaf.size, leaf.digest) != (described.size, described.digest):
        raise Refusal("terms.not_in_bundle")
    return terms


def _terms_file(data: bytes) -> File:
    return File(role=TERMS_ROLE, media_type=TERMS_MEDIA_TYPE, size=len(data), digest=hashlib.sha256(data).hexdigest())


def _describe(file: BundleFile, progress: Progress | None) -> File:
    hashed = hash_file(file.path, progress=progress)
    return File(role=file.role, media_type=file.media_type, size=hashed.size, digest=hashed.digest, name=file.path.name)


def _check_distinct(files: Sequence[BundleFile]) -> None:
    seen: set[Path] = set()
    for file in files:
        place = file.path.absolute()
        if place in seen:
            raise Refused("bundle.file_twice", {"file": file.path.name})
        seen.add(place)
