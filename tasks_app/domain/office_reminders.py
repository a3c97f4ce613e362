"""办公室提醒: of which lines the office may remind, and in which words. It is no rung of the ladder."""

from datetime import date

from tasks_app.domain.line_states import AT_WORK, OPEN, LineState
from tasks_app.domain.reach import is_asked

ACT, LABEL = "office_remind", "办公室提醒"
MOST_AT_ONCE = 200
TOO_MANY = f"一次最多办理 {MOST_AT_ONCE} 件，请减少勾选后再办。"
REMINDED_TODAY = "今天已经提醒过"
WITH_OTHERS = "正在审核，不提醒"
NOT_OPEN = "现在是“{state}”，不提醒"
REMINDABLE = (LineState.PENDING_SIGNATURE, *AT_WORK)


def why_not(state: str, *, is_over: bool, was_told_today: bool) -> str:
    """Why a line is not reminded of, in a few words; empty where it may be. ``is_over``: it went to another unit."""
    if was_told_today:
        return REMINDED_TODAY
    if state in REMINDABLE and not is_over:
        return ""
    return WITH_OTHERS if state in OPEN else NOT_OPEN.format(state=LineState(state).label)


def words_for(kind: str, state: str, deadline: date, today: date) -> str:
    """What the unit reads. Party offices, mass organisations and whoever else is only asked are asked here too."""
    begins = "商请贵单位" if is_asked(kind) else "请"
    wants = "签收本事项" if state == LineState.PENDING_SIGNATURE else "抓紧办理并及时报送进展"
    when = f"时限 {deadline:%Y-%m-%d} 已过，" if deadline < today else f"时限为 {deadline:%Y-%m-%d}，"
    return f"本事项{when}{begins}{wants}。"
