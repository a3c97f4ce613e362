"""Forms of a decision on a report: why it is sent back, and what a leader signed on paper."""

from typing import Any

from django import forms

from tasks_app.actions.reports import Sheet
from tasks_app.domain.follow_ups import ADOPTED_NEEDED, DEADLINE_NEEDED, FOLLOW_UP_NEEDED, LEFT_NEEDED, InPart
from tasks_app.domain.uploads import LARGEST
from tasks_app.domain.verification import Verified, found
from tasks_app.forms.fields import CleanTextField, DayField, PercentField
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.stored_files import StoredScanField
from tasks_app.models import ProgressReport

VERIFIED_HINT = "按附件和掌握的情况填写；没有依据请留空，记为“无证据”。"


class SendBackForm(forms.Form):
    """退回修改: the reason, and by when to redo it."""

    reason = CleanTextField(
        label="退回理由",
        max_length=LONGEST_REASON,
        rows=3,
        required="请填写退回理由，写明缺少什么、怎样补正。",
        help_text="写明缺少什么、怎样补正；该单位会看到这段话。",
    )
    redo_by = DayField(label="重报时限", required=False)


class VerifiedForm(forms.Form):
    """采用 with what the office found (核实). A page that does not ask leaves it to the rule."""

    verified = PercentField(label="核实完成率（%）", required=False, help_text=VERIFIED_HINT)

    def finding(self, report: ProgressReport, *, has_file: bool) -> Verified | None:
        """What the office found; None where the form did not say."""
        if self.add_prefix("verified") not in self.data:
            return None
        return found(report.percent, self.cleaned_data["verified"], has_file=has_file)


class InPartForm(VerifiedForm):
    """部分采用: what is taken and what is not, and why; of a closing also what follows, and by when."""

    adopted = CleanTextField(label="采用的部分", rows=2)
    not_adopted = CleanTextField(
        label="未采用的部分", rows=2, required=LEFT_NEEDED, help_text="该单位会看到，并须在下次报送时写明落实情况。"
    )
    follow_up = CleanTextField(label="续办的内容和要求", rows=2)
    deadline = DayField(label="续办完成时限", required=False)
    reason = CleanTextField(label="理由", max_length=LONGEST_REASON, rows=2, required="请填写部分采用的理由。")

    def __init__(self, *args: Any, is_closing: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        order = ["adopted", "not_adopted", "reason", "follow_up", "deadline", "verified"]
        self.order_fields(["signer", "signer_title", "words", "signed_on", "scan", *order])
        if is_closing:
            self.fields["not_adopted"].help_text = "作为续办事项另行交办，该单位会看到这段话。"
            for name in ("adopted", "follow_up", "deadline"):
                self.fields[name].required = True
            self.fields["adopted"].error_messages["required"] = ADOPTED_NEEDED
            self.fields["follow_up"].error_messages["required"] = FOLLOW_UP_NEEDED
            self.fields["deadline"].error_messages["required"] = DEADLINE_NEEDED
        else:
            del self.fields["follow_up"], self.fields["deadline"]

    def in_part(self) -> InPart:
        """What was taken and what was left."""
        data = self.cleaned_data
        return InPart(data["adopted"], data["not_adopted"], data.get("follow_up", ""), data.get("deadline"))


class SheetForm(forms.Form):
    """登记线下签批: what a leader decided on paper."""

    signer = CleanTextField(label="签批人", max_length=64, required="请填写签批人姓名。")
    signer_title = CleanTextField(label="职务", max_length=80, required="请填写签批人职务。")
    words = CleanTextField(
        label="签批意见",
        max_length=300,
        rows=2,
        required="请照原件填写签批意见。",
        help_text="照原件抄录，例如：同意。",
    )
    signed_on = DayField(label="签批日期")
    scan = StoredScanField(
        label="签批件扫描件",
        help_text=f"PDF、OFD 或图片，不超过 {LARGEST // 1024 // 1024} MB；没有扫描件不能登记。",
    )

    def sheet(self) -> Sheet:
        """The decision on paper, with its scan in the store."""
        data = self.cleaned_data
        return Sheet(data["signer"], data["signer_title"], data["words"], data["signed_on"], data["scan"])


class SheetBackForm(SheetForm):
    """登记线下签批并退回: the same, with the day by which to redo it."""

    redo_by = DayField(label="重报时限", required=False)


class SheetInPartForm(InPartForm, SheetForm):
    """登记线下签批并部分采用: the leader's words are the reason."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["reason"]

    def in_part_fields(self) -> list[forms.BoundField]:
        """What is asked besides the signature."""
        return [self[name] for name in self.fields if name not in SheetForm.base_fields]
