"""The guide to the Gateway client: its programs run as they stand, and both languages show the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.instrumentation.grpc import GrpcInstrumentorClient

from genpon.gateway import DefaultOptions
from tests.support.documents import ROOT, blocks
from tests.support.examples import ExampleLedger, example_ledger

GUIDE, IN_JAPANESE = "docs/gateway.md", "docs/gateway.ja.md"


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleLedger]:
    (tmp_path / "reader").mkdir()
    monkeypatch.chdir(tmp_path / "reader")
    with example_ledger(tmp_path) as running:
        yield running


def test_the_programs_run(ledger: ExampleLedger) -> None:
    programs = [block for block in blocks(GUIDE, "python") if "HSMSigner" not in block]
    try:
        ledger.run_guide("\n".join(programs))
    finally:
        GrpcInstrumentorClient().uninstrument()


def test_both_languages_show_the_same_programs() -> None:
    assert blocks(IN_JAPANESE, "python") == blocks(GUIDE, "python")


@pytest.mark.parametrize("guide", [GUIDE, IN_JAPANESE])
def test_the_time_outs_are_the_defaults(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    defaults = DefaultOptions()
    for kind in (defaults.evaluate, defaults.endorse, defaults.submit, defaults.commit_status):
        assert f"| {kind.timeout} " in text
