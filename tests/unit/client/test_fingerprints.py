"""A key on the command line: its fingerprint, its request, or its file."""

from pathlib import Path

import pytest

from genpon.cli.ledger_options import fingerprint_of
from genpon.errors import Refused
from genpon.key_files import new_key, write_public_key
from genpon.key_requests import key_request


def test_each_way_to_name_a_key_is_the_same_key(tmp_path: Path) -> None:
    signer = new_key(tmp_path / "key.pem")
    write_public_key(tmp_path / "key.pub.pem", signer.public_key)
    key_request(signer, "officer/422011/1001", charter="c" * 64).write(tmp_path / "key.act.json")

    ways = [signer.public_key.fingerprint, str(tmp_path / "key.pub.pem"), str(tmp_path / "key.act.json")]
    assert {fingerprint_of(way) for way in ways} == {signer.public_key.fingerprint}


@pytest.mark.parametrize(("name", "code"), [("key.pem", "key.is_private"), ("none.pem", "file.missing"), ("none.act.json", "file.missing")])
def test_what_names_no_key_is_refused(tmp_path: Path, name: str, code: str) -> None:
    new_key(tmp_path / "key.pem")
    with pytest.raises(Refused) as refused:
        fingerprint_of(str(tmp_path / name))
    assert refused.value.code == code
