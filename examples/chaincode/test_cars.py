"""Tests of the example: in memory, and with the real protocols."""

import json

import pytest
from cars import Cars

from genpon.gateway import EndorseError


def test_a_car_is_registered_once(memory_ledger):
    ledger = memory_ledger(Cars)
    assert ledger.submit("register", "T-1", "red", creator="TodaMSP").status == 200
    assert json.loads(ledger.evaluate("read", "T-1").payload) == {"number": "T-1", "colour": "red", "owner": "TodaMSP"}
    assert ledger.submit("register", "T-1", "blue").status == 409
    assert ledger.submit("register", "T-2", "green").status == 400
    assert ledger.evaluate("read", "T-2").status == 404


def test_only_the_owner_sells(memory_ledger):
    ledger = memory_ledger(Cars)
    ledger.submit("register", "T-1", "red", creator="TodaMSP")
    assert ledger.submit("sell", "T-1", "OmuraMSP", creator="NagasakiMSP").status == 403
    assert ledger.submit("sell", "T-1", "OmuraMSP", creator="TodaMSP").status == 200
    assert json.loads(ledger.evaluate("owners", "T-1").payload) == ["OmuraMSP", "TodaMSP"]


@pytest.fixture(scope="module")
def ledger(embedded_ledger):
    return embedded_ledger(Cars, batch_timeout=0.01)


def test_the_owners_peer_must_endorse(ledger):
    with ledger.connect("TodaMSP") as gateway:
        cars = gateway.get_network("genpon").get_contract("genpon")
        cars.submit_transaction("register", "T-1", "red")
        cars.submit_transaction("sell", "T-1", "OmuraMSP")
        with pytest.raises(EndorseError) as refused:
            cars.submit_transaction("sell", "T-1", "TodaMSP")
    assert json.loads(refused.value.chaincode_response.message)["code"] == "car.not_yours"
