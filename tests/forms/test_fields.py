"""Fields take what people really type, and refuse the rest in a sentence."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from tasks_app.domain.texts import LONGEST
from tasks_app.forms.fields import (
    BAD_DATE,
    BAD_PERCENT,
    CleanTextField,
    DayField,
    DraftChoiceField,
    DraftTextField,
    ManyFilesField,
    PercentField,
)

NEEDED = "请填写。"


@pytest.mark.parametrize("typed", ["", "   ", "\u3000\u3000", "\u200b", "\ufeff\u200d", "\x00", "\r\n\t"])
def test_what_only_looks_filled_in_is_empty(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CleanTextField(rows=3, required=NEEDED).clean(typed)
    assert refused.value.messages == [NEEDED]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("第一行\r\n第二行\x00", "第一行\n第二行"),
        ("𠮷野家😀", "𠮷野家😀"),
        ("<script>{{7*7}}</script>", "<script>{{7*7}}</script>"),
        ("\u202e倒过来", "倒过来"),
        ("e\u0301", "é"),
    ],
)
def test_text_keeps_what_is_meant(typed: str, kept: str) -> None:
    assert CleanTextField(rows=3).clean(typed) == kept


def test_a_name_stands_on_one_line() -> None:
    assert CleanTextField(max_length=20).clean(" 王\u3000晓\r\n科长 ") == "王 晓 科长"


def test_too_long_says_how_long() -> None:
    with pytest.raises(ValidationError) as refused:
        CleanTextField(rows=3).clean("字" * (LONGEST + 1))
    assert refused.value.messages == ["最多 20000 字，现在有 20001 字，请删减后再提交。"]


def test_draft_may_leave_text_and_choice_open() -> None:
    assert DraftTextField(rows=3).clean("\u3000") == ""
    standing = DraftChoiceField(choices=[("behind", "滞后")])
    assert standing.clean("") == ""
    with pytest.raises(ValidationError):
        standing.clean("superuser")


@pytest.mark.parametrize(
    ("typed", "meant"), [("50", 50), (" 50 % ", 50), ("５０％", 50), ("0", 0), ("100%", 100), ("", None), (None, None)]
)
def test_percent_reads_what_people_write(typed: str | None, meant: int | None) -> None:
    assert PercentField(required=False).clean(typed) == meant


@pytest.mark.parametrize("typed", ["NaN", "101", "-1", "1e309", "12.5", "五十", "٥٠", "50%%", "9" * 5000, "inf"])
def test_percent_refuses_the_rest(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PercentField(required=False).clean(typed)
    assert refused.value.messages == [BAD_PERCENT]


@pytest.mark.parametrize(
    "typed", ["2026-02-29", "0001-01-01", "9999-12-31", "3月5日", "2026/3/5", "24:00", "46000", ""]
)
def test_day_refuses_what_is_no_day_of_ours(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == [BAD_DATE]


def test_many_files_come_in_the_order_they_were_chosen() -> None:
    class Form(forms.Form):
        files = ManyFilesField()

    chosen = [SimpleUploadedFile(name, b"x") for name in ("一.pdf", "二.pdf")]
    form = Form({}, MultiValueDict({"files": chosen}))
    assert form.is_valid()
    assert [upload.name for upload in form.cleaned_data["files"]] == ["一.pdf", "二.pdf"]
    assert Form({}, {}).is_valid()
