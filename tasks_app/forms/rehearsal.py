"""What a rehearsal is asked: from which day to which, and by which other rules."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from tasks_app.actions.policies import LONGEST_BASIS
from tasks_app.domain.refusals import Invalid
from tasks_app.forms.fields import CleanTextField, DayField

LONGEST = timedelta(days=400)
USUAL = timedelta(days=90)
LARGEST_FILE = 256 * 1024
TOO_EARLY = "预演从今天起，请选择今天或以后的日期。"
WRONG_ORDER = "止期应不早于起期。"
TOO_LONG = f"最多预演 {LONGEST.days} 天，请缩短期间。"
TOO_LARGE = "规则文件不应超过 256 KB，请核对是否选错了文件。"
NOT_JSON = "文件不是 JSON 格式的规则（UTF-8 编码），请对照默认规则核对。"


class RehearsalForm(forms.Form):
    """The days; what is left out is today, and the end of the next three months."""

    start = DayField(label="起")
    end = DayField(label="止")

    def __init__(self, typed: Mapping[str, Any], *, today: date) -> None:
        self.today = today
        start = typed.get("start") or today.isoformat()
        end = typed.get("end") or (today + USUAL).isoformat()
        super().__init__({"start": start, "end": end}, auto_id="rehearsal-%s")

    def clean(self) -> dict[str, Any]:
        """Refuses days that are over, and more of them than a page can play."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start is None or end is None:
            return data
        if start < self.today:
            self.add_error("start", TOO_EARLY)
        elif end < start:
            self.add_error("end", WRONG_ORDER)
        elif end - start > LONGEST:
            self.add_error("end", TOO_LONG)
        return data

    def days(self) -> tuple[date, date]:
        """The first and the last day, also where what was typed does not hold: then the usual ones."""
        if not self.is_valid():
            return self.today, self.today + USUAL
        return self.cleaned_data["start"], self.cleaned_data["end"]


class PolicyFileForm(forms.Form):
    """Another policy, only to be compared: nothing of it is stored."""

    policy = forms.FileField(
        label="规则文件（.json）",
        help_text="与现行规则比较，只预演，不保存；办公室负责人比较后可以启用。",
        error_messages={"required": "请选择规则文件。", "empty": "文件是空的，请重新选择。"},
    )

    def __init__(self, files: "MultiValueDict[str, UploadedFile] | None" = None) -> None:
        super().__init__(None if files is None else {}, files, auto_id="policy-%s")

    def text(self) -> str:
        """What the file holds. Raises Invalid for none, for one that is too large, and for one that is no text."""
        if not self.is_valid():
            raise Invalid({"policy": str(self.errors["policy"][0])})
        upload: UploadedFile = self.cleaned_data["policy"]
        if (upload.size or 0) > LARGEST_FILE:
            raise Invalid({"policy": TOO_LARGE})
        try:
            return str(upload.read(), "utf-8-sig")
        except UnicodeDecodeError:
            raise Invalid({"policy": NOT_JSON}) from None


class PutInForceForm(forms.Form):
    """The policy that was compared, carried along as text, with what the director adds: the basis and the first day."""

    rules = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_FILE, strip=False)
    basis = CleanTextField(
        label="依据",
        max_length=LONGEST_BASIS,
        required="请填写依据，例如“领导小组办公室主任办公会纪要〔2026〕3号”。",
    )
    starts_on = DayField(label="施行日期", help_text="从这一天起按新规则计算；已经触发的不变，也不重发。")

    def policy_data(self) -> object:
        """What to put in force: the text as data, with the first day that was typed. Raises Invalid for no JSON."""
        data = policy_data(self.cleaned_data["rules"])
        starts_on = self.cleaned_data["starts_on"].isoformat()
        return data | {"starts_on": starts_on} if isinstance(data, dict) else data


def policy_data(text: str) -> object:
    """The data in a policy's text; nothing is known of its shape yet. Raises Invalid for what is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid({"policy": NOT_JSON}) from None
