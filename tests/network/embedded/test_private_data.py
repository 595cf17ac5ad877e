"""Where private values are: in the members' stores, nowhere else, and nowhere any more once they are purged or have expired."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from genpon.gateway import EndorseError, EvaluateError, Gateway, Identity, PrivateKeySigner, Tls, connect
from genpon_chaincode.shim import ChaincodeServer, ChaincodeStub, LedgerError, Response
from genpon_core.fabric.policies import signed_by
from genpon_core.fabric.protos import kvrwset
from genpon_network.embedded import DEFAULT_ORGANISATIONS, EmbeddedLedger, PrivateCollection
from genpon_network.embedded.private_effects import RETENTION
from genpon_network.embedded.store import Store

NAGASAKI, KAWAGUCHI, TODA, OMURA = (spec.msp_id for spec in DEFAULT_ORGANISATIONS)
ENDORSERS = [NAGASAKI, TODA, OMURA]
COLLECTIONS = (
    PrivateCollection(name="kept", members=(NAGASAKI, KAWAGUCHI)),
    PrivateCollection(name="brief", members=(NAGASAKI, KAWAGUCHI), block_to_live=1),
    PrivateCollection(name="eager", members=(NAGASAKI, KAWAGUCHI), required_peer_count=1, endorsement=signed_by(NAGASAKI, "peer")),
)


class Vault:
    """`put collection key`, the value from the transient data; `get`, `delete`, `purge`, `policy collection key`; `public key`."""

    def invoke(self, stub: ChaincodeStub) -> Response:
        function, (collection, key) = stub.function_and_parameters
        value = b""
        if function == "put":
            stub.put_private_data(collection, key, stub.transient["value"])
        elif function == "get":
            try:
                value = stub.get_private_data(collection, key)
            except LedgerError as error:
                return Response(500, message=error.detail)
        elif function == "delete":
            stub.delete_private_data(collection, key)
        elif function == "purge":
            stub.purge_private_data(collection, key)
        elif function == "policy":
            stub.set_private_data_validation_parameter(collection, key, b"")
        else:
            stub.put_state(key, b"1")
        return Response(payload=value)


class Vaults:
    """A ledger with vaults, and Nagasaki's client."""

    def __init__(self, ledger: EmbeddedLedger, gateway: Gateway) -> None:
        self.ledger = ledger
        self.gateway = gateway
        self._contract = gateway.get_network("genpon").get_contract("genpon")

    def endorse(self, function: str, collection: str, key: str, value: bytes = b"", by: list[str] = ENDORSERS) -> Any:
        transient = {"value": value} if value else {}
        return self._contract.new_proposal(function, collection, key, transient=transient, endorsing_organizations=by).endorse()

    def submit(self, function: str, collection: str, key: str, value: bytes = b"") -> int:
        """The number of the block."""
        return int(self.endorse(function, collection, key, value).submit_and_wait().block_number)

    def get(self, collection: str, key: str) -> bytes:
        return self._contract.evaluate_transaction("get", collection, key, endorsing_organizations=[NAGASAKI])

    def kept(self) -> dict[str, dict[tuple[str, str], bytes]]:
        """What each organisation keeps that keeps anything, by collection and key."""
        found = {msp_id: self.ledger.private_state(msp_id) for msp_id in self.ledger.organisations}
        return {msp_id: {key[1:]: value for key, value in values.items()} for msp_id, values in found.items() if values}


@contextmanager
def opened(directory: Path, **options: Any) -> Iterator[Vaults]:
    server = ChaincodeServer(Vault(), package_id="vault:1")
    server.start()
    settings = {"directory": directory, "batch_timeout": 0.01, "collections": COLLECTIONS, **options}
    try:
        with EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=lambda _: server.address, **settings) as ledger:
            endpoint, enrolment = ledger.profile(NAGASAKI).gateway(), ledger.identity(NAGASAKI)
            with connect(
                endpoint.endpoint,
                identity=Identity(NAGASAKI, enrolment.certificate_pem),
                signer=PrivateKeySigner.from_pem(enrolment.private_key_pem),
                tls=Tls(endpoint.tls_ca_pem.encode(), server_name=endpoint.tls_hostname),
            ) as gateway:
                yield Vaults(ledger, gateway)
    finally:
        server.stop(0)


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    with opened(tmp_path) as found:
        yield found


def file_of(directory: Path) -> bytes:
    """All that stands in the ledger's files."""
    return b"".join(path.read_bytes() for path in sorted(directory.glob("ledger.sqlite*")))


def test_members_keep_values_and_a_restart_finds_them(tmp_path: Path) -> None:
    own = f"_implicit_org_{NAGASAKI}"
    with opened(tmp_path) as vaults:
        for collection, key, value in (("kept", "k", b"1"), ("kept", "gone", b"2"), (own, "o", b"3")):
            vaults.submit("put", collection, key, value)
        vaults.submit("delete", "kept", "gone")
        expected = {NAGASAKI: {(own, "o"): b"3", ("kept", "k"): b"1"}, KAWAGUCHI: {("kept", "k"): b"1"}}
        assert vaults.kept() == expected
        hashes = {name: value for (name, _), (value, _) in vaults.ledger.state().items() if "$$h" in name}
        assert hashes == {"genpon$$hkept": hashlib.sha256(b"1").digest(), f"genpon$$h{own}": hashlib.sha256(b"3").digest()}
    with opened(tmp_path) as vaults:
        assert vaults.kept() == expected
        assert (vaults.get("kept", "k"), vaults.get(own, "o")) == (b"1", b"3")
        vaults.submit("put", "kept", "k", b"4")
        assert vaults.kept()[KAWAGUCHI] == {("kept", "k"): b"4"}


def test_an_endorsed_transaction_survives_a_restart_with_its_values(tmp_path: Path) -> None:
    with opened(tmp_path) as vaults:
        endorsed = vaults.endorse("put", "kept", "k", b"1").to_bytes()
    with opened(tmp_path) as vaults:
        vaults.gateway.restore_transaction(endorsed).submit_and_wait()
        assert vaults.kept() == {member: {("kept", "k"): b"1"} for member in (NAGASAKI, KAWAGUCHI)}


@pytest.mark.parametrize("ending", ["purge", "expire"])
def test_values_are_with_the_members_alone_and_then_nowhere(tmp_path: Path, ending: str) -> None:
    secret = b"secret-5d7f2c"
    collection = {"purge": "kept", "expire": "brief"}[ending]
    with opened(tmp_path) as vaults:
        vaults.submit("put", collection, "k", secret)
        assert vaults.kept() == {member: {(collection, "k"): secret} for member in (NAGASAKI, KAWAGUCHI)}
        assert not any(secret in block.SerializeToString() for block in vaults.ledger.blocks())
        assert not any(secret in part for entry in vaults.ledger.state().values() for part in entry)
    assert secret in file_of(tmp_path)
    with opened(tmp_path) as vaults:
        if ending == "purge":
            vaults.submit("purge", collection, "k")
        else:
            for number in range(2):
                vaults.submit("public", "", f"next-{number}")
        assert (vaults.kept(), vaults.get(collection, "k")) == ({}, b"")
    assert secret not in file_of(tmp_path)


def test_a_query_leaves_nothing_for_ever(tmp_path: Path) -> None:
    """What was simulated and never submitted is dropped after so many blocks."""
    with opened(tmp_path) as vaults:
        vaults.endorse("put", "kept", "k", b"secret-5d7f2c")
    store = Store(tmp_path / "ledger.sqlite")
    with store.commit() as commit:
        commit.transient.forget_before(store.height() - RETENTION)
    assert b"secret-5d7f2c" in file_of(tmp_path)
    with store.commit() as commit:
        commit.transient.forget_before(store.height() + 1)
    store.close()
    assert b"secret-5d7f2c" not in file_of(tmp_path)


def test_the_write_sets_of_a_block(tmp_path: Path) -> None:
    """What a peer delivers with its blocks, to the bytes that the hash in the block is of."""
    with opened(tmp_path) as vaults:
        first = vaults.submit("put", "kept", "k", b"1")
        second = vaults.submit("delete", "kept", "k")
        vaults.submit("put", "kept", "purged", b"2")
        fourth = vaults.submit("purge", "kept", "purged")
    store = Store(tmp_path / "ledger.sqlite")
    private = store.latest.private
    (written,) = private.writes_of_block(KAWAGUCHI, first)[0].ns_pvt_rwset
    assert (written.namespace, [item.collection_name for item in written.collection_pvt_rwset]) == ("genpon", ["kept"])
    assert written.collection_pvt_rwset[0].rwset == kvrwset.KVRWSet(writes=[{"key": "k", "value": b"1"}]).SerializeToString()
    (deleted,) = private.writes_of_block(NAGASAKI, second)[0].ns_pvt_rwset
    assert deleted.collection_pvt_rwset[0].rwset == kvrwset.KVRWSet(writes=[{"key": "k", "is_delete": True}]).SerializeToString()
    assert [private.writes_of_block(NAGASAKI, number) for number in (fourth - 1, fourth)] == [{}, {}]
    assert private.writes_of_block(TODA, first) == {}
    store.close()


def test_a_value_that_no_endorser_has_left(tmp_path: Path) -> None:
    """The hash is committed, and members say that they lack the value."""
    with opened(tmp_path) as vaults:
        endorsed = vaults.endorse("put", "kept", "k", b"1").to_bytes()
    store = Store(tmp_path / "ledger.sqlite")
    with store.commit() as commit:
        commit.transient.forget_before(store.height() + 1)
    store.close()
    with opened(tmp_path) as vaults:
        number = vaults.gateway.restore_transaction(endorsed).submit_and_wait().block_number
        assert vaults.kept() == {}
        with pytest.raises(EvaluateError) as lacking:
            vaults.get("kept", "k")
        assert f"Public hash version = {{BlockNum: {number}, TxNum: 0}}, Private data version = <nil>" in str(lacking.value)
        vaults.submit("put", "kept", "k", b"2")
        assert vaults.get("kept", "k") == b"2"


def test_two_transactions_of_one_block(tmp_path: Path) -> None:
    with opened(tmp_path, batch_timeout=30, batch_size=3) as vaults:
        endorsed = [vaults.endorse("put", "kept", "k", value) for value in (b"1", b"2")]
        commits = [transaction.submit() for transaction in [*endorsed, vaults.endorse("policy", "kept", "k")]]
        assert [commit.status().code for commit in commits] == ["VALID"] * 3
        assert vaults.get("kept", "k") == b"2"
        commits = [vaults.endorse(function, "kept", "k", b"3").submit() for function in ("policy", "put", "delete")]
        # The key's policy has changed in this block, so nobody can have endorsed what follows.
        assert [commit.status().code for commit in commits] == ["VALID", "ENDORSEMENT_POLICY_FAILURE", "ENDORSEMENT_POLICY_FAILURE"]


def test_enough_members_must_be_up(vaults: Vaults) -> None:
    vaults.submit("put", "eager", "k", b"1")
    vaults.ledger.stop(KAWAGUCHI)
    with pytest.raises(EndorseError, match="required to disseminate to at least 1 peers, but know of only 0 eligible peers"):
        vaults.endorse("put", "eager", "k", b"2", by=[NAGASAKI])
    vaults.ledger.start(KAWAGUCHI)
    vaults.submit("put", "eager", "k", b"2")


def test_a_peer_that_was_away_has_the_values_when_it_is_back(vaults: Vaults) -> None:
    vaults.ledger.stop(KAWAGUCHI)
    vaults.submit("put", "kept", "k", b"1")
    vaults.ledger.start(KAWAGUCHI)
    assert vaults.kept()[KAWAGUCHI] == {("kept", "k"): b"1"}


@pytest.mark.parametrize(
    ("collections", "reason"),
    [
        ([PrivateCollection(name="_c", members=(TODA,))], "'_c' is no name for a collection"),
        ([PrivateCollection(name="c", members=(TODA,))] * 2, "two collections have the name c"),
        ([PrivateCollection(name="c", members=())], "organisations of the channel, which nobody is not"),
        (
            [PrivateCollection(name="c", members=(TODA, "StrangeMSP"))],
            "its members must be organisations of the channel, which StrangeMSP is not",
        ),
        ([PrivateCollection(name="c", members=(TODA,), required_peer_count=-1)], "must not be negative"),
        (
            [PrivateCollection(name="c", members=(TODA,), required_peer_count=2, maximum_peer_count=1)],
            "must not be less than",
        ),
        ([PrivateCollection(name="c", members=(TODA,), block_to_live=-1)], "must not be negative"),
    ],
)
def test_collections_that_cannot_be(collections: list[PrivateCollection], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        EmbeddedLedger(DEFAULT_ORGANISATIONS, chaincode_for=str, collections=collections)
