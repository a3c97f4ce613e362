"""To which heir each thing goes that a unit left (机构变动移交)."""

from typing import Any

from django import forms

from tasks_app.actions.passing_on import CHOOSE, DUTY, LINE, NOT_AN_HEIR, TARGET, key_of
from tasks_app.dashboards.passing_on import Left


class PassingOnForm(forms.Form):
    """One choice for each line, duty and target; the only heir stands there already, of several a person chooses."""

    def __init__(self, *args: Any, left: Left, **options: Any) -> None:
        super().__init__(*args, **options)
        heirs = [(heir.pk, heir.name) for heir in left.heirs]
        choices = heirs if len(heirs) == 1 else [("", "请选择"), *heirs]
        wanted = [
            *((key_of(LINE, row.pk), f"第 {row.work_item.year_plan.task.number} 项由谁承继") for row in left.lines),
            *((key_of(DUTY, row.pk), f"第 {row.task.number} 项由谁承继") for row in left.duties),
            *((key_of(TARGET, row.pk), f"“{row.name}”由谁填报") for row in left.targets),
        ]
        for key, label in wanted:
            self.fields[key] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                empty_value=None,
                error_messages={"required": CHOOSE, "invalid_choice": NOT_AN_HEIR},
            )
