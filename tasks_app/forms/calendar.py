"""Forms of the calendar: one day, and a year that is published from a file or as it stands."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from tasks_app.forms.fields import CleanTextField
from tasks_app.importing.calendar_csv import LONGEST_NAME, NOT_TEXT, CalendarRows, decoded, read_days

WORKS, RESTS = "works", "rests"
LARGEST_FILE = 64 * 1024
LONGEST_BASIS = 200
TOO_LARGE = "日历文件不应超过 64 KB，请核对是否选错了文件。"


class DayForm(forms.Form):
    """Whether offices work on a day, and what it is called."""

    works = forms.ChoiceField(
        label="当日",
        choices=((WORKS, "上班"), (RESTS, "休息")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择上班或休息。", "invalid_choice": "请选择上班或休息。"},
    )
    name = CleanTextField(label="名称", max_length=LONGEST_NAME, help_text="节日名称，例如“国庆节”；平常日子不填。")


class PublishForm(forms.Form):
    """The basis, and the days that differ from the plain week: a file, or what an earlier preview read from one."""

    basis = CleanTextField(
        label="依据",
        max_length=LONGEST_BASIS,
        required="请填写依据，例如“国务院办公厅关于2027年部分节假日安排的通知”。",
    )
    days = forms.FileField(
        label="日历文件（.csv）",
        required=False,
        help_text="每行：日期, 上班/休息, 名称；只写与平常周历不同的日子。不选文件则按页面上现有的日历公布。",
        error_messages={"empty": "文件是空的，请重新选择。"},
    )
    rows = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LARGEST_FILE)
    confirmed = forms.BooleanField(label="已逐条核对以上疑点，确认按此公布", required=False)

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year
        self.read: CalendarRows | None = None

    def clean(self) -> dict[str, Any]:
        """Reads the file, or the rows of the preview; every wrong row becomes a fault of the file."""
        data = super().clean() or self.cleaned_data
        upload: UploadedFile | None = data.get("days")
        text = self._text(upload) if upload else data.get("rows", "")
        if text:
            self.read = read_days(text, self.year)
            for fault in self.read.faults:
                self.add_error("days", fault)
        data["rows"] = text
        return data

    def _text(self, upload: UploadedFile) -> str:
        if (upload.size or 0) > LARGEST_FILE:
            self.add_error("days", TOO_LARGE)
            return ""
        text = decoded(upload.read())
        if text is None:
            self.add_error("days", NOT_TEXT)
        return text or ""
