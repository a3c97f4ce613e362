"""A line's ladder in words (``components/ladder.html``): only the words that its kind of unit may read."""

from dataclasses import dataclass, replace
from datetime import date

from tasks_app.dashboards.ladders import Climbed, LineLadder
from tasks_app.domain.line_states import OPEN
from tasks_app.domain.policy import Deed
from tasks_app.domain.reach import REACH, Level, Rung, rung_of
from tasks_app.domain.rehearsal import Rehearsed

STUDIED = "由办公室研究"
PAUSED = "办结申请正在审核，督促暂停。"
ASKED = "延期申请正在审批，督促暂停。"
RAISED = "提出的异议、暂缓或撤项正在办理，督促暂停。"
ELSEWHERE = "本事项已列入{name}督查，本系统只作提醒。"
WAITING = "建议等待办公室处理。"
DRAFTED = "已按建议拟稿，办理情况见公文。"
NOTHING_LEFT = "没有后续步骤。"


@dataclass(frozen=True)
class LadderRung:
    """One rung. ``state``: past, now, next, or ahead."""

    word: str
    state: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Ladder:
    """The rungs from the lowest up, and what comes next in a sentence."""

    rungs: tuple[LadderRung, ...]
    sentence: str

    @property
    def present(self) -> str:
        """The word of the present rung; empty at the foot of the ladder."""
        return next((rung.word for rung in self.rungs if rung.state == "now"), "")


def ladder_of(known: LineLadder, *, for_office: bool) -> Ladder:
    """The ladder of a line as the office reads it, or as its own unit does.

    What the clock only proposed is the office's own business: the unit reads that it is being considered, and
    neither when it was proposed nor what was decided.
    """
    line = known.line
    reach = REACH[line.unit.kind]
    if line.work_item.supervised_by:
        reach = tuple(rung for rung in reach if rung.level is Level.REMIND)
    draw = _rung if for_office else _rung_of_unit
    return Ladder(tuple(draw(rung, known) for rung in reach), sentence_of(known, for_office=for_office))


def _rung(rung: Rung, known: LineLadder) -> LadderRung:
    here = next((one for one in known.climbed if one.level is rung.level), None)
    if here is not None:
        is_now = rung.level is known.climbed[-1].level
        return LadderRung(rung.word, "now" if is_now else "past", here.on, _note(rung, here))
    is_above = not known.climbed or rung.level > known.climbed[-1].level
    if is_above and known.coming is not None and known.coming.step.rule.level is rung.level:
        return LadderRung(rung.word, "next", known.coming.on, "提出建议" if rung.paper else "")
    return LadderRung(rung.word, "ahead")


def _rung_of_unit(rung: Rung, known: LineLadder) -> LadderRung:
    told = tuple(one for one in known.climbed if not _is_proposal(one, known))
    drawn = _rung(rung, replace(known, climbed=told))
    if _proposed(known) is not None and rung.level is known.climbed[-1].level:
        return LadderRung(rung.word, "next", note=STUDIED)
    return replace(drawn, note=STUDIED) if drawn.state == "next" and rung.paper else drawn


def _is_proposal(climbed: Climbed, known: LineLadder) -> bool:
    rung = rung_of(known.line.unit.kind, climbed.level)
    return rung is not None and bool(rung.paper)


def _proposed(known: LineLadder) -> Climbed | None:
    """The proposal at which the line stands, where there is one and it was not refused."""
    last = known.climbed[-1] if known.climbed else None
    return last if last and _is_proposal(last, known) and not last.is_refused else None


def _note(rung: Rung, here: Climbed) -> str:
    if here.is_refused:
        return "不予发出"
    if here.deferred_until:
        return f"暂缓至 {here.deferred_until:%Y-%m-%d}"
    proposed = "已拟稿" if here.is_drafted else "已提出建议"
    return proposed if rung.paper else ""


def sentence_of(known: LineLadder, *, for_office: bool) -> str:
    """What comes next: 下一步 2026-12-01 催办（完成时限后第 1 个工作日）."""
    if known.line.state not in OPEN:
        return ""
    if known.is_paused:
        return ASKED if known.is_asked else RAISED if known.is_raised else PAUSED
    proposed = _proposed(known)
    coming = f"下一步：{step_in_words(known.coming, known.line.unit.kind)}。" if known.coming else ""
    if proposed is not None and not known.line.work_item.supervised_by:
        waits = f"{DRAFTED}{coming}" if proposed.is_drafted else WAITING
        return waits if for_office else f"下一步：{STUDIED}。"
    name = known.line.work_item.supervised_by
    return f"{ELSEWHERE.format(name=name) if name else ''}{coming or NOTHING_LEFT}"


def step_in_words(coming: Rehearsed, kind: str) -> str:
    """The day, the word this kind of unit may read, and the moment of the rule."""
    rule = coming.step.rule
    rung = rung_of(kind, rule.level)
    word = rung.word if rung else ""
    deed = f"由办公室研究是否{word}" if rule.deed is Deed.PROPOSE else word
    return f"{coming.on:%Y-%m-%d} {deed}（{rule.moment_in_words}）"
