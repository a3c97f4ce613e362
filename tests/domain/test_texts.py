"""What is kept of typed text (RELIABILITY: bad input)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.domain.report_states import missing_words
from tasks_app.domain.texts import cleaned, on_one_line

ZERO_WIDTH, BIDI_OVERRIDE, BYTE_ORDER_MARK, WIDE_SPACE = "\u200b", "\u202e", "\ufeff", "\u3000"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  已开工 ", "已开工"),
        (WIDE_SPACE * 3, ""),
        (ZERO_WIDTH, ""),
        (f"{WIDE_SPACE}{ZERO_WIDTH}\n\t{BYTE_ORDER_MARK}", ""),
        ("已\x00开工", "已开工"),
        ("\u3164\u115f\u2800\u034f", ""),  # fillers: nothing to see, and no white space to Unicode
        ("\u061c\u180e\ufff9\ufe0f\U000e0041", ""),
        ("已\uffff开\ufdd0工\U0001fffe", "已开工"),
        (f"{BIDI_OVERRIDE}fdp.exe", "fdp.exe"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("一\t二", "一\t二"),
        ("坏\ud800字", "坏字"),
        ("𠮷野家 🙂", "𠮷野家 🙂"),
        ("cafe\u0301", "café"),
        ("<script>alert(1)</script>{{7*7}}", "<script>alert(1)</script>{{7*7}}"),
        ("５０％", "５０％"),
    ],
)
def test_cleaned(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


def test_a_name_stands_on_one_line() -> None:
    assert on_one_line(" 关于\r\n报送\t材料 的 函 ") == "关于 报送 材料 的 函"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = cleaned(typed)
    assert cleaned(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@pytest.mark.parametrize("nothing", ["", " ", WIDE_SPACE, ZERO_WIDTH, f"\n{BYTE_ORDER_MARK}"])
def test_what_nobody_can_see_is_no_answer(nothing: str) -> None:
    faults = missing_words(progress=nothing, problems=nothing, next_steps=nothing, standing="")
    assert list(faults) == ["progress_text", "problems", "next_steps", "standing"]


def test_a_whole_report_lacks_nothing() -> None:
    assert missing_words(progress="已开工", problems="无", next_steps="推进", standing="on_schedule") == {}
