"""Municipalities that make their keys apart compute the same network from what they give each other."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from genpon_core.fabric.protos import common
from genpon_network.errors import NetworkError
from genpon_network.nodes.authorities import make_file_authorities
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.foundations import found_network
from genpon_network.nodes.memberships import Membership, read_membership
from genpon_network.nodes.municipalities import make_municipality
from genpon_network.topology import Consortium, Layout, Placement, default_consortium

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Founders:
    consortium: Consortium
    layout: Layout
    memberships: list[Membership]


@pytest.fixture(scope="module")
def founders(tmp_path_factory: pytest.TempPathFactory) -> Founders:
    consortium = default_consortium()
    layout = Layout.of(consortium, Placement.HOSTS)
    memberships = []
    for municipality in consortium.municipalities:
        data = DataDirectory(tmp_path_factory.mktemp(municipality.name))
        authorities = make_file_authorities(data, municipality, NOW)
        memberships.append(make_municipality(data, consortium, layout, municipality, authorities))
    return Founders(consortium, layout, memberships)


def test_everybody_computes_the_same_from_the_same_memberships(founders: Founders) -> None:
    first = found_network(founders.consortium, founders.layout, founders.memberships, [], [])
    again = found_network(founders.consortium, founders.layout, [read(member) for member in reversed(founders.memberships)], [], [])

    assert again == first
    assert common.Block.FromString(first.genesis).header.number == 0


def read(membership: Membership) -> Membership:
    return read_membership(membership.to_bytes(), name="file")


def test_another_key_is_another_network(founders: Founders, tmp_path: Path) -> None:
    toda = founders.consortium.municipalities[2]
    data = DataDirectory(tmp_path)
    other = make_municipality(data, founders.consortium, founders.layout, toda, make_file_authorities(data, toda, NOW))
    changed = [other if membership.name == "toda" else membership for membership in founders.memberships]

    first, second = (found_network(founders.consortium, founders.layout, chosen, [], []) for chosen in (founders.memberships, changed))

    assert first.charter.digest != second.charter.digest
    assert first.genesis != second.genesis


def test_a_membership_that_is_missing_is_named(founders: Founders) -> None:
    with pytest.raises(NetworkError, match="the memberships of toda, omura are missing"):
        found_network(founders.consortium, founders.layout, founders.memberships[:2], [], [])


def test_two_memberships_of_one_municipality_are_refused(founders: Founders, tmp_path: Path) -> None:
    toda = founders.consortium.municipalities[2]
    data = DataDirectory(tmp_path)
    other = make_municipality(data, founders.consortium, founders.layout, toda, make_file_authorities(data, toda, NOW))

    with pytest.raises(NetworkError, match="there are two memberships of toda; keep the one that it gave last"):
        found_network(founders.consortium, founders.layout, [*founders.memberships, other], [], [])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"consortium": "0" * 64}, "toda's membership was made for another consortium file"),
        ({"name": "sasebo"}, "sasebo's membership does not fit the consortium file"),
        ({"orderer": None}, "toda's membership does not fit the consortium file"),
        ({"ca": "no certificate"}, "toda's membership holds a certificate that is none"),
    ],
)
def test_a_membership_that_does_not_fit_is_refused(founders: Founders, changed: dict[str, object], message: str) -> None:
    wrong = founders.memberships[2].model_copy(update=changed)

    with pytest.raises(NetworkError, match=message):
        wrong.check(founders.consortium)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"format": 2}'])
def test_a_file_that_is_no_membership_is_refused(content: bytes) -> None:
    with pytest.raises(NetworkError, match=r"toda\.json is no membership"):
        read_membership(content, name="toda.json")


def test_no_private_key_is_in_a_membership(founders: Founders) -> None:
    assert all(b"PRIVATE" not in membership.to_bytes() for membership in founders.memberships)
