"""Forms of importing people: the file with a ground for all of it, and the confirmation of what was shown."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tasks_app.domain.posts import BASIS_NEEDED
from tasks_app.forms.fields import CleanTextField
from tasks_app.importing.people_file import PeopleRead, from_json, read_people
from tasks_app.importing.source import Unreadable

FILE_NEEDED = "请选择 .xlsx 或 .csv 文件。"
EMPTY = "所选文件是空文件（0 字节），请检查是否选错了文件。"
LARGEST = 2 * 1024 * 1024
TOO_LARGE = "文件超过 2 MB，人员表不应这样大，请检查是否选错了文件。"
AGAIN = "确认的内容不完整，请重新选择文件。"


class PeopleFileField(forms.FileField):
    """A table of people, read when the form is valid."""

    def __init__(self, **options: Any) -> None:
        messages = {"required": FILE_NEEDED, "empty": EMPTY, "invalid": FILE_NEEDED}
        super().__init__(error_messages=messages, **options)

    def clean(self, data: Any, initial: Any = None) -> PeopleRead:
        """What the file says. Raises ValidationError with the house's sentence."""
        upload = super().clean(data, initial)
        if upload.size > LARGEST:
            raise ValidationError(TOO_LARGE, code="invalid")
        try:
            return read_people(upload.read(), name=upload.name)
        except Unreadable as refusal:
            raise ValidationError(str(refusal), code="invalid") from None


class PeopleFileForm(forms.Form):
    """A new file."""

    file = PeopleFileField(
        label="人员表", help_text="可以上传 .xlsx、.csv，一次最多 500 人；先列出变动，确认后才写入。"
    )
    basis = CleanTextField(
        label="依据",
        max_length=200,
        required=BASIS_NEEDED,
        help_text="例如“关于报送联络员名单的复函”；文件中写有依据的行，以文件为准。",
    )


class ConfirmForm(forms.Form):
    """What was shown, as the page carried it: the rows, the ground, and the hash of what they would do."""

    rows = forms.CharField(widget=forms.HiddenInput)
    basis = CleanTextField(max_length=200, required=BASIS_NEEDED)
    seen = forms.RegexField(r"[0-9a-f]{64}")

    def clean_rows(self) -> Any:
        """The rows. Who may do what with them is asked again of each."""
        try:
            return from_json(json.loads(self.cleaned_data["rows"]))
        except (ValueError, TypeError, RecursionError):
            raise ValidationError(AGAIN) from None

    @property
    def fault(self) -> str:
        """Why it does not hold."""
        return AGAIN
