"""Forms of the clock: what the ledger is narrowed to, and the switches and decisions of people."""

from collections.abc import Iterable, Mapping

from django import forms

from tasks_app.dashboards.clock_board import SoughtFirings
from tasks_app.domain.reach import Level
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.models import ObligationState
from tasks_app.presenters.clock import ALL_STATES, LEVEL_WORDS

LONGEST_WHY = 200
MOST_A_SWEEP = 100_000
BAD_BRAKE = f"请填写 1 到 {MOST_A_SWEEP} 的整数。"


class FiringsFilter(forms.Form):
    """Rule, level and unit; what became of it is chosen by chips and travels along hidden."""

    state = forms.ChoiceField(
        choices=[(ALL_STATES, ALL_STATES), *ObligationState.choices], required=False, widget=forms.HiddenInput
    )
    rule = forms.ChoiceField(label="规则", required=False)
    level = forms.TypedChoiceField(
        label="层级",
        choices=[("", "全部层级"), *((level.value, LEVEL_WORDS[level]) for level in Level)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    unit = forms.TypedChoiceField(label="承办单位", coerce=int, empty_value=None, required=False)

    def __init__(self, typed: Mapping[str, str], *, rules: Iterable[str], units: Iterable[tuple[int, str]]) -> None:
        super().__init__({name: typed.get(name, "") for name in self.base_fields}, auto_id="filter-%s")
        self.fields["rule"].choices = [("", "全部规则"), *((code, code) for code in rules)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "全部单位"), *units]  # type: ignore[attr-defined]

    def sought(self) -> SoughtFirings:
        """What is sought; a word that does not exist narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        state = typed.get("state") or ObligationState.FIRED
        return SoughtFirings(
            state="" if state == ALL_STATES else state,
            level=typed.get("level"),
            rule=typed.get("rule") or "",
            unit=typed.get("unit"),
        )


class HoldForm(forms.Form):
    """暂停外发 says why."""

    why = CleanTextField(label="暂停理由", max_length=LONGEST_WHY, required="请写明暂停外发的理由。")


class BrakeForm(forms.Form):
    """解除制动 says how many firings the next sweep may make."""

    brake_at = forms.IntegerField(
        label="单次巡检上限",
        min_value=1,
        max_value=MOST_A_SWEEP,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), BAD_BRAKE),
    )


class DeferForm(forms.Form):
    """暂缓至 a day, with the reason."""

    until = DayField(label="暂缓至")
    reason = CleanTextField(label="理由", max_length=300, rows=3, required="请写明暂缓的理由。")


class WhyForm(forms.Form):
    """One sentence of why, kept in the ledger."""

    reason = CleanTextField(label="理由", max_length=300, rows=3, required="请写明理由。")


class SupervisedForm(forms.Form):
    """Which body supervises an item already; empty takes the note back."""

    supervised_by = CleanTextField(label="由何机构督查", max_length=80)
