"""电话催办登记: whom the office spoke to, when, and what was said."""

from typing import Any

from django import forms

from tasks_app.actions.phone_calls import WHAT_NEEDED, WHO_NEEDED
from tasks_app.domain.reach import Rung
from tasks_app.forms.fields import CleanTextField, MomentField

BAD_MOMENT = "请选择通话时间，例如 2026-11-23 09:30。"


class CallForm(forms.Form):
    """A call; the box to count it is shown only where ``rung`` says as what, in the word its unit may read."""

    spoken_to = CleanTextField(label="接听人", max_length=64, required=WHO_NEEDED, help_text="姓名和职务。")
    called_at = MomentField(label="通话时间", wrong=BAD_MOMENT)
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
        self.rung = rung
        if rung is not None:
            self.fields["counts"].label = f"计为{rung.word}"
            self.fields["counts"].help_text = f"计入本轮{rung.word}，系统不再另发；电话不能代替送达公文。"

    @property
    def is_counted(self) -> bool:
        """Whether the call is to stand for the rung. Heard also where no box was offered: the act refuses it aloud."""
        return bool(self.cleaned_data.get("counts"))
