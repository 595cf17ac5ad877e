"""What the engine says of the containers, and what one sees from inside of them."""

import subprocess

import pytest

from tests.support.containers import ContainerConsortium, Project
from tests.support.engine import compose_commands

TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")
WATCHING = ["certificates", "prometheus"]
RUNNING = [*WATCHING, *(f"{kind}.{town}" for town in TOWNS for kind in ("ca", "peer0", "orderer", "chaincode", "clock"))]
ONCE = ["authorities", "init", *(f"setup.{town}" for town in TOWNS)]


@pytest.fixture(scope="module")
def up(containers: ContainerConsortium) -> Project:
    return containers.project


@pytest.mark.parametrize("command", compose_commands(), ids=" ".join)
def test_every_compose_command_takes_the_file(up: Project, command: tuple[str, ...]) -> None:
    subprocess.run([*command, "-f", up.file, "config", "-q"], check=True)


def test_what_runs_runs_and_what_is_done_once_is_done(up: Project) -> None:
    states = {name: (each["State"]["Status"], each["State"]["ExitCode"], each["RestartCount"]) for name, each in up.containers().items()}

    assert states == dict.fromkeys(RUNNING, ("running", 0, 0)) | dict.fromkeys(ONCE, ("exited", 0, 0))


def test_every_health_check_is_content(up: Project) -> None:
    for name, each in up.containers().items():
        check = each["Config"].get("Healthcheck", {}).get("Test", ["NONE"])
        if name.startswith(("ca", "peer", "orderer", "chaincode")):
            command = ["sh", "-c", check[1]] if check[0] == "CMD-SHELL" else check[1:]
            ran = up.execute(name, *command)
            assert ran.returncode == 0, (name, ran.stdout, ran.stderr)
        else:
            assert check == ["NONE"], name


def test_the_engine_holds_every_container_down(up: Project) -> None:
    for name, each in up.containers().items():
        host = each["HostConfig"]
        assert host["ReadonlyRootfs"], name
        assert host["CapDrop"] == ["ALL"], name
        assert host["SecurityOpt"] == ["no-new-privileges:true"], name
        assert host["Memory"] > 0, name
        assert host["PidsLimit"] == 512, name
        assert host["NanoCpus"] == 10**9, name
        assert (each["Config"]["User"] == "0:0") == (name in ("authorities", "init")), name


def test_only_gateways_and_authorities_are_published_and_only_to_this_machine(up: Project) -> None:
    opened = {
        name: [binding["HostIp"] for bindings in each["HostConfig"]["PortBindings"].values() for binding in bindings]
        for name, each in up.containers().items()
        if each["HostConfig"]["PortBindings"]
    }

    assert opened == {f"{kind}.{town}": ["127.0.0.1"] for kind in ("ca", "peer0") for town in TOWNS} | {"prometheus": ["127.0.0.1"]}


def test_no_anonymous_volume_is_made(up: Project) -> None:
    names = {mount["Name"] for each in up.containers().values() for mount in each["Mounts"] if mount["Type"] == "volume"}

    assert all(name.startswith(up.name) for name in names)


def test_a_process_reads_its_own_keys_only(up: Project) -> None:
    network = "/var/lib/genpon/toda/network"
    keys = up.execute("peer0.toda", "find", network, "-name", "*.pem", "-path", "*key*").stdout.split()
    readable = [key for key in keys if up.execute("peer0.toda", "head", "-c1", key).returncode == 0]

    assert readable
    assert all(key.startswith(f"{network}/nodes/peer0.toda/") for key in readable)
    assert any(key.startswith(f"{network}/nodes/orderer.toda/") for key in keys)
    assert up.execute("peer0.toda", "ls", f"{network}/administrators/112241").returncode != 0


@pytest.mark.parametrize("place", ["/x", "/etc/hyperledger/fabric/x", "/var/lib/genpon/toda/x"])
def test_nothing_but_the_ledger_can_be_written(up: Project, place: str) -> None:
    assert "Read-only file system" in up.execute("peer0.toda", "touch", place).stderr


def test_a_chaincode_service_reaches_no_other_network(up: Project) -> None:
    networks = up.containers()["chaincode.toda"]["NetworkSettings"]["Networks"]

    assert list(networks) == [f"{up.name}_services"]
    orderer = up.containers()["orderer.toda"]
    address = orderer["NetworkSettings"]["Networks"][f"{up.name}_ledger"]["IPAddress"]
    settings = dict(each.split("=", 1) for each in orderer["Config"]["Env"])
    probe = f"import socket; socket.create_connection(('{address}', {settings['ORDERER_GENERAL_LISTENPORT']}), 2)"
    assert up.execute("chaincode.toda", "python3", "-c", probe).returncode == 1
    assert up.execute("clock.toda", "python3", "-c", probe).returncode == 0
