"""Runs the demonstration: `python -m examples.demo`."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from examples.demo.card_ca import CardAuthority
from examples.demo.cast import Company, passphrase
from examples.demo.certification import Certification
from examples.demo.grounds import LEDGERS, grounds
from examples.demo.refusals import Refusals
from examples.demo.scenario import CONTRACTOR_NUMBER, Scenario
from examples.demo.stage import Stage, say
from genpon.errors import GenponError
from genpon_network.errors import NetworkError
from genpon_network.words import said


def main() -> int:
    """Shows the main job from the charter to the certificates; returns the exit code."""
    options = _options()
    # A polite end is an exception like any other, so that what was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        _run(options.ledger, options.keep)
    except (GenponError, NetworkError) as error:
        sys.stderr.write(f"{said(error.message) if isinstance(error, NetworkError) else error}\n")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def _run(kind: str, keep: Path | None) -> None:
    stage = Stage()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="genpon-demo-") as temporary:
        folder = keep or Path(temporary)
        authority = CardAuthority()
        with grounds(kind, folder / "ledger", authority.anchor, stage) as running:
            word = passphrase()
            card = authority.issue("株式会社さくら建設（見本）", CONTRACTOR_NUMBER, word.encode())
            contractor = Company(folder / "contractor", CONTRACTOR_NUMBER, card, running.charter.digest, word)
            _play(Scenario(stage, running, folder, contractor))
        _close(stage, time.monotonic() - began)


def _play(scenario: Scenario) -> None:
    scenario.found()
    scenario.negotiate()
    scenario.conclude()
    scenario.hand_over()
    Refusals(scenario).run()
    scenario.show_history()
    Certification(scenario).run()


def _close(stage: Stage, seconds: float) -> None:
    rows = [
        say(
            "両当事者が各自の鍵で署名して初めて確定した … 地方自治法234条5項",
            "Settled only when both had signed, each with its own key … Local Autonomy Act art. 234(5)",
        ),
        say("作成者が分かり、改変が見つかる … 電子署名法2条1項", "Who made it shows, and any change is found … E-signature Act art. 2(1)"),
        say(
            "見読性・原本性・本人性 … 建設業法施行規則13条の4第2項",
            "Readability, originality, identity … Construction Business Act Rule art. 13-4(2)",
        ),
        say(
            "検証に要るのは協定書のダイジェストだけ。台帳も口座も業者も要らない",
            "Verifying took the charter's digest alone: no ledger, no account, no vendor",
        ),
        say(
            "完了した契約が施工実績になり、別の市が発行元に尋ねずに確かめた",
            "A completed contract became a performance record, which another city verified without asking its issuer",
        ),
        say("取消しは、その瞬間にどの市からも見える", "A revocation is seen by every city at once"),
        say("どの市も一つでは、偽造も差し止めもできない", "No single city could forge it or hold it back"),
        say("氏名も理由も証明書の中身も、台帳のどこにもない", "No name, no reason's text and no certificate is anywhere on the ledger"),
    ]
    stage.close(say("示したこと", "What was shown"), [*rows, f"[dim]{seconds:.1f} s[/]"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m examples.demo", description="A city and a contractor conclude a contract.")
    parser.add_argument("--ledger", choices=LEDGERS, default="embedded", help="what the ledger runs on")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep everything that the demonstration makes in this new folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
