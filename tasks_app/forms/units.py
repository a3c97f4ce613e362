"""Forms by which the office keeps units, other ways of writing their names, and groups."""

from django import forms

from accounts.models import UnitKind
from tasks_app.actions.units import UnitWish
from tasks_app.domain import unit_names as words
from tasks_app.forms.fields import CleanTextField, DayField
from tasks_app.forms.unit_choice import UnitField

NO_SUCH = "请从列表中选择。"
CHOOSE = dict.fromkeys(("required", "invalid_choice", "invalid_pk_value"), NO_SUCH)


class BasisForm(forms.Form):
    """核定, and what every act asks: on what ground (依据)."""

    basis = CleanTextField(label="依据", max_length=200, required=words.BASIS_NEEDED, help_text="写明文件名称和文号。")


class AliasForm(BasisForm):
    """Another way of writing a name."""

    text = CleanTextField(label="别名", max_length=120, required=words.TEXT_NEEDED, help_text="文件里的另一种写法。")
    starts_on = DayField(label="起始日期")
    field_order = ("text", "starts_on", "basis")


class EndForm(BasisForm):
    """The last day of an alias, or of a membership."""

    ends_on = DayField(label="最后一天")
    field_order = ("ends_on", "basis")


class KindForm(BasisForm):
    """The kind of a unit, which decides how it may be addressed."""

    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices, error_messages=CHOOSE)
    field_order = ("kind", "basis")


def _host() -> UnitField:
    return UnitField(
        label="设在",
        required=False,
        error_messages=CHOOSE,
        empty_label="不设在其他单位",
    )


class HostForm(BasisForm):
    """In which other unit a unit sits."""

    hosted_by = _host()
    field_order = ("hosted_by", "basis")


class UnitForm(BasisForm):
    """A unit that no plan brought in."""

    name = CleanTextField(
        label="单位名称",
        max_length=120,
        required=words.NAME_NEEDED,
        help_text="写方案中单独出现时的名称，例如“市商务局”“市委组织部”。",
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *UnitKind.choices],
        error_messages=CHOOSE,
        help_text="类别决定可以怎样行文。",
    )
    starts_on = DayField(label="名称起用日期")
    hosted_by = _host()
    field_order = ("name", "kind", "starts_on", "hosted_by", "basis")

    def wish(self) -> UnitWish:
        """The unit that is meant."""
        return UnitWish(**self.cleaned_data)


class MemberForm(BasisForm):
    """A unit joins a group."""

    unit = UnitField(label="单位", error_messages=CHOOSE, empty_label="请选择")
    starts_on = DayField(label="起始日期")
    field_order = ("unit", "starts_on", "basis")
