"""Accrediting bodies of a description: keys inline, or in files beside it; and what is refused with line and field."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from genpon_core.charters import Body
from genpon_core.keys import PublicKey
from genpon_network.founding import DEFAULT_BODIES, private_pem, public_pem
from genpon_network.native.ledger import accredited
from genpon_network.native.opening import Description
from genpon_network.topology import ConsortiumError
from genpon_network.topology.loading import DEFAULT, example

TEXT = example(DEFAULT)
KEY = ec.generate_private_key(ec.SECP256R1())
SPKI = PublicKey.of_private_key(KEY).spki


def described(folder: Path, *keys: str, more: str = "") -> Description:
    lines = "".join(f"      - {key}\n" for key in keys)
    text = f"bodies:\n  - name: neutral\n    title: {{ja: 認定機構, en: Body}}\n    root: true\n    public_keys:\n{lines}{more}"
    return Description(TEXT + text.encode(), "c.yaml", folder=folder)


@pytest.mark.parametrize("data", [public_pem(KEY).encode(), SPKI], ids=["PEM", "DER"])
def test_a_file_beside_the_description(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "neutral.pub.pem").write_bytes(data)

    (body,) = described(tmp_path, "neutral.pub.pem").bodies()

    assert (body.id, body.name.ja, body.keys, body.root) == ("body/neutral", "認定機構", [SPKI], True)


def test_inline() -> None:
    keys = {body.name: ec.generate_private_key(ec.SECP256R1()) for body in DEFAULT_BODIES}

    found = Description(accredited(TEXT, DEFAULT_BODIES, keys), "c.yaml").bodies()

    expected = [
        Body(id=f"body/{body.name}", name=body.title, keys=[PublicKey.of_private_key(keys[body.name]).spki], root=body.root)
        for body in DEFAULT_BODIES
    ]
    assert found == expected


def test_none() -> None:
    no_bodies: list[Body] = []

    assert Description(accredited(TEXT, [], {}), "c.yaml").bodies() == no_bodies


OTHER_KIND = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "key.pem cannot be read (No such file or directory); paths begin at"),
        (b"none", "is no public key of a kind that acts are signed with"),
        (OTHER_KIND, "is no public key of a kind that acts are signed with"),
        (private_pem(KEY), "is a private key, which belongs nowhere but with its owner"),
    ],
    ids=["missing", "no key", "Ed25519", "private"],
)
def test_what_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "key.pem").write_bytes(content)

    with pytest.raises(ConsortiumError) as refused:
        described(tmp_path, "key.pem").bodies()

    (problem,) = refused.value.problems
    line = TEXT.count(b"\n") + 6
    assert problem.startswith(f"c.yaml:{line}: bodies[0].public_keys[0]: ")
    assert message in problem


def test_a_private_key_inline_is_not_told_in_the_error(tmp_path: Path) -> None:
    inline = f'"{private_pem(KEY).decode()}"'.replace("\n", "\\n")

    with pytest.raises(ConsortiumError) as refused:
        described(tmp_path, inline).bodies()

    assert "is PEM, but no public key" in str(refused.value)
    assert private_pem(KEY).decode().splitlines()[1] not in str(refused.value)


def test_one_key_for_two_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(public_pem(KEY))

    with pytest.raises(ConsortiumError, match=r"bodies\[0\]\.public_keys\[1\]: is in the list already"):
        described(tmp_path, "key.pem", "key.pem").bodies()


BAD = {
    "no name of a body": ("name: neutral", "name: Neutral", "bodies[0].name: 'Neutral' is no body name"),
    "an unknown field": ("root: true", "rooot: true", "bodies[0].rooot: is an unknown field"),
    "no key": ("public_keys:\n      - key.pem\n", "public_keys: []\n", "bodies[0].public_keys: needs 1 or more entries"),
}


@pytest.mark.parametrize(("old", "new", "message"), BAD.values(), ids=BAD)
def test_a_wrong_description_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    given = described(tmp_path, "key.pem").content.decode()
    assert old in given

    with pytest.raises(ConsortiumError) as refused:
        Description(given.replace(old, new).encode(), "c.yaml").read()

    assert message in str(refused.value)


def test_two_bodies_of_one_name_are_refused(tmp_path: Path) -> None:
    again = "  - {name: neutral, title: {ja: 別, en: Other}, public_keys: [other.pem]}\n"

    with pytest.raises(ConsortiumError, match=r"bodies\[1\]\.name: 'neutral' is another body's already"):
        described(tmp_path, "key.pem", more=again).read()
