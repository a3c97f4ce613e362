"""The gallery (组件陈列): every component in every state, for whoever writes a page."""

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import NotVisible
from tasks_app.domain.report_states import Standing
from tasks_app.views.gallery_samples import samples

WORDS_LIMIT = 200
TYPED = {"progress": "新增新能源公交车 120 辆。", "standing": "", "contact": "", "deadline": ""}


class SampleForm(forms.Form):
    """One field of each kind."""

    progress = forms.CharField(
        label="本期进展",
        help_text="写已完成的事项和数据，注明截止日期。",
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    standing = forms.ChoiceField(
        label="总体进度", choices=Standing.choices, widget=forms.RadioSelect, help_text="按年度任务的时间安排判断。"
    )
    deadline = forms.DateField(
        label="申请延至",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请选择申请延至的日期，例如 2026-12-15。"},
    )
    heading = forms.ChoiceField(label="所属行动", choices=[("", "全部"), ("3", "交通运输绿色低碳行动")], required=False)
    contact = forms.CharField(label="承办人", max_length=50, error_messages={"required": "请填写承办人姓名。"})
    sheet = forms.FileField(label="佐证材料", required=False, help_text="PDF、Word、Excel 或图片，不超过 20 MB。")


@require_safe
def gallery(request: HouseRequest) -> HttpResponse:
    """Shows all components and reads nothing. It is for whoever writes a page, on a machine where one does.

    In production it is not there: a party organ or a district would read words on it that are not for it.
    """
    if not (settings.DEBUG or settings.DEMO_BANNER):
        raise NotVisible
    context = samples(timezone.localdate()) | {
        "empty_form": SampleForm(auto_id="empty_%s"),
        "refused_form": SampleForm(TYPED, auto_id="refused_%s"),
        "words_limit": WORDS_LIMIT,
    }
    return render(request, "gallery/gallery.html", context)
