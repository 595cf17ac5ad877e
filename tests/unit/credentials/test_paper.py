"""Paper: what was printed comes back the same, whatever order it is scanned in, and nothing else does."""

import random
import zlib
from pathlib import Path

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from genpon.credentials.held import Held
from genpon.credentials.packing import pack, unpack
from genpon.credentials.paper import MOST_CODES, PER_CODE, paper_texts, read_paper, write_codes
from genpon.credentials.verdicts import Question
from genpon.credentials.verifying import verify
from genpon.errors import GenponError, Refused, UsageError
from genpon_core.certificate_types.shipped import NAMES, shipped
from genpon_core.credentials.sd_jwt import MAX_DISCLOSURES, SdJwt
from genpon_core.errors import Refusal
from tests.support.credentials import LAW, issued, subjects_and_paths
from tests.support.office import NOW, TODA_ASKS, trust, wallet_and_batch

WALLET, BATCH = wallet_and_batch("residence", 1)
_, PAPER = WALLET.present(shipped("residence").vct, [("name",), ("address",), ("birth_date",)], now=NOW)
TEXTS = paper_texts(PAPER, per_code=300)


def test_as_much_as_a_credential_may_disclose_is_packed() -> None:
    disclosures = tuple(f"{number:04}" for number in range(MAX_DISCLOSURES))
    presented = Held(SdJwt(PAPER.sd_jwt.jwt, disclosures))
    assert unpack(pack(presented)) == presented


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bound", [False, True])
def test_a_paper_is_read_back_and_verified(name: str, bound: bool) -> None:
    wallet, batch = wallet_and_batch(name, 1)
    paths = [claim.path for claim in shipped(name).claims if claim.mandatory and len(claim.path) == 1]
    _, presentation = wallet.present(shipped(name).vct, paths, now=NOW, challenge=TODA_ASKS if bound else None)
    texts = paper_texts(presentation)

    assert read_paper(texts) == presentation
    assert all(len(text) < PER_CODE + 40 for text in texts)
    verdict = verify(read_paper(texts), trust(batch), now=NOW, challenge=TODA_ASKS if bound else None)
    assert verdict[Question.INTEGRITY].code == "verdict.signed_and_in_batch"


@LAW
@given(subjects_and_paths(), st.integers(50, 900), st.integers(0, 999))
def test_any_credential_survives_in_any_order(subject: object, per_code: int, seed: int) -> None:
    held = Held(issued(*subject))  # type: ignore[misc]
    texts = list(paper_texts(held, per_code=max(per_code, len(pack(held)) // 20)))
    scanned = [*texts, *texts[:2], "", " \n"]
    random.Random(seed).shuffle(scanned)

    assert read_paper(f" {text}\r\n" for text in scanned) == held


def test_paper_is_smaller_than_the_text() -> None:
    assert sum(map(len, paper_texts(PAPER))) < len(str(PAPER.sd_jwt))


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], "paper.not_ours"),
        (["https://nagasaki.example"], "paper.not_ours"),
        ([TEXTS[0].lower()], "paper.not_ours"),
        ([TEXTS[0].replace("GENPON1", "GENPON2")], "paper.not_ours"),
        (TEXTS[1:], "paper.missing"),
        ([*TEXTS, paper_texts(Held(issued()))[0]], "paper.mixed"),
        ([*TEXTS, TEXTS[0].replace(TEXTS[0][-9:-1], TEXTS[0][-9:-1][::-1])], "paper.mixed"),
        ([*TEXTS[:-1], TEXTS[-1][:-5] + "00000/"], "paper.damaged"),
        ([f"GENPON1/1/1/00000000/{'A' * 9}/"], "paper.damaged"),
        (["GENPON1/1/1/00000000/:::/"], "paper.damaged"),
        (["GENPON1/2/1/00000000/AAA/"], "paper.missing"),
    ],
)
def test_what_is_no_paper(texts: list[str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_paper(texts)
    assert refused.value.code == code
    assert "\n" not in str(refused.value)


def test_the_missing_codes_are_named() -> None:
    assert len(TEXTS) > 3
    with pytest.raises(Refused) as refused:
        read_paper([TEXTS[0], *TEXTS[2:-1]])
    assert refused.value.parameters == {"missing": f"2 {len(TEXTS)}", "count": len(TEXTS)}


@LAW
@given(st.binary(max_size=200))
def test_garbage_unpacks_to_nothing(data: bytes) -> None:
    for packed in (data, zlib.compress(data), pack(PAPER)[:-1] + data, pack(PAPER) + data):
        try:
            assert unpack(packed) == PAPER
        except Refusal as refusal:
            assert refusal.code.partition(".")[0] in {"paper", "credential", "json", "text", "key", "salt"}  # noqa: PT017


def test_a_bomb_is_not_unpacked() -> None:
    packing = zlib.compressobj(9)
    bomb = packing.compress(bytes(64 << 20)) + packing.flush()
    with pytest.raises(Refusal, match=r"paper\.damaged"):
        unpack(bomb)


def test_what_would_need_too_many_codes_is_refused() -> None:
    with pytest.raises(Refused, match=str(MOST_CODES)):
        paper_texts(PAPER, per_code=10)


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_codes_are_written(tmp_path: Path, ending: str) -> None:
    paths = write_codes(TEXTS, tmp_path / f"residence{ending}")

    assert [path.name for path in paths] == [f"residence-{number}{ending}" for number in range(1, len(TEXTS) + 1)]
    assert all(path.stat().st_size > 100 for path in paths)


def test_a_single_code_has_no_number_and_holds_its_text(tmp_path: Path) -> None:
    (path,) = write_codes(TEXTS[:1], tmp_path / "one.svg")
    symbol = segno.make_qr(TEXTS[0], error="m", mode="alphanumeric", boost_error=False)

    assert path.name == "one.svg"
    assert f'height="{symbol.symbol_size(scale=4)[1]}"' in path.read_text(encoding="utf-8")


def test_the_usual_code_is_one_that_a_telephone_reads() -> None:
    text = f"GENPON1/10/10/ABCDEF01/{'A' * PER_CODE}/"
    assert int(segno.make_qr(text, error="m", mode="alphanumeric", boost_error=False).version) <= 20


@pytest.mark.parametrize(("name", "error"), [("residence.gif", UsageError), ("missing/residence.svg", Refused)])
def test_codes_that_cannot_be_written(tmp_path: Path, name: str, error: type[GenponError]) -> None:
    with pytest.raises(error):
        write_codes(TEXTS, tmp_path / name)


def test_unpacking_keeps_every_character() -> None:
    for text in (str(PAPER.sd_jwt), str(issued()), str(issued().jwt) + "~"):
        held = Held(SdJwt.parse(text))
        assert str(unpack(pack(held)).sd_jwt) == text
