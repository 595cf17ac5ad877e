"""The bundle file of a draft: saved before anything is submitted, and never written over.

Without the salts in it no file could be proved.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from genpon.bundles import Bundle, load_terms
from genpon.cli.output import Output, label
from genpon.errors import Refused, UsageError
from genpon.file_roles import BundleFile


@contextmanager
def new_bundle(out: Output, terms: Path, files: Sequence[str], path: Path) -> Iterator[Bundle]:
    """A draft's bundle; its file goes again if the ledger refuses the draft.

    Where the file is there already, from an attempt that got no answer, it is used again if it is of the same terms and files.

    Args:
        out: where it is told that the file was saved.
        terms: their file.
        files: as on the command line.
        path: of the bundle file.

    Raises:
        UsageError: `bundle.one_folder`.
        Refused: `file.exists` for the bundle of other terms or files.
    """
    described = [BundleFile.parse(file) for file in files]
    if {file.path.absolute().parent for file in described} != {path.absolute().parent}:
        raise UsageError("bundle.one_folder")
    made = Bundle.build(load_terms(terms), described)
    if path.exists():
        yield _same(made, path)
        return
    made.save(path)
    out.notice(f"{label('bundle_saved')} {path}")
    try:
        yield made
    except Refused:
        path.unlink(missing_ok=True)
        raise


def _same(made: Bundle, path: Path) -> Bundle:
    before = Bundle.load(path)
    if _salts_apart(before) != _salts_apart(made):
        raise Refused("file.exists", {"file": path.name})
    return before


def _salts_apart(bundle: Bundle) -> list[tuple[object, ...]]:
    leaves = zip(bundle.manifest.leaves, bundle.manifest.names, strict=True)
    return [(leaf.role, leaf.media_type, leaf.size, leaf.digest, name) for leaf, name in leaves]
