"""电话催办登记: whom the office spoke to, when, and what was said."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from tasks_app.actions.phone_calls import WHAT_NEEDED, WHO_NEEDED
from tasks_app.domain.reach import Rung
from tasks_app.forms.fields import EARLIEST, LATEST, CleanTextField

BAD_MOMENT = "请选择通话时间，例如 2026-11-23 09:30。"
MINUTES = "%Y-%m-%dT%H:%M"


class CallForm(forms.Form):
    """A call; it may count as the line's rung only where ``rung`` says which, in the word its unit may read."""

    spoken_to = CleanTextField(label="接听人", max_length=64, required=WHO_NEEDED, help_text="姓名和职务。")
    called_at = forms.DateTimeField(
        label="通话时间",
        widget=forms.DateTimeInput(format=MINUTES, attrs={"type": "datetime-local"}),
        input_formats=[MINUTES, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": BAD_MOMENT, "invalid": BAD_MOMENT},
    )
    said = CleanTextField(
        label="通话内容",
        max_length=500,
        rows=4,
        required=WHAT_NEEDED,
        help_text="写明要求和对方的答复；不得涉及国家秘密。",
    )
    counts = forms.BooleanField(required=False)

    def __init__(self, *args: Any, rung: Rung | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if rung is None:
            del self.fields["counts"]
        else:
            self.fields["counts"].label = f"计为{rung.word}"
            self.fields["counts"].help_text = f"计入本轮{rung.word}，系统不再另发；电话不能代替送达公文。"

    def clean_called_at(self) -> datetime:
        """Refuses years that can only be a slip of the finger."""
        moment: datetime = self.cleaned_data["called_at"]
        if not EARLIEST <= timezone.localdate(moment) < LATEST:
            raise forms.ValidationError(BAD_MOMENT)
        return moment

    @property
    def is_counted(self) -> bool:
        """Whether the call is to stand for the rung."""
        return bool(self.cleaned_data.get("counts"))
