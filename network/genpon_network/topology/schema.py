"""The schema of `consortium.yaml`.

```yaml
name: {ja: 四市の原本台帳, en: Ledger of four cities}
channel: genpon
municipalities:
  - name: nagasaki
    title: {ja: 長崎市, en: Nagasaki City}
    msp_id: NagasakiMSP
    code: "422011"
    domain: nagasaki.example
    orderer: true
```

Everything else has a default. `docs/network.md` explains each field; unknown fields are refused.
"""

import hashlib
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from genpon_core.codes import is_local_government_code
from genpon_network.errors import WrongValueError
from genpon_network.words import Message

MAX_PEERS = 7
_DURATION = re.compile(r"([1-9][0-9]{0,5})(ms|s|m)")
PEM_BEGIN = "-----BEGIN CERTIFICATE-----"
PEM_BEGIN_KEY = "-----BEGIN PUBLIC KEY-----"
_UNITS = {"ms": 1, "s": 1000, "m": 60_000}
_DNS_LABEL = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_DOMAIN = re.compile(rf"{_DNS_LABEL.pattern}(?:\.{_DNS_LABEL.pattern})*")
_HOST = re.compile(rf"{_DOMAIN.pattern}|[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}")
_MSP_ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]{0,63}")
_BODY = re.compile(r"[a-z][a-z0-9-]{0,31}")
_CHANNEL = re.compile(r"[a-z][a-z0-9.-]{0,248}")


def _matching(pattern: "re.Pattern[str]", what: Message) -> AfterValidator:
    def check(value: str) -> str:
        if pattern.fullmatch(value) is None:
            raise WrongValueError("{value!r} is no {what}", value=value, what=what)
        return value

    return AfterValidator(check)


def _milliseconds(value: object) -> object:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise WrongValueError("{value!r} is no duration; write a number and ms, s or m, such as 200ms", value=value)
    return int(found[1]) * _UNITS[found[2]]


def _code(value: object) -> object:
    if not isinstance(value, str):
        raise WrongValueError("{value!r} is a number; write the code in quotes, since codes may begin with 0", value=value)
    if not is_local_government_code(value):
        raise WrongValueError(
            "{value!r} is no local government code: six digits, the prefecture first, the last one checks the others", value=value
        )
    return value


Name = Annotated[str, _matching(_DNS_LABEL, Message("DNS label: small letters, digits and hyphens, at most 63, a letter first"))]
Domain = Annotated[str, _matching(_DOMAIN, Message("domain name: DNS labels of small letters, joined by dots"))]
Host = Annotated[str, _matching(_HOST, Message("host: a domain name, or an IPv4 address"))]
MspId = Annotated[str, _matching(_MSP_ID, Message("MSP id: letters, digits, dots and hyphens, at most 64, a letter first"))]
Channel = Annotated[str, _matching(_CHANNEL, Message("channel name: small letters, digits, dots and hyphens, at most 249, a letter first"))]
BodyName = Annotated[str, _matching(_BODY, Message("body name: small letters, digits and hyphens, at most 32, a letter first"))]
Code = Annotated[str, BeforeValidator(_code)]
Milliseconds = Annotated[int, BeforeValidator(_milliseconds)]
Port = Annotated[int, Field(ge=1024, le=65535)]


class Section(BaseModel):
    """A part of the file: every field is known and typed, nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Title(Section):
    """A name for people, in both languages."""

    ja: Annotated[str, Field(min_length=1, max_length=100)]
    en: Annotated[str, Field(min_length=1, max_length=100)]


class Batch(Section):
    """When a block is cut.

    Attributes:
        timeout: the longest wait of a first transaction for others, such as `200ms`.
        max_messages: the most transactions of a block.
        max_bytes: the largest block.
        preferred_bytes: the size that blocks are cut at if they can be.
    """

    timeout: Milliseconds = 200
    max_messages: Annotated[int, Field(ge=1, le=100_000)] = 500
    max_bytes: Annotated[int, Field(ge=65_536, le=99 << 20)] = 10 << 20
    preferred_bytes: Annotated[int, Field(ge=65_536, le=99 << 20)] = 2 << 20


class Ports(Section):
    """A municipality's ports; what is left out is allotted from the network's `base_port`.

    Attributes:
        orderer: transactions and blocks.
        orderer_admin: the orderer's channel participation API.
        orderer_operations: the orderer's health and metrics.
        chaincode: the chaincode service.
        peers: each peer's own port, in order.
        peer_operations: each peer's health and metrics, in order.
        ca: the Fabric CA server.
        ca_operations: its health and metrics.
    """

    orderer: Port | None = None
    orderer_admin: Port | None = None
    orderer_operations: Port | None = None
    chaincode: Port | None = None
    peers: list[Port] = []
    peer_operations: list[Port] = []
    ca: Port | None = None
    ca_operations: Port | None = None


class Municipality(Section):
    """An organisation of the network.

    Attributes:
        name: a DNS label, unique; directories and processes are named after it.
        title: its name for people.
        msp_id: its organisation's name in the channel, unique.
        code: its local government code 団体コード, in quotes, unique.
        domain: its domain, unique; a label in certificates.
        peers: how many peers it runs.
        role: `endorsing` if its peers' signatures count, else `observing`.
        orderer: whether it runs an orderer.
        host: the name or address at which the others reach its processes.
        ports: its ports.
    """

    name: Name
    title: Title
    msp_id: MspId
    code: Code
    domain: Domain
    peers: Annotated[int, Field(ge=1, le=MAX_PEERS)] = 1
    role: Literal["endorsing", "observing"] = "endorsing"
    orderer: bool = False
    host: Host = "127.0.0.1"
    ports: Ports = Ports()


class Anchor(Section):
    """A trust anchor: a certification authority whose organisations' certificates are taken for counterparties' keys.

    Attributes:
        name: its name for people.
        certificate: its certificate: the path of a PEM or DER file, from this file's folder, or the PEM itself.
    """

    name: Title
    certificate: Annotated[str, Field(min_length=1, max_length=65_536)]


class Body(Section):
    """An accrediting body 認定機関.

    Attributes:
        name: its short name, unique; its id is `body/<name>`.
        title: its name for people.
        root: whether accreditations may begin with it.
        public_keys: the public halves of its one or two keys, each the path of a PEM or DER file, or the PEM itself.
    """

    name: BodyName
    title: Title
    root: bool = False
    public_keys: Annotated[list[Annotated[str, Field(min_length=1, max_length=8192)]], Field(min_length=1, max_length=2)]


class Consortium(Section):
    """A network of municipalities.

    Attributes:
        name: the founding agreement's name.
        channel: the channel's name.
        consensus: `bft`, at least four orderers of which a third minus one may fail or lie; or `raft`, which withstands crashes only.
        batch: when a block is cut.
        endorsing_threshold: how many of the endorsing municipalities must sign; by default more than half of them.
        base_port: where ports are allotted from, a block of 20 per municipality.
        identities: where keys' certificates come from: `file`, authorities in the network's directory, for development and tests; or
            `fabric-ca`, a Fabric CA server for each municipality.
        anchors: trust anchors for counterparties' certificates, which the founding agreement names; none without it.
        bodies: accrediting bodies, which the founding agreement names; none without it.
        municipalities: the organisations, in a fixed order.
    """

    name: Title
    channel: Channel = "genpon"
    consensus: Literal["bft", "raft"] = "bft"
    batch: Batch = Batch()
    endorsing_threshold: Annotated[int, Field(ge=1)] | None = None
    base_port: Annotated[int, Field(ge=1024, le=65000)] = 17050
    identities: Literal["file", "fabric-ca"] = "file"
    anchors: Annotated[list[Anchor], Field(max_length=100)] = []
    bodies: Annotated[list[Body], Field(max_length=200)] = []
    municipalities: Annotated[list[Municipality], Field(min_length=1, max_length=100)]

    @property
    def digest(self) -> str:
        """A digest of all that is described, whatever the file's comments and order of fields."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def endorsing(self) -> list[Municipality]:
        """The endorsing set 検証団体."""
        return [municipality for municipality in self.municipalities if municipality.role == "endorsing"]

    @property
    def threshold(self) -> int:
        """How many of the endorsing set must sign."""
        return self.endorsing_threshold or len(self.endorsing) // 2 + 1

    @property
    def orderers(self) -> list[Municipality]:
        """The municipalities that run an orderer."""
        return [municipality for municipality in self.municipalities if municipality.orderer]
