"""The label of the chaincode package: one digest over code, installed dependencies and charter.

A package of a chaincode that runs as a service holds no code, so the label says which code the organisations have agreed on. A service
whose own label is another refuses to start. This catches mistakes (an old installation, another version of a library, another charter);
dishonest code is what several endorsers are for.
"""

import hashlib
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import genpon_chaincode
import genpon_core
from genpon_core import canonical
from genpon_core.canonical import Encodable

DISTRIBUTION = "genpon"
PREFIX = "genpon_"
_DIGEST_LABEL = re.compile(rf"{PREFIX}[0-9a-f]{{64}}")
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)[^;]*(?:;(.*))?")


class LabelError(ValueError):
    """The service is not what the organisations have agreed on."""


def package_label(charter: bytes) -> str:
    """The label for this installation and a charter's bytes: `genpon_` and 64 hexadecimal digits."""
    content: dict[str, Encodable] = {"charter": hashlib.sha256(charter).hexdigest(), "code": _code(), "dependencies": _dependencies()}
    return PREFIX + hashlib.sha256(canonical.encode(content)).hexdigest()


def check_label(package_id: str, charter: bytes) -> None:
    """Checks that the package that a service is to serve has this installation's label, if its label holds a digest at all.

    Args:
        package_id: label and digest of the package, joined by a colon, as in `CORE_CHAINCODE_ID_NAME`.
        charter: the charter's bytes.

    Raises:
        LabelError: if it has another.
    """
    wanted, own = package_id.partition(":")[0], package_label(charter)
    if _DIGEST_LABEL.fullmatch(wanted) and wanted != own:
        raise LabelError(f"this installation and charter are {own}, but the package is {wanted}; install the version that was agreed on")


def _code() -> dict[str, str]:
    return {
        f"{root.name}/{path.relative_to(root).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for root in (Path(genpon_core.__path__[0]), Path(genpon_chaincode.__path__[0]))
        for path in sorted(root.rglob("*.py"))
    }


def _dependencies() -> dict[str, str]:
    found: dict[str, str] = {}
    pending = [DISTRIBUTION]
    while pending:
        for name in _requirements(pending.pop()):
            if name not in found and (version := _version(name)) is not None:
                found[name] = version
                pending.append(name)
    return found


def _requirements(distribution: str) -> Iterator[str]:
    for requirement in metadata.requires(distribution) or ():
        name, marker = _REQUIREMENT.match(requirement).groups()  # type: ignore[union-attr]
        if "extra" not in (marker or ""):
            yield re.sub(r"[-_.]+", "-", name).lower()


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        # Only other platforms or Pythons need it.
        return None
