"""Making a network's files: keys, MSPs, charter and genesis block, whole or not at all."""

import json
import secrets
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.charters import Anchor, Name
from genpon_core.fabric.headers import NONCE_SIZE
from genpon_network.channel.consensus import Batch, Bft, Raft
from genpon_network.channel.genesis import genesis_block
from genpon_network.channel.groups import channel_group
from genpon_network.channel.msp import write_msp
from genpon_network.channel.organisations import Consenter, Endpoint, Organisation
from genpon_network.channel.values import encode
from genpon_network.files import write_public
from genpon_network.founding import Founder, found
from genpon_network.native.builder import write_builder
from genpon_network.native.directory import DataDirectory
from genpon_network.native.profiles import write_profiles
from genpon_network.pki import OrganisationAuthority
from genpon_network.topology import Consortium, Layout, Municipality
from genpon_network.x509_issuing import Enrolment

FORMAT = 1


def make_network(
    data: DataDirectory, consortium: Consortium, source: bytes, *, base_port: int | None = None, anchors: Sequence[Anchor] = ()
) -> None:
    """Makes everything that is made once; nothing is left of a making that was cut off.

    Args:
        data: where.
        consortium: the description.
        source: the description's text, kept as it is.
        base_port: where ports are allotted from, if not where the text says.
        anchors: the charter's trust anchors.
    """
    draft = DataDirectory(data.root / "draft")
    shutil.rmtree(draft.root, ignore_errors=True)
    draft.network.mkdir(parents=True, mode=0o700)
    _Making(draft, consortium, datetime.now(UTC)).make(source, base_port, anchors)
    draft.network.replace(data.network)
    shutil.rmtree(draft.root, ignore_errors=True)


class _Making:
    """One making of a network's files."""

    def __init__(self, data: DataDirectory, consortium: Consortium, now: datetime) -> None:
        self.data, self.consortium, self.now = data, consortium, now
        self.layout = Layout.of(consortium)
        self.consenters: list[Consenter] = []

    def make(self, source: bytes, base_port: int | None, anchors: Sequence[Anchor]) -> None:
        organisations = [self._organisation(municipality) for municipality in self.consortium.municipalities]
        write_builder(self.data.builder)
        self._found(anchors)
        write_profiles(self.data, self.consortium)
        write_public(self.data.consortium, source)
        facts = {"format": FORMAT, "made": self.now.isoformat(), "base_port": base_port}
        write_public(self.data.network / "network.json", json.dumps(facts).encode() + b"\n")
        write_public(self.data.genesis, self._genesis(organisations))

    def _organisation(self, municipality: Municipality) -> Organisation:
        authority = OrganisationAuthority.create(msp_id=municipality.msp_id, domain=municipality.domain, now=self.now)
        directory = self.data.organisation(municipality.name)
        for name in ("ca", "tlsca"):
            (directory / name).mkdir(parents=True)
        authority.write(directory)
        authority.issue("administrator", "admin").write(directory / "admin")
        authority.issue_tls("administrator", _hosts(municipality)).write(directory / "admin-tls")
        authority.issue("client", "client").write(directory / "client")
        peers, orderers = self._peers(municipality, authority), self._orderers(municipality, authority)
        service = f"chaincode.{municipality.name}"
        authority.issue_tls(service, _hosts(municipality)).write(self.data.node(service) / "tls")
        write_public(self.data.node(service) / "tls" / "ca.pem", authority.tls_ca_pem)
        return Organisation(municipality.msp_id, authority.ca_pem, authority.tls_ca_pem, peers[:1], orderers)

    def _peers(self, municipality: Municipality, authority: OrganisationAuthority) -> tuple[Endpoint, ...]:
        peers = self.layout.peers_of(municipality)
        for peer in peers:
            self._node(peer.name, municipality, authority, authority.issue(peer.name, "peer"))
        return tuple(Endpoint(municipality.host, peer.port) for peer in peers)

    def _orderers(self, municipality: Municipality, authority: OrganisationAuthority) -> tuple[Endpoint, ...]:
        endpoints = []
        for orderer in self.layout.orderers:
            if orderer.municipality.name == municipality.name:
                enrolment = authority.issue(orderer.name, "orderer")
                tls = self._node(orderer.name, municipality, authority, enrolment)
                endpoint = Endpoint(municipality.host, orderer.port)
                pems = (enrolment.certificate_pem, tls.certificate_pem)
                self.consenters.append(Consenter(orderer.consenter, endpoint, municipality.msp_id, *pems))
                endpoints.append(endpoint)
        return tuple(endpoints)

    def _node(self, name: str, municipality: Municipality, authority: OrganisationAuthority, enrolment: Enrolment) -> Enrolment:
        organisation = Organisation(municipality.msp_id, authority.ca_pem, authority.tls_ca_pem)
        write_msp(self.data.node(name) / "msp", organisation, enrolment)
        tls = authority.issue_tls(name, _hosts(municipality))
        tls.write(self.data.node(name) / "tls")
        return tls

    def _found(self, anchors: Sequence[Anchor]) -> None:
        founders = [
            Founder(municipality.code, municipality.msp_id, municipality.domain, _name(municipality.title.ja, municipality.title.en))
            for municipality in self.consortium.municipalities
        ]
        founding = found(
            founders,
            name=_name(self.consortium.name.ja, self.consortium.name.en),
            endorsing=[municipality.msp_id for municipality in self.consortium.endorsing],
            threshold=self.consortium.threshold,
            anchors=anchors,
        )
        founding.write(self.data.network)

    def _genesis(self, organisations: list[Organisation]) -> bytes:
        limits = self.consortium.batch
        batch = Batch(limits.timeout, limits.max_messages, limits.max_bytes, limits.preferred_bytes)
        consensus = Bft(self.consenters) if self.consortium.consensus == "bft" else Raft(self.consenters)
        timestamp = Timestamp(seconds=int(self.now.timestamp()))
        group = channel_group(organisations, consensus, batch)
        return encode(genesis_block(self.consortium.channel, group, timestamp=timestamp, nonce=secrets.token_bytes(NONCE_SIZE)))


def _hosts(municipality: Municipality) -> list[str]:
    local = municipality.host.startswith("127.")
    return [municipality.host, "localhost"] if local else [municipality.host]


def _name(ja: str, en: str) -> Name:
    return Name(ja=ja, en=en)
