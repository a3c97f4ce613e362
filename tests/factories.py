"""Brings people, a plan, a year, lines and reports to a state: through the real actions, at times that are given.

The house of most tests (:func:`house`): the office sits in 市发展改革局 and has two clerks, a director and a group
leader; 市商务局 and 市交通运输局 stand on the items, 市水务局 on none of them. Task 1 is a pair of departments, task 2
belongs to the office's host first, task 3 (组织实施) to the office and the group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actor import Actor
from accounts.models import GroupMembership, Post, Role, Unit, UnitGroup, UnitKind, User
from tasks_app.actions import (
    calendars,
    cycles,
    evidence,
    line_case_decisions,
    line_cases,
    lines,
    posts,
    recording,
    report_drafts,
    reports,
)
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.actions.line_cases import Raised
from tasks_app.actions.report_drafts import Caller, Words
from tasks_app.actions.reports import Sheet
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.line_states import ASIDE, LineState
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Cycle, Heading, Plan, ProgressReport, ReportPeriod, Responsibility, Task, UnitLine

SHANGHAI = ZoneInfo("Asia/Shanghai")
JURISDICTION = "珠海市"
BEGINNING = date(2023, 5, 19)
NAMES = ("市商务局", "市交通运输局", "市水务局")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WORDS = Words("已完成方案编制并开工。", "无。", "按计划推进。", "on_schedule")
FINISHED = Words("全部工作已完成。", "无。", "无。", "finished", 100)
_numbers = count(1)


def moment(text: str) -> datetime:
    """An aware time in Zhuhai from ``2026-03-02 09:00``; a bare day means nine in the morning."""
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=SHANGHAI)


ISSUED_AT = moment("2026-03-02")
SIGNED_AT = moment("2026-03-05")
REPORTED_AT = moment("2026-04-10")
LATER = moment("2026-04-13")


@cache
def published_calendar(*years: int) -> Calendar:
    """The working days of these years (2026 where none is named) as a value, without a database."""
    wanted = years or (2026,)
    days = {day: works for year in wanted for day, works, _ in calendars.published_days(year)}
    return Calendar(days, frozenset(wanted))


def clock(on: date = BEGINNING) -> Actor:
    """The clock, in whose name these tests prepare what no person did."""
    return Actor.clock("测试准备", "1", on=on)


def pdf(name: str = "佐证材料.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A small true PDF, as a browser would send it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def stored(*uploads: SimpleUploadedFile) -> list[StoredFile]:
    """These files, as they lie in the store before they hang on anything."""
    return evidence.take_in(uploads)


def sheet(at: datetime = LATER, *, words: str = "同意。", scan: SimpleUploadedFile | None = None) -> Sheet:
    """A sheet that a leader signed on the day of ``at``, with its scan."""
    return Sheet(
        "陈某", "分管副局长", words, at.astimezone(SHANGHAI).date(), evidence.take_in_scan(scan or pdf("签批件.pdf"))
    )


# --- people ----------------------------------------------------------------------------------------------------------
def unit(name: str = "", kind: str = UnitKind.DEPARTMENT, hosted_by: Unit | None = None) -> Unit:
    """A unit of the city."""
    number = next(_numbers)
    row = Unit(name=name or f"市第{number}局", kind=kind, hosted_by=hosted_by, jurisdiction=JURISDICTION, order=number)
    return recording.save(row, by=clock(), at=moment("2023-05-19"), why="建立单位")


def person(name: str = "") -> User:
    """Somebody who can log in (no password: tests use ``client.force_login``)."""
    number = next(_numbers)
    row = User(username=f"person{number}", full_name=name or f"干部{number}")
    row.set_unusable_password()
    return recording.save(row, by=clock(), at=moment("2023-05-19"), why="建立用户")


def post(
    role: str,
    in_unit: Unit,
    *,
    user: User | None = None,
    starts_on: date = BEGINNING,
    ends_on: date | None = None,
    acting_for: User | None = None,
    scope_year: int | None = None,
) -> Post:
    """A post by ``actions.posts.appoint``, of a new person where none is given."""
    return posts.appoint(
        user or person(),
        in_unit,
        role,
        by=clock(),
        at=moment("2023-05-19"),
        starts_on=starts_on,
        ends_on=ends_on,
        acting_for=acting_for,
        scope_year=scope_year,
    )


def actor(held: Post, on: date | datetime = ISSUED_AT) -> Actor:
    """The holder of a post on a day, wearing it."""
    day = on.astimezone(SHANGHAI).date() if isinstance(on, datetime) else on
    return Actor.in_post(held, day)


def working(role: str, in_unit: Unit, **details: object) -> Actor:
    """A new person in a new post, ready to act."""
    return actor(post(role, in_unit, **details))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Office:
    """The office (领导小组办公室), the department it sits in, and its people."""

    unit: Unit
    host: Unit
    clerk: Actor
    second_clerk: Actor
    director: Actor
    leader: Actor


def office() -> Office:
    """The office, hosted by 市发展改革局: two clerks, a director, and a leader of the group."""
    host = unit("市发展改革局")
    bureau = unit("市碳达峰碳中和工作领导小组办公室", UnitKind.COORDINATION, hosted_by=host)
    return Office(
        unit=bureau,
        host=host,
        clerk=working(Role.OFFICE_CLERK, bureau),
        second_clerk=working(Role.OFFICE_CLERK, bureau),
        director=working(Role.OFFICE_DIRECTOR, bureau),
        leader=working(Role.GROUP_LEADER, unit("市人民政府")),
    )


@dataclass(frozen=True)
class Staff:
    """A unit with the person who writes and the person who approves."""

    unit: Unit
    liaison: Actor
    reviewer: Actor


def staff(of: Unit | str) -> Staff:
    """A liaison and a reviewer for a unit, which is made where only its name is given."""
    in_unit = unit(of) if isinstance(of, str) else of
    return Staff(in_unit, working(Role.LIAISON, in_unit), working(Role.UNIT_REVIEWER, in_unit))


def group(name: str, members: Sequence[Unit], *, since: date = BEGINNING) -> UnitGroup:
    """A group of units with members since a day."""
    row = UnitGroup(name=name, jurisdiction=JURISDICTION)
    recording.save(row, by=clock(), at=moment("2023-05-19"), why="建立单位组")
    rows = [GroupMembership(group=row, unit=member, starts_on=since) for member in members]
    recording.create_many(rows, by=clock(), at=moment("2023-05-19"), why="建立单位组")
    return row


# --- the plan --------------------------------------------------------------------------------------------------------
def plan(number: str = "珠府〔2023〕39号") -> Plan:
    """A plan without tasks."""
    row = Plan(
        number=number,
        title="关于印发珠海市碳达峰实施方案的通知",
        issuer="珠海市人民政府",
        issued_on=BEGINNING,
        jurisdiction=JURISDICTION,
        source_name="plan.txt",
        source_sha256="0" * 64,
        source_text="",
    )
    return recording.save(row, by=clock(), at=moment("2023-05-19"), why="导入方案")


def task(
    of: Plan, number: int, holders: Sequence[Unit | UnitGroup], *, kind: str = Heading.Kind.ACTION, lead: str = ""
) -> Task:
    """A task under a heading of its own kind, with its holders in order.

    ``lead`` says on what basis the first one leads (a value of Basis); without it the lead is inferred.
    """
    heading, is_new = Heading.objects.get_or_create(
        plan=of, name=f"{Heading.Kind(kind).label}{number}", defaults={"order": number, "kind": kind}
    )
    assert is_new, "one heading a task in these tests"
    row = Task(
        plan=of,
        heading=heading,
        number=number,
        text=f"推进第{number}项重点任务。完成年度目标。",
        units_text="、".join(holder.name for holder in holders),
    )
    recording.save(row, by=clock(), at=moment("2023-05-19"), why="导入方案")
    for order, holder in enumerate(holders, start=1):
        responsibility(row, holder, order, lead=lead)
    return row


def responsibility(of: Task, holder: Unit | UnitGroup, order: int, *, lead: str = "") -> Responsibility:
    """A unit's or a group's part in a task: the first one the (inferred or declared) lead."""
    row = Responsibility(
        task=of,
        unit=holder if isinstance(holder, Unit) else None,
        group=holder if isinstance(holder, UnitGroup) else None,
        part=Part.LEAD if order == 1 else Part.SUPPORT,
        order=order,
        raw_name=holder.name,
        basis=lead or Basis.INFERRED,
        starts_on=BEGINNING,
    )
    return recording.save(row, by=clock(), at=moment("2023-05-19"), why="导入方案")


def plan_with_tasks(tasks: int = 2, *, units: Sequence[Unit] = ()) -> Plan:
    """A plan with this many tasks, each held by the units (two new ones where none are given)."""
    row = plan()
    holders = units or (unit(), unit())
    for number in range(1, tasks + 1):
        task(row, number, holders)
    return row


# --- the year --------------------------------------------------------------------------------------------------------
def drafted_cycle(by: Office, *, year: int = 2026, at: datetime = ISSUED_AT) -> Cycle:
    """The year, opened and drawn up by the clerk."""
    cycle = cycles.open_year(year, by=by.clerk, at=at, calendar=published_calendar())
    cycles.draft_items(cycle, by=by.clerk, at=at)
    return Cycle.objects.get(pk=cycle.pk)


def issued_cycle(by: Office, *, year: int = 2026, at: datetime = ISSUED_AT) -> Cycle:
    """The year, drawn up by the clerk and issued by the director."""
    cycle = drafted_cycle(by, year=year, at=at)
    cycles.issue(cycle, by=by.director, at=at)
    return Cycle.objects.get(pk=cycle.pk)


@dataclass(frozen=True)
class House:
    """The house of most tests; see the head of this file."""

    office: Office
    host: Staff
    commerce: Staff
    transport: Staff
    water: Staff
    group: UnitGroup
    plan: Plan
    cycle: Cycle

    def line(self, of: Staff | Office, number: int = 1) -> UnitLine:
        """The unit's line under the task with this number."""
        return UnitLine.objects.get(unit=of.unit, work_item__year_plan__task__number=number)

    def period(self, order: int = 1) -> ReportPeriod:
        """The quarter 1, 2 or 3, or the yearly self-report 4."""
        return self.cycle.periods.get(order=order)


def house(*, at: datetime = ISSUED_AT, lead: str = "", is_issued: bool = True) -> House:
    """Everything one needs to act in a year: people, plan and (unless ``is_issued`` is false) lines."""
    bureau = office()
    commerce, transport, water = (staff(name) for name in NAMES)
    host = staff(bureau.host)
    members = group("市碳达峰碳中和工作领导小组成员单位", [commerce.unit, transport.unit])
    paper = plan()
    task(paper, 1, [commerce.unit, transport.unit], lead=lead)
    task(paper, 2, [host.unit, commerce.unit], lead=lead)
    task(paper, 3, [bureau.unit, members], kind=Heading.Kind.ORGANISATION)
    cycle = (issued_cycle if is_issued else drafted_cycle)(bureau, year=at.year, at=at)
    return House(bureau, host, commerce, transport, water, members, paper, cycle)


# --- lines and reports in a state ------------------------------------------------------------------------------------
def signed_line(of: House, unit_staff: Staff | None = None, number: int = 1, *, at: datetime = SIGNED_AT) -> UnitLine:
    """A line its unit signed for."""
    line = of.line(unit_staff or of.commerce, number)
    return lines.sign(line, by=(unit_staff or of.commerce).liaison, at=at)


def line_in(state: str, of: House, *, unit_staff: Staff | None = None, number: int = 1) -> UnitLine:
    """A line in this state, brought there by the people whose acts lead to it."""
    people = unit_staff or of.commerce
    if state == LineState.PENDING_SIGNATURE:
        return of.line(people, number)
    line = signed_line(of, people, number)
    if state == LineState.IN_PROGRESS:
        return line
    if state in ASIDE:
        return _set_aside(line, state, of, people)
    wanted = {
        LineState.UNIT_REVIEW: ReportState.UNIT_REVIEW,
        LineState.OFFICE_REVIEW: ReportState.SUBMITTED,
        LineState.SENT_BACK: ReportState.SENT_BACK,
    }.get(LineState(state), ReportState.ACCEPTED)
    closing = closing_draft(line, people)
    advance(closing, wanted, of, people)
    if state == LineState.SIGNED_OFF:
        lines.sign_off(line, by=of.office.director, at=LATER)
    return UnitLine.objects.get(pk=line.pk)


def _set_aside(line: UnitLine, state: str, of: House, people: Staff) -> UnitLine:
    """Suspended or cancelled, as its liaison asked and the director granted."""
    kind = CaseKind.SUSPENSION if state == LineState.SUSPENDED else CaseKind.CANCELLATION
    until = date(2026, 5, 20) if kind == CaseKind.SUSPENSION else None
    case = line_cases.ask(line, Raised(kind, "条件尚不具备。", until), by=people.liaison, at=REPORTED_AT)
    granted = Granted(until, "会议纪要" if until is None else "")
    by = of.office.leader if people is of.host else of.office.director
    line_case_decisions.grant(case, granted, calendar=published_calendar(), by=by, at=REPORTED_AT)
    return UnitLine.objects.get(pk=line.pk)


def periodic_draft(
    line: UnitLine, people: Staff, period: ReportPeriod, *, words: Words = WORDS, at: datetime = REPORTED_AT
) -> ProgressReport:
    """The liaison's draft for a period."""
    return report_drafts.write(line, words, kind=ReportKind.PERIODIC, period=period, by=people.liaison, at=at)


def closing_draft(line: UnitLine, people: Staff, *, at: datetime = REPORTED_AT) -> ProgressReport:
    """The liaison's draft that asks for closing, with a file."""
    return report_drafts.write(
        line, FINISHED, kind=ReportKind.CLOSING, period=None, by=people.liaison, at=at, files=stored(pdf())
    )


def advance(report: ProgressReport, state: str, of: House, people: Staff, *, at: datetime = REPORTED_AT) -> None:
    """Carries a draft on to a state: sent, approved, then sent back or accepted by the office's clerk."""
    if state == ReportState.DRAFT:
        return
    reports.send(report, by=people.liaison, at=at)
    if state == ReportState.UNIT_REVIEW:
        return
    reports.approve(report, by=people.reviewer, at=at)
    if state == ReportState.ACCEPTED:
        reports.accept(report, by=of.office.clerk, at=at)
    if state == ReportState.SENT_BACK:
        reports.send_back(
            report, reason="请补充数据。", redo_by=None, calendar=published_calendar(), by=of.office.clerk, at=at
        )


def report_in(
    state: str, of: House, *, kind: str = ReportKind.PERIODIC, unit_staff: Staff | None = None, number: int = 1
) -> ProgressReport:
    """A report in this state, on a line that is signed for here."""
    people = unit_staff or of.commerce
    line = signed_line(of, people, number)
    draft = closing_draft(line, people) if kind == ReportKind.CLOSING else periodic_draft(line, people, of.period())
    advance(draft, state, of, people)
    return ProgressReport.objects.select_related("line__work_item").get(pk=draft.pk)


def recorded_report(of: House, *, unit_staff: Staff | None = None, number: int = 1) -> ProgressReport:
    """What the clerk recorded for a unit that phoned (代录)."""
    line = signed_line(of, unit_staff or of.commerce, number)
    return reports.record_on_behalf(
        line, WORDS, period=of.period(), caller=Caller("电话", "王某"), by=of.office.clerk, at=REPORTED_AT
    )
