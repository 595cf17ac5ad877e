"""What `genpon-network` cannot understand, and damaged files of a network: one line each, and the right exit code."""

import errno
import io
import os
from pathlib import Path

import pytest

from genpon_network.cli import call
from genpon_network.errors import NetworkError
from genpon_network.native.opening import make_or_open
from genpon_network.nodes.directory import DataDirectory
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, example

NOT_UNDERSTOOD = {
    "no such command": (["fly"], "There is no command fly. See genpon-network --help."),
    "no such option": (["up", "--colour"], "There is no option --colour; you may mean --consortium. See"),
    "an argument is missing": (["logs"], "node is missing. See genpon-network logs --help."),
    "no number": (["up", "--base-port", "many"], "--base-port must be a whole number. See"),
    "a port that is too high": (["up", "--base-port", "70000"], "--base-port must not be more than 65000. See"),
    "a port of the system's": (["up", "--base-port", "80"], "--base-port must not be less than 1024. See"),
    "no such subcommand": (["identity", "fly"], "See genpon-network identity --help."),
    "no such file": (
        ["up", "--consortium", "nowhere.yaml"],
        "nowhere.yaml cannot be read (No such file or directory); name a consortium file",
    ),
    "a folder as file": (["up", "--consortium", "/"], "/ cannot be read (Is a directory); name a consortium file"),
    "nothing in the file": (["up", "--consortium", "/dev/null"], "/dev/null:1: a consortium is a mapping of fields"),
}


@pytest.mark.parametrize(("arguments", "message"), NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_what_makes_no_sense_is_told_in_one_line(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENPON_DATA", str(tmp_path / "data"))
    assert call(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert message in told.err
    assert not (tmp_path / "data").exists()


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> DataDirectory:
    """A network that was made and never started."""
    data = DataDirectory(tmp_path_factory.mktemp("network"))
    description = Description(example(DEFAULT), DEFAULT)
    with data.locked():
        make_or_open(data, description, description)
    return data


DAMAGE = {
    "its description is gone": ("consortium.yaml", None, 1, "consortium.yaml cannot be used (No such file or directory)"),
    "its description is none": ("consortium.yaml", b"garbage", 2, "consortium.yaml:1: a consortium is a mapping"),
    "its facts are gone": ("network.json", None, 1, "was not made by this version of genpon-network"),
    "a certificate is none": (
        "nodes/peer0.toda/tls/certificate.pem",
        b"garbage",
        1,
        "peer0.toda/tls/certificate.pem is damaged; restore it",
    ),
}


@pytest.mark.parametrize(("name", "content", "code", "message"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_network_is_told_in_one_line(
    *, network: DataDirectory, name: str, content: bytes | None, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = network.network / name
    whole = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    try:
        assert call(["status", "--data", str(network.root)]) == code
    finally:
        path.write_bytes(whole)
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert message in told.err


@pytest.mark.parametrize("name", ["my ledger", "ledger,2", "ledger[2]", "原本　台帳"])
def test_a_path_of_which_fabric_would_make_several_is_refused(name: str, tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / name)
    description = Description(example(DEFAULT), DEFAULT)
    with data.locked(), pytest.raises(NetworkError, match="has a blank, a comma or a bracket; name another directory"):
        make_or_open(data, description, description)
    assert [path.name for path in data.root.iterdir()] == ["lock"]


class FullDisk(io.StringIO):
    def write(self, _text: str, /) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_output_that_cannot_be_written_is_told_in_one_line(
    network: DataDirectory, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", FullDisk())
    assert call(["profile", "--json", "--data", str(network.root)]) == 1
    assert capsys.readouterr().err == "the output cannot be written (No space left on device)\n"
