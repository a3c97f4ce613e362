"""What a step of a report changes besides the state, on the report and on its line, and what it may not find."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.handing_in import hand_in, take_back
from tasks_app.dashboards.gathering import silent_units
from tasks_app.dashboards.report import handed_in_last, has_material
from tasks_app.domain.access import Bar
from tasks_app.domain.access_words import BARS_OF_SIGNERS
from tasks_app.domain.follow_ups import InPart, last_day
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.report_reasons import Said, ToExplain, fall_of, missing_units_words, told, unexplained
from tasks_app.domain.report_states import ReportState, Standing, missing_words
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.verification import DONE, Verified, proposed, verified_words
from tasks_app.models import ProgressReport, UnitLine
from tasks_app.permissions.authors import names_of_writers

COMPLETION_NEEDED = "请填写“完成情况”。"
FILE_NEEDED = "申请办结须附佐证材料，请至少上传一个文件。"
LOOKED_AT = "领导小组办公室已经开始查阅本件，不能再撤回；如需更正请联系办公室退回。"
FINISHED_NEEDED = "申请办结时，进度应为“已完成”。"

HANDING_IN = frozenset({"approve", "approve_on_paper"})
IN_PART = frozenset({"accept_in_part", "accept_in_part_on_paper"})
ACCEPTING = IN_PART | {"accept", "accept_on_paper"}
REFUSING = frozenset({"return", "send_back", "send_back_on_paper"})
REVIEWING = ACCEPTING | {"send_back", "send_back_on_paper"}
# What a periodic report changes on its line without moving it, and how the line's history puts it.
ON_THE_LINE = {
    **dict.fromkeys(HANDING_IN, "报送进展"),
    **dict.fromkeys(ACCEPTING, "核实进展"),
    "withdraw": "撤回进展",
}


@dataclass(frozen=True)
class Brings:
    """What somebody brings to a step: why, by when to redo it, what the office found, and what it took in part."""

    why: str = ""
    redo_by: date | None = None
    verified: Verified | None = None
    in_part: InPart = field(default_factory=InPart)


def prepare(report: ProgressReport, line: UnitLine, act: str, brings: Brings, *, by: Actor, at: datetime) -> str:
    """Sets what a step changes besides the state; returns what the timeline says of it. Raises Invalid or NotNow."""
    why = brings.why
    if act in ("send", "approve_on_paper"):
        require_whole(report)
    if act in HANDING_IN:
        report.approved_by = by.post
        why = why or explained(report)
        hand_in(report, line, at=at)
    if act in REVIEWING:
        report.reviewed_by, report.reviewed_at, report.looked_at = by.post, at, report.looked_at or at
        report.redo_by = brings.redo_by
    if act == "withdraw":
        _withdraw(report, line)
    if act in REFUSING:
        report.reason, report.approved_by = why, None
    if act in IN_PART:
        _take_in_part(report, line, brings, at=at)
    if act in ACCEPTING:
        why = "；".join(filter(None, (why, _verify(report, line, act, brings.verified))))
    return why


def require_whole(report: ProgressReport) -> None:
    """Raises Invalid naming everything that the report still lacks before it can be handed in."""
    faults = missing_words(
        progress=report.progress_text,
        problems=report.problems,
        next_steps=report.next_steps,
        standing=report.standing,
    )
    if report.is_closing:
        if "progress_text" in faults:
            faults["progress_text"] = COMPLETION_NEEDED
        if report.standing and report.standing != Standing.FINISHED:
            faults["standing"] = FINISHED_NEEDED
        if not has_material(report):
            faults["files"] = FILE_NEEDED
    last = handed_in_last(report.line, besides=report)
    faults |= unanswered(report, to_explain(report, last, silent_units(report.line) if report.is_closing else []))
    if faults:
        raise Invalid(faults)


def to_explain(report: ProgressReport, last: ProgressReport | None, silent: list[str]) -> ToExplain:
    """What this report has to explain after the ``last`` one, while these supporting units are ``silent``."""
    now = Said(report.standing, report.percent)
    return ToExplain(
        fall=fall_of(now, Said(last.standing, last.percent)) if last else "",
        remark=last.not_adopted if last and last.is_in_part else "",
        missing=missing_units_words(silent),
    )


def unanswered(report: ProgressReport, asked: ToExplain) -> dict[str, str]:
    """What is asked of the report and has no answer yet."""
    return unexplained(
        asked, fall_reason=report.fall_reason, taken_up=report.taken_up, without_reason=report.without_reason
    )


def explained(report: ProgressReport) -> str:
    """What the timeline says of a report that is handed in; who is missing then is kept with the report."""
    silent = silent_units(report.line) if report.is_closing else []
    report.without_units = "、".join(silent)
    if not (report.fall_reason or report.without_reason):
        return ""
    asked = to_explain(report, handed_in_last(report.line, besides=report), silent)
    return told(asked, fall_reason=report.fall_reason, without_reason=report.without_reason)


def _withdraw(report: ProgressReport, line: UnitLine) -> None:
    if report.state != ReportState.SUBMITTED:
        return
    if report.looked_at is not None:
        raise NotNow(LOOKED_AT)
    report.approved_by = None
    take_back(report, line)


def _take_in_part(report: ProgressReport, line: UnitLine, brings: Brings, *, at: datetime) -> None:
    """What was taken and what was left; of a closing the line ends here, and the rest goes on in another."""
    taken, today = brings.in_part, timezone.localdate(at)
    last = last_day(line.cycle.year, line.rhythm, line.cycle.evaluation_on)
    faults = taken.faults(is_closing=report.is_closing, today=today, last=last)
    if faults:
        raise Invalid(faults)
    report.adopted, report.not_adopted = cleaned(taken.adopted), cleaned(taken.not_adopted)
    report.reason = brings.why
    if report.is_closing:
        line.ended_on = today


def _verify(report: ProgressReport, line: UnitLine, act: str, typed: Verified | None) -> str:
    """What the office found, kept with the report and on its line apart from the claim; in words."""
    if report.is_closing and act not in IN_PART:
        found = DONE
    else:
        found = typed or proposed(report.percent, has_file=has_material(report))
    report.verification, report.verified_percent = found.verification, found.percent
    line.verification, line.verified_progress = found.verification, found.percent
    return verified_words(found.verification, found.percent)


def require_other_signer(signer: str, report: ProgressReport) -> None:
    """Nobody approves on paper what they wrote; a unit's signer has no account as a rule, so the name counts."""
    name = on_one_line(signer)
    if name in names_of_writers(report):
        raise Invalid({"signer": BARS_OF_SIGNERS[Bar.AUTHOR].format(name=name)})
