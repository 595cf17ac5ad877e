"""An organisation's revocation list in a channel's configuration."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genpon_core.fabric.protos import configtx, msp_config
from genpon_network.channel.consensus import Batch, Bft
from genpon_network.channel.groups import channel_group
from genpon_network.channel.organisations import Consenter, Endpoint, Organisation
from genpon_network.channel.revocations import listed_serials, revoked_serials, with_revocation_list
from genpon_network.channel.updates import compute_update
from genpon_network.errors import NetworkError
from genpon_network.pki import OrganisationAuthority
from genpon_network.x509_issuing import revocation_list

NOW = datetime.now(UTC)
AUTHORITIES = {name: OrganisationAuthority.create(msp_id=f"{name}MSP", domain=f"{name}.example", now=NOW) for name in "abcde"}
Lists = dict[str, list[bytes]]


def configuration() -> Any:
    """Five organisations, of which four order."""
    organisations, consenters = [], []
    for number, (name, authority) in enumerate(AUTHORITIES.items(), start=1):
        endpoint = Endpoint("127.0.0.1", 7050 + number)
        orders = number < 5
        organisations.append(Organisation(f"{name}MSP", authority.ca_pem, authority.tls_ca_pem, (), (endpoint,) if orders else ()))
        if orders:
            consenters.append(Consenter(number, endpoint, f"{name}MSP", authority.ca_pem, authority.tls_ca_pem))
    return configtx.Config(sequence=1, channel_group=channel_group(organisations, Bft(consenters), Batch()))


def crl(name: str, *serials: int, tls: bool = False) -> bytes:
    authority = AUTHORITIES[name]
    return revocation_list(authority.tls_ca if tls else authority.ca, dict.fromkeys(serials, NOW), NOW, timedelta(days=1))


def lists(config: Any, msp_id: str) -> Lists:
    """The organisation's lists wherever it stands."""
    found: Lists = {}
    for group in ("Application", "Orderer"):
        organisations = config.channel_group.groups[group].groups
        if msp_id in organisations:
            message = msp_config.MSPConfig.FromString(organisations[msp_id].values["MSP"].value)
            found[group] = list(msp_config.FabricMSPConfig.FromString(message.config).revocation_list)
    return found


def test_a_list_stands_wherever_the_organisation_does() -> None:
    original, first = configuration(), crl("a", 7)

    updated = with_revocation_list(original, "aMSP", first)

    assert lists(updated, "aMSP") == {"Application": [first], "Orderer": [first]}
    assert lists(with_revocation_list(original, "eMSP", crl("e", 7)), "eMSP").keys() == {"Application"}
    assert lists(original, "aMSP") == {"Application": [], "Orderer": []}
    assert lists(updated, "bMSP") == {"Application": [], "Orderer": []}


def test_a_newer_list_takes_the_place_of_its_issuers_older_one_and_of_no_other() -> None:
    other, newer = crl("a", 5, tls=True), crl("a", 7, 8)
    config = with_revocation_list(configuration(), "aMSP", crl("a", 7))
    config = with_revocation_list(config, "aMSP", other)

    config = with_revocation_list(config, "aMSP", newer)

    assert lists(config, "aMSP") == {"Application": [other, newer], "Orderer": [other, newer]}
    assert revoked_serials(config, "aMSP") == {5, 7, 8}


def test_what_is_revoked_in_one_place_only_is_not_revoked_yet() -> None:
    config = configuration()
    changed = with_revocation_list(config, "aMSP", crl("a", 7))
    config.channel_group.groups["Application"].CopyFrom(changed.channel_group.groups["Application"])

    assert revoked_serials(config, "aMSP") == set()
    assert revoked_serials(changed, "aMSP") == {7}


def test_an_organisation_that_is_not_there_is_refused() -> None:
    for ask in (lambda: with_revocation_list(configuration(), "zMSP", crl("a")), lambda: revoked_serials(configuration(), "zMSP")):
        with pytest.raises(NetworkError, match="the channel knows no organisation zMSP"):
            ask()


@settings(max_examples=25, deadline=None)
@given(serials=st.lists(st.sets(st.integers(1, 1 << 150), max_size=5), min_size=1, max_size=4))
def test_the_channel_holds_revoked_what_was_listed_last(serials: list[set[int]]) -> None:
    config = configuration()
    for each in serials:
        signed = crl("b", *each)
        assert listed_serials(signed) == each
        config = with_revocation_list(config, "bMSP", signed)

    assert revoked_serials(config, "bMSP") == serials[-1]


def test_only_the_organisations_own_administrators_need_to_agree() -> None:
    original = configuration()

    update = compute_update("genpon", original, with_revocation_list(original, "aMSP", crl("a", 7)))

    written = update.write_set.groups
    assert sorted(written) == ["Application", "Orderer"]
    for group in written.values():
        assert group.version == 0
        (organisation,) = group.groups.values()
        (value,) = organisation.values.values()
        assert (organisation.version, value.version, value.mod_policy) == (0, 1, "Admins")
