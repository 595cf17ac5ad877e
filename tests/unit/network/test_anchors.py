"""Trust anchors of a description: inline, or in a file beside it; and what is refused with line and field."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from genpon_core.charters import Anchor
from genpon_network.native.ledger import anchored
from genpon_network.topology import ConsortiumError
from genpon_network.topology.describing import Description
from genpon_network.topology.loading import DEFAULT, example
from tests.support.book import card_authority, contractors_card

TEXT = example(DEFAULT)


def described(folder: Path, certificate: str) -> Description:
    text = f"anchors:\n  - name: {{ja: 認証局, en: CA}}\n    certificate: {certificate}\n"
    return Description(TEXT + text.encode(), "c.yaml", folder=folder)


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_file_beside_the_description(tmp_path: Path, encoding: Encoding) -> None:
    certificate = card_authority().certificate
    (tmp_path / "ca.crt").write_bytes(certificate.public_bytes(encoding))

    (anchor,) = described(tmp_path, "ca.crt").anchors()

    assert anchor.certificate == certificate.public_bytes(Encoding.DER)
    assert (anchor.name.ja, anchor.name.en) == ("認証局", "CA")


def test_inline() -> None:
    anchor = card_authority().anchor

    assert Description(anchored(TEXT, [anchor]), "c.yaml").anchors() == [anchor]


def test_none() -> None:
    no_anchors: list[Anchor] = []

    assert Description(anchored(TEXT, no_anchors), "c.yaml").anchors() == no_anchors


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "ca.crt cannot be read (No such file or directory); paths begin at"),
        (b"none", "is no certificate of a certification authority; give one as PEM or DER"),
        (contractors_card().certificate, "is no certification authority's certificate"),
    ],
    ids=["missing", "no certificate", "a company's"],
)
def test_what_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "ca.crt").write_bytes(content)

    with pytest.raises(ConsortiumError) as refused:
        described(tmp_path, "ca.crt").anchors()

    (problem,) = refused.value.problems
    line = TEXT.count(b"\n") + 3
    assert problem.startswith(f"c.yaml:{line}: anchors[0].certificate: ")
    assert message in problem
