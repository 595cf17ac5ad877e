"""Processes are known by pid, start time and command line; nobody else's is ended."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest

from genpon_network.errors import NetworkError
from genpon_network.native.processes import Command, read_record, running, start, stop

WAIT = [sys.executable, "-c", "import sys; print('ready', flush=True); sys.stdin.read(); import signal; signal.pause()"]
STUBBORN = [sys.executable, "-c", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "process.json"
    yield path
    stop([path], patience=0.1)


def launch(record: Path, arguments: list[str]) -> psutil.Process:
    pid = start(Command("a process", arguments, {"NAME": "value"}), record=record, log=record.with_suffix(".log"))
    return psutil.Process(pid)


def said(record: Path, word: str) -> bool:
    return word in record.with_suffix(".log").read_text()


def wait_until_said(record: Path, word: str) -> None:
    while not said(record, word):
        assert running(record) is not None


def test_a_process_runs_with_its_own_environment(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORE_PEER_ID", "of another network")
    process = launch(record, WAIT)

    wait_until_said(record, "ready")

    assert running(record) == process
    assert process.environ()["NAME"] == "value"
    assert process.environ()["PATH"] == os.environ["PATH"]
    assert "CORE_PEER_ID" not in process.environ()


def test_it_is_ended(record: Path) -> None:
    process = launch(record, WAIT)

    assert stop([record]) == [process.pid]

    assert running(record) is None
    assert not record.exists()
    assert stop([record]) == []


def test_it_is_ended_though_its_record_is_lost(record: Path) -> None:
    process = launch(record, WAIT)
    record.unlink()

    assert stop([record]) == [process.pid]


def test_it_is_ended_by_force_if_it_does_not_listen(record: Path) -> None:
    process = launch(record, STUBBORN)
    wait_until_said(record, "deaf")

    assert stop([record], patience=0.1) == [process.pid]

    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_killed_process_does_not_run(record: Path) -> None:
    process = launch(record, WAIT)

    process.kill()
    psutil.wait_procs([process])

    assert running(record) is None


@pytest.mark.parametrize("changed", [{"started": 1000.0}, {"arguments": ["another"]}], ids=["start time", "command line"])
def test_a_foreign_process_under_a_recorded_pid_is_left_alone(record: Path, changed: dict[str, object]) -> None:
    process = launch(record, WAIT)
    note = read_record(record)
    assert note is not None
    foreign = record.with_name("foreign.json")
    foreign.write_text(json.dumps(asdict(replace(note, **changed))))  # type: ignore[arg-type]

    assert running(foreign) is None
    assert stop([foreign]) == []

    assert running(record) == process


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', "null"])
def test_half_a_record_is_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(content)

    assert read_record(path) is None
    assert running(path) is None


def test_what_is_not_there_cannot_be_started(record: Path) -> None:
    with pytest.raises(NetworkError, match="a process cannot be started: /nowhere/peer"):
        launch(record, ["/nowhere/peer"])


def test_another_setting_is_another_fingerprint() -> None:
    command = Command("a", ["b"], {"C": "d"})

    assert command.fingerprint == Command("a", ["b"], {"C": "d"}).fingerprint
    assert len({command.fingerprint, replace(command, arguments=["x"]).fingerprint, replace(command, environment={}).fingerprint}) == 3
