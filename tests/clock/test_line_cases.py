"""Objections, suspensions and cancellations and the clock: a ladder rests, goes on, and says nothing twice.

Each sweep ends with the hourly proof, which reads the rows by itself and finds nothing missing; in the end every row
is compared with the replay of the traces.
"""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks_app.actions import line_case_decisions, lines, policies
from tasks_app.actions.line_successors import Heir
from tasks_app.dashboards.clock_check import missing
from tasks_app.dashboards.clock_facts import facts_of
from tasks_app.dashboards.ladders import ladders_of
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.models import Notification, Obligation, ObligationState, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.presenters.ladder import ladder_of
from tests.clock.brute import Law, recorded, replay
from tests.clock.scene import a_late_line, a_line_at_work, a_proposal, alone, at, codes, sweep_on
from tests.factories import House, published_calendar
from tests.line_case_factories import ask, granted, resumed, upheld

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

OBJECTION, SUSPENSION, CANCELLATION = CaseKind.OBJECTION, CaseKind.SUSPENSION, CaseKind.CANCELLATION


def heard_on(*days: str) -> dict[str, list[str]]:
    """What fired on these days, leaving out the silent ones; the hourly proof agrees after each sweep."""
    heard = {}
    for day in days:
        told = codes(sweep_on(f"{day} 18:00").fired)
        assert missing(at(f"{day} 18:20")) == [], day
        if told:
            heard[day] = told
    return heard


def stored(line: UnitLine) -> UnitLine:
    return UnitLine.objects.get(pk=line.pk)


def test_an_open_objection_rests_the_ladder_and_the_office_is_chased(house: House) -> None:
    """Not signed since 2 March: after a refusal the reminders before the deadline come where they are due."""
    line = house.line(house.commerce)
    alone(line)
    sweep_on("11-09")
    case = ask(line, OBJECTION, by=house.commerce.liaison, at=at("11-20 10:00"))
    days = ("11-20", "11-23", "11-24", "11-25", "11-26", "11-27")
    assert heard_on(*days) == {"11-25": ["LC3"], "11-27": ["LC5"]}
    notice = Notification.objects.filter(obligation__rule="LC5").get()
    assert (notice.recipient, notice.address) == (house.office.director.user, f"/line-cases/{case.pk}/")
    line_case_decisions.turn_down(case, reason="职责明确。", by=house.office.clerk, at=at("11-27 19:00"))
    assert heard_on("11-28", "11-30", "12-01", "12-07") == {
        "11-28": ["LA0"], "11-30": ["R1"], "12-01": ["U1"], "12-07": ["D5"],
    }  # fmt: skip


def test_a_suspended_ladder_rests_and_goes_on_in_another_round(house: House) -> None:
    """Four working days were left on 24 November; taken up on 21 December the line is due on the 25th."""
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23")
    case = granted(ask(line, SUSPENSION, by=house.office.clerk, at=at("11-23 19:00")), by=house.office.director)
    days = ("11-24", "11-30", "12-01", "12-08", "12-18", "12-21", "12-28")
    assert heard_on(*days) == {"11-24": ["LA0"], "12-21": ["LS0"], "12-28": ["LS5"]}
    resumed(case, by=house.office.clerk, at=at("12-28 19:00"))
    assert stored(line).deadline == date(2027, 1, 4)
    heard = heard_on("12-29", "12-30", "12-31", "01-04", "01-05", "01-11")
    assert heard == {"12-29": ["R5", "LR0"], "12-31": ["R1"], "01-05": ["U1"], "01-11": ["D5"]}


def test_a_proposal_is_settled_by_a_suspension(house: House) -> None:
    proposal = a_proposal(house)
    line = UnitLine.objects.get(pk=proposal.of_line_id)
    case = ask(line, SUSPENSION, by=house.commerce.liaison, at=at("12-07 10:00"))
    case = granted(case, by=house.office.director, at=at("12-07 11:00"))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (ObligationState.MOOT, "承办事项已暂缓、撤项或转办")
    resumed(case, by=house.office.clerk, at=at("12-08 11:00"))
    assert Obligation.objects.open_proposals().count() == 0


def test_nothing_is_said_about_a_cancelled_line_until_it_is_opened_again(house: House) -> None:
    line = a_late_line(house)
    case = ask(line, CANCELLATION, by=house.office.clerk, at=at("12-02 10:00"))
    granted(case, by=house.office.director, at=at("12-02 11:00"))
    assert heard_on("12-02", "12-03", "12-07", "12-15", "12-24") == {"12-02": ["LA0"]}
    lines.reopen(stored(line), reason="重新部署。", by=house.office.director, at=at("12-24 19:00"))
    assert heard_on("12-25", "12-28", "12-29") == {"12-25": ["U1"]}


def test_whose_line_goes_to_another_unit_is_told_once(house: House) -> None:
    line = house.line(house.commerce)
    alone(line, house.line(house.transport))
    sweep_on("11-09")
    case = ask(line, OBJECTION, by=house.commerce.liaison, at=at("11-20 10:00"))
    upheld(case, by=house.office.clerk, at=at("11-20 11:00"), heir=Heir(house.water.unit))
    sweep_on("11-20 18:00")
    told = Notification.objects.filter(obligation__rule="LA0")
    assert set(told.values_list("recipient", flat=True)) == {house.commerce.liaison.user.pk}
    assert stored(line).next_step_on is None
    sweep_on("11-23 18:00", "11-30 18:00", "12-01 18:00", "12-31 18:00")
    assert Obligation.objects.filter(of_line=line, at__gt=at("11-21")).count() == 0
    new = stored(line).successor
    assert new is not None
    assert "U1" in Obligation.objects.filter(of_line=new).values_list("rule", flat=True)


def test_the_replay_of_the_traces_agrees(house: House) -> None:
    line = a_line_at_work(house)
    moments = [at(f"11-{day:02} 18:00") for day in (9, 20, 23, 25, 27, 30)]
    moments += [at(f"12-{day:02} 18:00") for day in (1, 4, 8, 9, 11, 14, 15, 16, 21, 23, 24, 31)]
    by, unit = house.office.director, house.commerce.liaison
    acts = {
        "11-20": lambda: ask(line, SUSPENSION, by=unit, at=at("11-20 12:00"), until=date(2026, 12, 8)),
        "11-25": lambda: granted(line.cases.latest("id"), by=by, at=at("11-25 12:00")),
        "12-09": lambda: resumed(line.cases.latest("id"), by=by, at=at("12-09 12:00")),
        "12-11": lambda: ask(stored(line), CANCELLATION, by=unit, at=at("12-11 12:00")),
        "12-15": lambda: line_case_decisions.refuse(
            line.cases.latest("id"), reason="仍须办理。", by=by, at=at("12-15 12:00")
        ),
        "12-21": lambda: granted(
            ask(stored(line), CANCELLATION, by=house.office.clerk, at=at("12-21 11:00")), by=by, at=at("12-21 12:00")
        ),
    }
    for moment in moments:
        act = acts.get(f"{moment:%m-%d}")
        if act:
            act()
        sweep_on(f"{moment:%m-%d %H:%M}")
        assert missing(moment) == []
    calendar = published_calendar(2025, 2026)
    law = Law(policies.default_rules()["rules"], calendar.is_workday)  # type: ignore[arg-type]
    expected, found = replay(moments, lambda _: law), recorded()
    mine = [entry for entry in expected if _is_about(entry.subject, line)]
    assert Counter(found) == Counter(mine)
    assert {entry.round for entry in found if entry.subject == f"line:{line.pk}"} == {0, 1}
    assert {entry.rule for entry in found} >= {"LA0", "LS0", "LR0"}


def _is_about(subject: str, line: UnitLine) -> bool:
    """The replay looks at every line; the clock was left this one alone."""
    kind, _, rest = subject.partition(":")
    ladder = rest.removeprefix("line:").partition("/")[0] if kind in ("line", "proposal") else ""
    return kind == "line_case" or ladder == f"{line.pk}" or (kind == "period" and rest.endswith(f"/{line.pk}"))


def test_a_unit_reads_on_its_ladder_why_it_rests(house: House) -> None:
    case = ask(a_line_at_work(house), SUSPENSION, by=house.commerce.liaison, at=at("11-20 10:00"))
    line = UnitLine.objects.select_related("unit", "work_item", "cycle").get(pk=case.line_id)
    known = ladders_of([line], working_calendar(), date(2026, 11, 21))[line.pk]
    assert ladder_of(known, for_office=False).sentence == "提出的异议、暂缓或撤项正在办理，督促暂停。"


def test_cases_of_a_batch_are_one_query(house: House) -> None:
    known = list(UnitLine.objects.select_related("unit", "work_item", "cycle"))
    with CaptureQueriesContext(connection) as without:
        facts_of(known)
    ask(a_line_at_work(house), SUSPENSION, by=house.commerce.liaison, at=at("11-20 10:00"))
    with CaptureQueriesContext(connection) as having:
        facts_of(known)
    assert len(having) == len(without)
    assert sum("tasks_app_linecase" in query["sql"] for query in having.captured_queries) == 1
