"""One line, one voice (一事一日一提醒): of what a unit would be told about a line on one day, what is left unsaid.

After a long silence a unit is not asked for the spring's report and the autumn's, urged about the line itself and
reminded of what was sent back, all on one morning. What is left unsaid is noted as superseded, with the reason.
A paper that reached the unit, and what it promised in an interview, are matters of their own: they are always told.
Of the targets that nobody reports the office hears once.
"""

from dataclasses import replace
from datetime import date

from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.ladder import Step, Verdict
from tasks_app.domain.policy import Deed
from tasks_app.domain.reach import Level
from tasks_app.domain.reading_clock import Asked

LATER_PERIOD = "同日已提醒较晚的一期，较早的不再提醒"
LOUDER = "同日已就本事项发出更要紧的提醒"
TOLD_TOGETHER = "与其他尚无填报单位的目标合并告知"

Verdicts = list[tuple[Facts, Verdict]]
# A subject and a rule that speaks about it.
Voice = tuple[str, str]
SHARING = (SubjectKind.LINE, SubjectKind.PERIOD, SubjectKind.REPORT)


def with_one_voice(verdicts: Verdicts, today: date) -> Verdicts:
    """The verdicts of one line and of all that hangs on it, as they are recorded.

    Of its report periods the latest speaks. Where the line itself is urged, that covers what its periods and its
    reports to be redone would say. What was missed on its own day is not made up for beside something louder; what
    falls due today is said, since nobody was silent about it.
    """
    if len(_voices(verdicts)) < 2:
        return verdicts
    verdicts = _without(_earlier_periods(verdicts), verdicts, LATER_PERIOD)
    return _without(_drowned(verdicts, today), verdicts, LOUDER)


def told_once(verdicts: Verdicts) -> Verdicts:
    """The verdicts of targets, as they are recorded: of those that nobody reports the office hears once a rule.

    A plan has a hundred of them.
    """
    told: set[str] = set()
    found: Verdicts = []
    for facts, verdict in verdicts:
        if facts.state == Asked.OF_NOBODY:
            again = {(facts.key, step.rule.code) for step in verdict.fire if step.rule.code in told}
            told |= {step.rule.code for step in verdict.fire}
            verdict = _silenced(facts, verdict, again, TOLD_TOGETHER)
        found.append((facts, verdict))
    return found


def _voices(verdicts: Verdicts) -> list[tuple[Facts, Step]]:
    """What the unit would hear about its work; the office's own reminders and proposals to it are no part of that."""
    sharing = [(facts, verdict) for facts, verdict in verdicts if facts.kind in SHARING]
    return [(facts, step) for facts, verdict in sharing for step in verdict.fire if _is_heard_by_unit(step)]


def _is_heard_by_unit(step: Step) -> bool:
    return step.rule.deed is Deed.TELL and step.rule.is_for_unit


def _earlier_periods(verdicts: Verdicts) -> set[Voice]:
    periods = [(facts, step) for facts, step in _voices(verdicts) if facts.kind is SubjectKind.PERIOD]
    latest = max((facts.anchors[Anchor.PERIOD_DUE] for facts, _ in periods), default=date.min)
    return {_name(facts, step) for facts, step in periods if facts.anchors[Anchor.PERIOD_DUE] < latest}


def _drowned(verdicts: Verdicts, today: date) -> set[Voice]:
    voices = _voices(verdicts)
    if len(voices) < 2:
        return set()
    loudest, said = max(voices, key=_loudness)
    is_urged = _urges_line(loudest, said)
    beside = [(facts, step) for facts, step in voices if facts.key != loudest.key]
    return {_name(facts, step) for facts, step in beside if is_urged or step.due_day < today}


def _name(facts: Facts, step: Step) -> Voice:
    return facts.key, step.rule.code


def _loudness(voice: tuple[Facts, Step]) -> tuple[Level, bool, date, int]:
    """The highest rung; then the line's own urge; then what fell due last; then what is nearest to its day."""
    facts, step = voice
    return step.rule.level, _urges_line(facts, step), step.due_day, -step.anchor_day.toordinal()


def _urges_line(facts: Facts, step: Step) -> bool:
    return facts.kind is SubjectKind.LINE and step.rule.level >= Level.URGE


def _without(unsaid: set[Voice], verdicts: Verdicts, why: str) -> Verdicts:
    return [(facts, _silenced(facts, verdict, unsaid, why)) for facts, verdict in verdicts]


def _silenced(facts: Facts, verdict: Verdict, unsaid: set[Voice], why: str) -> Verdict:
    silent = [replace(step, why=why) for step in verdict.fire if _name(facts, step) in unsaid]
    said = tuple(step for step in verdict.fire if _name(facts, step) not in unsaid)
    return Verdict(said, (*verdict.superseded, *silent), verdict.next_on)
