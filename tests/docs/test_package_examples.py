"""The examples of what stands beside the Gateway client run as they stand against a ledger."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import ruamel.yaml

import genpon.blocks
import genpon.hfc
import genpon.profiles
from tests.support.examples import ExampleLedger, example_ledger, example_of
from tests.support.sdk_files import common_profile, node_v2, organisation_of, pems_of


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExampleLedger]:
    with example_ledger(tmp_path_factory.mktemp("ledger")) as running:
        yield running


@pytest.fixture
def folder(ledger: ExampleLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a profile, as JSON and as YAML, whose organisations are org1 and org2, and a wallet."""
    first, second, *_ = ledger.ledger.organisations
    paths = {msp_id: ledger.ledger.profile_path(msp_id) for msp_id in (first, second)}
    text = json.dumps(common_profile(paths))
    for number, msp_id in enumerate(paths, start=1):
        text = text.replace(organisation_of(msp_id), f"org{number}.example.com")
    # Certificates and keys are read from the ledger's own folders, whose names were replaced too.
    profile = json.loads(text)
    for owner, msp_id in zip(profile["organizations"].values(), paths, strict=True):
        certificate, key = pems_of(paths[msp_id])
        owner["users"] = {"User1": {"cert": {"pem": certificate.decode()}, "private_key": {"pem": key.decode()}}}
    (tmp_path / "network.json").write_text(json.dumps(profile))
    with (tmp_path / "connection-org1.yaml").open("w") as file:
        ruamel.yaml.YAML().dump(profile, file)
    node_v2(tmp_path / "wallet", "appUser", first, *pems_of(paths[first]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_blocks(ledger: ExampleLedger, capsys: pytest.CaptureFixture[str]) -> None:
    ledger.run(example_of(genpon.blocks))
    assert capsys.readouterr().out.startswith("0 ")


@pytest.mark.usefixtures("folder")
def test_profiles(ledger: ExampleLedger) -> None:
    ledger.run(example_of(genpon.profiles))


@pytest.mark.usefixtures("folder")
def test_hfc(ledger: ExampleLedger, capsys: pytest.CaptureFixture[str]) -> None:
    ledger.run(example_of(genpon.hfc))
    assert capsys.readouterr().out == "red\n"
