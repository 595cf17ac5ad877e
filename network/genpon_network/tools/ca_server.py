"""`fabric-ca-server`: found, or built once. Networks whose identities come from files never ask for it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.tools.build import build
from genpon_network.tools.release import FABRIC_CA, version_of
from genpon_network.tools.toolset import Source
from genpon_network.words import Report, silent

PROGRAM = "fabric-ca-server"


@dataclass(frozen=True, slots=True)
class CaServer:
    """The program, its version such as `1.5.15`, and where it was found."""

    binary: Path
    version: str
    source: Source

    def to_json(self) -> dict[str, str]:
        """The facts as JSON values."""
        return {"binary": str(self.binary), "version": self.version, "source": self.source}


def find_ca_server(environment: Mapping[str, str]) -> CaServer | None:
    """The program that is there: under `FABRIC_BIN`, on the search path, or built earlier; None if there is none.

    Fabric CA comes in an archive of its own, so a `FABRIC_BIN` without it is no mistake.

    Raises:
        NetworkError: if it is of another release than 1.5, or cannot be run.
    """
    for binary, source in _candidates(environment):
        if binary.is_file():
            return _checked(binary.resolve(), source)
    return None


def require_ca_server(environment: Mapping[str, str], *, report: Report = silent) -> CaServer:
    """The program that is there, or else built now.

    Args:
        environment: the process's environment.
        report: told one line per step of a build.

    Raises:
        NetworkError: if there is none and it cannot be built, or the one that is there cannot be used.
    """
    found = find_ca_server(environment)
    if found is not None:
        return found
    return CaServer(build(FABRIC_CA, [PROGRAM], environment, report) / PROGRAM, FABRIC_CA.version, "built")


def _candidates(environment: Mapping[str, str]) -> Iterator[tuple[Path, Source]]:
    if environment.get("FABRIC_BIN"):
        yield Path(environment["FABRIC_BIN"]) / PROGRAM, "FABRIC_BIN"
    on_path = shutil.which(PROGRAM, path=environment.get("PATH", ""))
    if on_path:
        yield Path(on_path), "PATH"
    yield FABRIC_CA.cache_directory(environment) / "bin" / PROGRAM, "built"


def _checked(binary: Path, source: Source) -> CaServer:
    version = version_of(binary, FABRIC_CA)
    if not FABRIC_CA.accepts(version):
        raise NetworkError(
            "{binary} ({source}) is Fabric CA {version}; a 1.5 release is needed: name its directory with FABRIC_BIN",
            binary=binary,
            source=source,
            version=version,
        )
    return CaServer(binary, version, source)
