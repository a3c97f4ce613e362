"""Fifteen months in fast motion: people act as people do, the machine fails twice, the ledger is right to the row.

Every act is the real one, every sweep the real one, twice a day. In the end each row of the ledger is compared with
an independent reading of the policy (:mod:`tests.clock.brute`), which looks at every line at every sweep: what the
clock's cache slept through, fired twice or forgot would show.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Role, UnitKind
from tasks_app.actions import (
    calendars,
    cycles,
    extensions,
    item_drafts,
    lines,
    phone_calls,
    policies,
    posts,
    proposals,
    reports,
    sweeps,
    targets,
    work_items,
)
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.dashboards.clock_check import missing
from tasks_app.domain.report_states import ReportState
from tasks_app.domain.working_days import is_assumed_workday
from tasks_app.models import Cycle, Notification, Obligation, ProgressReport, Target, UnitLine, WorkItem
from tasks_app.models import calendar as stored_calendar
from tests import factories
from tests.clock.brute import Law, recorded, replay
from tests.clock.brute_targets import replay_targets
from tests.factories import House, Staff, clock, moment, published_calendar
from tests.target_factories import reading, reported_by, target

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plays for a minute; the real thing is PostgreSQL"),
]

FIRST, LAST = date(2026, 3, 1), date(2027, 5, 31)
SUMMER = date(2026, 7, 31)
DOWN = ((date(2026, 10, 13), date(2026, 10, 15)), (date(2026, 11, 25), date(2027, 1, 3)))
PUBLISHED_ON = moment("2026-11-20 14:00")
REST_OF_2027 = {date(2027, 1, day): (False, "元旦") for day in (1, 2, 3)} | {
    date(2027, 2, day): (False, "春节") for day in range(5, 13)
}
# What hangs on papers has its own year in tests/clock/test_papers_on_the_clock.py, cases theirs in test_line_cases.py.
ABOUT_PAPERS = ("service", "commitment", "paper", "interview")
NEW_RULES_FROM = date(2026, 10, 1)
Act = Callable[[datetime], object]


def new_rules() -> dict[str, object]:
    """A second version: the middle reminder comes two days earlier, the letter later."""
    rules = policies.default_rules() | {"version": 2, "starts_on": NEW_RULES_FROM.isoformat()}
    for entry in rules["rules"]:
        entry["offset"] = {"R5": -7, "D5": 8}.get(entry["code"], entry["offset"])
    return rules


@dataclass
class Play:
    """The house, more units, and what happens when."""

    house: House
    party: Staff
    district: Staff
    company: Staff
    script: dict[datetime, list[Act]] = field(default_factory=dict)

    def on(self, when: str, *acts: Act) -> None:
        """Writes acts into the script; ten in the morning where no hour is given."""
        at = moment(when if " " in when else f"{when} 10:00")
        self.script.setdefault(at, []).extend(acts)

    # --- what people do
    def signs(self, people: Staff) -> Act:
        """A unit signs for everything that waits."""
        return lambda at: lines.sign_all(UnitLine.objects.filter(unit=people.unit), by=people.liaison, at=at)

    def reports(self, people: Staff, number: int, period: int, state: str = ReportState.SUBMITTED) -> Act:
        """A report of a period, carried on to a state in one go."""

        def act(at: datetime) -> None:
            line = self.house.line(people, number)
            draft = factories.periodic_draft(line, people, self.house.period(period), at=at)
            draft.fall_reason = "退回后重新核定。"
            draft.save()
            factories.advance(draft, state, self.house, people, at=at)

        return act

    def closes(self, people: Staff, number: int, state: str = ReportState.SUBMITTED) -> Act:
        """A closing, carried on to a state in one go."""

        def act(at: datetime) -> None:
            draft = factories.closing_draft(self.house.line(people, number), people, at=at)
            draft.without_reason = "配合单位的部分另行报送。"
            draft.save()
            factories.advance(draft, state, self.house, people, at=at)

        return act

    def accepts(self, people: Staff, number: int) -> Act:
        """The office accepts what the unit handed in last."""
        return lambda at: reports.accept(self._waiting(people, number), by=self.house.office.clerk, at=at)

    def sends_back(self, people: Staff, number: int) -> Act:
        """The office sends it back, to be redone within three working days."""
        return lambda at: reports.send_back(
            self._waiting(people, number),
            reason="请补充数据。",
            redo_by=None,
            calendar=published_calendar(),
            by=self.house.office.clerk,
            at=at,
        )

    def redoes(self, people: Staff, number: int) -> Act:
        """The unit writes it again and hands it in."""

        def act(at: datetime) -> None:
            row = ProgressReport.objects.filter(line=self.house.line(people, number), state="sent_back").latest("id")
            words = factories.FINISHED if row.is_closing else factories.WORDS
            draft = factories.report_drafts.rewrite(row, words, by=people.liaison, at=at)
            factories.advance(draft, ReportState.SUBMITTED, self.house, people, at=at)

        return act

    def asks(self, people: Staff, number: int, until: date) -> Act:
        """The unit asks for more time."""

        def act(at: datetime) -> None:
            wish = Wish(until, "设备交货推迟。", "基础施工已完成。")
            line = self.house.line(people, number)
            extensions.ask(line, wish, calendar=published_calendar(), by=people.liaison, at=at)

        return act

    def grants(self, people: Staff, number: int) -> Act:
        """The director grants what was asked last."""

        def act(at: datetime) -> None:
            request = self.house.line(people, number).extensions.waiting().get()
            granted = Grant(request.wished_until)
            extensions.grant(request, granted, calendar=published_calendar(), by=self.house.office.director, at=at)

        return act

    def refuses(self, people: Staff, number: int) -> Act:
        """The director refuses what was asked last."""
        return lambda at: extensions.refuse(
            self.house.line(people, number).extensions.waiting().get(),
            reason="进度可追回。",
            calendar=published_calendar(),
            by=self.house.office.director,
            at=at,
        )

    def _waiting(self, people: Staff, number: int) -> ProgressReport:
        line = self.house.line(people, number)
        return ProgressReport.objects.filter(line=line, state=ReportState.SUBMITTED).latest("id")

    def letter(self, people: Staff, number: int) -> Obligation:
        """The letter that was proposed about a unit."""
        return Obligation.objects.get(of_line=self.house.line(people, number), rule="D5")

    # --- the fifteen months
    def run(self) -> list[datetime]:
        """Plays every day; returns the moments of the sweeps."""
        swept = []
        day = FIRST
        while day <= LAST:
            for at in sorted({*self._sweeps_of(day), *(at for at in self.script if at.date() == day)}):
                for act in self.script.get(at, []):
                    act(at)
                if at not in self.script:
                    sweeps.sweep(at=at)
                    swept.append(at)
            day += timedelta(days=1)
        return swept

    def _sweeps_of(self, day: date) -> list[datetime]:
        if any(start <= day <= end for start, end in DOWN):
            return []
        return [moment(f"{day} 08:00"), moment(f"{day} 20:00")]


def a_play() -> Play:
    """The house of 2026 with a party organ, a district and a company, and some deadlines in summer."""
    house = factories.house(is_issued=False)
    for year in (2025, 2026):
        calendars.seed_year(year, by=clock(), at=factories.ISSUED_AT)
    policies.seed_default(by=clock(), at=factories.ISSUED_AT)
    party, district, company = (
        factories.staff(factories.unit(name, kind))
        for name, kind in (
            ("市委宣传部", UnitKind.PARTY),
            ("香洲区人民政府", UnitKind.DISTRICT),
            ("珠海供电局", UnitKind.COMPANY),
        )
    )
    factories.task(house.plan, 4, [party.unit, district.unit, company.unit])
    factories.task(house.plan, 5, [house.water.unit, house.transport.unit], lead="declared")
    factories.task(house.plan, 6, [house.water.unit])
    factories.task(house.plan, 7, [house.commerce.unit, house.transport.unit])
    clerk = house.office.clerk
    cycles.draft_items(house.cycle, by=clerk, at=factories.ISSUED_AT)
    for item in WorkItem.objects.filter(year_plan__task__number__in=(4, 5, 7)):
        item_drafts.revise_item(item, planned_deadline=SUMMER, by=clerk, at=factories.ISSUED_AT)
    cycles.issue(Cycle.objects.get(), by=house.office.director, at=factories.ISSUED_AT)
    for name, people in (("非化石能源消费比重", house.commerce), ("森林蓄积量", party), ("单位能耗", district)):
        reported_by(target(house.plan, name=name), people.unit, house)
    for name in ("新能源汽车占比", "绿色建筑占比"):
        target(house.plan, name=name)
    return Play(house, party, district, company)


def write(play: Play) -> None:
    """Who does what when."""
    house = play.house
    commerce, transport, water, office = house.commerce, house.transport, house.water, house.office
    play.on("2026-03-04", play.signs(commerce), play.signs(house.host))
    play.on("2026-03-05", play.signs(water))
    play.on("2026-03-09", play.signs(play.party))
    play.on("2026-03-12", play.signs(transport))
    play.on(
        "2026-03-16",
        lambda at: work_items.mark_supervised(
            house.line(water, 6).work_item, supervised_by="市政府督查室", by=office.clerk, at=at
        ),
    )
    # The spring: one in time, one late and long unreviewed, one sent back and late again.
    play.on("2026-04-08", play.reports(commerce, 1, 1, ReportState.ACCEPTED), play.reports(commerce, 2, 1))
    play.on("2026-04-09", play.accepts(commerce, 2))
    play.on("2026-04-10", play.reports(water, 5, 1))
    play.on("2026-04-17", play.reports(transport, 1, 1))
    play.on("2026-04-20", play.sends_back(water, 5))
    play.on("2026-04-28", play.redoes(water, 5), play.accepts(transport, 1))
    play.on("2026-04-28 11:00", play.accepts(water, 5))
    # People change in the middle of the year.
    play.on(
        "2026-06-30",
        lambda at: posts.leave(commerce.liaison.own_post, by=clock(), at=at, last_day=at.date()),
        lambda at: factories.post(Role.LIAISON, commerce.unit, starts_on=date(2026, 7, 1)),
    )
    # Summer deadlines: sent back after the day, closed late, called, refused, deferred.
    play.on("2026-07-30", play.closes(water, 5))
    play.on("2026-08-11", play.sends_back(water, 5))
    play.on(
        "2026-08-11 18:00",
        lambda at: proposals.refuse(play.letter(play.district, 4), reason="已面商。", by=office.clerk, at=at),
    )
    play.on(
        "2026-08-03 07:00",
        lambda at: phone_calls.log(
            house.line(play.company, 4),
            spoken_to="王某",
            said="承诺八月报送。",
            called_at=at,
            counts=True,
            by=office.clerk,
            at=at,
        ),
    )
    play.on("2026-08-06", play.closes(transport, 5))
    play.on("2026-08-07", play.accepts(transport, 5))
    play.on(
        "2026-08-12",
        lambda at: proposals.defer(
            play.letter(play.party, 4),
            until=date(2026, 8, 20),
            reason="待分管领导研究。",
            calendar=published_calendar(),
            by=office.clerk,
            at=at,
        ),
    )
    play.on("2026-08-18", play.redoes(water, 5))
    play.on("2026-08-19", play.accepts(water, 5))
    play.on(
        "2026-09-11",
        lambda at: lines.reopen(house.line(transport, 5), reason="核查不符。", by=office.director, at=at),
    )
    play.on("2026-10-21", play.closes(transport, 5, ReportState.ACCEPTED))
    # More time: asked in time, long undecided, granted; asked again too late, with a letter proposed, and granted.
    # The other unit is refused, climbs where it stood, and closes while it asks once more.
    play.on("2026-07-27", play.asks(commerce, 7, date(2026, 8, 28)))
    play.on("2026-08-05", play.grants(commerce, 7))
    play.on("2026-09-02", play.asks(commerce, 7, date(2026, 9, 30)))
    play.on("2026-09-09", play.grants(commerce, 7))
    play.on("2026-09-28", play.closes(commerce, 7, ReportState.ACCEPTED))
    play.on("2026-07-30", play.asks(transport, 7, date(2026, 8, 31)))
    play.on("2026-08-10", play.refuses(transport, 7))
    play.on("2026-08-20", play.asks(transport, 7, date(2026, 9, 30)))
    play.on("2026-08-27", play.closes(transport, 7))
    play.on("2026-08-28", play.accepts(transport, 7))
    # The figures of targets: one in time, one late; another unit is named for the third when it has long been urged.
    of_target = Target.objects.order_by("pk")
    play.on("2026-06-20", lambda at: reading(of_target[0], 2025, "24", by=commerce.reviewer, kind="quick", at=at))
    play.on("2026-08-20", lambda at: reading(of_target[1], 2025, "24", by=play.party.liaison, at=at))
    play.on(
        "2026-09-02",
        lambda at: targets.keep(of_target[2], unit=water.unit, month=6, day=30, by=office.clerk, at=at),
    )
    # New rules, a new calendar, and the end of the year with the machine down.
    play.on(
        "2026-09-01",
        lambda at: policies.put_in_force(new_rules(), basis="主任办公会", by=office.director, at=at),
    )
    play.on(
        "2026-11-20 14:00",
        lambda at: calendars.publish_year(2027, REST_OF_2027, basis="国办通知", by=office.clerk, at=at),
    )
    play.on("2026-11-24", play.closes(commerce, 1))
    play.on("2026-11-26", play.accepts(commerce, 1))
    play.on("2026-12-28", play.closes(transport, 1))
    play.on("2027-01-06", play.sends_back(transport, 1))
    play.on("2027-01-15", play.reports(commerce, 3, 4, ReportState.ACCEPTED))
    play.on("2027-02-26", play.redoes(transport, 1))
    play.on("2027-03-09", play.accepts(transport, 1))


def law_at(at: datetime) -> Law:
    """What held at a moment, written down by hand."""
    rules = new_rules() if at.date() >= NEW_RULES_FROM else policies.default_rules()
    known = published_calendar(2025, 2026).days

    def works(day: date) -> bool:
        if day in known:
            return known[day]
        if day.year == PUBLISHED_ON.year + 1 and at >= PUBLISHED_ON:
            return REST_OF_2027[day][0] if day in REST_OF_2027 else day.weekday() < 5
        return is_assumed_workday(day)

    return Law(rules["rules"], works)  # type: ignore[arg-type]


def test_fifteen_months_leave_the_ledger_the_policy_asks_for() -> None:
    stored_calendar._kept.clear()
    play = a_play()
    write(play)
    swept = play.run()
    expected, found = [*replay(swept, law_at), *replay_targets(swept, law_at)], recorded()
    assert Counter(found) - Counter(expected) == Counter(), "the clock did more than the policy asks for"
    assert Counter(expected) - Counter(found) == Counter(), "the clock forgot what the policy asks for"
    told = {entry.rule for entry in found}
    not_played = {*ABOUT_PAPERS, "line_case"}
    without_papers = [rule for rule in policies.default_rules()["rules"] if rule["about"] not in not_played]
    assert told >= {rule["code"] for rule in without_papers} - {"I20"}
    assert missing(moment(f"{LAST} 21:00")) == []
    heard = Counter(Notification.objects.exclude(obligation=None).values_list("recipient_id", "obligation_id"))
    assert set(heard.values()) == {1}
