"""Forms of 征求意见: when units answer, what a unit says, a breakdown by the lead, and what the office makes of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import Unit
from tasks_app.actions.item_drafts import ItemWords
from tasks_app.actions.opinion_answers import REASON_NEEDED, Answer
from tasks_app.actions.opinions import Said
from tasks_app.actions.report_drafts import Caller
from tasks_app.domain.breakdown import BreakdownPiece, from_data
from tasks_app.domain.opinion_states import OpinionKind
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.items import LONGEST_TITLE, shares_in
from tasks_app.forms.lines import LONGEST_REASON
from tasks_app.forms.reports import SOURCES
from tasks_app.models import Opinion

LONGEST_OPINION = 2000
KINDS = ((OpinionKind.NONE.value, "无意见"), (OpinionKind.CHANGE.value, "修改意见"))
KIND_NEEDED = "请选择“无意见”或“修改意见”。"
SOURCE_NEEDED = "请选择来源：电话、来函或当面。"
# So many pieces have a place on the form.
PIECES = 6
HALF_A_PIECE = "第 {number} 项没有写全：名称、工作内容和完成时限都要填写。"
LATER = "第 {number} 项的完成时限须晚于今天。"


class UntilForm(forms.Form):
    """征求意见: until which day units answer."""

    until = DayField(label="反馈截止日", help_text="默认为 10 个工作日后；逾期未反馈的，显示为“逾期视为无意见”。")


class OpinionForm(forms.Form):
    """无意见, or 修改意见 with what is proposed."""

    kind = forms.ChoiceField(
        label="意见",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": KIND_NEEDED, "invalid_choice": KIND_NEEDED},
    )
    text = CleanTextField(
        label="修改内容和理由", max_length=LONGEST_OPINION, rows=4, help_text="写明改什么、为什么；不得涉及国家秘密。"
    )
    wished_deliverable = CleanTextField(label="建议的工作内容与要求", max_length=LONGEST_OPINION, rows=4)
    wished_deadline = DayField(label="建议的完成时限", required=False)

    def said(self) -> Said:
        """What the unit says."""
        data = self.cleaned_data
        return Said(data["kind"], data["text"], data["wished_deliverable"], data["wished_deadline"])

    @staticmethod
    def of(opinion: Opinion) -> dict[str, Any]:
        """What the form shows first: what was written before."""
        return {
            "kind": opinion.kind,
            "text": opinion.text,
            "wished_deliverable": opinion.wished_deliverable,
            "wished_deadline": opinion.wished_deadline,
        }


class OpinionOnBehalfForm(OpinionForm):
    """代录意见: the same, with where it came from."""

    on_behalf_source = forms.ChoiceField(
        label="来源",
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": SOURCE_NEEDED, "invalid_choice": SOURCE_NEEDED},
    )
    on_behalf_of = CleanTextField(
        label="来电来函人", max_length=64, required="请填写来电来函人的姓名，以便核对。", help_text="例如：综合科王某。"
    )
    field_order = ("on_behalf_source", "on_behalf_of", "kind", "text", "wished_deliverable", "wished_deadline")

    def caller(self) -> Caller:
        """Who said it, and how."""
        return Caller(self.cleaned_data["on_behalf_source"], self.cleaned_data["on_behalf_of"])


class BreakdownForm(forms.Form):
    """分解建议: several items in place of one, each with its units. Places left empty are no items.

    Most breakdowns are of two: the places from ``more_from`` on are folded away until something stands in them.
    """

    more_from = "title3"

    text = CleanTextField(label="说明", max_length=LONGEST_OPINION, rows=3, help_text="为什么这样分解。")

    def __init__(self, *args: Any, units: Iterable[Unit] = (), today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.today = {unit.name: unit.pk for unit in units}, today
        for number in range(1, PIECES + 1):
            self.fields[f"title{number}"] = CleanTextField(label=f"第 {number} 项名称", max_length=LONGEST_TITLE)
            self.fields[f"deliverable{number}"] = CleanTextField(
                label=f"第 {number} 项工作内容与要求", rows=2, max_length=LONGEST_OPINION
            )
            self.fields[f"deadline{number}"] = DayField(label=f"第 {number} 项完成时限", required=False)
            self.fields[f"shares{number}"] = CleanTextField(
                label=f"第 {number} 项各单位分工",
                rows=2,
                max_length=LONGEST_OPINION,
                help_text="每行一个单位，例如“市商务局：建成三个示范点”；不写，表示全部责任单位。",
            )

    @property
    def has_more(self) -> bool:
        """Whether something was typed, or is wrong, in the places that are folded away."""
        names = list(self.fields)
        folded = names[names.index(self.more_from) :]
        return any(self.data.get(name) or name in self.errors for name in folded)

    def clean(self) -> dict[str, Any]:
        """The pieces, each whole or not there at all."""
        data = super().clean() or {}
        data["pieces"] = tuple(filter(None, (self._piece(number, data) for number in range(1, PIECES + 1))))
        return data

    def _piece(self, number: int, data: dict[str, Any]) -> BreakdownPiece | None:
        title, text, deadline, shares = (
            data.get(f"{name}{number}") for name in ("title", "deliverable", "deadline", "shares")
        )
        if not any((title, text, deadline, shares)):
            return None
        if not (title and text and deadline):
            self.add_error(f"title{number}", HALF_A_PIECE.format(number=number))
            return None
        if deadline <= self.today:
            self.add_error(f"deadline{number}", LATER.format(number=number))
        try:
            return BreakdownPiece(title, text, deadline, shares=shares_in(shares or "", self.names))
        except forms.ValidationError as fault:
            self.add_error(f"shares{number}", fault)
            return None

    def said(self) -> Said:
        """What the lead proposes."""
        return Said(OpinionKind.BREAKDOWN, self.cleaned_data["text"], pieces=self.cleaned_data["pieces"])


class DeclineForm(forms.Form):
    """不采纳, with the reason."""

    reason = CleanTextField(label="理由", max_length=LONGEST_REASON, rows=3, required=REASON_NEEDED)

    def answer(self, act: str) -> Answer:
        """The answer."""
        return Answer(act, self.cleaned_data["reason"])


class AdoptForm(forms.Form):
    """采纳 or 部分采纳: what the item asks for from now on. The form begins with what the unit proposes."""

    title = CleanTextField(label="年度任务", max_length=LONGEST_TITLE, required="请填写年度任务的名称。")
    deliverable = CleanTextField(label="工作内容与要求", rows=6, required="请填写工作内容与要求。")
    milestone = CleanTextField(label="节点", max_length=LONGEST_TITLE)
    planned_deadline = DayField(label="完成时限")
    reason = CleanTextField(
        label="采纳情况说明", max_length=LONGEST_REASON, rows=2, help_text="部分采纳的必须写明理由。"
    )

    def __init__(self, *args: Any, opinion: Opinion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opinion = opinion

    def answer(self, act: str) -> Answer:
        """The answer, with the item's new words."""
        data, item = self.cleaned_data, self.opinion.work_item
        words = ItemWords(
            title=data["title"],
            deliverable=data["deliverable"],
            planned_deadline=data["planned_deadline"],
            milestone=data["milestone"],
            is_plan_date=item.is_plan_date,
            rhythm=item.rhythm,
        )
        return Answer(act, data["reason"], words)

    @staticmethod
    def of(opinion: Opinion) -> dict[str, Any]:
        """What the form shows first."""
        item = opinion.work_item
        return {
            "title": item.title,
            "deliverable": opinion.wished_deliverable or item.deliverable,
            "milestone": item.milestone,
            "planned_deadline": opinion.wished_deadline or item.planned_deadline,
        }


class AdoptBreakdownForm(forms.Form):
    """采纳 or 部分采纳 of a breakdown: which pieces are taken over."""

    chosen = forms.MultipleChoiceField(
        label="采用的分解任务",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选分解任务不在建议中，请重新选择。"},
    )
    reason = CleanTextField(
        label="采纳情况说明", max_length=LONGEST_REASON, rows=2, help_text="部分采纳的必须写明理由。"
    )

    def __init__(self, *args: Any, opinion: Opinion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pieces = from_data(opinion.breakdown)
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (str(place), f"{piece.title}（{piece.deadline:%Y-%m-%d}）") for place, piece in enumerate(pieces)
        ]

    def answer(self, act: str) -> Answer:
        """The answer, with the places of the pieces."""
        data = self.cleaned_data
        return Answer(act, data["reason"], chosen=[int(place) for place in data["chosen"]])

    @staticmethod
    def of(opinion: Opinion) -> dict[str, Any]:
        """What the form shows first: all of it."""
        return {"chosen": [str(place) for place in range(len(opinion.breakdown))]}
