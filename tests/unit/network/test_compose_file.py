"""The compose file: made from the description alone, and strict with every container."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from ruamel.yaml import YAML

from examples.demo.card_ca import CardAuthority
from genpon_network.compose.document import ComposeFile
from genpon_network.errors import NetworkError, UsageError
from genpon_network.native.ledger import anchored
from genpon_network.topology import Layout, read_consortium
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, EXAMPLES, example
from tests.support.house import ROOT

BODIES = "bodies: [{name: seal, title: {ja: 認定, en: Seal}, public_keys: [seal.pem]}]\n".encode()
ONCE = {"authorities", "init", "membership", "renew"}
"""What makes keys and files, as root, and is gone."""
WATCHING = {"certificates", "prometheus"}
"""What runs in the profile `monitoring` only."""
PROMETHEUS_PORT = "127.0.0.1:${PROMETHEUS_PORT:-9090}:9090"
COMMAND = [str(Path(sys.executable).with_name("genpon-network")), "compose"]
FOUR = Description(example(DEFAULT), DEFAULT)
APART = replace(FOUR, content=FOUR.content.replace(b"    orderer: true", b"    orderer: true\n    host: ledger.HOST"))
"""Municipalities on hosts of their own; each is given its name below."""


def parsed(text: str) -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe").load(text)
    return document


def on_hosts() -> Description:
    text = APART.content.decode()
    for name in ("nagasaki", "kawaguchi", "toda", "omura"):
        text = text.replace("ledger.HOST", f"ledger.{name}.example", 1)
    return replace(FOUR, content=text.encode())


@pytest.fixture(scope="module", params=[*EXAMPLES, "one municipality"])
def services(request: pytest.FixtureRequest) -> dict[str, dict[str, Any]]:
    if request.param == "one municipality":
        found = parsed(ComposeFile.of(on_hosts(), "toda").text)["services"]
    else:
        found = parsed(ComposeFile.of(Description(example(request.param), request.param)).text)["services"]
    assert isinstance(found, dict)
    return found


def test_the_committed_file_is_what_the_default_gives() -> None:
    assert (ROOT / "docker-compose.yaml").read_text(encoding="utf-8") == ComposeFile.of(FOUR).text


def test_the_command_prints_it_or_writes_it(tmp_path: Path) -> None:
    printed = subprocess.run(COMMAND, capture_output=True, text=True, check=True)
    subprocess.run([*COMMAND, "--output", str(tmp_path / "file.yaml")], capture_output=True, check=True)

    assert printed.stdout == (tmp_path / "file.yaml").read_text(encoding="utf-8") == ComposeFile.of(FOUR).text


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--municipality", "sasebo"], 2, "there is no municipality 'sasebo'; it is one of nagasaki, kawaguchi, toda, omura"),
        (["--municipality", "toda"], 1, "have no host that others reach; write host: for every municipality"),
        (["--output", "nowhere/file.yaml"], 2, "nowhere/file.yaml cannot be written"),
        (["--consortium", "nowhere.yaml"], 2, "nowhere.yaml cannot be read"),
    ],
)
def test_what_is_refused_in_one_line(arguments: list[str], code: int, message: str) -> None:
    ran = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)

    assert ran.returncode == code
    assert message in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_every_process_of_the_network_is_a_service(services: dict[str, dict[str, Any]]) -> None:
    consortium = read_consortium(services["init"]["environment"]["GENPON_CONSORTIUM"].encode(), name="init")
    here = [name.removeprefix("setup.") for name in services if name.startswith("setup.")]
    expected = {name for name in Layout.of(consortium).names() if name.partition(".")[2] in here}

    assert consortium.identities == "fabric-ca"
    once = ONCE if len(here) == 1 else ONCE - {"membership"}
    assert set(services) == expected | once | WATCHING | {f"{kind}.{name}" for kind in ("setup", "admin") for name in here}


def test_no_container_may_do_more_than_it_must(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.keys().isdisjoint({"privileged", "pid", "ipc", "devices", "secrets", "configs"}), name
        if name.startswith("admin."):
            assert service["cap_add"] == ["DAC_OVERRIDE"], name
        elif name not in ONCE:
            assert "cap_add" not in service, name
            assert int(service["user"].partition(":")[0]) > 10_000, name
            own = f"{name}:"
            assert all(volume.endswith(":ro") or volume.startswith(own) for volume in service["volumes"]), name
    assert all(services[name]["cap_add"] == ["CHOWN", "DAC_OVERRIDE"] for name in ONCE if name in services)
    assert (services["authorities"]["network_mode"], services["init"]["networks"]) == ("none", ["services"])


def test_each_kind_of_process_is_a_user_of_its_own(services: dict[str, dict[str, Any]]) -> None:
    kinds: dict[str, set[str]] = {}
    for name, service in services.items():
        kind = (
            "root"
            if name in ONCE or name.startswith("admin.")
            else "watching"
            if name in WATCHING
            else name.partition(".")[0].rstrip("0123456789")
        )
        kinds.setdefault(kind, set()).add(service["user"])

    assert all(len(users) == 1 for users in kinds.values())
    assert len({next(iter(users)) for users in kinds.values()}) == len(kinds)


def test_every_container_is_limited(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["mem_limit"].endswith("m"), name
        assert service["pids_limit"] <= 512, name
        assert service["cpus"] <= 1, name
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name


def test_only_what_watches_waits_for_its_profile(services: dict[str, dict[str, Any]]) -> None:
    kept = {name.partition(".")[0]: service["profiles"] for name, service in services.items() if "profiles" in service}

    assert (kept.pop("admin"), kept.pop("renew"), kept.pop("membership", ["membership"])) == (["admin"], ["admin"], ["membership"])
    assert kept == {name: ["monitoring"] for name in WATCHING}


def test_health_is_asked_for_rarely(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        if name.startswith(("ca", "peer", "orderer")):
            assert service["healthcheck"]["interval"] == "30s", name
        elif not name.startswith(("chaincode", "prometheus")):
            assert service["healthcheck"] == {"disable": True}, name


def test_what_runs_starts_after_what_it_needs_and_comes_back(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        one_shot = name in ONCE or name.startswith(("setup.", "admin."))
        assert ("restart" in service) is not one_shot, name
        for needed, condition in service.get("depends_on", {}).items():
            assert needed in services, name
            expected = "completed_successfully" if needed in ONCE or needed.startswith("setup.") else "started"
            assert condition == {"condition": f"service_{expected}"}, name
        if name.startswith("clock."):
            assert list(service["depends_on"]) == [name.replace("clock.", "setup.")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_on_one_host_only_gateways_and_authorities_are_open_and_only_to_it(name: str) -> None:
    services = parsed(ComposeFile.of(Description(example(name), name)).text)["services"]
    layout = Layout.of(read_consortium(services["init"]["environment"]["GENPON_CONSORTIUM"].encode(), name=name))

    opened = {service: value["ports"] for service, value in services.items() if "ports" in value}

    nodes = {node.name: [f"127.0.0.1:{node.port}:{node.port}"] for node in (*layout.peers, *layout.authorities)}
    assert opened == nodes | {"prometheus": [PROMETHEUS_PORT]}


def test_on_hosts_of_their_own_gateways_and_orderers_are_open() -> None:
    services = parsed(ComposeFile.of(on_hosts(), "toda").text)["services"]

    opened = {service: value["ports"] for service, value in services.items() if "ports" in value}

    nodes = {"peer0.toda": ["17094:17094"], "orderer.toda": ["17090:17090"], "ca.toda": ["127.0.0.1:17108:17108"]}
    assert opened == nodes | {"prometheus": [PROMETHEUS_PORT]}
    assert services["peer0.toda"]["environment"]["CORE_PEER_ADDRESS"] == "ledger.toda.example:17094"


def test_chaincode_services_reach_nothing_but_their_peers() -> None:
    document = parsed(ComposeFile.of(FOUR).text)

    assert document["networks"]["services"] == {"internal": True}
    assert all(service["networks"] == ["services"] for name, service in document["services"].items() if name.startswith("chaincode"))


def test_every_volume_is_declared() -> None:
    document = parsed(ComposeFile.of(FOUR).text)
    used = {volume.partition(":")[0] for service in document["services"].values() for volume in service.get("volumes", [])}

    assert used == set(document["volumes"])


def test_settings_hold_no_secret(services: dict[str, dict[str, Any]]) -> None:
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            assert "PRIVATE KEY" not in value
            assert not name.endswith(("PASSWORD", "SECRET"))


def test_the_description_comes_through_as_it_is() -> None:
    text = FOUR.content.replace("四市の原本台帳".encode(), "「$HOME $(X) $$」".encode())

    embedded = parsed(ComposeFile.of(replace(FOUR, content=text)).text)["services"]["init"]["environment"]["GENPON_CONSORTIUM"]

    # A compose command makes one dollar sign of two.
    assert read_consortium(embedded.replace("$$", "$").encode(), name="x").name == read_consortium(text, name="y").name


def test_a_description_that_says_whence_identities_come_is_taken_as_it_is() -> None:
    given = replace(FOUR, content=FOUR.content.replace(b"consensus: bft", b"consensus: bft\nidentities: file"))

    document = parsed(ComposeFile.of(given).text)

    assert document["services"]["init"]["environment"]["GENPON_CONSORTIUM"] == given.content.decode()
    assert document["services"]["init"]["network_mode"] == "none"
    assert not [name for name in document["services"] if name.startswith(("ca.", "authorities"))]


def test_ports_certificates_and_keys_stand_in_the_description(tmp_path: Path) -> None:
    authority = CardAuthority()
    text = anchored(FOUR.content, [authority.anchor]) + BODIES
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    (tmp_path / "seal.pem").write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    given = Description(text, DEFAULT, base_port=20_000, folder=tmp_path)

    embedded = parsed(ComposeFile.of(given).text)["services"]["init"]["environment"]["GENPON_CONSORTIUM"].encode()
    read = Description(embedded, "x")

    assert read.read().base_port == 20_000
    assert read.anchors() == [authority.anchor]
    assert read.bodies() == given.bodies()


def test_a_municipality_without_a_host_is_named() -> None:
    with pytest.raises(NetworkError, match="nagasaki, kawaguchi, toda, omura have no host"):
        ComposeFile.of(FOUR, "toda")
    with pytest.raises(UsageError, match="there is no municipality"):
        ComposeFile.of(FOUR, "sasebo")
