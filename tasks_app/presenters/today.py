"""今天要办: all that waits for one person in one list, by day, each with why and the one thing to do about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Leave, Post
from tasks_app.dashboards.consultation import Waiting
from tasks_app.dashboards.desk import OfficeDesk, UnitCounts
from tasks_app.dashboards.line_today import CycleToday, LineToday, report_day
from tasks_app.dashboards.received import OnDesk
from tasks_app.dashboards.talking import TalkOnDesk
from tasks_app.dashboards.targets import DueReading
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.asks import Ask
from tasks_app.domain.paper_states import ServiceState
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Extension, InstructionReply, LineCase, Mention, ProgressReport, UnitLine, WorkItem
from tasks_app.models.counting import in_words
from tasks_app.presenters.extension_rows import LATE
from tasks_app.presenters.filters import address
from tasks_app.presenters.lines import next_step
from tasks_app.presenters.links import case_url, extension_url, name_of, report_url
from tasks_app.presenters.talking import DeskRow

# What a line asks of whoever writes for its unit; what waits for the reviewer comes with the reports that wait.
BY_LINE = (Ask.SIGN, Ask.REDO, Ask.FINISH_DRAFT, Ask.REPORT, Ask.CLOSE)


@dataclass(frozen=True)
class Todo:
    """One thing to do: the day it is due (or since when it waits), the verb and where, on what, and why.

    ``plan`` is whose item it is, where plans are told apart; ``days`` the working days that are left until a day by
    which it is due, None where the day says since when it waits (``is_since``).
    """

    on: date
    is_late: bool
    verb: str
    url: str
    what: str
    why: str
    plan: str = ""
    plan_id: int | None = None
    is_since: bool = False
    days: int | None = None


def of_unit(
    lines: Iterable[LineToday],
    approving: Iterable[ProgressReport],
    papers: OnDesk,
    readings: Iterable[DueReading],
    talk: TalkOnDesk,
    opinions: Iterable[Waiting],
    *,
    counts: UnitCounts,
    year: CycleToday,
    actor: Actor,
    names: PlanNames,
) -> list[Todo]:
    """The list of a unit's person; the reports that wait (``approving``) are those of its reviewer."""
    return _by_day(
        (
            *_to_sign_together(counts, year.today),
            *_of_lines(lines, year, actor.role),
            *_of_reports(approving, actor),
            *_of_papers(papers, year.today),
            *_of_readings(readings, year.today),
            *_of_talk(talk, year.today),
            *_of_opinions(opinions, year.today),
        ),
        names,
        year,
    )


def of_office(desk: OfficeDesk, talk: TalkOnDesk, year: CycleToday, actor: Actor, names: PlanNames) -> list[Todo]:
    """The list of the office, or of a leader."""
    return _by_day((*_decisions(desk, actor), *_of_talk(talk, year.today)), names, year)


def _by_day(todos: Iterable[Todo], names: PlanNames, year: CycleToday) -> list[Todo]:
    """The earliest day first; of one day as they came."""
    return [
        replace(todo, plan=names.get(todo.plan_id or 0, ""), days=_days_left(todo, year))
        for todo in sorted(todos, key=lambda todo: todo.on)
    ]


def _days_left(todo: Todo, year: CycleToday) -> int | None:
    is_due = todo.on > year.today or (todo.is_late and not todo.is_since)
    return year.calendar.between(year.today, todo.on) if is_due else None


def waits_for_office(requests: Iterable[Extension], cases: Iterable[LineCase]) -> list[DeskRow]:
    """What a unit asked for and the office has not answered."""
    asked = [("等待审批延期申请", one.line, extension_url(one), one.asked_at) for one in requests]
    raised = [(f"等待处理{one.get_kind_display()}", one.line, case_url(one), one.asked_at) for one in cases]
    return [_waiting(*row) for row in sorted((*asked, *raised), key=lambda row: row[3])]


def _waiting(verb: str, line: UnitLine, url: str, since: datetime) -> DeskRow:
    item = line.work_item
    number = item.year_plan.task.number
    return DeskRow(verb, url, item.title, number, "领导小组办公室", due_on=None, days=None, since=since)


def _of_lines(entries: Iterable[LineToday], year: CycleToday, role: str) -> Iterator[Todo]:
    """Signing, reporting, redoing and closing; the lines come with their item and task."""
    for entry in entries:
        if entry.ask in BY_LINE:
            step, (on, why) = next_step(entry, role=role), _of_line(entry, year)
            is_late = on < year.today and entry.ask is not Ask.SIGN
            yield _on_item(entry.line.work_item, step.verb, step.url, on, why, is_late=is_late)


def _to_sign_together(counts: UnitCounts, today: date) -> Iterator[Todo]:
    """Many lines that were handed out at once."""
    if counts.signs_together:
        url, what = reverse("line_sign_all"), f"新交办事项 {in_words(counts.to_sign)} 件"
        yield Todo(on=today, is_late=False, verb="全部签收", url=url, what=what, why="因为已交办，尚未签收")


def _of_line(entry: LineToday, year: CycleToday) -> tuple[date, str]:
    line, report, period = entry.line, entry.report, entry.period
    if entry.ask is Ask.SIGN:
        return line.issued_on, f"因为 {line.issued_on:%Y-%m-%d} 已交办，尚未签收"
    if entry.ask is Ask.REDO:
        by = report.redo_by if report else None
        return by or year.today, f"因为报送已退回{f'，重报时限 {by:%Y-%m-%d}' if by else ''}"
    if period and entry.ask in (Ask.REPORT, Ask.FINISH_DRAFT):
        due = report_day(line, period)
        begun = "，草稿尚未送审" if entry.ask is Ask.FINISH_DRAFT else ""
        return due, f"因为{period.name}进展的报送时限为 {due:%Y-%m-%d}{begun}"
    if entry.ask is Ask.FINISH_DRAFT:
        return line.deadline, "因为有一份草稿尚未送审"
    word = "已过" if line.deadline < year.today else "临近"
    return line.deadline, f"因为完成时限 {line.deadline:%Y-%m-%d} {word}"


def _of_reports(reports: Iterable[ProgressReport], actor: Actor) -> Iterator[Todo]:
    """Reports that wait for this person's decision; not those they wrote themselves."""
    for report in reports:
        if actor.user is None or report.author.user_id != actor.user.pk:
            since = timezone.localdate(report.submitted_at or report.drafted_at)
            why = f"因为{_who_sent(report)} {since:%Y-%m-%d} {_sent(report)}，等待您审核"
            verb, item = f"审核{name_of(report)}", report.line.work_item
            todo = _on_item(item, verb, report_url(report), since, why, is_late=report.is_late)
            yield replace(todo, is_since=True)


def _who_sent(report: ProgressReport) -> str:
    """The unit and whoever wrote for it; of what the office entered, for which unit it was."""
    unit, who = report.line.unit_name, report.author.user.full_name
    return f"{unit}的情况由{who}" if report.is_on_behalf else f"{unit}（{who}）"


def _sent(report: ProgressReport) -> str:
    """What was done with it: within the unit it was sent to the reviewer, from there to the office."""
    if report.is_on_behalf:
        return "代录"
    return "送审" if report.state == ReportState.UNIT_REVIEW else "报送"


def _of_papers(papers: OnDesk, today: date) -> Iterator[Todo]:
    """Papers to sign for and to answer."""
    for service in papers.rows:
        url, what = reverse("service", args=[service.pk]), service.paper.title
        if service.state == ServiceState.SERVED:
            served = service.served_on or today
            yield Todo(served, False, "签收公文", url, what, f"因为 {served:%Y-%m-%d} 已送达，尚未签收")
        elif service.reply_by:
            by = service.reply_by
            yield Todo(by, by < today, "答复公文", url, what, f"因为公文要求在 {by:%Y-%m-%d} 前答复")


def _of_readings(readings: Iterable[DueReading], today: date) -> Iterator[Todo]:
    """Figures of targets."""
    for one in readings:
        url = address(reverse("reading_new", args=[one.target.pk]), {"year": one.year})
        why = f"因为 {one.year} 年数据的填报时限为 {one.due_on:%Y-%m-%d}"
        yield Todo(one.due_on, one.due_on < today, "填报数据", url, one.target.name, why)


def _of_talk(talk: TalkOnDesk, today: date) -> Iterator[Todo]:
    """Instructions to answer and to close, and questions to answer."""
    for reply in talk.owed:
        why = f"因为领导批示要求在 {reply.due_on:%Y-%m-%d} 前答复"
        yield _of_reply(reply, "答复批示", reply.due_on, why, is_late=reply.due_on < today)
    for reply in talk.to_close:
        since = timezone.localdate(reply.replied_at) if reply.replied_at else today
        yield _of_reply(reply, "核对批示答复", since, f"因为{reply.unit_name}已答复批示，等待办结")
    for mention in talk.asked:
        yield _of_question(mention)


def _of_reply(reply: InstructionReply, verb: str, on: date, why: str, *, is_late: bool = False) -> Todo:
    item = reply.instruction.work_item
    url = f"{reverse('item', args=[item.pk])}#instruction-{reply.pk}"
    return _on_item(item, verb, url, on, why, is_late=is_late)


def _of_question(mention: Mention) -> Todo:
    question = mention.comment
    item, since = question.work_item, timezone.localdate(question.written_at)
    url = f"{reverse('item', args=[item.pk])}#comment-{question.pk}"
    why = f"因为{question.unit_name} {since:%Y-%m-%d} 提问，等待本单位答复"
    return _on_item(item, "答复提问", url, since, why)


def _of_opinions(waiting: Iterable[Waiting], today: date) -> Iterator[Todo]:
    """Years that are out for opinions."""
    for one in waiting:
        until = one.cycle.consult_until
        why = f"因为还有 {one.open} 项未反馈{f'，{until:%Y-%m-%d} 截止' if until else ''}"
        url = reverse("consulted", args=[one.cycle.year])
        is_late = until is not None and until < today
        yield Todo(until or today, is_late, "反馈意见", url, f"{one.cycle}任务征求意见", why)


def _decisions(desk: OfficeDesk, actor: Actor) -> Iterator[Todo]:
    """What the office decides, or a leader: reports, requests for more time, cases."""
    yield from _of_reports(desk.waiting, actor)
    for request in desk.requests:
        since, line = timezone.localdate(request.asked_at), request.line
        late = "" if request.in_time else f"（{LATE}）"
        verb = f"审批延期至 {request.wished_until:%Y-%m-%d}"
        why = f"因为{line.unit_name} {since:%Y-%m-%d} 申请延期{late}，等待审批"
        yield _on_item(line.work_item, verb, extension_url(request), since, why)
    for case in desk.cases:
        since, line = timezone.localdate(case.asked_at), case.line
        if case.is_open:
            why = f"因为{line.unit_name}的{case.get_kind_display()} {since:%Y-%m-%d} 提出，等待处理"
            yield _on_item(line.work_item, f"处理{case.get_kind_display()}", case_url(case), since, why)
        else:
            why = f"因为{line.unit_name}的暂缓期限已到"
            yield _on_item(line.work_item, "恢复办理", case_url(case), case.until or since, why)


def _on_item(item: WorkItem, verb: str, url: str, on: date, why: str, *, is_late: bool = False) -> Todo:
    task = item.year_plan.task
    return Todo(on, is_late, verb, url, f"{task.number}　{item.title}", why, plan_id=task.plan_id)


def people_words(posts: Iterable[Post], leaves: Iterable[Leave], today: date) -> tuple[str, ...]:
    """The people of a unit, each with who is away: 王晓（联络员，休假至 2026-12-03，由李明代班）."""
    away = {leave.post_id: leave for leave in leaves if leave.starts_on <= today}
    held: Sequence[Post] = [post for post in posts if post.holds(today) and post.user.is_active]
    return tuple(_person(post, away.get(post.pk)) for post in held)


def _person(post: Post, leave: Leave | None) -> str:
    until = f"，休假至 {leave.ends_on:%Y-%m-%d}" if leave and leave.ends_on else ""
    instead = f"，由{leave.stand_in.full_name}代班" if leave and leave.stand_in else ""
    return f"{post.user.full_name}（{post.get_role_display()}{until}{instead}）"
