"""What an operator meets: another description, a taken port, no engine, no rights, no image; and the next try works."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from genpon_network.topology import Layout
from tests.docker.conftest import FirstTries, Given
from tests.support.containers import ContainerConsortium

CHECK = [str(Path(sys.executable).with_name("genpon-network")), "compose", "--check"]


@pytest.mark.parametrize("service", ["authorities", "init"])
def test_another_description_over_the_same_volumes_is_refused(containers: ContainerConsortium, given: Given, service: str) -> None:
    text = given.description.content.replace(b"endorsing_threshold: 3", b"endorsing_threshold: 2").decode()

    told = containers.project.run("run", "--rm", "-T", "--no-deps", "-e", f"GENPON_CONSORTIUM={text}", service, code=1)

    assert "the volume of nagasaki holds keys and a ledger of another consortium file; make the compose file again from that one" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "consortium file:1: a consortium is a mapping of fields"),
        ("name: x\n", "consortium file:1: name: "),
    ],
)
def test_a_description_that_is_wrong_is_told_with_its_line(containers: ContainerConsortium, text: str, told: str) -> None:
    assert told in containers.project.run("run", "--rm", "-T", "--no-deps", "-e", f"GENPON_CONSORTIUM={text}", "init", code=2)


def test_a_taken_port_is_told_before_and_by_the_engine_and_the_next_try_works(
    containers: ContainerConsortium, first_tries: FirstTries
) -> None:
    (port,) = [node.port for node in Layout.of(containers.description).authorities if node.municipality.name == "toda"]

    assert f"ca.toda cannot listen on 127.0.0.1:{port} (Address already in use" in first_tries.check
    assert len(first_tries.check.splitlines()) == 1
    assert re.search(rf"{port}.*(already in use|already allocated)", first_tries.up)


def check(**environment: str) -> tuple[int, str]:
    ran = subprocess.run(CHECK, env=os.environ | environment, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr


def test_a_real_engine_is_found_well_or_not(containers: ContainerConsortium) -> None:
    del containers
    assert check() == (0, "this machine's container engine can run it\n")
    code, told = check(DOCKER_HOST="unix:///nowhere.sock")
    assert (code, told.count("\n")) == (3, 1)
    assert told.startswith("the container engine does not answer (Cannot connect to the Docker daemon")
    code, told = check(FABRIC_VERSION="3.1.999")
    assert (code, told.count("\n")) == (1, 2)
    assert "image hyperledger/fabric-peer:3.1.999 is neither here nor at a registry that can be reached" in told
