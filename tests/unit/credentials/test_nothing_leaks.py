"""What lands in a log by accident, a value's representation or an error's text, holds nothing of a person and no key."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from genpon.credentials.held import CredentialFile, Held
from genpon.credentials.issuing import Order
from genpon.credentials.paper import paper_texts, read_paper
from genpon.credentials.registers import Register
from genpon.credentials.verifying import verify
from genpon.credentials.wallets import Wallet
from genpon.errors import GenponError
from genpon_core.certificate_types.shipped import shipped
from genpon_core.credentials.blinding import blind
from genpon_core.credentials.disclosures import Disclosure, Salts
from genpon_core.credentials.sd_jwt import SdJwt
from genpon_core.errors import Refusal
from tests.support.credentials import seeded
from tests.support.office import CLAIMS, ISSUER_ASKS, NOW, TODA_ASKS, issue, trust

KIND = shipped("residence")
MARKS = {"name": "MARKNAME", "address": "MARKADDRESS", "birth_date": "1969-12-07", "as_of": "2026-11-23"}
SECRETS = ("MARKNAME", "MARKADDRESS", "1969-12-07", "MARKREFERENCE", "PRIVATE KEY")


def made() -> tuple[Wallet, Any, Held]:
    wallet, request = Wallet().ask(1, ISSUER_ASKS, now=NOW)
    (key,) = request.keys(ISSUER_ASKS, now=NOW)
    batch = issue("residence", [Order({**MARKS}, key, "MARKREFERENCE")])
    wallet = wallet.with_credentials(batch.file(0))
    _, presented = wallet.present(KIND.vct, [("name",), ("address",), ("birth_date",)], challenge=TODA_ASKS, now=NOW)
    return wallet, batch, presented


WALLET, BATCH, PRESENTED = made()


def values() -> Iterator[object]:
    blinded = blind({**MARKS}, KIND.selectable, Salts(seeded(1)))
    yield from (
        WALLET,
        BATCH,
        PRESENTED,
        BATCH.register,
        BATCH.file(0),
        PRESENTED.parse(),
        blinded,
        Order({**MARKS}, None, "MARKREFERENCE"),
    )
    yield from map(Disclosure.parse, blinded.disclosures)
    yield verify(PRESENTED, trust(BATCH), now=NOW, challenge=TODA_ASKS)


@pytest.mark.parametrize("value", list(values()), ids=lambda value: type(value).__name__)
def test_a_representation_holds_no_claim_and_no_key(value: object) -> None:
    shown = repr(value)
    assert not [secret for secret in SECRETS if secret in shown]
    assert not [text for text in PRESENTED.sd_jwt.disclosures if text in shown]


def attempts(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every reader, each with something that is wrong beside what is secret."""
    files: dict[str, tuple[Any, Any]] = {
        "wallet": (WALLET.write, Wallet.read),
        "credential": (BATCH.file(0).write, CredentialFile.read),
        "register": (BATCH.register.write, Register.read),
    }
    for name, (write, read) in files.items():
        path = folder / f"{name}.json"
        write(path)
        value = json.loads(path.read_bytes())
        value["MARKNAME MARKADDRESS"] = "1969-12-07"
        path.write_text(json.dumps(value), encoding="utf-8")
        yield name, lambda read=read, path=path: read(path)
    yield "claims", lambda: issue("residence", [Order({**MARKS, "sex": "MARKNAME"}, WALLET.entries[0].public_key)])
    yield "unknown claim", lambda: issue("residence", [Order({**MARKS, "MARK NAME 1969-12-07": "x"}, WALLET.entries[0].public_key)])
    yield "text", lambda: issue("residence", [Order({**MARKS, "name": "MARKNAME\u202e"}, WALLET.entries[0].public_key)])
    yield "credential text", lambda: Held(SdJwt("MARKNAME.MARKADDRESS.x")).parse()
    yield "paper", lambda: read_paper([paper_texts(PRESENTED)[0] + "MARKNAME"])


def test_an_error_s_text_holds_no_claim_and_no_key(tmp_path: Path) -> None:
    for name, attempt in attempts(tmp_path):
        with pytest.raises((GenponError, Refusal)) as refused:
            attempt()
        said = f"{refused.value} {refused.value.parameters}"
        assert not [secret for secret in SECRETS if secret in said], name


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        made()
        verify(PRESENTED, trust(BATCH), now=NOW, challenge=TODA_ASKS)
        read_paper(paper_texts(PRESENTED))
    assert caplog.records == []
    assert CLAIMS["residence"]["name"] not in caplog.text
