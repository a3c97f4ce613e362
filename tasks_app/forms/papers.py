"""Forms of a paper: its words, built from the declaration of its kind, and what each act asks for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tasks_app.actions.paper_drafts import Words
from tasks_app.actions.papers import Agreement
from tasks_app.domain.paper_kinds import Kind
from tasks_app.domain.paper_rules import BAD_DAYS, LONGEST_ASKED, LONGEST_TITLE, MOST_REPLY_DAYS, asked_by_default
from tasks_app.domain.uploads import LARGEST
from tasks_app.forms.fields import CleanTextField, DayField, DraftTextField
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.paper_sheets import SignerSheetForm
from tasks_app.forms.stored_files import StoredScanField
from tasks_app.models import Paper, PaperGround

SCAN_HELP = f"PDF、OFD 或图片，不超过 {LARGEST // 1024 // 1024} MB；没有原件扫描件不能登记。"
SCAN_NEEDED = "请上传扫描件（PDF、OFD 或图片）；没有原件扫描件不能登记。"
KNOW_FIRST = "送核以后有变化，请先查看并勾选“已知悉变化”。"
WHY = {"instruct": "请填写批示内容。"}
WHY_NOT = "请填写理由，让拟稿人知道需要怎样修改。"


class PaperForm(forms.Form):
    """Title, the passages of the kind, what is asked about each line, and the reply window where the kind has one.

    A draft may leave gaps. The grounds come with ``line.work_item``.
    """

    def __init__(self, *args: Any, kind: Kind, grounds: Sequence[PaperGround] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked = {ground.pk: asked_field(ground) for ground in grounds}
        self.passages = tuple(passage.code for passage in kind.passages)
        self.fields["title"] = DraftTextField(label="标题", max_length=LONGEST_TITLE)
        for passage in kind.passages:
            field = DraftTextField if passage.required else CleanTextField
            self.fields[passage.code] = field(
                label=passage.label, max_length=passage.longest, rows=passage.rows, help_text=passage.help
            )
        for ground in grounds:
            self.fields[asked_field(ground)] = CleanTextField(
                label=f"对“{ground.line.work_item.title}”的要求",
                max_length=LONGEST_ASKED,
                help_text=f"写入所附清单的“工作要求”一栏；不填则写“{asked_by_default(kind)}”。",
            )
        if kind.reply_days is not None:
            self.fields["reply_days"] = forms.IntegerField(
                label="答复期（工作日）",
                min_value=1,
                max_value=MOST_REPLY_DAYS,
                help_text="自签收之日起算。",
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), BAD_DAYS),
            )

    def words(self) -> Words:
        """What was written."""
        data = self.cleaned_data
        passages = {code: data[code] for code in self.passages}
        asked = {ground: data[field] for ground, field in self.asked.items()}
        return Words(data["title"], passages, data.get("reply_days"), asked)


def asked_field(ground: PaperGround) -> str:
    """The name of the field that says what is asked about one line."""
    return f"asked_{ground.pk}"


def initial_of(paper: Paper, grounds: Sequence[PaperGround] = ()) -> dict[str, Any]:
    """What a stored draft puts into its form."""
    asked = {asked_field(ground): ground.asked for ground in grounds}
    return {**paper.words, **asked, "title": paper.title, "reply_days": paper.reply_days}


class StepForm(forms.Form):
    """A step at one click: why, where it asks; and that changes are known, where there are some."""

    knows_changes = forms.BooleanField(required=False)

    def __init__(self, *args: Any, act: str, asks: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if asks:
            self.fields["reason"] = CleanTextField(max_length=LONGEST_REASON, rows=3, required=WHY.get(act, WHY_NOT))

    @property
    def reason(self) -> str:
        """What was written, empty where nothing was asked."""
        return str(self.cleaned_data.get("reason", ""))

    @property
    def knows(self) -> bool:
        """Whether the box beside the changes was ticked."""
        return bool(self.cleaned_data["knows_changes"])


class KnowingForm(forms.Form):
    """What is decided although something changed since 送核: whoever decides says that they saw it."""

    knows_changes = forms.BooleanField(label="已知悉变化", error_messages={"required": KNOW_FIRST})

    def __init__(self, *args: Any, is_changed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        box = self.fields.pop("knows_changes")
        if is_changed:
            self.fields["knows_changes"] = box

    @property
    def knows(self) -> bool:
        """Whether the box was ticked; there is none where nothing changed."""
        return bool(self.cleaned_data.get("knows_changes"))


class AgreeForm(KnowingForm):
    """同意约谈: who presides, and on what delegation where it is somebody else."""

    presider = CleanTextField(label="约谈主持人", max_length=64, required="请填写约谈主持人姓名。")
    presider_title = CleanTextField(label="主持人职务", max_length=80, required="请填写主持人职务。")
    delegation = CleanTextField(
        label="委托依据", max_length=200, help_text="主持人不是同意约谈的领导本人时填写，例如：受王某副市长委托。"
    )

    def agreement(self) -> Agreement:
        """Who presides."""
        data = self.cleaned_data
        return Agreement(data["presider"], data["presider_title"], data["delegation"])


class AgreeSheetForm(AgreeForm, SignerSheetForm):
    """The same, as a leader signed it on paper."""


class SignSheetForm(SignerSheetForm, KnowingForm):
    """登记线下签批: what the director signed, or a leader wrote; changes are to be known here too."""


class ScanForm(forms.Form):
    """The scan of a stamped or signed original."""

    scan = StoredScanField(label="原件扫描件", needed=SCAN_NEEDED, help_text=SCAN_HELP)


class ConsentForm(ScanForm):
    """登记市政府同意: the day and the scan."""

    consent_on = DayField(label="市政府同意日期")
    field_order = ("consent_on", "scan")


class NumberForm(KnowingForm):
    """编号: the next number of the series, or one from the office's own register."""

    external = CleanTextField(
        label="外部字号",
        max_length=80,
        help_text="由机关收发系统取号的，照登记簿填写，例如：珠碳办函〔2026〕5号；不填则按下一个字号编号。",
    )
