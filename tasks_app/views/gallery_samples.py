"""Made-up values for the gallery: each component in each of its states. Nothing here comes from the database."""

from datetime import date, timedelta
from typing import Any

from tasks_app.domain.lights import LATE_REPORT_WORD, Light
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_states import InterviewState, ServiceState
from tasks_app.domain.report_states import ReportState, Standing
from tasks_app.presenters.interviews import WayStep
from tasks_app.presenters.ladder import Ladder, LadderRung
from tasks_app.views.gallery_lines import PHONE, lights, plan_rows, timeline, unit_cards

ICONS = ("desk", "plan", "supervision", "settings", "search", "person", "inbox", "file", "tick", "info", "warning")


def chip_groups() -> list[dict[str, Any]]:
    """Filter chips: one chosen, some counted, one empty."""
    by_light = [{"label": "全部", "url": "#chips", "count": 312, "current": True}]
    by_light += [
        {"label": light["label"], "light": light["code"], "url": "#chips", "count": count, "current": False}
        for light, count in zip(lights(), (96, 40, 12, 31, 0, 133, 3), strict=True)
    ]
    by_role = [
        {"label": label, "url": "#chips", "count": None, "current": label == "牵头"} for label in ("牵头", "配合")
    ]
    return [{"name": "亮灯", "chips": by_light}, {"name": "分工", "chips": by_role}]


def acts() -> list[dict[str, Any]]:
    """One primary verb, one that asks back, one that wants a reason, one refused for lack of it, one with a box."""
    return [
        {"url": "#acts", "verb": "签收", "primary": True},
        {
            "url": "#acts",
            "verb": "销号",
            "question": "将市交通运输局承办的第 7 项任务销号？销号后不再督促，重新启动须由办公室负责人说明理由。",
        },
        {
            "url": "#acts",
            "verb": "退回修改",
            "question": "将市交通运输局的第三季度进展退回修改？",
            "reason_label": "退回理由",
        },
        {
            "url": "#acts",
            "verb": "退回续办",
            "reason_label": "退回理由",
            "reason": "材料",
            "fault": "理由太短，请写明缺少哪些材料、如何补正。",
        },
        {
            "url": "#acts",
            "verb": "签发",
            "question": "签发“关于督促办理第 7 项任务的通知”，主送市交通运输局？",
            "tick": "已知悉变化",
        },
    ]


def ladder(today: date) -> Ladder:
    """A ladder halfway up: one rung climbed, one now, one next, one ahead."""
    return Ladder(
        (
            LadderRung("提醒", "past", today - timedelta(days=12)),
            LadderRung("催办", "now", today - timedelta(days=3)),
            LadderRung("督办", "next", today + timedelta(days=4), "提出建议"),
            LadderRung("约谈", "ahead"),
        ),
        "下一步：由办公室研究是否督办（完成时限后第 5 个工作日）。",
    )


def ways(today: date) -> list[tuple[WayStep, ...]]:
    """Two rows of steps: a case halfway, and one that was called off."""
    halfway = (
        WayStep("待约谈", "past", today - timedelta(days=20)),
        WayStep("已约谈", "past", today - timedelta(days=12)),
        WayStep("整改中", "now"),
        WayStep("待核查", "ahead"),
        WayStep("已办结", "ahead"),
    )
    return [halfway, (WayStep("待约谈", "past", today - timedelta(days=20)), WayStep("已取消", "now"))]


def samples(today: date) -> dict[str, Any]:
    """Everything that the gallery's templates read, on a given day."""
    return {
        "today": today,
        "lights": [*lights(), {"code": Light.LATE.value, "label": LATE_REPORT_WORD}],
        "line_states": [(state.value, state.label) for state in LineState],
        "report_states": [(state.value, state.label) for state in ReportState],
        "service_states": [(state.value, state.label) for state in ServiceState],
        "interview_states": [(state.value, state.label) for state in InterviewState],
        "ways": ways(today),
        "paces": [standing.label for standing in Standing],
        "day_before_yesterday": today - timedelta(days=2),
        "last_month": today - timedelta(days=30),
        "next_week": today + timedelta(days=7),
        "next_quarter": today + timedelta(days=90),
        "icon_names": ICONS,
        "chip_groups": chip_groups(),
        "tasks": plan_rows(),
        "entries": timeline(today),
        "cards": unit_cards(today),
        "acts": acts(),
        "ladder": ladder(today),
        "inner_places": [
            {"label": label, "url": "#ladder", "current": label == "时钟"} for label in ("清单", "时钟", "建议", "预演")
        ],
        "crumbs": [
            {"label": "重点任务", "url": "#"},
            {"label": "交通运输绿色低碳行动", "url": "#"},
            {"label": "组件陈列", "url": None},
        ],
        "stats": [
            {"count": 1, "words": "件逾期", "url": "#", "late": True},
            {"count": 3, "words": "件待签收", "url": "#"},
            {"count": 2, "words": "件退回修改"},
        ],
        "facts": [
            {"label": "牵头单位", "value": "市交通运输局", "url": "#facts"},
            {"label": "承办科室", "value": "综合运输科"},
            {"label": "联系人", "value": "演示联络员"},
            {"label": "联系电话", "value": PHONE},
            {"label": "批示", "value": ""},
        ],
    }
