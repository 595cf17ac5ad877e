"""Certificates are renewed while the ledger goes on, for the same keys or for new ones."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from genpon_core.fabric.identities import load_certificate
from genpon_network.errors import UnreachableError, UsageError
from genpon_network.lifecycle.channel_updates import channel_configuration
from genpon_network.native.opening import open_network
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.renewal import Renewal
from genpon_network.nodes.renewing import Renewing
from genpon_network.pki.organisation import OrganisationAuthority
from genpon_network.x509_issuing import Enrolment
from tests.support.native import TinyNetwork, tiny_network
from tests.support.operator import Operator

pytestmark = [pytest.mark.fabric, pytest.mark.timeout(300)]
TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyNetwork]:
    with tiny_network(tmp_path_factory.mktemp("renewal")) as network:
        network.up()
        yield network


def keys(network: TinyNetwork, name: str) -> dict[str, Enrolment]:
    """What a process works with."""
    return {each.name: each.files.read() for each in network.renewal(name).certificates}


def serials(network: TinyNetwork, name: str) -> dict[str, int]:
    return {kind: each.certificate.serial_number for kind, each in keys(network, name).items()}


def private(network: TinyNetwork, name: str) -> dict[str, bytes]:
    return {kind: each.private_key_pem for kind, each in keys(network, name).items()}


def works(network: TinyNetwork, value: str) -> None:
    network.put("toda", "road", value)
    network.reads("road", value, *TOWNS)


@pytest.mark.parametrize("name", ["peer0.toda", "orderer.toda", "chaincode.toda", "clock.toda"])
def test_a_process_gets_newer_certificates_for_its_keys_and_runs_with_them(network: TinyNetwork, name: str) -> None:
    before, secret, pids = serials(network, name), private(network, name), network.pids()

    network.renew(name)

    after = network.pids()
    assert {kind for kind, serial in serials(network, name).items() if serial != before[kind]} == before.keys()
    assert private(network, name) == secret
    assert {other for other in pids if after[other] != pids[other]} == {name}
    works(network, f"after {name}")


def test_every_orderer_takes_part_again(network: TinyNetwork) -> None:
    network.renew(*(f"orderer.{town}" for town in TOWNS))

    # Three of four must agree: with one away, every other one takes part.
    for away in ("orderer.nagasaki", "orderer.toda"):
        network.kill(away)
        network.put("omura", "road", f"without {away}", patience=30)
        network.up()
    works(network, "with all")


def test_a_peer_connects_to_its_chaincode_with_the_newer_certificate(network: TinyNetwork) -> None:
    network.renew("peer0.omura")

    built = list((network.data.ledger("peer0.omura") / "externalbuilder" / "builds").rglob("release/chaincode/server/connection.json"))
    used = {load_certificate(json.loads(path.read_bytes())["client_cert"].encode()).serial_number for path in built}
    assert used == {serials(network, "peer0.omura")["tls"]}


def test_a_peer_gets_new_keys_and_its_old_certificate_is_revoked(network: TinyNetwork) -> None:
    before, secret = serials(network, "peer0.kawaguchi"), private(network, "peer0.kawaguchi")
    operator = Operator(network.data.root)

    network.renew("peer0.kawaguchi", new_key=True)

    assert not set(private(network, "peer0.kawaguchi").values()) & set(secret.values())
    answer = operator.json("identity", "revoke", "kawaguchi", "peer0.kawaguchi", "--serial", f"{before['member']:x}")
    assert (answer["revoked"], answer["waiting"]) == ([f"{before['member']:x}"], [])
    works(network, "with new keys")


def test_an_orderer_gets_new_keys(network: TinyNetwork) -> None:
    secret = private(network, "orderer.kawaguchi")

    network.renew("orderer.kawaguchi", new_key=True)

    assert not set(private(network, "orderer.kawaguchi").values()) & set(secret.values())
    network.kill("orderer.omura")
    network.put("toda", "road", "with new keys of an orderer", patience=30)
    network.up()


def test_the_administrator_gets_newer_certificates(network: TinyNetwork) -> None:
    directory = network.data.organisation("toda")
    before = [Enrolment.read(directory / name) for name in ("admin", "admin-tls")]

    network.renew("toda")

    after = [Enrolment.read(directory / name) for name in ("admin", "admin-tls")]
    assert [each.private_key_pem for each in after] == [each.private_key_pem for each in before]
    assert all(one.certificate.serial_number != other.certificate.serial_number for one, other in zip(before, after, strict=True))
    assert network.up() is False
    assert network.status()["orderer.toda"].state == "running"


def test_an_administrators_new_key_takes_the_place_of_the_old_one(network: TinyNetwork) -> None:
    directory = network.data.organisation("omura")
    old = Enrolment.read(directory / "admin").certificate.serial_number

    network.renew("omura", new_key=True)
    Operator(network.data.root).run("identity", "revoke", "omura", "administrator", "--serial", f"{old:x}")

    assert network.up() is False


def test_an_expired_certificate_is_renewed_too(network: TinyNetwork) -> None:
    (renewable,) = [each for each in network.renewal("chaincode.nagasaki").certificates if each.name == "tls"]
    authority = Enrolment.read(network.data.organisation("nagasaki") / "tlsca")
    long_ago = datetime.now(UTC) - timedelta(days=2)
    organisation = OrganisationAuthority("NagasakiMSP", "nagasaki.example", long_ago, authority, authority)
    renewable.files.write(organisation.issue_tls("chaincode.nagasaki", ["127.0.0.1"], validity=timedelta(days=1)))
    secret = renewable.files.read().private_key_pem

    network.renew("chaincode.nagasaki")

    renewed = renewable.files.read()
    assert renewed.private_key_pem == secret
    assert renewed.certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=700)
    names = renewed.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    works(network, "not expired")


class CutOffError(Exception):
    """Stands for a kill -9."""


@pytest.mark.parametrize("moment", ["put_in_place", "_agree"])
def test_an_orderers_renewal_that_was_cut_off_is_taken_up_with_the_same_certificates(
    network: TinyNetwork, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def cut_off(*_: object) -> None:
        raise CutOffError

    with monkeypatch.context() as patched:
        patched.setattr(Renewal if moment == "put_in_place" else Renewing, moment, cut_off)
        with pytest.raises(CutOffError):
            network.renew("orderer.nagasaki")
    aside = network.renewal("orderer.nagasaki").prepared("member").certificate.serial_number

    network.renew("orderer.nagasaki")

    assert serials(network, "orderer.nagasaki")["member"] == aside
    network.kill("orderer.omura")
    network.put("toda", "road", "taken up", patience=30)
    network.up()


def test_an_orderer_is_not_renewed_while_another_one_is_away(network: TinyNetwork) -> None:
    before, sequence = serials(network, "orderer.toda"), configuration(network)
    network.kill("orderer.omura")

    with pytest.raises(
        UnreachableError, match=r"^orderer\.toda is renewed only while all other orderers are well: orderer\.omura does not answer"
    ):
        network.renew("orderer.toda")

    network.up()
    assert (serials(network, "orderer.toda"), configuration(network)) == (before, sequence)


def configuration(network: TinyNetwork) -> int:
    with ExitStack() as stack:
        peer = stack.enter_context(Administration(network.data).peer(network.layout().peers[0]))
        return int(channel_configuration(peer, open_network(network.data).channel).sequence)


def test_what_is_not_there_is_refused_before_anything_is_renewed(network: TinyNetwork) -> None:
    before = serials(network, "peer0.toda")

    with pytest.raises(UsageError, match=r"there is no process and no municipality 'peer9\.toda'; genpon-network status lists"):
        network.renew("peer0.toda", "peer9.toda")

    assert serials(network, "peer0.toda") == before
