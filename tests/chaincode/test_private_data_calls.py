"""Every call of the stub on private data: a collection of two organisations, and an organisation's own."""

import hashlib

import pytest

from genpon.gateway import CommitError, EvaluateError
from genpon_chaincode.shim import KeyEndorsementPolicy
from tests.support.stub_ledger import COLLECTION, IMPLICIT, ORGANISATIONS, Caller
from tests.support.waiting import until

NAGASAKI, KAWAGUCHI, TODA = ORGANISATIONS
C = COLLECTION


def test_put_get_delete(caller: Caller) -> None:
    assert caller.submit(["get_private_data", C, "car"], ["put_private_data", C, "car", b"\x00\xff"]) == [b"", None]
    assert caller.evaluate(["get_private_data", C, "car"], ["get_state", "car-private"]) == [b"\x00\xff", b""]
    other = Caller(caller.ledger, KAWAGUCHI)
    until(lambda: other.evaluate(["get_private_data", C, "car"]) == [b"\x00\xff"])
    caller.submit(["delete_private_data", C, "car"])
    assert caller.evaluate(["get_private_data", C, "car"], ["get_private_data_hash", C, "car"]) == [b"", b""]


def test_everyone_knows_the_hash_and_only_members_the_value(caller: Caller) -> None:
    caller.submit(["put_private_data", C, "hashed", b"value"])
    digest = hashlib.sha256(b"value").digest()
    stranger = Caller(caller.ledger, TODA)
    assert caller.evaluate(["get_private_data_hash", C, "hashed"], ["get_private_data_hash", C, "none"]) == [digest, b""]
    with pytest.raises(EvaluateError):
        stranger.evaluate(["get_private_data", C, "hashed"])


def test_several_values_at_once(caller: Caller) -> None:
    caller.submit(["put_private_data", C, "m1", b"1"], ["put_private_data", C, "m2", b"2"])
    assert caller.evaluate(["get_multiple_private_data", C, ["m2", "m0", "m1"]]) == [[b"2", b"", b"1"]]


def test_ranges_and_composite_keys(caller: Caller) -> None:
    caller.submit(
        *(["put_private_data", C, key, b"1"] for key in ("r1", "r2", "r3")),
        *(["put_private_data", C, f"\x00t\x00{part}\x00", b"2"] for part in ("a", "b")),
    )
    ranged, composite, one = caller.evaluate(
        ["get_private_data_by_range", C, "r1", "r3"],
        ["get_private_data_by_partial_composite_key", C, "t", []],
        ["get_private_data_by_partial_composite_key", C, "t", ["b"]],
    )
    assert ranged == [["r1", b"1"], ["r2", b"1"]]
    assert composite == [["\x00t\x00a\x00", b"2"], ["\x00t\x00b\x00", b"2"]]
    assert one == composite[1:]
    (everything,) = caller.evaluate(["get_private_data_by_range", C, "", ""])
    assert not [key for key, _ in everything if key.startswith("\x00")]


def test_a_rich_query_on_leveldb_is_refused_with_words(caller: Caller) -> None:
    (text,) = caller.evaluate(["catch", "get_private_data_query_result", C, '{"selector":{}}'])
    assert text.startswith("RichQueryError: rich queries need peers with CouchDB")


def test_a_purged_value_is_gone(caller: Caller) -> None:
    caller.submit(["put_private_data", C, "purged", b"1"], ["put_private_data", C, "kept", b"2"])
    caller.submit(["purge_private_data", C, "purged"])
    assert caller.evaluate(["get_private_data", C, "purged"], ["get_private_data_hash", C, "purged"], ["get_private_data", C, "kept"]) == [
        b"",
        b"",
        b"2",
    ]


def test_a_private_keys_own_endorsement_policy(caller: Caller) -> None:
    policy = KeyEndorsementPolicy()
    policy.add_orgs("peer", NAGASAKI, KAWAGUCHI, TODA)
    caller.submit(["put_private_data", C, "p", b"1"], ["set_private_data_validation_parameter", C, "p", policy.policy()])
    assert caller.evaluate(["get_private_data_validation_parameter", C, "p"], ["get_private_data_validation_parameter", C, "none"]) == [
        policy.policy(),
        b"",
    ]
    with pytest.raises(CommitError, match="ENDORSEMENT_POLICY_FAILURE"):
        caller.submit(["put_private_data", C, "p", b"2"])


def test_writes_one_by_one(caller: Caller) -> None:
    caller.submit(["finish_write_batch"], ["put_private_data", C, "one", b"1"], ["put_private_data", C, "two", b"1"])
    caller.submit(["finish_write_batch"], ["purge_private_data", C, "one"], ["delete_private_data", C, "two"])
    assert caller.evaluate(["get_private_data", C, "one"], ["get_private_data", C, "two"]) == [b"", b""]


def test_an_organisations_own_collection_is_written_by_its_peer_alone(caller: Caller) -> None:
    caller.submit(["put_private_data", IMPLICIT, "own", b"1"], by=(NAGASAKI,))
    assert caller.evaluate(["get_private_data", IMPLICIT, "own"]) == [b"1"]
    stranger = Caller(caller.ledger, KAWAGUCHI)
    until(lambda: stranger.evaluate(["get_private_data_hash", IMPLICIT, "own"]) != [b""])
    (text,) = stranger.evaluate(["catch", "get_private_data", IMPLICIT, "own"])
    assert text.startswith("LedgerError: the peer refused GET_STATE")


def test_a_collection_that_is_not_defined(caller: Caller) -> None:
    (text,) = caller.evaluate(["catch", "get_private_data", "nowhere", "k"])
    assert text == "LedgerError: the peer refused GET_STATE"
