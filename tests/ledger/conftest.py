"""One ledger and one registered world for the whole session; tests take case numbers and officers of their own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from genpon.bundles import Bundle
from genpon_core.certificates.scopes import Scope
from tests.support.bundles import make_bundle, make_files, make_terms
from tests.support.consortium import Consortium, embedded_consortium
from tests.support.desk import Desk
from tests.support.town import DAY, Person, Town, World, found

EVERYTHING = Scope(("*",), ("*",))


@pytest.fixture(scope="session")
def consortium(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consortium]:
    if request.config.getoption("--ledger") != "embedded":
        yield request.getfixturevalue("fabric")
    else:
        with embedded_consortium(tmp_path_factory.mktemp("ledger"), batch_timeout=0.01) as running:
            yield running


@pytest.fixture(scope="session")
def world(consortium: Consortium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from found(consortium, tmp_path_factory.mktemp("outbox"))


@pytest.fixture(scope="session")
def accredited(world: World) -> World:
    """The neutral body has accredited the alliance, that one all municipalities for their own territories; our types are published."""
    year = world.now + 365 * DAY
    neutral, alliance = world.body("neutral").ledger, world.body("alliance").ledger
    neutral.schemas.publish_shipped()
    neutral.accreditations.accredit("accreditation/neutral/all", "body/alliance", EVERYTHING, valid_until=year, may_accredit=True)
    world.consortium.settle()
    for town in world.towns.values():
        scope = Scope(("*",), (town.code,))
        alliance.accreditations.accredit(f"accreditation/alliance/{town.code}", f"municipality/{town.code}", scope, valid_until=year - DAY)
    world.consortium.settle()
    return world


@pytest.fixture(scope="session")
def nagasaki(world: World) -> Town:
    return world.town("Nagasaki")


@pytest.fixture(scope="session")
def toda(world: World) -> Town:
    return world.town("Toda")


@pytest.fixture(scope="session")
def contractor(world: World) -> Person:
    return world.contractor


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return make_bundle(tmp_path_factory.mktemp("files"))


@pytest.fixture
def desk(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("GENPON_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setenv("GENPON_REGISTERS", str(tmp_path / "registers"))
    monkeypatch.chdir(tmp_path)
    make_files(tmp_path)
    (tmp_path / "terms.json").write_text(json.dumps(make_terms().to_json()))
    profile = world.consortium.profile("NagasakiMSP")
    charter = tmp_path / "charter.json"
    charter.write_bytes(world.consortium.charter.to_bytes())
    return Desk(tmp_path, profile, charter)
