"""A renewal that was cut off while it put its certificates away is done, and the next one gets others."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from genpon_network.nodes.renewal import MEMBER, KeyFiles, Renewable, Renewal
from genpon_network.pki import OrganisationAuthority
from genpon_network.pki.enrolling import issue
from genpon_network.pki.file_authority import file_authorities
from genpon_network.pki.protocol import Registration

DOMAIN = "toda.example"


class CutOffError(Exception):
    """Stands for a kill -9."""


def test_certificates_that_were_half_put_away_are_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = file_authorities(OrganisationAuthority.create(msp_id="TodaMSP", domain=DOMAIN, now=datetime.now(UTC)), tmp_path).members
    registration = Registration("peer0.toda", "peer")
    issue(members, registration, DOMAIN).write(tmp_path / "peer")
    files = KeyFiles(tmp_path / "peer" / "certificate.pem", tmp_path / "peer" / "key.pem")
    renewal = Renewal("peer0.toda", tmp_path / "renewed", DOMAIN, (Renewable(MEMBER, files, members, registration),))
    remove = shutil.rmtree

    def cut_off(directory: Path, **_: Any) -> None:
        remove(directory / MEMBER)
        raise CutOffError

    renewal.prepare(new_key=False)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", cut_off)
        with pytest.raises(CutOffError):
            renewal.put_in_place()
    first = files.read().certificate.serial_number

    renewal.prepare(new_key=False)
    assert renewal.put_in_place() == {MEMBER: first}
    assert files.read().certificate.serial_number != first
