"""The releases that are built, and those that are accepted."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from genpon_network.errors import NetworkError
from genpon_network.words import Message

_VERSION_LINE = re.compile(r"^\s*Version:\s*(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """A release of Fabric's programs, pinned.

    Attributes:
        title: what it is called.
        version: what is built where nothing is found.
        series: what is accepted where something is found: any release of it.
        module: its Go module.
        pin: the name of the files with its pinned sources, before `.mod` and `.sum`.
        stamp: the linker's variable that holds the version, and its value.
        cgo: whether it needs a C compiler.
        samples: the files of its sample configuration that are kept beside the binaries.
        pins: the folder with its pinned sources.
    """

    title: str
    version: str
    series: str
    module: str
    pin: str
    stamp: str
    cgo: bool
    samples: tuple[str, ...] = ()
    pins: Traversable = field(default_factory=lambda: resources.files(__package__))

    def cache_directory(self, environment: Mapping[str, str]) -> Path:
        """Where built binaries live: `$XDG_CACHE_HOME/genpon/fabric-<version>`, or below `~/.cache`."""
        base = environment.get("XDG_CACHE_HOME") or str(Path(environment.get("HOME") or Path.home()) / ".cache")
        return Path(base) / "genpon" / f"{self.title.lower().replace(' ', '-')}-{self.version}"

    def accepts(self, version: str) -> bool:
        """Whether a version is one of the series."""
        return re.fullmatch(rf"v?{re.escape(self.series)}\.\d+", version) is not None

    @property
    def advice(self) -> Message:
        """What to do where it cannot be built."""
        return Message(
            "unpack the official {title} {series} binaries and name their directory with FABRIC_BIN", title=self.title, series=self.series
        )


FABRIC = Release(
    title="Fabric",
    version="3.1.1",
    series="3.1",
    # Fabric's module path has no `/v3`, so the module proxy names release 3.1.1 by its commit, v1.4.0-rc1.0.20250510200036-435a7f1a780a.
    module="github.com/hyperledger/fabric",
    pin="go",
    stamp="github.com/hyperledger/fabric/common/metadata.Version=v3.1.1",
    cgo=False,
    samples=("core.yaml", "orderer.yaml"),
)
FABRIC_CA = Release(
    title="Fabric CA",
    version="1.5.15",
    series="1.5",
    module="github.com/hyperledger/fabric-ca",
    pin="fabric-ca",
    stamp="github.com/hyperledger/fabric-ca/lib/metadata.Version=1.5.15",
    # Without it the server has no SQLite, and ends at the first use of its database.
    cgo=True,
)


def version_of(binary: Path, release: Release) -> str:
    """What a program says its version is, without a leading v.

    Raises:
        NetworkError: if it cannot be run or says none.
    """
    try:
        outcome = subprocess.run([binary, "version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NetworkError(
            "{binary} cannot be run ({reason}); give another with FABRIC_BIN", binary=binary, reason=type(error).__name__
        ) from None
    found = _VERSION_LINE.search(outcome.stdout + outcome.stderr)
    if found is None:
        raise NetworkError(
            "{binary} does not say its version; give {title} {series} binaries with FABRIC_BIN",
            binary=binary,
            title=release.title,
            series=release.series,
        )
    return found.group(1).removeprefix("v")
