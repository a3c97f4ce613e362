"""A target in words (目标表述): what is promised until when, and how it stands, as shape and word."""

import re
from dataclasses import dataclass
from decimal import Decimal

from tasks_app.domain.target_words import Comparator, TargetKind, Wording
from tasks_app.domain.targets import STATE_WORDS, Figure, Promise, Standing, TargetState, plain_number
from tasks_app.importing.targets.words import CHANGE_VERBS
from tasks_app.models import Target

# The shape (components/light.html) of each state. 力争 that was missed is no broken promise: yellow, not red.
LIGHTS: dict[TargetState, str] = {
    TargetState.NOT_DUE: "idle",
    TargetState.AWAITED: "near",
    TargetState.OVERDUE: "late",
    TargetState.TO_BE_SET: "idle",
    TargetState.MET: "done",
    TargetState.MISSED: "late",
    TargetState.REACHED: "done",
    TargetState.NOT_REACHED: "late",
    TargetState.AHEAD: "on_track",
    TargetState.ON_PATH: "on_track",
    TargetState.BEHIND: "behind",
    TargetState.NO_PATH: "idle",
}
MISSED = (TargetState.MISSED, TargetState.NOT_REACHED)


@dataclass(frozen=True)
class StateWords:
    """A state for a page: code of the shape, word, and what else there is to say."""

    code: str
    state: str
    label: str
    note: str = ""


def with_unit(value: Decimal | None, unit: str) -> str:
    """A number with its unit: 30%, 4A级, 3.5 万千瓦; a dash where there is none."""
    if value is None:
        return "—"
    is_close = unit in ("%", "‰") or unit.endswith("级")
    return f"{plain_number(value)}{unit}" if is_close else f"{plain_number(value)} {unit}".strip()


def year_words(target: Target) -> str:
    """Until when: 2025 年, 2030 年前, 2021—2025 年, 持续."""
    if target.year is None:
        return "持续"
    if target.period_start:
        return f"{target.period_start}—{target.year} 年"
    return f"{target.year} 年前" if target.is_before else f"{target.year} 年"


def promise_words(target: Target) -> str:
    """What is promised: 不低于 30%, 下降不低于 14.5%（较 2020 年）, 1.2 万吨左右, 待省下达, 完成（节点）."""
    if target.kind == TargetKind.MILESTONE:
        return "完成（节点）"
    if target.value is None:
        return f"待{target.set_by or '省'}下达"
    value = with_unit(target.value, target.unit)
    if target.comparator == Comparator.ABOUT:
        said = f"{value}左右"
    else:
        said = f"{Comparator(target.comparator).label} {value}" if target.comparator else value
    if target.kind != TargetKind.CHANGE:
        return said
    base = f"（较 {target.baseline_year} 年）" if target.baseline_year else ""
    return change_verb(target.sentence, target.value) + said + base


def change_verb(sentence: str, value: Decimal) -> str:
    """Which way a promised change goes, in the sentence's own word: 不低于 20% alone would say that losses rise to it.

    The verb last said before the figure, which 分别 and other figures may part from it (分别降低 7%和 8%).
    """
    figure = re.search(rf"(?<![\d.]){re.escape(plain_number(value))}(?![\d.])", sentence)
    said = sentence[: figure.start()] if figure else ""
    return max(CHANGE_VERBS, key=said.rfind) if any(verb in said for verb in CHANGE_VERBS) else "变化"


def figure_words(figure: Figure, unit: str) -> str:
    """A figure with its year and, where it is not final, that it is a quick one."""
    if figure.is_reached is not None:
        said = "已完成" if figure.is_reached else "未完成"
    else:
        said = with_unit(figure.value, unit)
    return f"{figure.year} 年 {said}{'（快报）' if figure.is_quick else ''}"


def state_words(standing: Standing | None, target: Target) -> StateWords | None:
    """How a target stands; None for whoever may not know."""
    if standing is None:
        return None
    state = standing.state
    is_soft = state in MISSED and target.wording == Wording.STRIVE
    label = STATE_WORDS[state]
    if state is TargetState.TO_BE_SET:
        label = f"待{target.set_by or '省'}下达"
    return StateWords(
        code="behind" if is_soft else LIGHTS[state],
        state=state.value,
        label=f"{label}（力争）" if is_soft else label,
        note=_note(standing, target.unit),
    )


def _note(standing: Standing, unit: str) -> str:
    """Which year is meant, and what was known last."""
    parts = []
    if standing.state in (TargetState.AWAITED, TargetState.OVERDUE) and standing.year:
        parts.append(f"{standing.year} 年数据")
        if standing.gaps:
            parts.append(f"另缺 {'、'.join(map(str, standing.gaps))} 年")
    if standing.figure:
        parts.append(figure_words(standing.figure, unit))
        is_said = standing.last_state in (None, standing.state, TargetState.NO_PATH, TargetState.TO_BE_SET)
        if not is_said and standing.last_state:
            parts.append(STATE_WORDS[standing.last_state])
    return "，".join(parts)


def path_note(promise: Promise) -> str:
    """Why no path is drawn, in words."""
    if promise.is_milestone:
        return "节点目标按是否完成判断，没有逐年路径。"
    if promise.comparator == Comparator.ABOUT:
        return "“左右”类目标没有逐年路径；百分比指标上下 1 个百分点、其他指标上下 5% 以内视为达标。"
    if promise.kind == TargetKind.CHANGE:
        return "变化幅度类目标不按直线推算，中间年份只登记、不作判断。"
    if promise.final_year is None:
        return "持续类目标每年按目标值判断，没有逐年路径。"
    return "有基期或首个年度数据后，按直线推算逐年路径。"
