"""Forms of a request for more time: what the unit asks for, and what the office decides."""

from copy import deepcopy
from typing import Any

from django import forms

from tasks_app.actions.extension_sheets import OF_LEADER
from tasks_app.actions.extensions import (
    PROGRESS_NEEDED,
    REASON_NEEDED,
    WORDS_NEEDED,
    Grant,
    Wish,
)
from tasks_app.actions.reports import Sheet
from tasks_app.forms.callers import CallerFields
from tasks_app.forms.decisions import SheetForm
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.paper_sheets import SignerSheetForm

LONGEST_WISH = 1000


class WishForm(forms.Form):
    """申请延期: why, how far the work has come, and until when."""

    reason = CleanTextField(
        label="延期理由",
        max_length=LONGEST_WISH,
        rows=4,
        required=REASON_NEEDED,
        help_text="写明不能按期完成的具体原因；不得涉及国家秘密。",
    )
    progress = CleanTextField(
        label="目前进展",
        max_length=LONGEST_WISH,
        rows=4,
        required=PROGRESS_NEEDED,
        help_text="写明已完成和未完成的部分。",
    )
    until = DayField(label="申请延期至", help_text="应为现时限之后、本年度内的工作日。")

    def wish(self) -> Wish:
        """What is asked for."""
        data = self.cleaned_data
        return Wish(data["until"], data["reason"], data["progress"])


class WishOnBehalfForm(WishForm, CallerFields):
    """代录延期申请: the same, with where it came from."""

    field_order = ("on_behalf_source", "on_behalf_of", "reason", "progress", "until")


class GrantForm(forms.Form):
    """同意延期: until when, and in which words."""

    until = DayField(label="同意延期至", help_text="可以早于申请的日期。")
    words = CleanTextField(label="审批意见", max_length=LONGEST_REASON, rows=2, help_text="申请单位会看到这段话。")

    def granted(self) -> Grant:
        """What is granted."""
        return Grant(self.cleaned_data["until"], self.cleaned_data["words"])


class SheetGrantForm(SheetForm):
    """同意延期 with what a group leader signed: the consent to move a date of the plan."""

    until = DayField(label="同意延期至", help_text="可以早于申请的日期。")
    field_order = ("until", "signer", "signer_title", "words", "signed_on", "scan")

    def granted(self) -> Grant:
        """What is granted, with the sheet."""
        return Grant(self.cleaned_data["until"], sheet=self.sheet())


class GrantOnPaperForm(SignerSheetForm):
    """登记线下签批并同意延期: until when, what was signed, and where needed a leader's consent on another sheet."""

    until = DayField(label="同意延期至", help_text="可以早于申请的日期。")

    def __init__(self, *args: Any, with_consent: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._has_consent = with_consent
        for name, field in SheetForm.base_fields.items() if with_consent else ():
            mine = self.fields[f"{OF_LEADER}{name}"] = deepcopy(field)
            mine.label = f"领导小组领导{field.label}"
        self.order_fields(["until"])

    def granted(self) -> Grant:
        """What is granted, with the sheets."""
        return Grant(self.cleaned_data["until"], sheet=self.sheet(), consent=self._consent())

    def _consent(self) -> Sheet | None:
        if not self._has_consent:
            return None
        parts = ("signer", "signer_title", "words", "signed_on", "scan")
        return Sheet(*(self.cleaned_data[f"{OF_LEADER}{name}"] for name in parts))


class RefuseForm(forms.Form):
    """不同意延期, with a reason."""

    reason = CleanTextField(
        label="不同意的理由",
        max_length=LONGEST_REASON,
        rows=3,
        required=WORDS_NEEDED,
        help_text="写明理由和要求；申请单位会看到这段话。",
    )
