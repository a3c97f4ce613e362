"""Forms of a report: the words, what a leader signed on paper, and why it is sent back."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from tasks_app.actions.report_drafts import Caller, Words
from tasks_app.domain.report_states import ReportKind, Standing, missing_words
from tasks_app.domain.uploads import ACCEPTED, LARGEST
from tasks_app.forms.fields import (
    CleanTextField,
    DraftChoiceField,
    DraftTextField,
    ManyFilesField,
    PercentField,
    TickedField,
)
from tasks_app.models import Evidence, ProgressReport, ReportPeriod

SOURCES = (("电话", "电话"), ("来函", "来函"), ("当面", "当面"))
# Asked for only where there is something to explain (domain/report_reasons.py).
ASKED = ("fall_reason", "taken_up", "without_reason")
STANDING_WRONG = "请选择“达到序时进度”“滞后”或“已完成”。"
FILES_HINT = f"可一次选择多个文件，每个不超过 {LARGEST // 1024 // 1024} MB；类型：{ACCEPTED}。"

REMOVAL_HINT = "勾选的附件在保存或送审时移除；已经报送过的附件随件留存，不在此列。"


class WordsForm(forms.Form):
    """What every report says. All may be empty in a draft; what is missing is told when it is sent."""

    use_required_attribute = False

    progress_text = DraftTextField(
        label="本期进展", rows=6, help_text="写已完成的事项和数据，注明数据截止日期；没有新进展请写“无新进展”。"
    )
    problems = DraftTextField(label="存在问题", rows=3, help_text="没有问题请写“无”。")
    next_steps = DraftTextField(label="下一步安排", rows=3, help_text="写明事项和时间；没有后续安排请写“无”。")
    standing = DraftChoiceField(
        label="总体进度",
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": STANDING_WRONG},
        help_text="对照年度任务的时间安排判断。",
    )
    percent = PercentField(
        label="完成率（%）", required=False, help_text="只在成果可以计数时填写 0 到 100 的整数，例如 50。"
    )

    fall_reason = DraftTextField(
        label="进度下降的原因", rows=2, help_text="与上次报送相比，完成率或总体进度下降时填写。"
    )
    taken_up = DraftTextField(label="对未采用部分的落实情况", rows=2, help_text="上次报送被部分采用时填写。")
    without_reason = DraftTextField(
        label="配合单位未报齐的理由", rows=2, help_text="仍有配合单位未报送而申请办结时填写，随件报送办公室。"
    )

    def asked_fields(self, also: Collection[str] = ()) -> list[forms.BoundField]:
        """What this report has to explain: fields that were asked for, ``also`` these, or that somebody filled in."""
        fields = [self[name] for name in ASKED if name in self.fields]
        return [field for field in fields if field.name in also or field.value() or field.errors]

    def words(self) -> Words:
        """What was written."""
        data = self.cleaned_data
        return Words(
            **{name: data.get(name, "") for name in ASKED},
            progress_text=data["progress_text"],
            problems=data["problems"],
            next_steps=data["next_steps"],
            standing=data["standing"],
            percent=data["percent"],
        )

    def uploads(self) -> list[UploadedFile]:
        """The files that came along."""
        return []


class ReportForm(WordsForm):
    """A unit's report. A periodic one names its period; the choices are the periods not yet reported."""

    files = ManyFilesField(  # type: ignore[assignment]  # the uploads stay under the same name
        label="佐证材料", required=False, help_text=FILES_HINT
    )
    remove = TickedField(label="移除附件", required=False, help_text=REMOVAL_HINT)

    def __init__(self, *args: Any, kind: str, periods: Sequence[ReportPeriod] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if kind == ReportKind.CLOSING:
            self.fields["progress_text"].label = "完成情况"
            self.fields["progress_text"].help_text = "写成果、数据和完成日期，与所附材料一致。"
            self.fields["files"].required = True
            self.fields["files"].help_text = f"申请办结须至少附一个文件。{FILES_HINT}"
        self.periods = {str(period.pk): period for period in periods}
        if periods:
            self.fields = {"period": _period_field(periods), **self.fields}

    def chosen_period(self) -> ReportPeriod | None:
        """The period that was chosen; None for a closing report."""
        return self.periods.get(self.cleaned_data.get("period", ""))

    def offer_removal(self, files: Sequence[Evidence]) -> None:
        """Lets these files be ticked."""
        self.fields["remove"].choices = [(str(file.pk), file.name) for file in files]  # type: ignore[attr-defined]

    def removed(self) -> set[int]:
        """The files that were ticked."""
        return {int(pk) for pk in self.cleaned_data["remove"]}

    def uploads(self) -> list[UploadedFile]:
        """The files that came along."""
        files: list[UploadedFile] = self.cleaned_data["files"]
        return files


class OnBehalfForm(WordsForm):
    """代录: a unit phoned, wrote or came by. What the office records is whole at once; there is no draft of it."""

    on_behalf_source = forms.ChoiceField(
        label="来源",
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择来源：电话、来函或当面。",
            "invalid_choice": "请选择来源：电话、来函或当面。",
        },
    )
    on_behalf_of = CleanTextField(
        label="来电来函人", max_length=64, required="请填写来电来函人的姓名，以便核对。", help_text="例如：综合科王某。"
    )

    def __init__(self, *args: Any, periods: Sequence[ReportPeriod], **options: Any) -> None:
        super().__init__(*args, **options)
        self.periods = {str(period.pk): period for period in periods}
        told = {name: self.fields.pop(name) for name in ("on_behalf_source", "on_behalf_of")}
        self.fields = {"period": _period_field(periods), **told, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Names everything that is missing at once."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        words = {name: data.get(name, "") for name in ("problems", "next_steps", "standing")}
        for field, sentence in missing_words(progress=data.get("progress_text", ""), **words).items():
            if field not in self.errors:
                self.add_error(field, sentence)
        return data

    def chosen_period(self) -> ReportPeriod:
        """The period the words belong to."""
        return self.periods[self.cleaned_data["period"]]

    def caller(self) -> Caller:
        """Who said it, and how."""
        return Caller(self.cleaned_data["on_behalf_source"], self.cleaned_data["on_behalf_of"])


def _period_field(periods: Sequence[ReportPeriod]) -> forms.ChoiceField:
    wrong = "请选择列出的调度期。"
    return forms.ChoiceField(
        label="调度期",
        choices=[(str(period.pk), period.name) for period in periods],
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


def initial_of(report: ProgressReport) -> dict[str, Any]:
    """What a stored report puts into its form."""
    return {
        "progress_text": report.progress_text,
        "problems": report.problems,
        "next_steps": report.next_steps,
        "standing": report.standing,
        "percent": "" if report.percent is None else report.percent,
        **{name: getattr(report, name) for name in ASKED},
    }
