"""Builds the official clients and runtimes from their pinned versions into the user's cache, once for each state of the sources."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.tools.golang import find_go, install_go
from genpon_network.tools.release import FABRIC

SOURCES = Path(__file__).parent
NODE = (20, 9)
"""What the official Node client asks for."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """What was built.

    Attributes:
        go: the folder with the Go programs `client` and `chaincode`.
        node: the folder with the Node programs and their packages.
    """

    go: Path
    node: Path

    def node_service(self) -> list[str]:
        """The command of the chaincode's service on the Node runtime, with the names of its environment in braces."""
        options = {
            "chaincode-address": "{CHAINCODE_SERVER_ADDRESS}",
            "chaincode-id": "{CHAINCODE_ID}",
            "chaincode-tls-key-file": "{CHAINCODE_TLS_KEY}",
            "chaincode-tls-cert-file": "{CHAINCODE_TLS_CERT}",
            "chaincode-tls-client-cacert-file": "{CHAINCODE_CLIENT_CA_CERT}",
            "module-path": str(self.node),
        }
        program = [shutil.which("node") or "node", str(self.node / "node_modules" / "fabric-shim" / "cli.js"), "server"]
        return [*program, *(f"--{name}={value}" for name, value in options.items())]


def build_rivals(environment: Mapping[str, str], report: Callable[[str], None]) -> Rivals:
    """Builds what is not built yet.

    Raises:
        NetworkError: if there is no Node or npm, or something does not build.
        UnreachableError: if there is no Go and none can be had.
    """
    cache = FABRIC.cache_directory(environment).parent
    return Rivals(
        _built(SOURCES / "go", cache, lambda folder: _build_go(folder, cache, environment), report),
        _built(SOURCES / "node", cache, _build_node, report),
    )


def _built(sources: Path, cache: Path, build: Callable[[Path], None], report: Callable[[str], None]) -> Path:
    target = cache / f"bench-{sources.name}-{_digest(sources)}"
    if target.is_dir():
        return target
    report(f"building the official {sources.name.capitalize()} client and runtime into {target}")
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"bench-{sources.name}-*"):
        shutil.rmtree(old)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".bench-") as temporary:
        folder = Path(temporary) / sources.name
        shutil.copytree(sources, folder)
        build(folder)
        folder.rename(target)
    return target


def _build_go(folder: Path, cache: Path, environment: Mapping[str, str]) -> None:
    go = find_go(environment) or install_go(cache / "go", environment)
    done = go.run(["build", "-trimpath", "-ldflags", "-s -w", "-o", f"{folder / 'bin'}/", "./..."], cwd=folder)
    if done.returncode:
        raise UnreachableError(
            "the official Go client and shim do not build ({reason}); check GOPROXY and the network", reason=_last_line(done.stderr)
        )


def _build_node(folder: Path) -> None:
    if shutil.which("npm") is None or _node_version() < NODE:
        raise NetworkError("the benchmark needs Node {version} or newer with npm; install them", version=".".join(map(str, NODE)))
    command = ["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnreachableError(
            "npm cannot install the official Node client and runtime ({reason}); check the network", reason=_last_line(done.stderr)
        )


def _node_version() -> tuple[int, ...]:
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in said.strip().removeprefix("v").split("."))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0,)


def _digest(sources: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(file for file in sources.rglob("*") if file.is_file()):
        digest.update(f"{file.relative_to(sources)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _last_line(output: str) -> str:
    return next(reversed(output.strip().splitlines()), "no output")
