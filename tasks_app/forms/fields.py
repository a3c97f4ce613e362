"""Fields that take what people really type: pasted text, full-width figures, several files at once."""

import unicodedata
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from tasks_app.domain.texts import LONGEST, cleaned, on_one_line

BAD_PERCENT = "请填写 0 到 100 的整数，例如 50。"
BAD_DATE = "请选择一个日期，例如 2026-12-15。"
MINUTES = "%Y-%m-%dT%H:%M"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
MOST_PERCENT = 100
PERCENT_DIGITS = 3
ID_DIGITS = 18


class PresetChoiceField(forms.ChoiceField):
    """One of several, of which ``initial`` is chosen beforehand: left out it means that one, so it is never 选填."""

    is_preset = True

    def clean(self, value: Any) -> Any:
        """What was chosen, or what stood there."""
        return super().clean(value) or self.initial


class CleanTextField(forms.CharField):
    """Text without invisible characters: what only looks filled in counts as empty."""

    def __init__(self, *, max_length: int = LONGEST, rows: int = 0, required: str = "", **options: Any) -> None:
        """``rows`` above 0 makes a text area; ``required`` is the sentence shown where nothing was written."""
        messages = {"max_length": "最多 %(limit_value)d 字，现在有 %(show_value)d 字，请删减后再提交。"}
        if required:
            messages["required"] = required
        if rows:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        self.is_paragraph = bool(rows)
        super().__init__(max_length=max_length, required=bool(required), error_messages=messages, **options)

    def to_python(self, value: Any) -> str:
        """The cleaned text; on one line unless it is a text area."""
        text = super().to_python(value) or ""
        return cleaned(text) if self.is_paragraph else on_one_line(text)


class DraftTextField(CleanTextField):
    """Text that is asked for on the page, while a draft may still leave it out; sending asks for the rest."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.required = True

    def validate(self, value: str) -> None:
        """Accepts what is unfinished."""


class DraftChoiceField(forms.ChoiceField):
    """A choice that a draft may still leave open."""

    def validate(self, value: str) -> None:
        """Accepts what is open, and nothing that is not among the choices."""
        if value:
            super().validate(value)


class PercentField(forms.Field):
    """A whole per cent: ``50``, ``50%`` or ``５０％``; empty is None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"})

    def to_python(self, value: Any) -> int | None:
        """The figure. Raises ValidationError for anything that is no whole number from 0 to 100."""
        text = on_one_line(unicodedata.normalize("NFKC", str(value or ""))).removesuffix("%").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= PERCENT_DIGITS and int(text) <= MOST_PERCENT):
            raise ValidationError(BAD_PERCENT, code="invalid")
        return int(text)


class DayField(forms.DateField):
    """A day from the browser's own date input."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": BAD_DATE, "required": BAD_DATE},
            **options,
        )

    def validate(self, value: date | None) -> None:
        """Refuses years that can only be a slip of the finger."""
        super().validate(value)
        if value is not None and not EARLIEST <= value < LATEST:
            raise ValidationError(BAD_DATE, code="invalid")


class TickedField(forms.MultipleChoiceField):
    """Rows ticked in a list, by their ids.

    Which rows they may be is asked where it is done: a form sent twice names what its first half has just removed.
    """

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        """Whether this is an id at all."""
        text = str(value)
        return text.isascii() and text.isdigit() and len(text) <= ID_DIGITS


class MomentField(forms.DateTimeField):
    """A moment from the browser's own input. ``wrong`` says everything: also that the clocks skipped that hour."""

    def __init__(self, *, wrong: str, **options: Any) -> None:
        self.wrong = wrong
        super().__init__(
            widget=forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"}),
            input_formats=[MINUTES, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            error_messages={"required": wrong},
            **options,
        )

    def to_python(self, value: Any) -> datetime | None:
        """The aware moment. Of a time that did not exist (summer time, 1986 to 1991) Django speaks English."""
        try:
            moment: datetime | None = super().to_python(value)
        except (ValidationError, OverflowError):
            raise ValidationError(self.wrong, code="invalid") from None
        return moment

    def validate(self, value: datetime | None) -> None:
        """Refuses years that can only be a slip of the finger."""
        super().validate(value)
        if value is not None and not EARLIEST <= timezone.localdate(value) < LATEST:
            raise ValidationError(self.wrong, code="invalid")


class ManyFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; none is an empty list. What they are is checked where they are stored."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The uploads in the order they were chosen."""
        return [upload for upload in data or [] if upload]
