"""What an operator meets: taken ports, foreign processes, set-up cut off anywhere, other descriptions."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from genpon_network.errors import NetworkError, UnreachableError
from genpon_network.files import locked
from genpon_network.native.ports import free_block
from genpon_network.native.processes import read_record
from genpon_network.topology.loading import DEFAULT, example
from tests.support.native import TinyNetwork, tiny_network

pytestmark = pytest.mark.fabric

UP = """
import sys
from pathlib import Path
from tests.support.native import TinyNetwork
from genpon_network.nodes.directory import DataDirectory

class Steps(list):
    def append(self, line):
        print(line, flush=True)

network = TinyNetwork(DataDirectory(Path(sys.argv[1])), steps=Steps(), base_port=int(sys.argv[2]))
network.up()
"""


@pytest.fixture
def network(tmp_path: Path) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path / "data") as network:
        yield network


@pytest.fixture(scope="module")
def running_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path_factory.mktemp("trouble")) as network:
        network.up()
        yield network


def refusal(network: TinyNetwork, kind: type[NetworkError] = NetworkError) -> str:
    with pytest.raises(kind) as refused:
        network.up()
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_taken_port_is_told_before_anything_starts(network: TinyNetwork) -> None:
    network.base_port = free_block(240)
    with socket.create_server(("127.0.0.1", network.base_port + 24)):
        message = refusal(network)

    assert message.startswith(f"peer0.kawaguchi cannot listen on 127.0.0.1:{taken_port(message)}")
    assert f"by process {os.getpid()}" in message
    assert network.pids() == {}


def taken_port(message: str) -> str:
    return message.split("127.0.0.1:")[1].split(" ", maxsplit=1)[0]


@pytest.mark.parametrize("told", ["starting", "nodes joined", "agreeing"])
def test_a_set_up_that_was_killed_is_taken_up_again(network: TinyNetwork, told: str) -> None:
    network.base_port = free_block(240)
    command = [sys.executable, "-c", UP, str(network.data.root), str(network.base_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as first:
        assert first.stdout is not None
        assert any(told in line for line in first.stdout)
        first.send_signal(signal.SIGKILL)
    # A child that was about to start may hold the killed command's lock for a moment more.
    with locked(network.data.root / "lock"):
        pass

    assert network.up() is True

    network.put("toda", "key", "value")
    network.reads("key", "value", "omura")


def test_a_making_that_was_cut_off_leaves_nothing(network: TinyNetwork) -> None:
    draft = network.data.root / "draft" / "network"
    draft.mkdir(parents=True)
    (draft / "charter.json").write_text("half")

    network.up()

    assert not draft.parent.exists()
    assert network.pids()


def test_a_foreign_process_under_a_recorded_pid_is_not_ended(running_network: TinyNetwork) -> None:
    network = running_network
    network.kill("peer0.toda")
    record = network.data.record("peer0.toda")
    note = read_record(record)
    assert note is not None
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as foreign:
        record.write_text(json.dumps(asdict(replace(note, pid=foreign.pid))))
        assert network.status()["peer0.toda"].state == "stopped"

        assert network.up() is True

        assert foreign.poll() is None
        assert network.pids()["peer0.toda"] != foreign.pid
        foreign.terminate()


@pytest.mark.parametrize("content", ["", '{"pid": 1'])
def test_half_a_record_of_a_process_that_died_is_no_obstacle(running_network: TinyNetwork, content: str) -> None:
    running_network.kill("chaincode.omura")
    running_network.data.record("chaincode.omura").write_text(content)

    assert running_network.up() is True

    assert "chaincode.omura" in running_network.pids()


@pytest.mark.parametrize("name", ["orderer.toda", "peer0.toda", "chaincode.toda", "clock.toda"])
def test_a_halted_process_is_told_as_not_answering(running_network: TinyNetwork, name: str) -> None:
    process = psutil.Process(running_network.pids()[name])
    process.suspend()
    try:
        node = running_network.status()[name]
        told = refusal(running_network, UnreachableError)
    finally:
        process.resume()

    assert node.state == "not answering"
    assert node.problem is not None
    assert node.problem.startswith(f"{name} does not answer: somebody has halted process {process.pid}")
    assert told == node.problem
    assert running_network.status()[name].state == "running"


def test_a_chaincode_service_that_hangs_behind_its_watcher_is_told(running_network: TinyNetwork) -> None:
    (service,) = psutil.Process(running_network.pids()["chaincode.toda"]).children()
    service.suspend()
    try:
        node = running_network.status()["chaincode.toda"]
    finally:
        service.resume()

    assert (node.state, node.problem) == ("not answering", "chaincode.toda does not answer")


def test_another_description_is_refused(running_network: TinyNetwork) -> None:
    other = replace(running_network, text=example(DEFAULT).replace(b"threshold: 3", b"threshold: 2"))

    assert "holds a network made from another description" in refusal(other)


def test_two_commands_at_once_are_refused(running_network: TinyNetwork) -> None:
    with running_network.data.locked():
        assert "another command works on" in refusal(running_network)


def test_a_chaincode_service_that_ends_at_once_is_told_with_its_last_words(running_network: TinyNetwork) -> None:
    running_network.kill("chaincode.nagasaki")
    certificate = running_network.data.node("chaincode.nagasaki") / "tls" / "certificate.pem"
    good = certificate.read_bytes()
    certificate.write_bytes(b"no certificate")
    try:
        message = refusal(running_network)
    finally:
        certificate.write_bytes(good)

    assert message.startswith("chaincode.nagasaki has ended: ")
    assert running_network.up() is True
