"""What the office sets of an item before the year is issued."""

from typing import Any

from django import forms

from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.models import WorkItem

LONGEST_TITLE = 200


class ItemForm(forms.Form):
    """Title, what is asked, by when, and whether the plan itself says so."""

    title = CleanTextField(label="年度任务", max_length=LONGEST_TITLE, required="请填写年度任务的名称。")
    deliverable = CleanTextField(
        label="工作内容与要求",
        rows=6,
        required="请填写工作内容与要求。",
        help_text="写清本年度要交付什么，各责任单位会看到这段文字。",
    )
    planned_deadline = DayField(label="完成时限", help_text="印发后时限不能直接修改。")
    is_plan_date = forms.BooleanField(
        label="方案规定的时限",
        required=False,
        help_text="方案正文写明完成时间的，请勾选；印发后延期须有领导小组领导的书面同意。",
    )

    @staticmethod
    def of(item: WorkItem) -> dict[str, Any]:
        """What the form shows first."""
        return {
            "title": item.title,
            "deliverable": item.deliverable,
            "planned_deadline": item.planned_deadline,
            "is_plan_date": item.is_plan_date,
        }
