"""Who has a common connection profile and a wallet of another SDK connects with those."""

import json
from pathlib import Path
from typing import Any

import pytest

from genpon.gateway import EvaluateError
from genpon.profiles import FabricProfile, Wallet
from tests.scenarios.conftest import Connect
from tests.support.scenario_ledger import CHAINCODE, CHANNEL, NAGASAKI, ORGANISATIONS, TODA, ScenarioLedger
from tests.support.sdk_files import FORMS, common_profile, organisation_of, pems_of, write_wallet


@pytest.fixture
def profile(ledger: ScenarioLedger, tmp_path: Path) -> FabricProfile:
    path = tmp_path / "connection.json"
    path.write_text(json.dumps(common_profile({msp_id: ledger.profile(msp_id) for msp_id in ORGANISATIONS})))
    return FabricProfile.load(path)


@pytest.fixture
def wallet(ledger: ScenarioLedger, tmp_path: Path) -> Wallet:
    write_wallet(tmp_path / "wallet", NAGASAKI, *pems_of(ledger.profile(NAGASAKI)))
    return Wallet(tmp_path / "wallet")


def contract(gateway: Any) -> Any:
    return gateway.get_network(CHANNEL).get_contract(CHAINCODE)


def test_a_user_of_the_profile(connect: Connect, profile: FabricProfile, key: str) -> None:
    gateway = connect(**profile.connection(profile.user("User1")))
    assert contract(gateway).submit_transaction("put", key, "1") == b"1"


@pytest.mark.parametrize("label", FORMS)
def test_an_identity_of_a_wallet(connect: Connect, profile: FabricProfile, wallet: Wallet, label: str) -> None:
    gateway = connect(**profile.connection(wallet.get(label, msp_id=NAGASAKI)))
    assert contract(gateway).evaluate_transaction("echo", "x") == b"x"


def test_another_organisations_peers(connect: Connect, profile: FabricProfile) -> None:
    gateway = connect(
        **profile.connection(profile.user("User1"), peers=[f"peer0.{organisation_of(TODA)}", f"peer0.{organisation_of(NAGASAKI)}"])
    )
    assert contract(gateway).evaluate_transaction("echo", "x") == b"x"


def test_an_identity_of_another_organisation_is_none(connect: Connect, profile: FabricProfile, wallet: Wallet) -> None:
    gateway = connect(**profile.connection(wallet.get("py", msp_id=TODA)))
    with pytest.raises(EvaluateError):
        contract(gateway).evaluate_transaction("echo", "x")
