"""What the demonstration runs on: the embedded ledger, or a real Fabric network that ends with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from examples.demo.stage import Stage, say
from genpon_core.charters import Anchor, Charter
from genpon_network.development import DevelopmentLedger
from genpon_network.founding import DEFAULT_BODIES
from genpon_network.native.ledger import NativeLedger
from genpon_network.words import said

LEDGERS = ("embedded", "fabric")


class Grounds(Protocol):
    """A running ledger of the four municipalities."""

    @property
    def charter(self) -> Charter:
        """The founding agreement."""

    def profile(self, msp_id: str) -> Path:
        """The file of an organisation's connection profile."""

    def administrator(self, code: str, number: int = 1) -> Path:
        """The file of a municipality's administrator key."""

    def body(self, name: str) -> Path:
        """The file of an accrediting body's key."""


@contextmanager
def grounds(kind: str, folder: Path, anchor: Anchor, stage: Stage) -> Iterator[Grounds]:
    """Starts a ledger, one of `LEDGERS`, whose charter names a trust anchor; ends it with the block, whatever happens."""
    if kind == "fabric":
        with _fabric(folder, anchor, stage) as running:
            yield running
        stage.done(say("ネットワークを停止", "The network is down"))
        return
    with stage.working(say("台帳を起動しています", "Starting the ledger")):
        ledger = DevelopmentLedger(folder, anchors=[anchor])
    with ledger as embedded:
        stage.done(say("組込み台帳が動いています（開発用）", "The embedded ledger is running (for development)"))
        yield embedded


def _fabric(folder: Path, anchor: Anchor, stage: Stage) -> NativeLedger:
    stage.chapter(say("Hyperledger Fabric の四市ネットワークを起動する", "Four municipalities' Hyperledger Fabric network starts"))
    return NativeLedger(folder, anchors=[anchor], bodies=DEFAULT_BODIES, report=lambda step: stage.done(said(step)))
