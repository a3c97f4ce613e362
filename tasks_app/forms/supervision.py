"""What the late list is narrowed to. A value that does not exist narrows nothing, and the page says so."""

from collections.abc import Mapping
from typing import Any

from django import forms

from tasks_app.dashboards.late import Choices, Sought
from tasks_app.domain.lights import Light
from tasks_app.forms.widgets import PlainSelect
from tasks_app.models import Cycle

ALL_LIGHTS = "all"
LIGHTS = (*(light.value for light in Light if light is not Light.DONE), ALL_LIGHTS)
NARROWS: dict[str, Any] = {"coerce": int, "empty_value": None, "required": False, "widget": PlainSelect}


class LateFilter(forms.Form):
    """Selects for year, unit, heading and plan; the light is chosen by chips and travels along hidden.

    Where one plan stands alone nothing asks for it.
    """

    light = forms.ChoiceField(
        label="亮灯", choices=[(light, light) for light in LIGHTS], required=False, widget=forms.HiddenInput
    )
    unit = forms.TypedChoiceField(label="承办单位", **NARROWS)
    plan = forms.TypedChoiceField(label="方案", **NARROWS)
    heading = forms.TypedChoiceField(label="行动", **NARROWS)
    year = forms.TypedChoiceField(label="年度", **NARROWS)

    def __init__(self, typed: Mapping[str, str], *, choices: Choices) -> None:
        super().__init__(typed, auto_id="filter-%s")
        self.cycles = {cycle.year: cycle for cycle in choices.cycles}
        options = {
            "unit": [("", "全部单位"), *choices.units],
            "plan": [("", "全部方案"), *choices.plans],
            "heading": [("", "全部行动"), *choices.headings],
            "year": [(year, f"{year}年度") for year in self.cycles],
        }
        for name, values in options.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        if not choices.plans:
            del self.fields["plan"]

    @property
    def not_understood(self) -> tuple[str, ...]:
        """The labels of the filters whose value does not exist: they narrow nothing, and readers are told."""
        return tuple(str(self.fields[name].label) for name in self.errors)

    def sought(self, cycle: Cycle | None) -> Sought | None:
        """What is sought, in ``cycle`` where no year was chosen; None where there is no year to look into."""
        self.is_valid()
        typed = self.cleaned_data
        year = typed.get("year") or (cycle.year if cycle else 0)
        chosen = self.cycles.get(year)
        if chosen is None:
            return None
        light = typed.get("light") or Light.LATE
        return Sought(
            cycle=chosen,
            light=None if light == ALL_LIGHTS else Light(light),
            unit=typed.get("unit"),
            heading=typed.get("heading"),
            plan=typed.get("plan"),
        )
