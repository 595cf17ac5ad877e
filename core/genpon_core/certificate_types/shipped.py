"""The types that come with Genpon, each in its latest revision and all those before."""

from functools import lru_cache
from importlib.resources import files

from genpon_core.certificate_types.types import CertificateType
from genpon_core.errors import Refusal

NAMES = ("tax_clearance", "bid_qualification", "performance_record", "disaster_damage", "residence", "income")
REVISIONS = dict.fromkeys(NAMES, 1)
"""The latest revision of each."""


@lru_cache
def shipped(name: str, revision: int | None = None) -> CertificateType:
    """A type of ours.

    Args:
        name: one of `NAMES`.
        revision: the latest unless given.

    Raises:
        Refusal: `schema.unknown`.
    """
    latest = REVISIONS.get(name, 0)
    wanted = latest if revision is None else revision
    if not 1 <= wanted <= latest:
        raise Refusal("schema.unknown", {"known": " ".join(NAMES)})
    return CertificateType.read(files(__package__).joinpath(f"{name}-{wanted}.json").read_bytes())


def all_shipped() -> tuple[CertificateType, ...]:
    """Every type of ours in every revision."""
    return tuple(shipped(name, revision) for name in NAMES for revision in range(1, REVISIONS[name] + 1))
