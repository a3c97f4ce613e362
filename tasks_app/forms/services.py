"""Forms of a received paper: what the unit answers, and what the office enters that came in on paper (代录)."""

from django import forms

from tasks_app.actions.paper_services import OBJECTION_NEEDED, REPLY_NEEDED, SOURCE_NEEDED, Said
from tasks_app.domain.uploads import ACCEPTED, LARGEST
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.stored_files import StoredFilesField, StoredScanField

LONGEST_SAID = 4000
LONGEST_SOURCE = 120
FILES_HINT = f"可一次选择多个文件，每个不超过 {LARGEST // 1024 // 1024} MB；类型：{ACCEPTED}。"
NO_SCAN = "请上传回执的扫描件（PDF、OFD 或图片）。"
SOURCE_HINT = "写明方式、日期和何人，例如：2026年12月3日来函，市商务局王某送达。"


def source_field() -> CleanTextField:
    """How the office knows."""
    return CleanTextField(label="来源", max_length=LONGEST_SOURCE, required=SOURCE_NEEDED, help_text=SOURCE_HINT)


def files_field(label: str = "附件") -> StoredFilesField:
    """What is enclosed."""
    return StoredFilesField(label=label, required=False, help_text=FILES_HINT)


class ReceiptForm(forms.Form):
    """登记送达回执: the day on it, who signed, and its scan where there is one."""

    on = DayField(label="签收日期")
    source = source_field()
    scan = StoredScanField(
        label="回执扫描件",
        required=False,
        needed=NO_SCAN,
        help_text=f"PDF、OFD 或图片，不超过 {LARGEST // 1024 // 1024} MB。",
    )


class ReplyForm(forms.Form):
    """答复: the words and what they enclose."""

    text = CleanTextField(
        label="答复内容",
        max_length=LONGEST_SAID,
        rows=8,
        required=REPLY_NEEDED,
        help_text="逐项写明目前进展、下一步措施和完成时间。",
    )
    files = files_field()  # type: ignore[assignment]  # the uploads stay under the same name

    def said(self) -> Said:
        """What was written, and where it came from if the office enters it."""
        data = self.cleaned_data
        return Said(data["text"], data["files"], source=data.get("source", ""), on=data.get("on"))


class ObjectionForm(ReplyForm):
    """情况说明／异议: why the paper does not fit, or what stands in the way."""

    text = CleanTextField(
        label="情况说明或异议",
        max_length=LONGEST_SAID,
        rows=8,
        required=OBJECTION_NEEDED,
        help_text="写明哪一项、有何不同情况、依据是什么；领导小组办公室由未参与签发的人员答复。",
    )


class ReplyOnBehalfForm(ReplyForm):
    """代录答复: the same with the day and the source."""

    on = DayField(label="答复日期")
    source = source_field()
    field_order = ("on", "source", "text", "files")


class ObjectionOnBehalfForm(ObjectionForm):
    """代录情况说明或异议: the same with the day and the source."""

    on = DayField(label="提出日期")
    source = source_field()
    field_order = ("on", "source", "text", "files")
