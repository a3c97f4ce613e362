"""What the office does with a unit's line now."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.item import LineOnItem
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.domain.access import OFFICE_ROLES, Verb, rights_of
from tasks_app.domain.line_states import DONE, LINE_MACHINE, OPEN, LineState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Extension, LineCase, ProgressReport
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act, Now
from tasks_app.presenters.extension_rows import more_time
from tasks_app.presenters.line_case_rows import asking_steps, recording_steps, resuming_step, waiting_step
from tasks_app.presenters.lines import standing_of
from tasks_app.presenters.links import Step, extension_url, name_of, report_url


def office_now(
    entry: LineOnItem,
    year: CycleToday,
    actor: Actor,
    requests: Sequence[Extension] = (),
    cases: Sequence[LineCase] = (),
) -> Now:
    """The office's side: what waits for its judgement, else what may be recorded or taken up again."""
    waiting = [report for report in entry.reports if report.state == ReportState.SUBMITTED]
    link = _review(waiting[-1]) if waiting else _decide(requests, actor) or waiting_step(cases, actor)
    sign_off, why_not = _sign_off(entry, actor)
    return Now(
        why_not or standing_of(entry.line, is_own=False),
        link=link,
        acts=(*sign_off, *_reopen(entry, actor), *_recorded_signature(entry, actor)),
        links=(
            *_signed_off_on_paper(entry, actor),
            *_recorded_report(entry, year, actor),
            *_logged_call(entry, actor),
            *_asked(entry, year, actor, requests),
            *resuming_step(entry.line, cases, actor),
            *recording_steps(entry.line, cases, actor),
            *asking_steps(entry.line, cases, actor),
        ),
    )


def _decide(requests: Sequence[Extension], actor: Actor) -> Step | None:
    """The request that waits for a decision; about most lines a leader only reads it."""
    waiting = next((request for request in requests if request.is_open), None)
    verb = "审批延期申请" if actor.role in OFFICE_ROLES else "查看延期申请"
    return Step(verb, extension_url(waiting)) if waiting else None


def _asked(entry: LineOnItem, year: CycleToday, actor: Actor, requests: Sequence[Extension]) -> tuple[Step, ...]:
    """代录延期申请, while none waits."""
    if any(request.is_open for request in requests):
        return ()
    if not rights_of(actor.role, Verb.RECORD_ON_BEHALF):
        return ()
    return more_time(entry.line, year, requests, "代录延期申请")


def _review(report: ProgressReport) -> Step:
    return Step(f"审核{name_of(report)}", report_url(report))


def _sign_off(entry: LineOnItem, actor: Actor) -> tuple[tuple[Act, ...], str]:
    """The act, or the sentence that says why this very person may not."""
    if entry.line.state != LineState.COMPLETED or not rights_of(actor.role, Verb.SIGN_OFF):
        return (), ""
    try:
        checks.require(actor, Verb.SIGN_OFF, entry.line)
    except NotAllowed as refusal:
        return (), refusal.sentence
    question = f"将{entry.line.unit_name}承办的本项任务销号？销号后不再督促，重新打开须说明理由。"
    return (_act(entry, "line_sign_off", "sign_off", primary=True, question=question),), ""


def _signed_off_on_paper(entry: LineOnItem, actor: Actor) -> tuple[Step, ...]:
    if entry.line.state != LineState.COMPLETED or not rights_of(actor.role, Verb.REGISTER_OFFICE_SHEET):
        return ()
    label = LINE_MACHINE["sign_off_on_paper"].label
    return (Step(label, reverse("line_sign_off_on_paper", args=[entry.line.pk])),)


def _reopen(entry: LineOnItem, actor: Actor) -> tuple[Act, ...]:
    if entry.line.state not in (*DONE, LineState.CANCELLED) or not rights_of(actor.role, Verb.REOPEN_LINE):
        return ()
    question = f"重新打开{entry.line.unit_name}承办的本项任务？该单位须重新申请办结。"
    return (_act(entry, "line_reopen", "reopen", question=question, reason_label="理由"),)


def _recorded_signature(entry: LineOnItem, actor: Actor) -> tuple[Act, ...]:
    if entry.line.state != LineState.PENDING_SIGNATURE or not rights_of(actor.role, Verb.RECORD_ON_BEHALF):
        return ()
    question = f"{entry.line.unit_name}已确认收到本事项？来源请写明方式、时间和何人。"
    return (_act(entry, "line_sign_on_behalf", "sign_on_behalf", question=question, reason_label="来源"),)


def _recorded_report(entry: LineOnItem, year: CycleToday, actor: Actor) -> tuple[Step, ...]:
    if entry.line.state not in OPEN or entry.line.state == LineState.PENDING_SIGNATURE:
        return ()
    reported = {report.period_id for report in entry.reports}
    is_open = any(period.pk not in reported for period in year.opened_for(entry.line))
    if not (is_open and rights_of(actor.role, Verb.RECORD_ON_BEHALF)):
        return ()
    return (Step("代录进展", reverse("report_on_behalf", args=[entry.line.pk])),)


def _logged_call(entry: LineOnItem, actor: Actor) -> tuple[Step, ...]:
    if entry.line.state not in OPEN or not rights_of(actor.role, Verb.LOG_CALL):
        return ()
    return (Step("登记电话", reverse("call_new", args=[entry.line.pk])),)


def _act(entry: LineOnItem, url_name: str, act: str, **words: object) -> Act:
    return Act(act, reverse(url_name, args=[entry.line.pk]), LINE_MACHINE[act].label, **words)  # type: ignore[arg-type]
