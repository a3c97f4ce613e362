"""What a book of traces is narrowed to. What cannot be read narrows nothing, and the page says so."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from tasks_app.dashboards.audit import SoughtTraces
from tasks_app.domain.texts import on_one_line

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
NO_SUCH_DAY = "没有这一天，请按 2026-11-23 的格式填写。"


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY, NO_SUCH_DAY), MaxValueValidator(LAST_DAY, NO_SUCH_DAY)],
        error_messages={"invalid": NO_SUCH_DAY},
    )


class AuditFilter(forms.Form):
    """A person, unit or post, and the first and last day."""

    person = forms.CharField(label="人员或单位", required=False, max_length=64)
    since = _day("起")
    until = _day("止")

    def __init__(self, typed: Mapping[str, str]) -> None:
        super().__init__(typed, auto_id="filter-%s")

    def sought(self) -> SoughtTraces:
        """What is sought; a field with a fault narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        return SoughtTraces(on_one_line(typed.get("person") or ""), typed.get("since"), typed.get("until"))
