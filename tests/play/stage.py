"""The real side of the play: the house it stands in, and each act of the model done by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from accounts.actor import Actor
from accounts.models import Post, Role, Unit
from tasks_app.actions import (
    calendars,
    extensions,
    gathering,
    line_case_decisions,
    line_cases,
    lines,
    policies,
    report_drafts,
    report_looks,
    reports,
)
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.actions.line_cases import Raised
from tasks_app.actions.line_successors import Heir
from tasks_app.actions.report_drafts import Caller, Words
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind
from tasks_app.models import Cycle, Extension, LineCase, ProgressReport, ReportPeriod, UnitLine, WorkItem
from tests import factories
from tests.factories import FINISHED, SHANGHAI, WORDS, published_calendar
from tests.play.things import Line, Period, Person, Said
from tests.play.town import Town

MODELS: dict[str, Any] = {
    "line": UnitLine,
    "report": ProgressReport,
    "extension": Extension,
    "line_case": LineCase,
    "work_item": WorkItem,
}
EXPLAINED = {"fall_reason": "口径调整。", "taken_up": "已逐条落实。", "without_reason": "其已电话说明。"}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class House:
    """The posts by the names of the model, the units by theirs, and the year."""

    posts: dict[str, Post]
    units: dict[str, Unit]
    cycle: Cycle
    periods: tuple[ReportPeriod, ...]
    known: dict[tuple[str, date], Actor] = field(default_factory=dict)

    def actor(self, name: str, day: date) -> Actor:
        """Somebody in the post, as a request would know them on that day; nobody changes posts in a play."""
        if (name, day) not in self.known:
            self.known[name, day] = Actor.in_post(self.posts[name], day)
        return self.known[name, day]


def build() -> House:
    """The office sits in 市发展改革局. Item 1: 市商务局 leads, 市交通运输局 and the office's host support; item 2:
    市水务局 alone, on a date of the plan. One clerk is 市交通运输局's liaison besides."""
    office = factories.office()
    held = [factories.staff(name) for name in factories.NAMES]
    host = factories.staff(office.host)
    commerce, transport, water = held
    plan = factories.plan()
    factories.task(plan, 1, [commerce.unit, transport.unit, host.unit], lead=Basis.DECLARED)
    factories.task(plan, 2, [water.unit], lead=Basis.DECLARED)
    posts = {"clerk": office.clerk.own_post, "director": office.director.own_post, "leader": office.leader.own_post}
    for name, people in {"commerce": commerce, "transport": transport, "host": host, "water": water}.items():
        posts |= {f"{name}_liaison": people.liaison.own_post, f"{name}_reviewer": people.reviewer.own_post}
    twice = office.second_clerk.own_post
    posts |= {
        "moonlighter": twice,
        "moonlighter_at_transport": factories.post(Role.LIAISON, transport.unit, user=twice.user),
    }
    for year in (2025, 2026):
        calendars.seed_year(year, by=factories.clock(), at=factories.ISSUED_AT)
    policies.seed_default(by=factories.clock(), at=factories.ISSUED_AT)
    cycle = factories.issued_cycle(office)
    WorkItem.objects.filter(lines__unit=water.unit).update(is_plan_date=True)
    units = {post.unit.name: post.unit for post in posts.values()}
    return House(posts, units, cycle, tuple(cycle.periods.order_by("order")))


def town_of(house: House, today: date) -> Town:
    """The model of the house on the day the play begins."""
    worked = {day: works for day, works, _ in calendars.published_days(2026)}
    hosts = {unit.name: unit.hosted_by.name for unit in house.units.values() if unit.hosted_by}
    held = UnitLine.objects.select_related("unit", "work_item").order_by("pk")
    return Town(
        people={name: Person(name, str(post.user_id), post.role, post.unit.name) for name, post in house.posts.items()},
        hosts=hosts,
        office=next(iter(hosts)),
        lines=[
            Line(row.pk, row.work_item_id, row.unit.name, row.part, row.deadline, row.original_deadline) for row in held
        ],
        plan_dates=frozenset(row.work_item_id for row in held if row.work_item.is_plan_date),
        periods=tuple(Period(p.order, p.rhythm, p.opens_on, p.supporting_due_on, p.due_on) for p in house.periods),
        last_day=house.cycle.cut_off_on,
        # 2027 is not published: weekends and the fixed holidays rest.
        works=lambda day: worked.get(day, day.weekday() < 5 and (day.month, day.day) != (1, 1)),
        today=today,
    )


@dataclass(frozen=True)
class Doing:
    """One act about to be done: by whom, to which row, with what, when, and what version the page showed."""

    house: House
    row: Any
    said: Said
    by: Actor
    at: datetime
    version: int

    @property
    def who(self) -> dict[str, Any]:
        """By whom and when."""
        return {"by": self.by, "at": self.at}

    @property
    def now(self) -> dict[str, Any]:
        """The same, from a page that showed a version."""
        return {**self.who, "version": self.version}

    @property
    def today(self) -> date:
        """The day in Zhuhai."""
        return self.at.astimezone(SHANGHAI).date()

    @property
    def words(self) -> Words:
        """What a report says."""
        said = self.said
        words = FINISHED if said.standing == "finished" else replace(WORDS, standing=said.standing)
        return replace(words, **(EXPLAINED if said.explains else {}))

    @property
    def period(self) -> ReportPeriod:
        """The period that is spoken of."""
        return self.house.periods[self.said.period - 1]

    @property
    def reason(self) -> str:
        """Why, where it was not left empty."""
        return "请核对后重报。" if self.said.is_filled else " "

    @property
    def new_deadline(self) -> date:
        """So many days after the line's present deadline."""
        line = self.row if isinstance(self.row, UnitLine) else self.row.line
        return line.deadline + DAY * self.said.days

    @property
    def later(self) -> date:
        """So many days from today."""
        return self.today + DAY * self.said.days

    def files(self, *, wanted: bool) -> list[Any]:
        """A file, where one is brought."""
        return factories.stored(factories.pdf()) if wanted else []


def _write(doing: Doing, kind: str, period: ReportPeriod | None) -> object:
    files = doing.files(wanted=doing.said.has_file and period is None)
    return report_drafts.write(doing.row, doing.words, kind=kind, period=period, files=files, **doing.who)


def _rewrite(doing: Doing) -> object:
    files = doing.files(wanted=doing.said.has_file and doing.row.is_closing)
    return report_drafts.rewrite(doing.row, doing.words, files=files, **doing.now)


def _ask_case(doing: Doing, kind: str) -> object:
    until = doing.later if kind == "suspension" else None
    return line_cases.ask(doing.row, Raised(kind, doing.reason, until), **doing.now)


def _accept_in_part(doing: Doing) -> object:
    words = "已完成的部分。" if doing.said.is_filled else ""
    is_closing = doing.row.is_closing
    in_part = InPart(words, words, words if is_closing else "", doing.later if is_closing else None)
    return reports.accept_in_part(doing.row, in_part, reason=doing.reason, **doing.now)


def _uphold(doing: Doing) -> object:
    heir = Heir(doing.house.units[doing.said.heir]) if doing.said.heir else None
    more = {"heir": heir, "calendar": published_calendar()}
    return line_case_decisions.uphold(doing.row, reason=doing.reason, **more, **doing.now)


def _grant_case(doing: Doing) -> object:
    ground = "会议纪要" if doing.said.is_filled else ""
    granted = Granted(doing.later, ground, "同意。")
    return line_case_decisions.grant(doing.row, granted, calendar=published_calendar(), **doing.now)


def _send_back(doing: Doing) -> object:
    more = {"reason": doing.reason, "redo_by": None, "calendar": published_calendar()}
    return reports.send_back(doing.row, **more, **doing.now)


def _record(doing: Doing) -> object:
    caller = Caller("电话", "王某")
    return reports.record_on_behalf(doing.row, doing.words, period=doing.period, caller=caller, **doing.who)


def _send_back_on_paper(doing: Doing) -> object:
    sheet = factories.sheet(doing.at, words=doing.reason)
    return reports.send_back_on_paper(doing.row, sheet, redo_by=None, calendar=published_calendar(), **doing.now)


def _ask_more_time(doing: Doing) -> object:
    wish = Wish(doing.new_deadline, doing.reason, doing.reason)
    return extensions.ask(doing.row, wish, calendar=published_calendar(), **doing.now)


# How each act of the model (tests/play/rules) is done.
DONE_BY: dict[str, Callable[[Doing], object]] = {
    "sign": lambda it: lines.sign(it.row, **it.now),
    "sign_on_behalf": lambda it: lines.sign_on_behalf(it.row, source=it.reason, **it.now),
    "sign_off": lambda it: lines.sign_off(it.row, **it.now),
    "reopen": lambda it: lines.reopen(it.row, reason=it.reason, **it.now),
    "write_closing": lambda it: _write(it, ReportKind.CLOSING, None),
    "write_periodic": lambda it: _write(it, ReportKind.PERIODIC, it.period),
    "record": _record,
    "ask_more_time": _ask_more_time,
    "object_to": lambda it: _ask_case(it, "objection"),
    "ask_suspension": lambda it: _ask_case(it, "suspension"),
    "ask_cancellation": lambda it: _ask_case(it, "cancellation"),
    "rewrite": _rewrite,
    "send": lambda it: reports.send(it.row, **it.now),
    "withdraw": lambda it: reports.withdraw(it.row, **it.now),
    "return_inside": lambda it: reports.return_to_author(it.row, reason=it.reason, **it.now),
    "approve": lambda it: reports.approve(it.row, **it.now),
    "approve_on_paper": lambda it: reports.approve_on_paper(it.row, factories.sheet(it.at), **it.now),
    "look": lambda it: report_looks.mark_looked(it.row, **it.who),
    "accept": lambda it: reports.accept(it.row, **it.now),
    "accept_in_part": _accept_in_part,
    "accept_on_paper": lambda it: reports.accept_on_paper(it.row, factories.sheet(it.at), **it.now),
    "send_back": _send_back,
    "send_back_on_paper": _send_back_on_paper,
    "gather": lambda it: gathering.gather(it.row, **it.now),
    "withdraw_request": lambda it: extensions.withdraw(it.row, **it.now),
    "grant_request": lambda it: extensions.grant(
        it.row, Grant(it.new_deadline, "同意。"), calendar=published_calendar(), **it.now
    ),
    "refuse_request": lambda it: extensions.refuse(it.row, reason=it.reason, calendar=published_calendar(), **it.now),
    "withdraw_case": lambda it: line_cases.withdraw(it.row, **it.now),
    "uphold": _uphold,
    "turn_down": lambda it: line_case_decisions.turn_down(it.row, reason=it.reason, **it.now),
    "consent": lambda it: line_cases.consent(it.row, words="同意。", **it.now),
    "grant_case": _grant_case,
    "refuse_case": lambda it: line_case_decisions.refuse(it.row, reason=it.reason, **it.now),
    "resume": lambda it: line_cases.resume(it.row, calendar=published_calendar(), **it.now),
}
