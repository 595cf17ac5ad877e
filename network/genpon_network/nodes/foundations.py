"""A foundation: the charter and the channel's first block, computed from what all municipalities have given each other.

```python
foundation = found_network(consortium, layout, memberships, anchors, bodies)
foundation.write(data)
```

The same description and memberships give the same bytes everywhere, so every municipality computes them for itself: nobody puts the network
together for the others, and whether all agree is seen by comparing one digest.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from google.protobuf.timestamp_pb2 import Timestamp

from genpon_core.charters import Anchor, Body, Charter, Name
from genpon_core.fabric.headers import NONCE_SIZE
from genpon_network.channel.consensus import Batch, Bft, Raft
from genpon_network.channel.genesis import genesis_block
from genpon_network.channel.groups import channel_group
from genpon_network.channel.organisations import Consenter, Endpoint, Organisation
from genpon_network.channel.values import encode
from genpon_network.errors import NetworkError
from genpon_network.files import write_public
from genpon_network.founding import Founder, agree
from genpon_network.nodes.directory import DataDirectory
from genpon_network.nodes.memberships import Membership
from genpon_network.nodes.profiles import write_profile
from genpon_network.topology import Consortium, Layout, Municipality


@dataclass(frozen=True, slots=True)
class Foundation:
    """What a network is founded on.

    Attributes:
        charter: the founding agreement.
        genesis: the channel's first block.
        memberships: what it was computed from, in the order of the description.
    """

    charter: Charter
    genesis: bytes
    memberships: tuple[Membership, ...]

    def write(self, data: DataDirectory, consortium: Consortium, layout: Layout, source: bytes, own: Sequence[Municipality]) -> None:
        """Writes it into the directory of one municipality or of several, with the others' TLS CAs and the connection profiles.

        Args:
            data: the directory.
            consortium: the description.
            layout: its processes.
            source: the description's text, kept as it is.
            own: the municipalities whose keys are there.
        """
        for membership in self.memberships:
            directory = data.organisation(membership.name) / "tlsca"
            directory.mkdir(parents=True, exist_ok=True)
            write_public(directory / "certificate.pem", membership.tls_ca.encode())
        for municipality in own:
            write_profile(data, consortium, layout, municipality)
        write_public(data.charter, self.charter.to_bytes())
        write_public(data.consortium, source)
        # Last: with it the network is whole.
        write_public(data.genesis, self.genesis)


def founding_digest(data: DataDirectory) -> str:
    """A digest over charter and first block, which all municipalities can compare."""
    return hashlib.sha256(data.charter.read_bytes() + data.genesis.read_bytes()).hexdigest()


def found_network(
    consortium: Consortium, layout: Layout, memberships: Sequence[Membership], anchors: Sequence[Anchor], bodies: Sequence[Body]
) -> Foundation:
    """Computes charter and first block.

    Args:
        consortium: the description.
        layout: its processes, where they run.
        memberships: one of every municipality, in any order.
        anchors: the charter's trust anchors.
        bodies: its accrediting bodies.

    Raises:
        NetworkError: if a membership is missing, is there twice, or was made for another description.
    """
    ordered = _ordered(consortium, memberships)
    group = channel_group(_organisations(consortium, layout, ordered), _consensus(consortium, layout, ordered), _batch(consortium))
    seed = hashlib.sha256(b"".join(membership.to_bytes() for membership in ordered)).digest()
    timestamp = Timestamp(seconds=int(max(_since(membership) for membership in ordered).timestamp()))
    genesis = encode(genesis_block(consortium.channel, group, timestamp=timestamp, nonce=seed[:NONCE_SIZE]))
    return Foundation(_charter(consortium, ordered, anchors, bodies), genesis, ordered)


def _ordered(consortium: Consortium, memberships: Sequence[Membership]) -> tuple[Membership, ...]:
    given: dict[str, Membership] = {}
    for membership in memberships:
        membership.check(consortium)
        if given.setdefault(membership.name, membership) != membership:
            raise NetworkError("there are two memberships of {name}; keep the one that it gave last", name=membership.name)
    missing = [municipality.name for municipality in consortium.municipalities if municipality.name not in given]
    if missing:
        raise NetworkError("the memberships of {names} are missing; get the files from them", names=missing)
    return tuple(given[municipality.name] for municipality in consortium.municipalities)


def _organisations(consortium: Consortium, layout: Layout, memberships: Sequence[Membership]) -> list[Organisation]:
    return [
        Organisation(
            municipality.msp_id,
            membership.ca.encode(),
            membership.tls_ca.encode(),
            tuple(Endpoint(peer.host, peer.port) for peer in layout.peers_of(municipality)[:1]),
            tuple(Endpoint(node.host, node.port) for node in layout.orderers if node.municipality.name == municipality.name),
        )
        for municipality, membership in zip(consortium.municipalities, memberships, strict=True)
    ]


def _consensus(consortium: Consortium, layout: Layout, memberships: Sequence[Membership]) -> Bft | Raft:
    certificates = {membership.name: membership.orderer for membership in memberships if membership.orderer}
    consenters = [
        Consenter(
            orderer.consenter,
            Endpoint(orderer.host, orderer.port),
            orderer.municipality.msp_id,
            certificates[orderer.municipality.name].identity.encode(),
            certificates[orderer.municipality.name].tls.encode(),
        )
        for orderer in layout.orderers
    ]
    return Bft(consenters) if consortium.consensus == "bft" else Raft(consenters)


def _batch(consortium: Consortium) -> Batch:
    limits = consortium.batch
    return Batch(limits.timeout, limits.max_messages, limits.max_bytes, limits.preferred_bytes)


def _charter(consortium: Consortium, memberships: Sequence[Membership], anchors: Sequence[Anchor], bodies: Sequence[Body]) -> Charter:
    founders = [
        Founder(municipality.code, municipality.msp_id, municipality.domain, Name(ja=municipality.title.ja, en=municipality.title.en))
        for municipality in consortium.municipalities
    ]
    return agree(
        founders,
        {founder.code: membership.administrators for founder, membership in zip(founders, memberships, strict=True)},
        name=Name(ja=consortium.name.ja, en=consortium.name.en),
        endorsing=[municipality.msp_id for municipality in consortium.endorsing],
        threshold=consortium.threshold,
        anchors=anchors,
        bodies=bodies,
    )


def _since(membership: Membership) -> datetime:
    return x509.load_pem_x509_certificate(membership.ca.encode()).not_valid_before_utc
