"""Rules of `consortium.yaml` that concern more than one field."""

from collections.abc import Iterator

from genpon_network.topology.layout import Layout
from genpon_network.topology.schema import Consortium, Municipality
from genpon_network.words import Message

BFT_MINIMUM = 4
"""Three of four must agree where one may lie (n ≥ 3f + 1)."""

COMMON_NAME = 64
"""The longest common name of a certificate (RFC 5280, ub-common-name)."""

Problem = tuple[tuple[str | int, ...], Message]
"""Where in the file, as keys and indices, and what is wrong."""


def problems(consortium: Consortium) -> list[Problem]:
    """All that is wrong with a description whose fields are well typed."""
    found = [
        *_duplicates(consortium),
        *_lengths(consortium),
        *_orderers(consortium),
        *_endorsing(consortium),
        *_batch(consortium),
        *_port_lists(consortium),
    ]
    return found or [*_ports(consortium)]


def _duplicates(consortium: Consortium) -> Iterator[Problem]:
    for field in ("name", "msp_id", "code", "domain"):
        seen: dict[str, Municipality] = {}
        for index, municipality in enumerate(consortium.municipalities):
            value = getattr(municipality, field)
            if value in seen:
                yield (
                    ("municipalities", index, field),
                    Message("{value!r} is {name}'s already; every municipality has its own", value=value, name=seen[value].name),
                )
            seen.setdefault(value, municipality)
    names = [body.name for body in consortium.bodies]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield ("bodies", index, "name"), Message("{name!r} is another body's already; every body has its own", name=name)


def _lengths(consortium: Consortium) -> Iterator[Problem]:
    # A certificate's common name has room for 64 characters, and these stand in one.
    for index, municipality in enumerate(consortium.municipalities):
        for field, longest in (("name", f"chaincode.{municipality.name}"), ("domain", f"tlsca.{municipality.domain}")):
            if len(longest) > COMMON_NAME:
                room = COMMON_NAME - len(longest) + len(getattr(municipality, field))
                yield ("municipalities", index, field), Message("is too long for certificates; write at most {room} characters", room=room)


def _orderers(consortium: Consortium) -> Iterator[Problem]:
    count = len(consortium.orderers)
    if consortium.consensus == "bft" and count < BFT_MINIMUM:
        yield (
            ("consensus",),
            Message(
                "bft needs at least {minimum} orderers, {count} run one (orderer: true); add some or write raft",
                minimum=BFT_MINIMUM,
                count=count,
            ),
        )
    elif count == 0:
        yield ("municipalities",), Message("nobody runs an orderer; write orderer: true for at least one municipality")


def _endorsing(consortium: Consortium) -> Iterator[Problem]:
    size = len(consortium.endorsing)
    if size == 0:
        yield ("municipalities",), Message("nobody endorses; write role: endorsing for at least one municipality")
    elif consortium.threshold > size:
        yield (
            ("endorsing_threshold",),
            Message("{threshold} is more than the {count} municipalities that endorse", threshold=consortium.threshold, count=size),
        )


def _batch(consortium: Consortium) -> Iterator[Problem]:
    batch = consortium.batch
    if batch.preferred_bytes > batch.max_bytes:
        yield (
            ("batch", "preferred_bytes"),
            Message("{size} is more than max_bytes, {limit}", size=batch.preferred_bytes, limit=batch.max_bytes),
        )


def _port_lists(consortium: Consortium) -> Iterator[Problem]:
    for index, municipality in enumerate(consortium.municipalities):
        for field in ("peers", "peer_operations"):
            given = len(getattr(municipality.ports, field))
            if given not in (0, municipality.peers):
                where = ("municipalities", index, "ports", field)
                yield where, Message("{given} ports for {peers} peers; give one for each, or none", given=given, peers=municipality.peers)


def _ports(consortium: Consortium) -> Iterator[Problem]:
    seen: dict[tuple[str, int], str] = {}
    for port in Layout.of(consortium).ports():
        where = ("municipalities", port.municipality, "ports")
        if port.number > 65535:
            yield (
                ("base_port",),
                Message("{process} would get port {port}; choose a smaller base_port", process=port.owner, port=port.number),
            )
            return
        owner = seen.setdefault((port.host, port.number), port.owner)
        if owner != port.owner:
            taken = Message(
                "port {port} of {process} is {owner}'s already; every process has its own",
                port=port.number,
                process=port.owner,
                owner=owner,
            )
            yield where, taken
