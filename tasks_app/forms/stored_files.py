"""Fields whose files lie in the store when the form is valid: before any transaction begins (``actions.evidence``)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tasks_app.actions import evidence
from tasks_app.actions.evidence import SCAN_NEEDED, StoredFile
from tasks_app.domain.refusals import Invalid
from tasks_app.forms.fields import ManyFilesField

EMPTY = "所选文件是空文件，请重新选择。"


class StoredScanField(forms.FileField):
    """A scan; ``needed`` is the sentence where there is none, or a file that is no scan."""

    def __init__(self, *, needed: str = SCAN_NEEDED, **options: Any) -> None:
        self.needed = needed
        super().__init__(error_messages={"required": needed, "empty": EMPTY}, **options)

    def clean(self, data: Any, initial: Any = None) -> StoredFile | None:
        """The scan in the store. Raises ValidationError with the house's sentence."""
        upload = super().clean(data, initial)
        try:
            return evidence.take_in_scan(upload, needed=self.needed) if upload else None
        except Invalid as refusal:
            raise ValidationError(refusal.sentence, code="invalid") from None


class StoredFilesField(ManyFilesField):
    """Several files; none is an empty list."""

    def clean(self, data: Any, initial: Any = None) -> list[StoredFile]:  # type: ignore[override]
        """The files in the store. Raises ValidationError with the house's sentence."""
        uploads = super().clean(data, initial)
        try:
            return evidence.take_in(uploads)
        except Invalid as refusal:
            raise ValidationError(refusal.sentence, code="invalid") from None
