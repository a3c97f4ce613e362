"""Forms of targets (目标指标): a year's figure, who reports it, and the value the province has set."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tasks_app.actions.target_readings import (
    CALLER_NEEDED,
    KIND_NEEDED,
    NUMBER_NEEDED,
    REACHED_NEEDED,
    REASON_NEEDED,
    SOURCE_NEEDED,
    Entry,
)
from tasks_app.actions.targets import BASIS_NEEDED
from tasks_app.domain.target_words import ReadingKind, TargetKind
from tasks_app.domain.targets import plain_number
from tasks_app.domain.texts import on_one_line
from tasks_app.forms.fields import CleanTextField
from tasks_app.forms.unit_choice import UnitField
from tasks_app.models import Target, TargetReading
from tasks_app.models.target import LONGEST_BASIS, LONGEST_NOTE, LONGEST_SOURCE

MOST_DIGITS = 20
BAD_YEAR = "请填写四位年份，例如 2025。"
BAD_MONTH = "请填写 1 到 12 的月份。"
BAD_DAY = "请填写 1 到 31 的日。"
NO_SUCH = "请从列表中选择。"
FIRST_YEAR, LAST_YEAR = 1990, 2100
CHANGE_HINT = "填写较 {year} 年变化的幅度，方向与原文相同：原文为“降低”的，降低 8% 填 8，不降反升填负数。"
# A comma stands for thousands or is a mistake: 1,5 is nobody's 15.
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)


class NumberField(forms.Field):
    """A number as people type it: full-width figures, a thousands comma, a per cent sign; empty is None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})

    def to_python(self, value: Any) -> Decimal | None:
        """The number. Raises ValidationError for what is none."""
        text = on_one_line(unicodedata.normalize("NFKC", str(value or ""))).removesuffix("%").replace("−", "-").strip()
        if not text:
            return None
        if len(text) > MOST_DIGITS or not _NUMBER.fullmatch(text):
            raise ValidationError(NUMBER_NEEDED, code="invalid")
        return Decimal(text.replace(",", ""))

    def prepare_value(self, value: Any) -> Any:
        """A stored number without the zeros of its column."""
        return plain_number(value) if isinstance(value, Decimal) else value


class ReadingForm(forms.Form):
    """One year's figure. A milestone asks whether it was reached, everything else for a number."""

    year = forms.IntegerField(
        label="数据年份",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), BAD_YEAR),
    )
    kind = forms.ChoiceField(
        label="口径",
        choices=ReadingKind.choices,
        widget=forms.RadioSelect,
        help_text="快报数可以先报，核定数出来后另填一条；核定数优先。",
        error_messages=dict.fromkeys(("required", "invalid_choice"), KIND_NEEDED),
    )
    value = NumberField(label="数值", error_messages={"required": NUMBER_NEEDED})
    is_reached = forms.ChoiceField(
        label="该节点",
        choices=(("yes", "已完成"), ("no", "未完成")),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), REACHED_NEEDED),
    )
    source = CleanTextField(
        label="数据来源",
        max_length=LONGEST_SOURCE,
        required=SOURCE_NEEDED,
        help_text="例如：市统计局《2025 年统计公报》。",
    )
    note = CleanTextField(label="说明", max_length=LONGEST_NOTE, rows=3)

    def __init__(self, *args: Any, target: Target, **options: Any) -> None:
        super().__init__(*args, **options)
        if target.promise.is_milestone:
            del self.fields["value"]
        else:
            del self.fields["is_reached"]
            self.fields["value"].label = f"数值（{target.unit}）" if target.unit else "数值"
            if target.kind == TargetKind.CHANGE:
                self.fields["value"].help_text = CHANGE_HINT.format(year=target.baseline_year or "基期")

    def entry(self) -> Entry:
        """What is entered."""
        data = self.cleaned_data
        reached = {"yes": True, "no": False}.get(data.get("is_reached", ""))
        return Entry(data["year"], data["kind"], data["source"], data.get("value"), reached, data["note"])


class OnBehalfForm(ReadingForm):
    """代录: the office enters what it was told."""

    told_by = CleanTextField(
        label="代录来源",
        max_length=LONGEST_SOURCE,
        required=CALLER_NEEDED,
        help_text="例如：市统计局王某 6 月 12 日来电。",
    )


class CorrectionForm(ReadingForm):
    """更正: the same again, with the reason."""

    reason = CleanTextField(label="更正理由", max_length=LONGEST_NOTE, rows=2, required=REASON_NEEDED)


def reading_words(row: TargetReading) -> dict[str, Any]:
    """What a correction begins with."""
    reached = {True: "yes", False: "no", None: ""}[row.is_reached]
    return {**{name: getattr(row, name) for name in ("year", "kind", "value", "source", "note")}, "is_reached": reached}


def _whole(label: str, sentence: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


class KeepForm(forms.Form):
    """Who reports, and until which day of the year after."""

    unit = UnitField(
        label="填报单位",
        required=False,
        empty_label="未定",
        help_text="每个目标一个填报单位，通常是掌握统计数据的部门。",
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value"), NO_SUCH),
    )
    month = _whole("数据发布日（次年）：月", BAD_MONTH, 12)
    day = _whole("日", BAD_DAY, 31)


class ValueForm(forms.Form):
    """The value the province has set, and where that stands."""

    value = NumberField(label="目标值", error_messages={"required": NUMBER_NEEDED})
    basis = CleanTextField(
        label="依据",
        max_length=LONGEST_BASIS,
        required=BASIS_NEEDED,
        help_text="例如：省发展改革委《……的通知》（粤发改〔2026〕1号）。",
    )
