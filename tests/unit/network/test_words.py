"""Messages in both languages: what they are made of, and what an operator reads."""

import errno
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from genpon.errors import Refused
from genpon_core.errors import Refusal
from genpon_network.cli import call
from genpon_network.commands.output import identities_table, status_table
from genpon_network.errors import NetworkError, UnreachableError, WrongValueError
from genpon_network.native.status import NodeStatus
from genpon_network.pki.protocol import Member
from genpon_network.words import Message, Term, said

GONE = UnreachableError(
    "{name} does not answer on {host}:{port} ({reason})",
    name="CA",
    host="h",
    port=1,
    reason=OSError(errno.ECONNREFUSED, "Connection refused"),
)


def test_a_message_is_english_until_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs, programs and tests see the same, whatever the language."""
    monkeypatch.setenv("GENPON_LANG", "ja")
    assert str(GONE) == GONE.message == "CA does not answer on h:1 (Connection refused)"
    assert said(GONE.message) == "CA が h:1 で応答しません（接続が拒否されました）。"
    assert said(GONE.message, language="en") == str(GONE)


@pytest.mark.parametrize(
    ("parameter", "english", "japanese"),
    [
        (GONE, "CA does not answer on h:1 (Connection refused)", "CA が h:1 で応答しません（接続が拒否されました）。"),
        (WrongValueError("is missing; write it"), "is missing; write it", "書かれていません。書いてください。"),
        (Message("it has no log"), "it has no log", "ログがありません"),
        (Term("not answering"), "not answering", "応答なし"),
        (Term("of another kind"), "of another kind", "of another kind"),
        ([Message("processes"), "b"], "processes, b", "プロセス、b"),
        (("a", 2), "a, 2", "a、2"),
        (Refusal("merkle.empty"), "There are no entries; add at least one", "書類が1件もありません。書類を加えてください"),
        (Refused("merkle.empty"), "There are no entries; add at least one", "書類が1件もありません。書類を加えてください"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link", "Invalid cross-device link"),
        (OSError("timed out"), "timed out", "timed out"),
        (OSError(), "OSError", "OSError"),
        ("{0.__class__}", "{0.__class__}", "{0.__class__}"),
    ],
)
def test_parameters_are_said_in_the_language_of_the_whole(parameter: object, english: str, japanese: str) -> None:
    message = NetworkError("{problem}", problem=parameter).message
    assert (said(message, language="en"), said(message, language="ja")) == (english, japanese)


def test_lines_stay_lines() -> None:
    lines = Message.of_lines([Message("it has no log"), Message("processes")])
    assert lines == "it has no log\nprocesses"
    assert said(lines, language="ja") == "ログがありません\nプロセス"


def test_what_has_no_japanese_is_said_in_english() -> None:
    assert said(Message("from another version: {count}", count=3), language="ja") == "from another version: 3"


@pytest.mark.parametrize(
    ("arguments", "code", "japanese"),
    [
        (["fly"], 2, "コマンド fly はありません。書き方は genpon-network --help で確かめてください。"),
        (["statu"], 2, "コマンド statu はありません（status ではありませんか）。書き方は genpon-network --help で確かめてください。"),
        (
            ["up", "--colour"],
            2,
            "オプション --colour はありません（--consortium ではありませんか）。書き方は genpon-network up --help で確かめてください。",
        ),
        (
            ["status", "--dat"],
            2,
            "オプション --dat はありません（--data ではありませんか）。書き方は genpon-network status --help で確かめてください。",
        ),
        (["logs"], 2, "node がありません。書き方は genpon-network logs --help で確かめてください。"),
        (["down", "a"], 2, "a は余分です。書き方は genpon-network down --help で確かめてください。"),
        (["up", "--base-port", "many"], 2, "--base-port には整数を書いてください。書き方は genpon-network up --help で確かめてください。"),
        (["up", "--base-port", "80"], 2, "--base-port は 1024 以上にしてください。書き方は genpon-network up --help で確かめてください。"),
        (["down", "--json=3"], 2, "--json に値は付けられません。書き方は genpon-network --help で確かめてください。"),
        (["down", "--data"], 2, "--data には値が必要です。書き方は genpon-network --help で確かめてください。"),
        (
            ["identity", "secret", "toda", "a", "--role", "boss"],
            2,
            "--role には member, tls のいずれかを書いてください。書き方は genpon-network identity secret --help で確かめてください。",
        ),
        (["status"], 1, "{data} にネットワークがありません。genpon-network up --data {data} で作ってください。"),
        (
            ["up", "--consortium", "nowhere.yaml"],
            2,
            "nowhere.yaml を読めません（見つかりません）。構成ファイル（consortium.yaml）を指定してください。",
        ),
        (["up", "--consortium", "/dev/null"], 2, "/dev/null:1: 構成ファイルは「項目: 値」の並びで書きます。例と見比べてください。"),
    ],
)
def test_an_operator_reads_japanese(
    *, arguments: list[str], code: int, japanese: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENPON_LANG", "ja")
    monkeypatch.setenv("GENPON_DATA", str(tmp_path / "data"))
    assert call(arguments) == code
    assert capsys.readouterr().err == japanese.format(data=tmp_path / "data") + "\n"


def test_tables_have_japanese_headings_and_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENPON_LANG", "ja")
    nodes = status_table(
        [NodeStatus("peer0.toda", "stopped", "endorsing", "127.0.0.1:1", None, None, None, datetime(2030, 1, 1, tzinfo=UTC), None)]
    )
    members = identities_table([Member("app-1", "client", {}, ())])
    assert [str(column.header) for column in nodes.columns][:2] == ["プロセス", "役割"]
    assert list(nodes.columns[1].cells) == ["[red]停止[/red]"]
    assert list(members.columns[1].cells) == ["クライアント"]
    assert all(re.search("[\u3040-\u9fff]", str(column.header)) for column in members.columns[1:])
