"""Forms of a decision on a report: why it is sent back, and what a leader signed on paper."""

from django import forms

from tasks_app.actions.reports import Sheet
from tasks_app.domain.uploads import LARGEST
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.stored_files import StoredScanField


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
