"""Forms of changes of units (单位变动)."""

from django import forms

from accounts.models import UnitKind, UnitSuccession
from tasks_app.actions.successions import BASIS_NEEDED, NAME_NEEDED, Wish
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.unit_choice import UnitField

NO_SUCH = "请从列表中选择。"
CHOOSE = dict.fromkeys(("required", "invalid_choice", "invalid_pk_value"), NO_SUCH)


class DecisionForm(forms.Form):
    """确认: from which day, and on what ground."""

    on = DayField(label="变动日期", help_text="以批准文件载明的日期为准；当日起使用新名称。")
    basis = CleanTextField(
        label="依据",
        max_length=200,
        required=BASIS_NEEDED,
        help_text="例如：《珠海市机构改革方案》（珠字〔2024〕1号）。",
    )


class SuccessionForm(DecisionForm):
    """登记: which unit changes how, into what."""

    unit = UnitField(label="原单位", error_messages=CHOOSE, empty_label="请选择")
    change = forms.ChoiceField(label="变动", choices=UnitSuccession.Change, error_messages=CHOOSE)
    successor_name = CleanTextField(
        label="变动后的名称",
        max_length=120,
        required=NAME_NEEDED,
        help_text="更名填写新名称；并入、拆分、撤销填写承继单位的名称，一次填一个。",
    )
    successor_kind = forms.ChoiceField(
        label="变动后的单位类别",
        choices=[("", "请选择"), *UnitKind.choices],  # none beforehand: it would change with the name, unseen
        error_messages=CHOOSE,
        help_text="类别决定可以怎样行文；承继单位已在系统中的，以其现有类别为准。",
    )
    field_order = ("unit", "change", "successor_name", "successor_kind", "on", "basis")

    def wish(self) -> Wish:
        """What is believed of the unit."""
        return Wish(**self.cleaned_data)
