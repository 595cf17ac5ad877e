"""Looking for Fabric binaries of a 3.1 release."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.tools.build import build_tools
from genpon_network.tools.release import FABRIC, version_of
from genpon_network.tools.sample import sample_configuration
from genpon_network.tools.toolset import Source, Toolset
from genpon_network.words import Report, silent


def find_tools(environment: Mapping[str, str]) -> Toolset | None:
    """The binaries that are there: under `FABRIC_BIN`, on the search path, or built earlier; None if there are none.

    Raises:
        NetworkError: if `FABRIC_BIN` lacks one, if they are of another release than 3.1, of two releases, or without sample configuration.
    """
    directory = environment.get("FABRIC_BIN")
    if directory:
        return _of_directory(Path(directory), "FABRIC_BIN", environment)
    peer, orderer = (shutil.which(name, path=environment.get("PATH", "")) for name in ("peer", "orderer"))
    if peer and orderer:
        return _checked(Path(peer), Path(orderer), "PATH", environment)
    built = FABRIC.cache_directory(environment) / "bin"
    if (built / "peer").is_file() and (built / "orderer").is_file():
        return _of_directory(built, "built", environment)
    return None


def require_tools(environment: Mapping[str, str], *, report: Report = silent) -> Toolset:
    """The binaries that are there, or else built now.

    Args:
        environment: the process's environment.
        report: told one line per step of a build.

    Raises:
        NetworkError: if there are none and they cannot be built, or those that are there cannot be used.
    """
    return find_tools(environment) or build_tools(environment, report=report)


def _of_directory(directory: Path, source: Source, environment: Mapping[str, str]) -> Toolset:
    for name in ("peer", "orderer"):
        if not (directory / name).is_file():
            raise NetworkError(
                "{source} names {directory}, but there is no {name} in it; put Fabric 3.1 binaries there or unset it",
                source=source,
                directory=directory,
                name=name,
            )
    return _checked(directory / "peer", directory / "orderer", source, environment)


def _checked(peer: Path, orderer: Path, source: Source, environment: Mapping[str, str]) -> Toolset:
    peer, orderer = peer.resolve(), orderer.resolve()
    versions = [version_of(peer, FABRIC), version_of(orderer, FABRIC)]
    for binary, version in zip((peer, orderer), versions, strict=True):
        if not FABRIC.accepts(version):
            raise NetworkError(
                "{binary} ({source}) is Fabric {version}; a 3.1 release is needed: name its directory with FABRIC_BIN",
                binary=binary,
                source=source,
                version=version,
            )
    if versions[0] != versions[1]:
        raise NetworkError(
            "{peer} is Fabric {version} but {orderer} is {other}; use both of one release",
            peer=peer,
            version=versions[0],
            orderer=orderer,
            other=versions[1],
        )
    return Toolset(peer, orderer, versions[0], sample_configuration(peer, environment), source)
