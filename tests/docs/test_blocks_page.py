"""The page of blocks lists the fields that there are, and its program runs."""

from typing import Any

import pytest

from genpon.gateway import connect
from tests.docs.blocks_page import PAGE, page
from tests.support.documents import blocks
from tests.support.scenario_ledger import CHAINCODE, NAGASAKI, connection, embedded_scenarios


def test_the_table_is_what_the_dataclasses_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text), "python -m tests.docs.blocks_page writes it anew"


def test_the_program_runs(tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    with embedded_scenarios(tmp_path_factory.mktemp("page"), batch_timeout=0.01) as ledger:
        options = connection(ledger, NAGASAKI)
        submit(options)
        exec("\n".join(blocks("docs/blocks.md", "python")), {"connection": options})  # noqa: S102 - our own page
    shown = capsys.readouterr().out
    assert f"1 VALID NagasakiMSP (b'put', b'key', b'value')\n_lifecycle []\n{CHAINCODE} ['key']\n" in shown
    assert '"type": "CONFIG"' in shown


def submit(options: dict[str, Any]) -> None:
    with connect(**options) as gateway:
        gateway.get_network("genpon").get_contract(CHAINCODE).submit_transaction("put", "key", "value")
