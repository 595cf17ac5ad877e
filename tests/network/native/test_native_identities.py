"""Members of a real network come and go: what is revoked at an authority, in files or a Fabric CA server, is refused by every peer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from genpon.gateway import Identity, PrivateKeySigner, connect
from genpon.gateway.errors import GatewayError
from genpon_core.profiles import ConnectionProfile
from genpon_network.channel.revocations import listed_serials
from genpon_network.errors import NetworkError
from genpon_network.lifecycle.definitions import committed
from genpon_network.lifecycle.joins import joined_channels
from genpon_network.native.opening import open_network
from genpon_network.nodes.administration import Administration
from genpon_network.nodes.identities import Identities
from genpon_network.pki.enrolling import issue, reenrol
from genpon_network.pki.organisation import OrganisationAuthority
from genpon_network.pki.protocol import Registration
from genpon_network.topology import Layout
from genpon_network.topology.loading import DEFAULT, example
from genpon_network.x509_issuing import Enrolment
from tests.support.native import TinyNetwork, tiny_network
from tests.support.operator import Operator

pytestmark = pytest.mark.fabric
TOWNS = ("nagasaki", "kawaguchi", "toda", "omura")
DOMAIN = "toda.example"
KINDS = ["file", pytest.param("fabric-ca", marks=pytest.mark.fabric_ca)]


class Toda:
    """Toda's part of a network: its members, and what an operator types."""

    def __init__(self, network: TinyNetwork, kind: str) -> None:
        self.network, self.kind = network, kind

    @property
    def identities(self) -> Identities:
        consortium = open_network(self.network.data)
        toda = next(each for each in consortium.municipalities if each.name == "toda")
        return Identities(self.network.data, consortium, Layout.of(consortium), toda)

    def member(self, identity: str) -> Enrolment:
        return issue(self.identities.authorities.members, Registration(identity, "client"), DOMAIN)

    def submit(self, member: Enrolment, *, through: str = "toda") -> None:
        """Submits as a member of Toda, through any municipality's gateway."""
        options = self.network.connection(through) | {
            "identity": Identity("TodaMSP", member.certificate_pem),
            "signer": PrivateKeySigner.from_pem(member.private_key_pem),
        }
        with connect(**options) as gateway:
            gateway.get_network("genpon").get_contract("genpon").submit_transaction("put", "road", "open")

    def is_refused(self, member: Enrolment, *, through: str = "toda") -> None:
        with pytest.raises(GatewayError, match=r"access denied|creator org unknown, creator is malformed"):
            self.submit(member, through=through)

    @property
    def operator(self) -> Operator:
        return Operator(self.network.data.root)

    def run(self, *arguments: str, code: int = 0) -> Result:
        """What `genpon-network identity` does."""
        return self.operator.run("identity", *arguments, code=code)

    def json(self, *arguments: str, given: str | None = None) -> Any:
        return self.operator.json("identity", *arguments, given=given)


@pytest.fixture(scope="module", params=KINDS)
def toda(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Toda]:
    text = example(DEFAULT) + f"\nidentities: {request.param}\n".encode()
    with tiny_network(tmp_path_factory.mktemp(request.param), text=text) as network:
        network.up()
        yield Toda(network, request.param)


def test_a_revoked_clients_next_submit_is_refused_and_others_are_not(toda: Toda) -> None:
    gone, stays = toda.member("app-gone"), toda.member("app-stays")
    toda.submit(gone)

    answer = toda.json("revoke", "toda", "app-gone", "--reason", "keycompromise")

    assert answer == {"id": "app-gone", "revoked": [f"{gone.certificate.serial_number:x}"], "changed": True, "waiting": []}
    for town in TOWNS:
        toda.is_refused(gone, through=town)
        toda.submit(stays, through=town)


def test_revoking_again_changes_nothing(toda: Toda) -> None:
    toda.member("app-twice")
    toda.run("revoke", "toda", "app-twice")
    before = toda.network.status()["peer0.toda"].height

    again = toda.run("revoke", "toda", "app-twice")

    assert "the channel had it already" in again.stderr
    assert toda.network.status()["peer0.toda"].height == before


def test_revocations_add_up(toda: Toda) -> None:
    first, second = toda.member("app-first"), toda.member("app-second")
    for identity in ("app-first", "app-second"):
        toda.run("revoke", "toda", identity)

    toda.is_refused(first)
    toda.is_refused(second)


def test_a_renewed_certificate_works_and_the_old_one_can_be_revoked_alone(toda: Toda) -> None:
    old = toda.member("app-renewed")
    new = reenrol(toda.identities.authorities.members, old)
    toda.submit(new)

    answer = toda.json("revoke", "toda", "app-renewed", "--serial", f"{old.certificate.serial_number:x}"[:12])

    assert answer["revoked"] == [f"{old.certificate.serial_number:x}"]
    toda.is_refused(old)
    toda.submit(new)


def test_an_expired_certificate_is_refused(toda: Toda) -> None:
    directory = toda.network.data.authority("toda") if toda.kind == "fabric-ca" else toda.network.data.organisation("toda") / "ca"
    names = ("ca-cert.pem", "ca-key.pem") if toda.kind == "fabric-ca" else ("certificate.pem", "key.pem")
    keys = Enrolment(*((directory / name).read_bytes() for name in names))
    organisation = OrganisationAuthority("TodaMSP", DOMAIN, datetime.now(UTC), keys, keys)
    expired = organisation.issue("app-late", "client", now=datetime.now(UTC) - timedelta(hours=1), validity=timedelta(minutes=1))

    for town in TOWNS:
        with pytest.raises(GatewayError, match="proposal client identity expired"):
            toda.submit(expired, through=town)


def test_a_peer_that_was_away_refuses_too_once_it_is_back(toda: Toda) -> None:
    gone = toda.member("app-away")
    toda.network.kill("peer0.omura")

    answer = toda.json("revoke", "toda", "app-away")

    assert (answer["changed"], answer["waiting"]) == (True, ["peer0.omura"])
    toda.network.up()
    for town in TOWNS:
        toda.is_refused(gone, through=town)


def test_what_was_revoked_while_the_network_was_down_is_completed_later(toda: Toda) -> None:
    gone = toda.member("app-down")
    toda.network.kill(*(name for name in toda.network.pids() if not name.startswith("ca.")))

    assert (
        "no peer answers; start the network with genpon-network up, then the same again"
        in toda.run("revoke", "toda", "app-down", code=3).stderr
    )
    toda.network.up()
    toda.submit(gone)

    assert toda.json("revoke", "toda", "app-down")["changed"] is True
    toda.is_refused(gone)


def test_a_revoked_administrator_changes_nothing_on_the_channel_and_after_a_restart_nothing_on_its_peer(toda: Toda) -> None:
    second = issue(toda.identities.authorities.members, Registration("administrator-2", "admin"), DOMAIN)
    own = toda.network.data.organisation("toda") / "admin"
    first = Enrolment.read(own)
    peer = next(peer for peer in toda.network.layout().peers if peer.name == "peer0.toda")
    administration = Administration(toda.network.data)

    assert toda.json("revoke", "toda", "administrator-2")["changed"] is True
    revocation_list = toda.network.data.node("peer0.toda") / "msp" / "crls" / "crl.pem"
    assert second.certificate.serial_number in listed_serials(revocation_list.read_bytes())

    second.write(own)
    try:
        with administration.peer(peer) as connection, pytest.raises(NetworkError, match="access denied"):
            committed(connection, "genpon", "genpon")
        toda.network.kill("peer0.toda")
        first.write(own)
        toda.network.up()
        second.write(own)
        with administration.peer(peer) as connection, pytest.raises(NetworkError, match="access denied"):
            joined_channels(connection)
    finally:
        first.write(own)
    with administration.peer(peer) as connection:
        assert joined_channels(connection) == ["genpon"]


def test_from_registration_to_revocation_by_commands(toda: Toda, tmp_path: Path) -> None:
    secret = toda.json("register", "toda", "app-typed", "--attribute", "app.desk=7")["secret"]
    keys = tmp_path / "keys"
    enrolled = toda.json("enrol", "toda", "app-typed", "--out", str(keys), "--secret-file", "-", given=secret)
    toda.submit(Enrolment.read(keys))
    profile = ConnectionProfile.from_json((keys / "profile.json").read_bytes())
    assert (profile.msp_id, profile.charter, len(profile.gateways)) == ("TodaMSP", "charter.json", 4)
    assert (keys / profile.identity("member").certificate).read_bytes() == Enrolment.read(keys).certificate_pem
    assert (keys / "charter.json").read_bytes() == toda.network.data.charter.read_bytes()
    renewed = toda.json("reenrol", "toda", str(keys))
    toda.submit(Enrolment.read(keys))
    listed = {each["id"]: each for each in toda.json("list", "toda")["identities"]}["app-typed"]

    assert (listed["role"], listed["attributes"]) == ("client", {"app.desk": "7"})
    assert [certificate["serial"] for certificate in listed["certificates"]] == [enrolled["serial"], renewed["serial"]]
    assert {certificate["state"] for certificate in listed["certificates"]} == {"good"}
    assert len(toda.run("list", "toda").stdout.splitlines()) > 8

    assert sorted(toda.json("revoke", "toda", "app-typed")["revoked"]) == sorted([enrolled["serial"], renewed["serial"]])
    toda.is_refused(Enrolment.read(keys))
    assert toda.run("reenrol", "toda", str(keys), code=1).stderr.count("\n") == 1


def test_a_lost_secret_is_replaced(toda: Toda, tmp_path: Path) -> None:
    toda.run("register", "toda", "app-lost", "--secret-file", str(tmp_path / "lost"))
    toda.run("secret", "toda", "app-lost", "--secret-file", str(tmp_path / "new"))

    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
    assert (
        "the secret is wrong"
        in toda.run("enrol", "toda", "app-lost", "--out", str(tmp_path / "a"), "--secret-file", str(tmp_path / "lost"), code=1).stderr
    )
    toda.run("enrol", "toda", "app-lost", "--out", str(tmp_path / "a"), "--secret-file", str(tmp_path / "new"))
    toda.submit(Enrolment.read(tmp_path / "a"))


def test_a_server_of_another_program_gets_a_tls_certificate(toda: Toda, tmp_path: Path) -> None:
    toda.run("register", "toda", "prometheus", "--role", "tls", "--secret-file", str(tmp_path / "secret"))
    toda.run(
        "enrol",
        "toda",
        "prometheus",
        "--host",
        "localhost",
        "--host",
        "10.0.0.9",
        "--out",
        str(tmp_path),
        "--secret-file",
        str(tmp_path / "secret"),
    )

    certificate = Enrolment.read(tmp_path).certificate
    certificate.verify_directly_issued_by(
        Enrolment((toda.network.data.organisation("toda") / "tlsca" / "certificate.pem").read_bytes(), b"").certificate
    )
    toda.run("reenrol", "toda", str(tmp_path))


REFUSED: dict[str, tuple[list[str], int, str]] = {
    "a municipality that is not there": (
        ["list", "sasebo"],
        2,
        "there is no municipality 'sasebo'; it is one of nagasaki, kawaguchi, toda, omura",
    ),
    "an id that is none": (["register", "toda", "山田太郎"], 2, "and no person's name"),
    "a role that is none": (
        ["register", "toda", "x", "--role", "mayor"],
        2,
        "role 'mayor' is unknown; it is one of client, peer, admin, orderer",
    ),
    "an attribute without value": (["register", "toda", "x", "--attribute", "app.desk"], 2, "write a name and a value, such as app.desk=7"),
    "an attribute that gives rights": (["register", "toda", "x", "--attribute", "hf.Revoker=true"], 2, "begin with app."),
    "an id that is taken": (["register", "toda", "administrator"], 1, "is taken; choose another"),
    "nobody's secret": (["secret", "toda", "nobody"], 1, "register it first"),
    "no secret": (["enrol", "toda", "x", "--out", "nowhere"], 2, "give the secret of the registration with --secret-file"),
    "a secret that is not there": (["enrol", "toda", "x", "--out", "nowhere", "--secret-file", "nowhere"], 2, "nowhere cannot be read"),
    "keys that are not there": (["reenrol", "toda", "nowhere"], 2, "nowhere holds no certificate.pem with its key.pem"),
    "nobody revoked": (["revoke", "toda", "nobody"], 1, "there is no member nobody; genpon-network identity list shows"),
    "a serial number that is none": (["revoke", "toda", "client", "--serial", "xyz"], 2, "'xyz' is no serial number"),
    "another's serial number": (["revoke", "toda", "client", "--serial", "deadbeef"], 1, "client has no certificate deadbeef"),
    "the administrator that signs": (["revoke", "toda", "administrator"], 1, "genpon-network renew toda --new-key gives it another one"),
    "a peer that runs": (["revoke", "toda", "peer0.toda"], 1, "genpon-network renew peer0.toda --new-key"),
    "an orderer that runs": (["revoke", "toda", "orderer.toda"], 1, "genpon-network renew orderer.toda --new-key"),
    "the client of the clock": (["revoke", "toda", "client"], 1, "genpon-network renew clock.toda --new-key"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_in_one_line(toda: Toda, arguments: list[str], code: int, message: str) -> None:
    outcome = toda.run(*arguments, code=code)

    assert message in outcome.stderr
    assert len([line for line in outcome.stderr.splitlines() if line.strip()]) == 1
    assert outcome.stdout == ""


def test_a_key_is_not_written_over(toda: Toda, tmp_path: Path) -> None:
    toda.run("register", "toda", "app-over", "--enrolments", "2", "--secret-file", str(tmp_path / "secret"))
    enrol = ["enrol", "toda", "app-over", "--out", str(tmp_path), "--secret-file", str(tmp_path / "secret")]
    toda.run(*enrol)
    key = (tmp_path / "key.pem").read_bytes()

    assert f"there is a key in {tmp_path}; name another directory, or say --replace" in toda.run(*enrol, code=2).stderr
    assert (tmp_path / "key.pem").read_bytes() == key
    toda.run(*enrol, "--replace")
    assert (tmp_path / "key.pem").read_bytes() != key


@pytest.mark.parametrize("place", ["file/keys", "file"])
def test_a_place_that_cannot_be_written_costs_no_secret(toda: Toda, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    name = f"app-{len(place)}"
    toda.run("register", "toda", name, "--secret-file", str(tmp_path / "secret"))
    enrol = ["enrol", "toda", name, "--secret-file", str(tmp_path / "secret"), "--out"]

    assert "name another" in toda.run(*enrol, str(tmp_path / place), code=2).stderr
    toda.run(*enrol, str(tmp_path / "good"))
    assert (
        "cannot be written" in toda.run("register", "toda", "app-none", "--secret-file", str(tmp_path / "file" / "secret"), code=2).stderr
    )
    assert "app-none" not in [each["id"] for each in toda.json("list", "toda")["identities"]]


def test_a_process_whose_certificate_is_gone_is_named(toda: Toda) -> None:
    certificate = toda.network.data.organisation("toda") / "client" / "certificate.pem"
    aside = certificate.rename(certificate.with_suffix(".aside"))
    try:
        outcome = toda.operator.run("status", code=1)
    finally:
        aside.rename(certificate)

    assert outcome.stderr == f"clock.toda has no certificate ({certificate} is gone); put a backup of its files back\n"


def test_another_municipalitys_certificate_is_told(toda: Toda) -> None:
    omura = toda.network.data.organisation("omura") / "client"

    assert "that certificate is none of toda's authorities" in toda.run("reenrol", "toda", str(omura), code=2).stderr
