"""Containers that are killed, and networks that are started again."""

import pytest

from genpon.errors import GenponError
from tests.support.containers import ContainerConsortium
from tests.support.town import World
from tests.support.waiting import eventually


@pytest.mark.parametrize("service", ["peer0.omura", "orderer.omura", "chaincode.omura"])
def test_a_process_that_is_killed_comes_back(containers: ContainerConsortium, world: World, service: str) -> None:
    containers.kill(service)

    omura = world.town("Omura")
    assert eventually(omura.ledger.clock, GenponError) > 0
    assert eventually(omura.new_department, GenponError)


def test_up_again_starts_nothing_anew_and_changes_nothing(containers: ContainerConsortium) -> None:
    containers.settle()
    before, heights = _started(containers), containers.heights()

    containers.project.run("up", "-d", "--no-build")

    assert _started(containers) == before
    # A clock ticker may just have had its turn.
    assert all(0 <= height - heights[peer] <= 1 for peer, height in containers.heights().items())


def test_down_keeps_the_ledger(containers: ContainerConsortium, world: World) -> None:
    department = world.town("Toda").new_department()
    containers.settle()
    height = containers.heights()["peer0.toda"]

    containers.project.down()
    assert containers.project.containers() == {}
    containers.project.run("--profile", "monitoring", "up", "-d", "--no-build")

    assert containers.heights()["peer0.toda"] >= height
    assert eventually(lambda: world.town("Omura").ledger.registry.department(department), GenponError)


def _started(containers: ContainerConsortium) -> dict[str, str]:
    return {name: each["State"]["StartedAt"] for name, each in containers.project.containers().items() if each["State"]["Running"]}
