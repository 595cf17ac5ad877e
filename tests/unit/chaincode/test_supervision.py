"""A service is started again when it hangs, stands still or crashes, and ends when it is told to, or with its parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import grpc
import psutil
import pytest

from genpon_network.native.ports import free_block
from tests.support.house import ROOT
from tests.support.scripted_peer import PATIENCE, ScriptedPeer
from tests.support.waiting import until

DOING = str(Path(ROOT) / "tests" / "support" / "doing_chaincode.py")
STANDING_STILL = """
import os, sys
from genpon_chaincode.shim import ChaincodeServer, serve, supervised
from tests.support.doing_chaincode import Doing
def work():
    serve(ChaincodeServer.from_environment(Doing(), os.environ, deadline=0.5))
    return 0
sys.exit(supervised(work, patience=1.5))
"""
CRASHING = """
import sys
from genpon_chaincode.shim import supervised
sys.exit(supervised(lambda: 1 // 0))
"""


class Started:
    """A service in a process of its own."""

    def __init__(self, arguments: list[str], **environment: str) -> None:
        self.address = f"127.0.0.1:{free_block(1)}"
        settings = {"CHAINCODE_ID": "doing:1", "CHAINCODE_SERVER_ADDRESS": self.address} | environment
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CORE_", "CHAINCODE_"))}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(arguments, env=inherited | settings, stderr=pipe, text=True, cwd=ROOT)

    def peer(self) -> ScriptedPeer:
        """A peer that is connected, as soon as there is a service."""
        connected: list[ScriptedPeer] = []

        def connect() -> bool:
            peer = ScriptedPeer(self.address)
            with suppress(grpc.RpcError):
                connected.append(peer.__enter__())
            return bool(connected)

        until(connect)
        return connected[0]

    def child(self) -> psutil.Process:
        (child,) = psutil.Process(self.process.pid).children()
        return child

    def ended(self) -> tuple[int, str]:
        """The exit code and what was written to standard error."""
        _, text = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, text


@pytest.fixture
def start() -> Iterator[Callable[..., Started]]:
    started: list[Started] = []

    def begin(*arguments: str, **environment: str) -> Started:
        started.append(Started([sys.executable, *arguments], **environment))
        return started[-1]

    yield begin
    for service in started:
        if service.process.poll() is None:
            service.process.kill()
        service.process.communicate()


def _is_replaced(service: Started, child: psutil.Process) -> None:
    psutil.wait_procs([child], timeout=PATIENCE)
    with service.peer() as peer:
        assert peer.invoke("echo", "again").payload == b"again"
    assert service.child().pid != child.pid


def test_functions_that_hang_cost_the_process_and_it_is_started_again(start: Callable[..., Started]) -> None:
    service = start(DOING)
    with service.peer() as peer:
        child = service.child()
        for name in [peer.begin("wait") for _ in range(2)]:
            assert b"transaction.deadline" in peer.outcome(name).payload
        assert peer.lost.wait(PATIENCE)
    _is_replaced(service, child)


def test_code_that_gives_nobody_a_turn_is_ended_and_started_again(start: Callable[..., Started]) -> None:
    service = start("-c", STANDING_STILL)
    with service.peer() as peer:
        child = service.child()
        peer.begin("stall")
        assert peer.lost.wait(PATIENCE)
    _is_replaced(service, child)
    service.process.terminate()
    assert "doing_chaincode.py" in service.ended()[1]


def test_a_killed_service_is_started_again(start: Callable[..., Started]) -> None:
    service = start(DOING)
    service.peer().__exit__()
    child = service.child()
    child.kill()
    _is_replaced(service, child)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_what_runs_first(start: Callable[..., Started], number: int) -> None:
    service = start("-c", STANDING_STILL)
    with service.peer() as peer:
        child = service.child()
        running = peer.begin("wait")
        until(lambda: peer.invoke("echo").status == 200)
        service.process.send_signal(number)
        assert b"transaction.deadline" in peer.outcome(running).payload
    assert service.ended()[0] == 0
    assert not child.is_running()


def test_it_ends_with_its_child_if_that_is_told_to_end(start: Callable[..., Started]) -> None:
    service = start(DOING)
    service.peer().__exit__()
    service.child().terminate()
    assert service.ended() == (0, "")


def test_it_does_not_outlive_its_parent(start: Callable[..., Started]) -> None:
    service = start(DOING)
    service.peer().__exit__()
    child = service.child()
    service.process.kill()
    gone, alive = psutil.wait_procs([child], timeout=PATIENCE)
    assert (gone, alive) == ([child], [])


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CHAINCODE_ID": ""}, "chaincode: set CHAINCODE_ID\n"),
        ({"CHAINCODE_TLS_KEY": "only"}, "chaincode: CHAINCODE_TLS_KEY names only, which cannot be read"),
        ({"CHAINCODE_SERVER_ADDRESS": "192.0.2.1:9"}, "chaincode: the chaincode service cannot listen at 192.0.2.1:9"),
    ],
)
def test_a_wrong_setting_is_one_line_and_no_second_attempt(start: Callable[..., Started], environment: dict[str, str], words: str) -> None:
    code, text = start(DOING, **environment).ended()
    assert code == 2
    assert text.splitlines()[-1].startswith(words.rstrip("\n"))


def test_what_crashes_before_it_serves_is_not_started_again(start: Callable[..., Started]) -> None:
    code, text = start("-c", CRASHING).ended()
    assert (code, text.splitlines()[-1].partition(":")[0]) == (1, "ZeroDivisionError")
