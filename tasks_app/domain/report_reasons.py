"""What a report has to explain besides its words: why progress fell, what became of a remark, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks_app.domain.period_review import is_worse
from tasks_app.domain.report_states import Standing

NAMED_AT_MOST = 8
WHY_IT_FELL = "{fall}，请填写进度下降的原因。"
REMARK_OPEN = "上次报送被部分采用，请写明对未采用部分的落实情况。"
WHY_WITHOUT = "{missing}；请说明理由。"


@dataclass(frozen=True)
class Said:
    """What a unit says of its progress: a standing, and a per cent where something is counted."""

    standing: str
    percent: int | None = None


def fall_of(now: Said, before: Said) -> str:
    """How progress fell against what was last handed in, in words; empty where it did not."""
    falls = []
    if now.percent is not None and before.percent is not None and now.percent < before.percent:
        falls.append(f"完成率由 {before.percent}% 降为 {now.percent}%")
    if is_worse(now.standing, before.standing):
        falls.append(f"进度由“{Standing(before.standing).label}”变为“{Standing(now.standing).label}”")
    return "，".join(falls)


def missing_units_words(units: Sequence[str]) -> str:
    """尚有 2 个配合单位未报送：市商务局、市水务局. Empty where nobody is missing."""
    if not units:
        return ""
    named = "、".join(units[:NAMED_AT_MOST])
    return f"尚有 {len(units)} 个配合单位未报送：{named}{'等' if len(units) > NAMED_AT_MOST else ''}"


@dataclass(frozen=True)
class ToExplain:
    """What is to be explained, each in words or empty: a fall, a remark of the office, units that are missing."""

    fall: str = ""
    remark: str = ""
    missing: str = ""


def unexplained(asked: ToExplain, *, fall_reason: str, taken_up: str, without_reason: str) -> dict[str, str]:
    """What is asked and has no answer yet: field name to sentence."""
    rows = (
        ("fall_reason", asked.fall, fall_reason, WHY_IT_FELL.format(fall=asked.fall)),
        ("taken_up", asked.remark, taken_up, REMARK_OPEN),
        ("without_reason", asked.missing, without_reason, WHY_WITHOUT.format(missing=asked.missing)),
    )
    return {field: sentence for field, is_asked, answer, sentence in rows if is_asked and not answer}


def told(asked: ToExplain, *, fall_reason: str, without_reason: str) -> str:
    """What the timeline says of a report that is handed in with an explanation; empty where it needs none."""
    rows = ((asked.fall, "原因", fall_reason), (asked.missing, "理由", without_reason))
    return "\n".join(f"{what}；{word}：{why}" for what, word, why in rows if what and why)
