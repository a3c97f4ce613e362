"""The forms in which the office writes what an item of the year asks for, by when, and of whom."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms

from accounts.models import Unit
from tasks_app.actions.item_drafts import ItemWords
from tasks_app.domain.year_states import Rhythm
from tasks_app.forms.fields import CleanTextField, DayField, PresetChoiceField
from tasks_app.models import WorkItem

LONGEST_TITLE = 200
UNKNOWN_UNIT = "“{line}”不是“单位：任务”的写法，或不是本项的责任单位。"
SAME_TITLE = "两项名称相同，请改写，使两项各有所指。"
COLONS = str.maketrans("﹕:", "：：")


def shares_in(text: str, units: dict[str, int]) -> dict[int, str]:
    """What each unit delivers, of lines like 市商务局：建成示范点; ValidationError names a line it cannot read."""
    shares: dict[int, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, task = line.translate(COLONS).partition("：")
        if name.strip() not in units:
            raise forms.ValidationError(UNKNOWN_UNIT.format(line=line[:40]), code="invalid")
        shares[units[name.strip()]] = task.strip()
    return shares


class ItemForm(forms.Form):
    """Title, what is asked, by when, and whether the plan itself says so; which units, and what each delivers."""

    title = CleanTextField(label="年度任务", max_length=LONGEST_TITLE, required="请填写年度任务的名称。")
    deliverable = CleanTextField(
        label="工作内容与要求",
        rows=6,
        required="请填写工作内容与要求。",
        help_text="写清本年度要交付什么，各责任单位会看到这段文字。",
    )
    milestone = CleanTextField(
        label="节点", max_length=LONGEST_TITLE, help_text="例如：6月底前完成方案，9月底前开工，11月底前建成。"
    )
    planned_deadline = DayField(label="完成时限", help_text="印发后时限不能直接修改。")
    rhythm = PresetChoiceField(
        label="报送频次", choices=Rhythm.choices, initial=Rhythm.QUARTERLY, required=False, widget=forms.RadioSelect
    )
    units = forms.MultipleChoiceField(
        label="承办单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不勾选，表示本项重点任务的全部责任单位承办。",
        error_messages={"invalid_choice": "所选单位不是本项的责任单位，请重新选择。"},
    )
    shares_text = CleanTextField(
        label="各单位分工",
        rows=3,
        max_length=3000,
        help_text="每行一个单位，例如“市商务局：建成三个示范点”。写了分工的单位即为承办单位。",
    )
    is_plan_date = forms.BooleanField(
        label="方案规定的时限",
        required=False,
        help_text="方案正文写明完成时间的，请勾选；印发后延期须有领导小组领导的书面同意。",
    )

    def __init__(self, *args: Any, units: Iterable[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {unit.name: unit.pk for unit in units}
        self.fields["units"].choices = [(str(pk), name) for name, pk in self.names.items()]  # type: ignore[attr-defined]

    def clean_shares_text(self) -> dict[int, str]:
        """By unit what it delivers."""
        return shares_in(self.cleaned_data["shares_text"], self.names)

    def words(self) -> ItemWords:
        """What was written."""
        data = self.cleaned_data
        return ItemWords(
            title=data["title"],
            deliverable=data["deliverable"],
            planned_deadline=data["planned_deadline"],
            milestone=data["milestone"],
            is_plan_date=data["is_plan_date"],
            rhythm=data["rhythm"],
            shares={**dict.fromkeys(map(int, data["units"]), ""), **data["shares_text"]},
        )

    @staticmethod
    def of(item: WorkItem) -> dict[str, Any]:
        """What the form shows first."""
        shares = list(item.shares.select_related("unit").order_by("id"))
        return {
            "title": item.title,
            "deliverable": item.deliverable,
            "milestone": item.milestone,
            "planned_deadline": item.planned_deadline,
            "rhythm": item.rhythm,
            "is_plan_date": item.is_plan_date,
            "units": [str(share.unit_id) for share in shares],
            "shares_text": "\n".join(
                f"{share.unit.name}：{share.deliverable}" for share in shares if share.deliverable
            ),
        }


class SplitForm(forms.Form):
    """拆分: what the item asks for from now on, and what the second one does."""

    title = CleanTextField(label="第一项名称", max_length=LONGEST_TITLE, required="请填写年度任务的名称。")
    deliverable = CleanTextField(label="第一项工作内容与要求", rows=4, required="请填写工作内容与要求。")
    planned_deadline = DayField(label="第一项完成时限")
    second_title = CleanTextField(label="第二项名称", max_length=LONGEST_TITLE, required="请填写年度任务的名称。")
    second_deliverable = CleanTextField(label="第二项工作内容与要求", rows=4, required="请填写工作内容与要求。")
    second_deadline = DayField(label="第二项完成时限")

    def clean(self) -> dict[str, Any]:
        """Both begin with the whole, so that whoever changes nothing has split nothing."""
        data = super().clean() or {}
        if data.get("second_title") and data["second_title"] == data.get("title"):
            self.add_error("second_title", SAME_TITLE)
        return data

    def halves(self, item: WorkItem) -> tuple[ItemWords, ItemWords]:
        """The two items; what is not asked here both keep."""
        data = self.cleaned_data
        named = dict(item.shares.values_list("unit_id", "deliverable"))
        whole = ItemWords(
            title=data["title"],
            deliverable=data["deliverable"],
            planned_deadline=data["planned_deadline"],
            milestone=item.milestone,
            is_plan_date=item.is_plan_date,
            rhythm=item.rhythm,
            shares=named,
        )
        second = {name: data[f"second_{name}"] for name in ("title", "deliverable")}
        return whole, replace(whole, **second, planned_deadline=data["second_deadline"], milestone="")

    @staticmethod
    def of(item: WorkItem) -> dict[str, Any]:
        """What the form shows first: both halves begin with the whole."""
        return {
            "title": item.title,
            "deliverable": item.deliverable,
            "planned_deadline": item.planned_deadline,
            "second_title": item.title,
            "second_deliverable": item.deliverable,
            "second_deadline": item.planned_deadline,
        }
