"""Connection profiles: read and written, and what is wrong with a bad one."""

import json
from typing import Any

import pytest

from genpon_core.profiles import ConnectionProfile, EndorsingSet, GatewayEndpoint, ProfileError, ProfileIdentity

PROFILE = ConnectionProfile(
    channel="genpon",
    chaincode="genpon",
    msp_id="TodaMSP",
    gateways=(GatewayEndpoint("TodaMSP", "127.0.0.1:7051", "PEM", "localhost"), GatewayEndpoint("OmuraMSP", "127.0.0.1:7052", "PEM", "h")),
    endorsing=EndorsingSet(("TodaMSP", "OmuraMSP"), 2),
    identities=(ProfileIdentity("client", "client/certificate.pem", "client/key.pem"),),
)


def test_round_trip() -> None:
    assert ConnectionProfile.from_json(PROFILE.to_json()) == PROFILE
    assert PROFILE.gateway().endpoint == "127.0.0.1:7051"
    assert PROFILE.gateway("OmuraMSP").endpoint == "127.0.0.1:7052"
    assert PROFILE.identity("client").private_key == "client/key.pem"


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("version", 2, "version is 2"),
        ("version", True, "profile.version is not a whole number"),
        ("channel", 1, "profile.channel is not a text"),
        ("more", 1, "unknown field 'more'"),
        ("gateways", [], "names no gateway"),
        ("gateways", {}, "profile.gateways is not a list"),
        ("gateways", ["x"], r"profile.gateways\[0\] is not a JSON object"),
        ("endorsing", {"msp_ids": ["a"], "threshold": 2}, "threshold 2 does not fit an endorsing set of 1"),
        ("endorsing", {"msp_ids": [1], "threshold": 1}, "profile.endorsing.msp_ids is not a list of texts"),
        ("identities", [{"name": "a", "certificate": "b"}], r"profile.identities\[0\] lacks the field 'private_key'"),
    ],
)
def test_bad_profiles(path: str, value: Any, reason: str) -> None:
    with pytest.raises(ProfileError, match=reason):
        ConnectionProfile.from_json(json.dumps({**json.loads(PROFILE.to_json()), path: value}))


@pytest.mark.parametrize("text", ["", "{", "\xff"])
def test_not_json(text: str) -> None:
    with pytest.raises(ProfileError, match="not JSON"):
        ConnectionProfile.from_json(text)


def test_missing_names() -> None:
    with pytest.raises(ProfileError, match="no gateway of 'NagasakiMSP'; it has TodaMSP, OmuraMSP"):
        PROFILE.gateway("NagasakiMSP")
    with pytest.raises(ProfileError, match="no identity of 'mayor'"):
        PROFILE.identity("mayor")
