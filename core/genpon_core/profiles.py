"""Connection profiles: what a client needs to know to reach a ledger, as one JSON file per municipality.

```json
{
  "version": 1,
  "channel": "genpon",
  "chaincode": "genpon",
  "msp_id": "NagasakiMSP",
  "gateways": [{"msp_id": "NagasakiMSP", "endpoint": "127.0.0.1:7051", "tls_ca_pem": "-----BEGIN…", "tls_hostname": "localhost"}],
  "endorsing": {"msp_ids": ["NagasakiMSP", "TodaMSP"], "threshold": 2},
  "identities": [{"name": "client", "certificate": "client/certificate.pem", "private_key": "client/key.pem"}],
  "charter": "../charter.json"
}
```

Paths are relative to the folder that holds the profile. The first gateway is the municipality's own. Nothing secret stands in a profile.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

VERSION = 1

_Item = TypeVar("_Item")


class ProfileError(ValueError):
    """A connection profile that cannot be used, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class GatewayEndpoint:
    """One municipality's gateway.

    Attributes:
        msp_id: the municipality's name in the channel.
        endpoint: host and port.
        tls_ca_pem: the certificate of the CA that issued the gateway's TLS certificate, PEM.
        tls_hostname: the name in that TLS certificate.
    """

    msp_id: str
    endpoint: str
    tls_ca_pem: str
    tls_hostname: str


@dataclass(frozen=True, slots=True)
class EndorsingSet:
    """Whom to ask for endorsements (検証団体), and how many of them suffice."""

    msp_ids: tuple[str, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class ProfileIdentity:
    """A member's certificate and private key, as paths of PEM files."""

    name: str
    certificate: str
    private_key: str


@dataclass(frozen=True, slots=True)
class ConnectionProfile:
    """How one municipality's members reach the ledger; `charter` is the path of the charter's file, where the profile knows it."""

    channel: str
    chaincode: str
    msp_id: str
    gateways: tuple[GatewayEndpoint, ...]
    endorsing: EndorsingSet
    identities: tuple[ProfileIdentity, ...]
    charter: str | None = None
    version: int = VERSION

    def gateway(self, msp_id: str | None = None) -> GatewayEndpoint:
        """The gateway of a municipality, by default the profile's own.

        Raises:
            ProfileError: if the profile names none.
        """
        wanted = msp_id or self.msp_id
        return _named(self.gateways, wanted, "gateway", lambda gateway: gateway.msp_id)

    def identity(self, name: str) -> ProfileIdentity:
        """The identity of that name.

        Raises:
            ProfileError: if the profile has none.
        """
        return _named(self.identities, name, "identity", lambda identity: identity.name)

    def to_json(self) -> str:
        """The profile as JSON text, indented, ending in a line feed."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> "ConnectionProfile":
        """Reads a profile.

        Raises:
            ProfileError: if the text is no JSON, or a field is missing, unknown or of the wrong kind.
        """
        try:
            data = json.loads(text)
        except ValueError:
            raise ProfileError("the connection profile is not JSON") from None
        fields = _Fields(data, "profile")
        if fields.integer("version") != VERSION:
            raise ProfileError(f"the connection profile's version is {data['version']}; this program reads version {VERSION}")
        profile = cls(
            channel=fields.text("channel"),
            chaincode=fields.text("chaincode"),
            msp_id=fields.text("msp_id"),
            gateways=tuple(fields.items("gateways", _gateway)),
            endorsing=_endorsing(fields.group("endorsing")),
            identities=tuple(fields.items("identities", _identity)),
            charter=fields.optional_text("charter"),
        )
        fields.finish()
        if not profile.gateways:
            raise ProfileError("the connection profile names no gateway")
        return profile


class _Fields:
    """The fields of one JSON object, each read once; what was not read is unknown."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, Mapping):
            raise ProfileError(f"{place} is not a JSON object")
        self._data: dict[str, Any] = dict(data)
        self._place = place

    def text(self, name: str) -> str:
        return self._take(name, str, "a text")

    def optional_text(self, name: str) -> str | None:
        if self._data.get(name) is None:
            self._data.pop(name, None)
            return None
        return self.text(name)

    def integer(self, name: str) -> int:
        return self._take(name, int, "a whole number")

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._take(name, list, "a list")
        if not all(isinstance(value, str) for value in values):
            raise ProfileError(f"{self._place}.{name} is not a list of texts")
        return tuple(values)

    def group(self, name: str) -> "_Fields":
        return _Fields(self._take(name, dict, "a JSON object"), f"{self._place}.{name}")

    def items(self, name: str, read: "Callable[[_Fields], _Item]") -> list[_Item]:
        place = f"{self._place}.{name}"
        return [read(_Fields(value, f"{place}[{index}]")) for index, value in enumerate(self._take(name, list, "a list"))]

    def finish(self) -> None:
        if self._data:
            raise ProfileError(f"{self._place} has the unknown field {min(self._data)!r}")

    def _take(self, name: str, kind: type[_Item], expected: str) -> _Item:
        if name not in self._data:
            raise ProfileError(f"{self._place} lacks the field {name!r}")
        value = self._data.pop(name)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ProfileError(f"{self._place}.{name} is not {expected}")
        return value


def _gateway(fields: _Fields) -> GatewayEndpoint:
    gateway = GatewayEndpoint(fields.text("msp_id"), fields.text("endpoint"), fields.text("tls_ca_pem"), fields.text("tls_hostname"))
    fields.finish()
    return gateway


def _endorsing(fields: _Fields) -> EndorsingSet:
    endorsing = EndorsingSet(fields.texts("msp_ids"), fields.integer("threshold"))
    fields.finish()
    if not 1 <= endorsing.threshold <= len(endorsing.msp_ids):
        raise ProfileError(f"the threshold {endorsing.threshold} does not fit an endorsing set of {len(endorsing.msp_ids)}")
    return endorsing


def _identity(fields: _Fields) -> ProfileIdentity:
    identity = ProfileIdentity(fields.text("name"), fields.text("certificate"), fields.text("private_key"))
    fields.finish()
    return identity


def _named(items: tuple[_Item, ...], name: str, kind: str, key: Callable[[_Item], str]) -> _Item:
    for item in items:
        if key(item) == name:
            return item
    raise ProfileError(f"the connection profile has no {kind} of {name!r}; it has {', '.join(map(key, items)) or 'none'}")
