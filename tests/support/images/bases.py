"""File systems of a few Debian packages, unpacked without root's package manager: seconds instead of a debootstrap's half minute.

curl, wget, openssl and Python are left out of the plain one, since the official images lack them: a health check that needs them must fail
here too.
"""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.support.engine import docker

PLAIN = (
    *("base-files", "bash", "coreutils", "dash", "debianutils", "findutils", "gcc-12-base", "grep", "libacl1", "libattr1", "libc6"),
    *("libcrypt1", "libgcc-s1", "libgmp10", "libpcre2-8-0", "libselinux1", "libssl3", "libtinfo6", "sed", "tzdata"),
)
PYTHON = (
    *("libbz2-1.0", "libexpat1", "libffi8", "liblzma5", "libpython3-stdlib", "libpython3.11-minimal", "libpython3.11-stdlib"),
    *("libsqlite3-0", "libstdc++6", "libuuid1", "python3", "python3-minimal", "python3.11", "python3.11-minimal", "zlib1g"),
)


def build_base(tag: str, packages: Sequence[str]) -> None:
    """Imports a file system of Debian packages as an image.

    Raises:
        AssertionError: if a package cannot be had.
    """
    with unpacked(packages) as root:
        (root / "tmp").chmod(0o1777)
        if not (root / "bin" / "sh").exists():
            (root / "bin" / "sh").symlink_to("dash")
        archive = root.with_name("base.tar")
        subprocess.run(["tar", "--owner=0", "--group=0", "--numeric-owner", "-C", root, "-cf", archive, "."], check=True)
        docker("import", str(archive), tag)


@contextlib.contextmanager
def unpacked(packages: Sequence[str]) -> Iterator[Path]:
    """A directory with the files of Debian packages; what they depend on is not there.

    Raises:
        AssertionError: if a package cannot be had.
    """
    with tempfile.TemporaryDirectory(prefix="genpon-base-") as work:
        downloads, root = Path(work) / "packages", Path(work) / "root"
        downloads.mkdir()
        root.mkdir()
        got = subprocess.run(["apt-get", "download", "-q", *packages], cwd=downloads, capture_output=True, text=True, check=False)
        assert got.returncode == 0, got.stderr
        for package in sorted(downloads.glob("*.deb")):
            subprocess.run(["dpkg-deb", "--extract", package, root], check=True)
        yield root
