"""Containers that are killed, and networks that are started again."""

import pytest

from genpon.errors import GenponError
from tests.docker.conftest import GUIDE
from tests.support.containers import ContainerConsortium
from tests.support.documents import blocks
from tests.support.engine import docker
from tests.support.terminal import Terminal
from tests.support.town import World
from tests.support.waiting import eventually


@pytest.mark.parametrize("service", ["peer0.omura", "orderer.omura", "chaincode.omura"])
def test_a_process_that_is_killed_comes_back(containers: ContainerConsortium, world: World, service: str) -> None:
    containers.kill(service)

    omura = world.town("Omura")
    assert eventually(omura.ledger.clock, GenponError) > 0
    assert eventually(omura.new_department, GenponError)


def test_up_again_starts_nothing_anew_and_changes_nothing(containers: ContainerConsortium, terminal: Terminal) -> None:
    containers.settle()
    before, heights = _started(containers), containers.heights()

    terminal.type(*blocks(GUIDE, "sh", section="Monitoring"))

    assert _started(containers) == before
    # A clock ticker may just have had its turn.
    assert all(0 <= height - heights[peer] <= 1 for peer, height in containers.heights().items())


def test_down_keeps_the_ledger_and_what_is_lost_is_restored(containers: ContainerConsortium, terminal: Terminal, world: World) -> None:
    back_up, restore = blocks(GUIDE, "sh", section="Backup")
    department = world.town("Toda").new_department()
    terminal.type(back_up)
    later = eventually(world.town("Omura").new_department, GenponError)
    containers.settle()
    height = containers.heights()["peer0.toda"]

    containers.project.down()
    assert containers.project.containers() == {}
    lost = [f"{containers.project.name}_{volume}" for volume in ("toda", "ca.toda", "peer0.toda", "orderer.toda")]
    docker("volume", "rm", *lost)
    terminal.type(restore)

    assert containers.heights()["peer0.toda"] >= height
    toda = world.town("Toda").ledger
    for each in (department, later):
        assert eventually(lambda each=each: toda.registry.department(each), GenponError)  # type: ignore[misc]


def _started(containers: ContainerConsortium) -> dict[str, str]:
    return {name: each["State"]["StartedAt"] for name, each in containers.project.containers().items() if each["State"]["Running"]}
