"""Collection files of Fabric's commands are read, or refused in one line with the place."""

import json
from typing import Any

import pytest

from genpon_core.fabric.policies import all_of, signed_by
from genpon_network.lifecycle.collection_files import read_collections
from genpon_network.lifecycle.private_collections import PrivateCollection

LEAST = {"name": "offers", "policy": "OR('AMSP.member', OR('BMSP.member'))", "requiredPeerCount": 0, "maxPeerCount": 3}


def test_the_least() -> None:
    (found,) = read_collections(json.dumps([LEAST]).encode())
    assert found == PrivateCollection(
        name="offers", members=("AMSP", "BMSP"), maximum_peer_count=3, member_only_read=False, member_only_write=False
    )


def test_everything() -> None:
    full = {
        **LEAST,
        "requiredPeerCount": 1,
        "blockToLive": 10,
        "memberOnlyRead": True,
        "memberOnlyWrite": True,
        "endorsementPolicy": {"signaturePolicy": "AND('AMSP.peer', 'BMSP.peer')"},
    }
    (found,) = read_collections(json.dumps([full]).encode())
    assert (found.required_peer_count, found.block_to_live, found.member_only_read, found.member_only_write) == (1, 10, True, True)
    assert found.endorsement == all_of(signed_by("AMSP", "peer"), signed_by("BMSP", "peer"))
    message = found.message()
    assert (message.maximum_peer_count, message.endorsement_policy.HasField("signature_policy")) == (3, True)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "the collections cannot be read: the file: Invalid JSON"),
        ("{}", "the collections cannot be read: the file: Input should be a valid"),
        ([{**LEAST, "name": 1}], "the collections cannot be read: 0.name"),
        ([LEAST, {**LEAST, "maxPeerCount": -1}], "the collections cannot be read: 1.maxPeerCount"),
        ([{**LEAST, "blocktolive": 1}], "the collections cannot be read: 0.blocktolive: Extra inputs are not permitted"),
        ([{key: value for key, value in LEAST.items() if key != "policy"}], "the collections cannot be read: 0.policy: Field required"),
        ([{**LEAST, "endorsementPolicy": {"channelConfigPolicy": "Endorsement"}}], "0.endorsementPolicy.signaturePolicy: Field required"),
        ([{**LEAST, "policy": "OR('AMSP.peer')"}], "collection offers: its policy names AMSP.peer"),
        ([{**LEAST, "policy": "AND('AMSP.member', 'BMSP.member')"}], "collection offers: its policy must be an OR of organisations"),
        ([{**LEAST, "policy": "AMSP"}], "the policy cannot be read"),
    ],
)
def test_refused(content: Any, reason: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(ValueError, match=r"cannot be read|its policy") as refused:
        read_collections(text.encode())
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
