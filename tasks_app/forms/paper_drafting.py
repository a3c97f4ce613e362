"""Forms that begin a paper: for chosen lines, or for a report period. The kind is judged by the action."""

from collections.abc import Sequence

from django import forms

from tasks_app.dashboards.papers import DispatchClass
from tasks_app.forms.fields import CleanTextField
from tasks_app.models import ReportPeriod

CHOOSE_PERIOD = "请选择列出的调度期。"
CHOOSE_CLASS = "请选择列出的主送范围。"


class DispatchForm(forms.Form):
    """调度: which period, and which class of units."""

    period = forms.ChoiceField(
        label="调度期", error_messages={"required": CHOOSE_PERIOD, "invalid_choice": CHOOSE_PERIOD}
    )
    whom = forms.ChoiceField(
        label="主送范围",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_CLASS, "invalid_choice": CHOOSE_CLASS},
    )

    def __init__(
        self,
        typed: object = None,
        *,
        periods: Sequence[ReportPeriod],
        classes: Sequence[DispatchClass],
        about: str = "",
    ) -> None:
        """``about``: the id of the period that a link from its page has in mind."""
        super().__init__(typed, initial={"period": about})  # type: ignore[arg-type]
        self.periods = {str(period.pk): period for period in periods}
        self.classes = {one.code: one for one in classes}
        self.fields["period"].choices = [(key, period.name) for key, period in self.periods.items()]  # type: ignore[attr-defined]
        self.fields["whom"].choices = [(one.code, _words(one)) for one in classes]  # type: ignore[attr-defined]

    def chosen_period(self) -> ReportPeriod:
        """The period that is reported on."""
        return self.periods[self.cleaned_data["period"]]

    def chosen_class(self) -> DispatchClass:
        """The units that are asked."""
        return self.classes[self.cleaned_data["whom"]]


def _words(one: DispatchClass) -> str:
    return f"{one.label}（{len(one.units)} 个单位，{one.kind.kind.label}）"


class KindForm(forms.Form):
    """Which kind; whether there is such a kind, and for whom, the action says."""

    kind = CleanTextField(label="文种", max_length=40, required="请选择文种。")
