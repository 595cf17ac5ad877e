"""An act is on disk before it goes anywhere, and only its very bytes come back."""

import stat
from pathlib import Path

import pytest

from genpon.errors import Refused
from genpon.notes import reason
from genpon.outbox import FolderOutbox, default_folder
from genpon_core.statements import Act
from tests.support.book import CONTRACT, Cast


@pytest.fixture
def acts(cast: Cast) -> list[Act]:
    asset = f"charter/{cast.book.charter.digest}"
    people = list(cast.administrators.values())
    return [person.act(cast.book, asset, "accept", {}, signed_at=cast.book.now - age) for age, person in enumerate(people)]


def test_acts_come_back_byte_for_byte_the_earliest_first(tmp_path: Path, acts: list[Act]) -> None:
    outbox = FolderOutbox(tmp_path / "new" / "outbox")
    assert outbox.pending() == ()
    for act in acts:
        outbox.put(act)
    assert [act.to_bytes() for act in FolderOutbox(outbox.folder).pending()] == [act.to_bytes() for act in reversed(acts)]


def test_an_act_leaves_once_and_twice_is_no_matter(tmp_path: Path, acts: list[Act]) -> None:
    outbox = FolderOutbox(tmp_path)
    outbox.put(acts[0])
    outbox.put(acts[0])
    assert len(outbox.pending()) == 1
    outbox.remove(acts[0])
    outbox.remove(acts[0])
    assert outbox.pending() == ()


def test_texts_are_kept_with_their_act_and_go_with_it(tmp_path: Path, cast: Cast) -> None:
    why, notes = reason("terms", "予算が違います。")
    act = cast.approver.act(cast.book, CONTRACT, "send_back", {"reason": why})
    outbox = FolderOutbox(tmp_path)
    outbox.put(act, notes)
    outbox.put(act)
    again = FolderOutbox(tmp_path)
    assert (again.pending(), again.notes(act)) == ((act,), notes)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    again.remove(act)
    assert list(tmp_path.iterdir()) == []


def test_texts_of_another_act_are_refused(tmp_path: Path, acts: list[Act]) -> None:
    _, notes = reason("terms", "予算が違います。")
    outbox = FolderOutbox(tmp_path)
    outbox.put(acts[0], notes)
    with pytest.raises(Refused) as caught:
        outbox.notes(acts[0])
    assert caught.value.code == "note.not_of_act"


def test_only_its_owner_may_read_it(tmp_path: Path, acts: list[Act]) -> None:
    outbox = FolderOutbox(tmp_path / "outbox")
    outbox.put(acts[0])
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (outbox.folder, *outbox.folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_what_is_no_act_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.act.json").write_text("{}")
    with pytest.raises(Refused) as caught:
        FolderOutbox(tmp_path).pending()
    assert caught.value.code == "json.field"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, acts: list[Act]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as caught:
        FolderOutbox(tmp_path / "file").put(acts[0])
    assert caught.value.code == "file.not_written"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"GENPON_OUTBOX": "/a/b"}, "/a/b"),
        ({"XDG_STATE_HOME": "/state"}, "/state/genpon/outbox"),
        ({"HOME": "/home/u"}, "/home/u/.local/state/genpon/outbox"),
    ],
)
def test_where_it_is(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str) -> None:
    for name in ("GENPON_OUTBOX", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_folder() == Path(expected)
