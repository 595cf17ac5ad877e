"""Which images the tests run: official ones where they can be had, else ones of our own under their names for the time of the tests."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from genpon_network.tools import require_tools
from genpon_network.tools.release import FABRIC
from tests.support.engine import docker
from tests.support.house import ROOT
from tests.support.images.bases import PLAIN, PYTHON, build_base
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
COPY {name} /usr/local/bin/{name}
COPY {name}.yaml /etc/hyperledger/fabric/
ENV FABRIC_CFG_PATH=/etc/hyperledger/fabric
VOLUME /etc/hyperledger/fabric
VOLUME /var/hyperledger
EXPOSE {port}
CMD {command}
"""
_DAEMONS = {"peer": ("core", 7051, '["peer","node","start"]'), "orderer": ("orderer", 7050, '["orderer","start"]')}
_PYTHON = """
FROM {base}
COPY pip-*.whl /tmp/
RUN python3 -m zipfile -e /tmp/pip-*.whl /usr/lib/python3/dist-packages && rm /tmp/*.whl
"""
_LEGACY = {"DOCKER_BUILDKIT": "0"}
"""The builder that every engine has."""


@contextlib.contextmanager
def fabric_images() -> Iterator[None]:
    """The daemons' images under their official names; those that had to be made lose the names afterwards."""
    made = [name for name in (f"hyperledger/fabric-{kind}:{FABRIC.version}" for kind in _DAEMONS) if not _is_there(name)]
    for name in made:
        _tag(name)
    try:
        yield
    finally:
        for name in made:
            docker("rmi", name)


def genpon_image(tag: str) -> None:
    """The project's own image, of these sources, by its own Dockerfile; from the official Python image if it is there."""
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
        docker("build", "-q", "-f", str(context / "chaincode" / "Dockerfile"), *options, "-t", tag, str(context), **_LEGACY)


def _is_there(name: str) -> bool:
    """Whether an image is here, or can be got from a registry."""
    if subprocess.run(["docker", "image", "inspect", name], capture_output=True, check=False).returncode == 0:
        return True
    with contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(["docker", "pull", "-q", name], capture_output=True, check=False, timeout=PULL_PATIENCE).returncode == 0
    return False


def _tag(name: str) -> None:
    kind = name.partition(":")[0].rpartition("-")[2]
    own = f"{OURS}/fabric-{kind}:{FABRIC.version}"
    if not _exists(own):
        _build_daemon(kind, own)
    docker("tag", own, name)


def _build_daemon(kind: str, tag: str) -> None:
    tools = require_tools(os.environ)
    configuration, port, command = _DAEMONS[kind]
    with tempfile.TemporaryDirectory(prefix="genpon-image-") as work:
        context = Path(work)
        shutil.copy2(getattr(tools, kind), context / kind)
        shutil.copy2(tools.configuration / f"{configuration}.yaml", context / f"{configuration}.yaml")
        text = _DAEMON.format(base=_base("base", PLAIN), name=kind, port=port, command=command)
        (context / "Dockerfile").write_text(text.replace(f"{kind}.yaml", f"{configuration}.yaml"))
        docker("build", "-q", "-t", tag, str(context), **_LEGACY)


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


def _base(name: str, packages: list[str]) -> str:
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
