"""When certificates expire, as figures: `python -m genpon_network.monitoring.certificates DIRECTORY… --address HOST:PORT`.

Neither Fabric's programs nor Fabric CA tell it, and a network whose certificates have expired stands still. Each directory is one of a
network's files; certificates are read anew whenever the figures are asked for, so that a renewed one counts at once. Keys are never read.
"""

import argparse
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from genpon_chaincode.shim.operations import Operations
from genpon_core.fabric.identities import load_certificate
from genpon_network.nodes.directory import DataDirectory
from genpon_network.words import Message, said

NAME = "genpon_certificate_expires_timestamp_seconds"
_LABELS = ("municipality", "owner", "certificate")


@dataclass(frozen=True, slots=True)
class Found:
    """A certificate in a network's files.

    Attributes:
        municipality: whose.
        owner: the process, member or authority that has it.
        certificate: `tls` or `identity`.
        path: its file.
    """

    municipality: str
    owner: str
    certificate: str
    path: Path


def find_certificates(data: DataDirectory) -> Iterator[Found]:
    """The certificates of the municipalities whose own files are in a directory."""
    for node in sorted((data.network / "nodes").glob("*.*")):
        municipality = node.name.partition(".")[2]
        yield Found(municipality, node.name, "tls", node / "tls" / "certificate.pem")
        yield Found(municipality, node.name, "identity", node / "msp" / "signcerts" / "certificate.pem")
    for organisation in sorted((data.network / "organisations").glob("*")):
        # Of other municipalities nothing but the TLS authority is here, and they watch it themselves.
        if (organisation / "membership.json").is_file():
            for directory in sorted(organisation.glob("*/")):
                kind = "tls" if directory.name.startswith("tls") or directory.name.endswith("-tls") else "identity"
                yield Found(organisation.name, directory.name.removesuffix("-tls"), kind, directory / "certificate.pem")


class Certificates(Collector):
    """Tells when they expire.

    Args:
        directories: networks' files.
    """

    def __init__(self, directories: Sequence[DataDirectory]) -> None:
        self._directories = directories

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One figure for each certificate that is there."""
        family = GaugeMetricFamily(NAME, "When a certificate expires, seconds since 1970 UTC.", labels=_LABELS)
        for found in (found for directory in self._directories for found in find_certificates(directory)):
            if found.path.is_file():
                until = load_certificate(found.path.read_bytes()).not_valid_after_utc
                family.add_metric((found.municipality, found.owner, found.certificate), until.timestamp())
        yield family


def main() -> int:
    """Serves the figures until it is told to end; the exit code is 2 if it cannot listen."""
    parser = argparse.ArgumentParser(prog="python -m genpon_network.monitoring.certificates", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIRECTORY", help="a network's files")
    parser.add_argument("--address", default="127.0.0.1:9443", help="where to listen (127.0.0.1:9443)")
    options = parser.parse_args()
    registry = CollectorRegistry()
    registry.register(Certificates([DataDirectory(directory) for directory in options.directories]))
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    try:
        operations = Operations(options.address, registry, lambda: not ended.is_set())
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{said(Message('cannot listen on {address}: {reason}', address=options.address, reason=error))}\n")
        return 2
    operations.start()
    ended.wait()
    operations.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
