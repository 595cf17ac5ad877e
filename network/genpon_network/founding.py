"""Founding a ledger: the municipalities' administrator keys and the charter that names them.

```python
founding = found(DEFAULT_FOUNDERS, name=Name(ja="…", en="…"), threshold=3, anchors=[])
founding.write(directory)          # charter.json, administrators/<code>/administrator-{1,2}.pem and bodies/<name>.pem, 0600
```

Here all keys are made in one place, for development and demonstrations. Municipalities that found a real ledger make their two
administrator keys themselves and bring only the public halves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from genpon_core.charters import Anchor, Body, Charter, Endorsing, Member, Name, check_charter
from genpon_core.keys import PublicKey
from genpon_core.parameters import Parameters
from genpon_network.files import write_private, write_public

ADMINISTRATORS = 2


@dataclass(frozen=True, slots=True)
class Founder:
    """A municipality that founds a ledger: its local government code 団体コード, organisation, domain and name."""

    code: str
    msp_id: str
    domain: str
    name: Name


DEFAULT_FOUNDERS = (
    Founder("422011", "NagasakiMSP", "nagasaki.example", Name(ja="長崎市", en="Nagasaki")),
    Founder("112038", "KawaguchiMSP", "kawaguchi.example", Name(ja="川口市", en="Kawaguchi")),
    Founder("112241", "TodaMSP", "toda.example", Name(ja="戸田市", en="Toda")),
    Founder("422053", "OmuraMSP", "omura.example", Name(ja="大村市", en="Omura")),
)


@dataclass(frozen=True, slots=True)
class FoundingBody:
    """An accrediting body that the charter names from the start: its short name, its name for people, and whether it is a root."""

    name: str
    title: Name
    root: bool


DEFAULT_BODIES = (
    FoundingBody("neutral", Name(ja="中立認定機構（開発用）", en="Neutral accrediting body (for development)"), root=True),
    FoundingBody("alliance", Name(ja="広域連携（開発用）", en="Wide-area alliance (for development)"), root=False),
)
DEFAULT_NAME = Name(ja="原本台帳 参加協定書（開発用）", en="Charter of a Genpon ledger (for development)")


@dataclass(frozen=True, slots=True)
class Founding:
    """A charter and the private halves of the keys that it names.

    Attributes:
        charter: the founding agreement.
        administrators: the municipalities' two keys, by local government code.
        bodies: the accrediting bodies' key, by short name.
    """

    charter: Charter
    administrators: dict[str, tuple[ec.EllipticCurvePrivateKey, ...]]
    bodies: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)

    def write(self, directory: Path) -> Path:
        """Writes the charter and the keys; returns the charter's path."""
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / "charter.json"
        write_public(path, self.charter.to_bytes())
        for code, keys in self.administrators.items():
            write_administrators(directory, code, keys)
        for name, key in self.bodies.items():
            write_body(directory, name, key)
        return path


def found(
    founders: Sequence[Founder],
    *,
    name: Name = DEFAULT_NAME,
    endorsing: Sequence[str] | None = None,
    threshold: int | None = None,
    anchors: Sequence[Anchor] = (),
    bodies: Sequence[FoundingBody] = (),
    parameters: Parameters | None = None,
) -> Founding:
    """Makes two administrator keys for each municipality and the charter that names them, a key for each body too; arguments as of `agree`.

    Raises:
        Refusal: `charter.…` for what is inconsistent.
    """
    keys = {founder.code: new_administrators() for founder in founders}
    public = {code: [PublicKey.of_private_key(key).spki for key in own] for code, own in keys.items()}
    body_keys = {body.name: ec.generate_private_key(ec.SECP256R1()) for body in bodies}
    charter = agree(
        founders,
        public,
        name=name,
        endorsing=endorsing,
        threshold=threshold,
        anchors=anchors,
        bodies=[_body(body, body_keys[body.name]) for body in bodies],
        parameters=parameters,
    )
    return Founding(charter, keys, body_keys)


def agree(
    founders: Sequence[Founder],
    administrators: Mapping[str, Sequence[bytes]],
    *,
    name: Name = DEFAULT_NAME,
    endorsing: Sequence[str] | None = None,
    threshold: int | None = None,
    anchors: Sequence[Anchor] = (),
    bodies: Sequence[Body] = (),
    parameters: Parameters | None = None,
) -> Charter:
    """The charter of municipalities that bring the public halves of their administrator keys.

    Args:
        founders: the municipalities.
        administrators: the SubjectPublicKeyInfo (DER) of their administrator keys, by local government code.
        name: the charter's name.
        endorsing: MSP ids of the endorsing set; the first four municipalities unless given.
        threshold: how many of the set must agree; a majority of it unless given.
        anchors: certification authorities for counterparties' certificates.
        bodies: accrediting bodies with the public halves of their keys.
        parameters: the agreement's numbers.

    Raises:
        Refusal: `charter.…` for what is inconsistent.
    """
    endorsers = list(endorsing or [founder.msp_id for founder in founders[:4]])
    members = [
        Member(code=founder.code, msp_id=founder.msp_id, name=founder.name, administrators=list(administrators[founder.code]))
        for founder in founders
    ]
    charter = Charter(
        name=name,
        members=members,
        endorsing=Endorsing(members=endorsers, threshold=threshold or len(endorsers) // 2 + 1),
        anchors=list(anchors),
        bodies=list(bodies),
        parameters=parameters or Parameters(),
    )
    check_charter(charter)
    return charter


def new_administrators() -> tuple[ec.EllipticCurvePrivateKey, ...]:
    """A municipality's two administrator keys, new."""
    return tuple(ec.generate_private_key(ec.SECP256R1()) for _ in range(ADMINISTRATORS))


def write_administrators(directory: Path, code: str, keys: Sequence[ec.EllipticCurvePrivateKey]) -> None:
    """Writes a municipality's administrator keys, mode 0600."""
    for number, key in enumerate(keys, start=1):
        path = administrator_path(directory, code, number)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, private_pem(key))


def administrator_path(directory: Path, code: str, number: int) -> Path:
    """Where a municipality's administrator key lies, `number` 1 or 2."""
    return directory / "administrators" / code / f"administrator-{number}.pem"


def write_body(directory: Path, name: str, key: ec.EllipticCurvePrivateKey) -> None:
    """Writes an accrediting body's key, mode 0600."""
    path = body_path(directory, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, private_pem(key))


def body_path(directory: Path, name: str) -> Path:
    """Where an accrediting body's key lies, by its short name."""
    return directory / "bodies" / f"{name}.pem"


def private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as unencrypted PKCS#8 PEM."""
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def public_pem(key: ec.EllipticCurvePrivateKey) -> str:
    """The public half of a key as PEM."""
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return public.decode()


def _body(body: FoundingBody, key: ec.EllipticCurvePrivateKey) -> Body:
    return Body(id=f"body/{body.name}", name=body.title, keys=[PublicKey.of_private_key(key).spki], root=body.root)
