"""Where a set of Fabric binaries and their sample configuration are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Source = Literal["FABRIC_BIN", "PATH", "built"]


@dataclass(frozen=True, slots=True)
class Toolset:
    """Binaries of one release.

    Attributes:
        peer: the peer daemon.
        orderer: the orderer daemon.
        version: what both say, such as `3.1.1`.
        configuration: the directory with the release's sample `core.yaml` and `orderer.yaml`.
        source: where they were found.
    """

    peer: Path
    orderer: Path
    version: str
    configuration: Path
    source: Source

    def to_json(self) -> dict[str, str]:
        """The facts as JSON values."""
        return {
            "peer": str(self.peer),
            "orderer": str(self.orderer),
            "version": self.version,
            "configuration": str(self.configuration),
            "source": self.source,
        }
