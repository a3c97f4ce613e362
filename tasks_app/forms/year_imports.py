"""The form of an old spreadsheet: which file, which year; and once it was looked over, the same bytes again."""

import base64
import binascii
from typing import Any

from django import forms

from tasks_app.forms.fields import CleanTextField

LARGEST = 1024 * 1024
TOO_LARGE = "文件超过 1 MB，请删去图片等无关内容，或分成几个文件导入。"
FILE_NEEDED = "请选择往年台账文件（.xlsx 或 .csv）。"
YEAR_NEEDED = "请填写年度，例如 2025。"


class YearImportForm(forms.Form):
    """Which file of which year."""

    year = forms.IntegerField(
        label="年度", min_value=2000, max_value=2100, error_messages={"required": YEAR_NEEDED, "invalid": YEAR_NEEDED}
    )
    file = forms.FileField(
        label="往年台账",
        help_text="含序号、重点任务、年度任务、责任单位、完成时限、状态、进展、备注各列，最多 500 行。",
        error_messages={"required": FILE_NEEDED, "empty": FILE_NEEDED},
    )

    def clean_file(self) -> Any:
        """The upload, while it is small enough to travel through the page."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return upload


class ConfirmedYearForm(forms.Form):
    """The file that was looked over, as the page carried it."""

    year = forms.IntegerField(min_value=2000, max_value=2100)
    name = CleanTextField(max_length=255, required=FILE_NEEDED)
    content = forms.CharField(max_length=2 * LARGEST)

    def clean_content(self) -> bytes:
        """The bytes. Raises ValidationError where the page was tampered with."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(FILE_NEEDED) from None


def as_carried(content: bytes) -> str:
    """The bytes as the page carries them."""
    return base64.b64encode(content).decode("ascii")
