"""Made-up lines, cards and steps for the gallery; nothing here comes from the database."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from tasks_app.domain.lights import LIGHT_WORDS, Light
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState, Standing

PHONE = "0756-0000000"
LONG_UNIT = "国家税务总局珠海市税务局、珠海海关、拱北海关"


def lights() -> list[dict[str, str]]:
    """The six lights in the order of the rule table."""
    return [{"code": light.value, "label": LIGHT_WORDS[light]} for light in Light]


def timeline(today: date) -> list[dict[str, Any]]:
    """Steps of people and of the clock, the latest first."""

    def at(days_ago: int, hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(hour, 5)))

    return [
        {
            "at": at(1, 15),
            "who": "演示经办人（领导小组办公室）",
            "what": "退回修改",
            "from_label": ReportState.SUBMITTED.label,
            "to_label": ReportState.SENT_BACK.label,
            "reason": "第二季度装机容量与统计数据不一致，请核对后重新报送。",
        },
        {"at": at(2, 9), "by_clock": True, "what": "发出催办"},
        {
            "at": at(4, 10),
            "who": "演示经办人（领导小组办公室）",
            "what": "报送进展",
            "to_label": ReportState.SUBMITTED.label,
            "on_behalf": "市交通运输局电话报送，来电人演示联络员",
        },
        {"at": at(9, 9), "by_clock": True, "what": "提醒：距报送日还有 3 个工作日"},
        {
            "at": at(40, 16),
            "who": "演示联络员（市交通运输局）",
            "what": "签收",
            "from_label": LineState.PENDING_SIGNATURE.label,
            "to_label": LineState.IN_PROGRESS.label,
        },
    ]


def _card(light: Light, state: LineState, deadline: date, today: date, days: int | None, **more: Any) -> dict[str, Any]:
    return {
        "light_code": light.value,
        "light_label": LIGHT_WORDS[light],
        "state_code": state.value,
        "state_label": state.label,
        "deadline": deadline,
        "today": today,
        "days": days,
        "readable": True,
        "url": "#cards",
        **dict.fromkeys(("original", "claimed", "verified", "finding", "planned", "pace", "is_follow_up")),
        **more,
    }


def unit_cards(today: date) -> list[dict[str, Any]]:
    """Lead first: one's own, one counted, one with words alone, one of which only the state may be seen."""
    return [
        _card(
            Light.LATE,
            LineState.IN_PROGRESS,
            today - timedelta(days=17),
            today,
            -12,
            unit="市交通运输局",
            role_label="牵头",
            mine=True,
            original=today - timedelta(days=60),
            claimed=60,
            verified=45,
            finding="核实 45%",
            planned=100,
            section="综合运输科",
            contact="演示联络员",
            phone=PHONE,
            summary="新增新能源公交车 120 辆，充电桩建设因用地调整滞后。",
        ),
        _card(
            Light.NEAR,
            LineState.OFFICE_REVIEW,
            today + timedelta(days=4),
            today,
            3,
            unit="市生态环境局",
            role_label="配合",
            claimed=100,
            verified=None,
            finding="无证据",
            is_follow_up=True,
            planned=92,
            contact="演示联络员",
        ),
        _card(
            Light.BEHIND,
            LineState.SENT_BACK,
            today + timedelta(days=40),
            today,
            28,
            unit=LONG_UNIT,
            role_label="配合",
            pace=Standing.BEHIND.label,
        ),
        _card(
            Light.DONE,
            LineState.SIGNED_OFF,
            today - timedelta(days=30),
            today,
            None,
            unit="市住房和城乡建设局",
            role_label="配合",
            readable=False,
            url=None,
        ),
    ]


def plan_rows() -> list[dict[str, Any]]:
    """Two rows of the table under one heading, a light beside each unit."""
    light = dict(zip(Light, lights(), strict=True))
    rows = (
        (
            "大力推广新能源汽车，推动城市公共服务车辆电动化替代。",
            (("市交通运输局", Light.LATE), ("市生态环境局", Light.NEAR)),
        ),
        (
            "建设绿色高效交通运输体系，优化运输结构。",
            (("市交通运输局", Light.ON_TRACK), ("市自然资源局", Light.BEHIND)),
        ),
    )
    return [
        {"number": number, "text": text, "units": [{"name": name, "light": light[colour]} for name, colour in units]}
        for number, (text, units) in enumerate(rows, start=6)
    ]
