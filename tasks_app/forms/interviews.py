"""Forms of an interview (约谈): how it went, what the unit committed itself to, and what it did about it."""

from datetime import date
from typing import Any

from django import forms

from tasks_app.actions.interview_meetings import ATTENDANCE_NEEDED, PLACE_NEEDED, Meeting
from tasks_app.actions.interviews import COMMITMENT_NEEDED, RECTIFICATION_NEEDED, Promise, Rectified
from tasks_app.forms.fields import BAD_DATE, CleanTextField, DayField, MomentField
from tasks_app.forms.services import LONGEST_SAID, files_field, source_field

ROWS = 5
LONGEST_COMMITMENT = 300
BAD_MOMENT = "请选择约谈时间，例如 2026-12-28 09:30。"
TEXT_NEEDED = "填写了完成时限，请写明承诺事项。"


class HoldForm(forms.Form):
    """登记约谈: when and where it took place, who presided, who came."""

    held_at = MomentField(label="约谈时间", wrong=BAD_MOMENT)
    place = CleanTextField(label="约谈地点", max_length=100, required=PLACE_NEEDED)
    presided_by = CleanTextField(
        label="主持人", max_length=64, required="请填写主持人姓名。", help_text="同意约谈时指定的主持人。"
    )
    presided_by_title = CleanTextField(
        label="主持人职务", max_length=80, help_text="由他人主持的写明其职务，纪要照此书写；由指定的主持人主持则不填。"
    )
    delegation = CleanTextField(
        label="委托情况", max_length=200, help_text="由他人主持的，写明委托人、日期和方式；由指定的主持人主持则不填。"
    )
    attendance = CleanTextField(
        label="参加人员", max_length=1000, rows=4, required=ATTENDANCE_NEEDED, help_text="写明单位、姓名和职务。"
    )

    def meeting(self) -> Meeting:
        """What the clerk noted."""
        return Meeting(**self.cleaned_data)


class CommitForm(forms.Form):
    """登记整改承诺: five rows of what and by when; empty ones are passed over."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in range(1, ROWS + 1):
            self.fields[f"text_{row}"] = CleanTextField(label=f"承诺事项 {row}", max_length=LONGEST_COMMITMENT)
            self.fields[f"due_{row}"] = DayField(label=f"完成时限 {row}", required=False)

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields, row by row."""
        return [(self[f"text_{row}"], self[f"due_{row}"]) for row in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """A row is whole or empty, and at least one is whole."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(1, ROWS + 1):
            text, due = data.get(f"text_{row}"), data.get(f"due_{row}")
            if text and not due and f"due_{row}" not in self.errors:
                self.add_error(f"due_{row}", BAD_DATE)
            if due and not text and f"text_{row}" not in self.errors:
                self.add_error(f"text_{row}", TEXT_NEEDED)
        if not self.errors and not self.promises():
            self.add_error("text_1", COMMITMENT_NEEDED)
        return data

    def promises(self) -> list[Promise]:
        """The whole rows."""
        typed: list[tuple[str, date | None]] = [
            (self.cleaned_data[f"text_{row}"], self.cleaned_data[f"due_{row}"]) for row in range(1, ROWS + 1)
        ]
        return [Promise(text, due) for text, due in typed if text]


class RectifyForm(forms.Form):
    """报告整改情况: what was done about each commitment, with files."""

    text = CleanTextField(
        label="整改情况",
        max_length=LONGEST_SAID,
        rows=8,
        required=RECTIFICATION_NEEDED,
        help_text="对照整改承诺逐项写明完成情况和日期；未完成的写明原因和措施。",
    )
    files = files_field("整改材料")  # type: ignore[assignment]  # the uploads stay under the same name

    def rectified(self) -> Rectified:
        """What was written, and where it came from if the office enters it."""
        data = self.cleaned_data
        return Rectified(data["text"], data["files"], source=data.get("source", ""))


class RectifyOnBehalfForm(RectifyForm):
    """代录整改情况: the same with the source."""

    source = source_field()
    field_order = ("source", "text", "files")


class FulfilForm(forms.Form):
    """承诺完成: on which day."""

    on = DayField(label="完成日期")
