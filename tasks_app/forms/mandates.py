"""Forms of mandates (授权依据) and of number series (发文代字)."""

from django import forms

from accounts.models import UnitKind
from tasks_app.actions.mandates import (
    ISSUER_NEEDED,
    MATTERS_NEEDED,
    MEANS_NEEDED,
    SCAN_NEEDED,
    TITLE_NEEDED,
    Authority,
)
from tasks_app.domain.paper_kinds import Means, Series
from tasks_app.forms.fields import EARLIEST, LATEST, CleanTextField, DayField
from tasks_app.forms.papers import SCAN_HELP
from tasks_app.forms.stored_files import StoredScanField
from tasks_app.forms.unit_choice import UnitsField

NO_SUCH = "请从列表中选择。"
BAD_YEAR = "请填写年份，例如 2026。"
LARGEST_NUMBER = 99_999
BAD_START = f"请填写 1 到 {LARGEST_NUMBER} 的整数。"


class MandateForm(forms.Form):
    """A document that authorises the office, with its scan."""

    title = CleanTextField(label="文件名称", max_length=200, required=TITLE_NEEDED)
    number = CleanTextField(label="文号", max_length=80)
    issuer = CleanTextField(label="发文机关", max_length=120, required=ISSUER_NEEDED)
    matters = CleanTextField(
        label="授权事项", max_length=2000, rows=4, required=MATTERS_NEEDED, help_text="照原文摘录，不得改写。"
    )
    means = forms.MultipleChoiceField(
        label="可以采用的手段",
        choices=Means.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": MEANS_NEEDED, "invalid_choice": NO_SUCH, "invalid_list": NO_SUCH},
    )
    unit_kinds = forms.MultipleChoiceField(
        label="适用的单位类别",
        choices=UnitKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": NO_SUCH, "invalid_list": NO_SUCH},
    )
    units = UnitsField(
        label="适用的单位",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="文件只点名若干单位时选择；按类别授权的不必选。",
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), NO_SUCH),
    )
    by_notice = forms.BooleanField(
        label="可以用通知行文", required=False, help_text="文件载明办公室可以向市直部门发通知时勾选；否则只能用函。"
    )
    starts_on = DayField(label="起始日")
    ends_on = DayField(label="截止日", required=False)
    scan = StoredScanField(label="文件扫描件", needed=SCAN_NEEDED, help_text=SCAN_HELP)

    def authority(self) -> Authority:
        """What the document says."""
        data = self.cleaned_data
        return Authority(
            title=data["title"],
            number=data["number"],
            issuer=data["issuer"],
            matters=data["matters"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            means=tuple(data["means"]),
            unit_kinds=tuple(data["unit_kinds"]),
            units=tuple(data["units"]),
            by_notice=data["by_notice"],
        )


class EndForm(forms.Form):
    """终止 names the last day."""

    last_day = DayField(label="最后一天")


class SeriesForm(forms.Form):
    """发文代字 of a kind of paper for a year, and from which number it begins."""

    series = forms.ChoiceField(
        label="文种", choices=Series.choices, error_messages={"required": NO_SUCH, "invalid_choice": NO_SUCH}
    )
    year = forms.IntegerField(
        label="年份",
        min_value=EARLIEST.year,
        max_value=LATEST.year - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), BAD_YEAR),
    )
    code = CleanTextField(
        label="发文代字",
        max_length=40,
        required="请填写发文代字，例如“珠碳办函”。",
        help_text="只写代字，例如：珠碳办函。",
    )
    start = forms.IntegerField(
        label="起始号",
        min_value=1,
        max_value=LARGEST_NUMBER,
        initial=1,
        help_text="年中启用的，填写下一个要用的号。",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), BAD_START),
    )
