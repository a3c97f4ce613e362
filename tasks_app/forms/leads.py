"""The director names the lead of a task, with the basis (依据)."""

from typing import Any

from django import forms

from tasks_app.actions import task_units
from tasks_app.actions.responsibilities import BASIS_NEEDED, NOT_OF_TASK
from tasks_app.dashboards.leads import TaskLead
from tasks_app.domain.texts import on_one_line
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.unit_choice import UnitField


class LeadForm(forms.Form):
    """One unit of the task, in the order of the table, and on what the choice rests. Groups cannot lead."""

    choice = forms.TypedChoiceField(
        label="牵头单位",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择牵头单位。", "invalid_choice": NOT_OF_TASK},
    )
    basis_note = forms.CharField(
        label="依据",
        max_length=300,
        help_text="例如会议纪要的文号和日期，或“按分工表排序第一，经市碳达峰碳中和工作领导小组领导同意”。",
        error_messages={"required": BASIS_NEEDED, "max_length": "依据最多 300 字，请只写文号、日期和要点。"},
    )

    on = DayField(label="自何日起", required=False, help_text="此前的分工记录不变；不填写的，自今日起。")

    def __init__(self, *args: Any, lead: TaskLead, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not lead.is_settled:
            del self.fields["on"]
        units = [(row.pk, row.name) for row in lead.held if row.unit_id]
        groups = "、".join(row.name for row in lead.held if row.group_id)
        self.fields["choice"].choices = units  # type: ignore[attr-defined]
        self.fields["choice"].help_text = f"{groups}是单位组，不能牵头。" if groups else ""

    def clean_basis_note(self) -> str:
        """The basis on one line, without what cannot be seen."""
        note = on_one_line(self.cleaned_data["basis_note"])
        if not note:
            raise forms.ValidationError(BASIS_NEEDED)
        return note


class JoinForm(forms.Form):
    """增加责任单位: which unit joins the task, on what ground."""

    unit = UnitField(
        label="增加的单位",
        empty_label="请选择",
        error_messages=dict.fromkeys(("required", "invalid_choice", "invalid_pk_value"), "请从列表中选择。"),
    )
    basis_note = CleanTextField(label="依据", max_length=300, required=task_units.BASIS_NEEDED)


class LeaveForm(forms.Form):
    """减少责任单位: on what ground it answers for the task no more."""

    basis_note = CleanTextField(label="依据", max_length=300, required=task_units.BASIS_NEEDED)
