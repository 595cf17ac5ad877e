"""Which images the tests run: official ones where they can be had, else ones of our own under their names for the time of the tests."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from genpon_network.tools import require_ca_server, require_tools
from genpon_network.tools.release import FABRIC, FABRIC_CA
from tests.support.engine import docker
from tests.support.house import ROOT
from tests.support.images.bases import PLAIN, PYTHON, build_base, unpacked
from tests.support.images.wheels import wheelhouse

OURS = "genpon-test"
"""Under this name images of ours stay, so that the next run finds them."""
PULL_PATIENCE = 60.0
CONTEXT = (
    *(".dockerignore", "LICENSE", "README.md", "constraints.txt", "pyproject.toml", "setup.cfg"),
    *("chaincode", "client", "core", "network"),
)
_DAEMON = """
FROM {base}
COPY {kind} /usr/local/bin/{kind}
COPY {kind}.yaml {configuration}
ENV FABRIC_CFG_PATH=/etc/hyperledger/fabric
VOLUME /etc/hyperledger/fabric
VOLUME /var/hyperledger
EXPOSE {port}
CMD {command}
"""
_AUTHORITY = """
FROM {base}
COPY fabric-ca-server /usr/local/bin/fabric-ca-server
ENV FABRIC_CA_HOME=/etc/hyperledger/fabric-ca-server
EXPOSE 7054
CMD fabric-ca-server start -b admin:adminpw
"""
_PROMETHEUS = """
FROM {base}
COPY prometheus promtool /bin/
VOLUME /prometheus
EXPOSE 9090
ENTRYPOINT ["/bin/prometheus"]
"""
_DAEMONS = {"peer": ("core.yaml", 7051, '["peer","node","start"]'), "orderer": ("orderer.yaml", 7050, '["orderer","start"]')}
_PYTHON = """
FROM {base}
COPY pip-*.whl /tmp/
RUN python3 -m zipfile -e /tmp/pip-*.whl /usr/lib/python3/dist-packages && rm /tmp/*.whl
"""
_LEGACY = {"DOCKER_BUILDKIT": "0"}
"""The builder that every engine has."""


GENPON = "genpon:test"
"""What the project's own image is called in tests."""
PROMETHEUS = "prom/prometheus:v3.5.0"
OFFICIAL = (
    *(f"hyperledger/fabric-{kind}:{FABRIC.version}" for kind in (*_DAEMONS,)),
    f"hyperledger/fabric-ca:{FABRIC_CA.version}",
    PROMETHEUS,
)


@contextlib.contextmanager
def official_images() -> Iterator[None]:
    """The images of the compose file under their official names; those that had to be made lose the names afterwards."""
    made = [name for name in OFFICIAL if not _is_there(name)]
    for name in made:
        own = f"{OURS}/{name.rpartition('/')[2]}"
        if not _exists(own):
            _build(own)
        docker("tag", own, name)
    try:
        yield
    finally:
        for name in made:
            docker("rmi", name)


def genpon_image(tag: str, *, anew: bool = False) -> None:
    """The project's own image, of these sources, by its own Dockerfile; from the official Python image if it is there.

    Args:
        tag: its name.
        anew: whether nothing is taken from an earlier build.
    """
    official = "python:3.12-slim"
    base = official if _is_there(official) else _python_base()
    version = docker("run", "--rm", base, "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
    with tempfile.TemporaryDirectory(prefix="genpon-context-") as work:
        context = Path(work)
        for name in CONTEXT:
            _copy(ROOT / name, context / name)
        shutil.copytree(wheelhouse(version), context / "wheelhouse")
        arguments = [f"PYTHON_IMAGE={base}", "PIP_NO_INDEX=1", "PIP_FIND_LINKS=/source/wheelhouse"]
        options = [option for argument in arguments for option in ("--build-arg", argument)]
        options += ["--no-cache"] if anew else []
        docker("build", "-q", "-f", str(context / "chaincode" / "Dockerfile"), *options, "-t", tag, str(context), **_LEGACY)


def _is_there(name: str) -> bool:
    """Whether an image is here, or can be got from a registry."""
    if subprocess.run(["docker", "image", "inspect", name], capture_output=True, check=False).returncode == 0:
        return True
    with contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(["docker", "pull", "-q", name], capture_output=True, check=False, timeout=PULL_PATIENCE).returncode == 0
    return False


def _build(tag: str) -> None:
    kind = tag.rpartition("/")[2].partition(":")[0].removeprefix("fabric-")
    with tempfile.TemporaryDirectory(prefix="genpon-image-") as work:
        context = Path(work)
        text = _daemon(kind, context) if kind in _DAEMONS else {"ca": _authority, "prometheus": _prometheus}[kind](context)
        (context / "Dockerfile").write_text(text)
        docker("build", "-q", "-t", tag, str(context), **_LEGACY)


def _daemon(kind: str, context: Path) -> str:
    tools = require_tools(os.environ)
    configuration, port, command = _DAEMONS[kind]
    shutil.copy2({"peer": tools.peer, "orderer": tools.orderer}[kind], context / kind)
    shutil.copy2(tools.configuration / configuration, context / f"{kind}.yaml")
    place = f"/etc/hyperledger/fabric/{configuration}"
    return _DAEMON.format(base=_base("base", PLAIN), kind=kind, configuration=place, port=port, command=command)


def _authority(context: Path) -> str:
    shutil.copy2(require_ca_server(os.environ).binary, context / "fabric-ca-server")
    return _AUTHORITY.format(base=_base("base", PLAIN))


def _prometheus(context: Path) -> str:
    """Debian's, an older one than the official image has: what works with it works with both."""
    with unpacked(["prometheus"]) as root:
        for program in ("prometheus", "promtool"):
            shutil.copy2(root / "usr" / "bin" / program, context / program)
    return _PROMETHEUS.format(base=_base("base", PLAIN))


def _python_base() -> str:
    tag = f"{OURS}/python:3"
    if not _exists(tag):
        with tempfile.TemporaryDirectory(prefix="genpon-image-") as work:
            context = Path(work)
            for wheel in wheelhouse("3.11").glob("pip-*.whl"):
                shutil.copy2(wheel, context)
            (context / "Dockerfile").write_text(_PYTHON.format(base=_base("python-base", [*PLAIN, *PYTHON])))
            docker("build", "-q", "-t", tag, str(context), **_LEGACY)
    return tag


def _base(name: str, packages: Sequence[str]) -> str:
    tag = f"{OURS}/{name}:1"
    if not _exists(tag):
        build_base(tag, packages)
    return tag


def _exists(name: str) -> bool:
    return subprocess.run(["docker", "image", "inspect", name], capture_output=True, check=False).returncode == 0


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    else:
        shutil.copy2(source, target)


if __name__ == "__main__":
    # Before the tests, so that they find all of it: `python -m tests.support.images.building`.
    with official_images():
        genpon_image(GENPON)
