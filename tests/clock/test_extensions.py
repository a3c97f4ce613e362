"""Requests for more time and the clock: what came in time rests the ladder, a granted one begins a fresh one.

Each sweep ends with the hourly proof, which reads the rows by itself and finds nothing missing; in the end every row
is compared with the replay of the traces.
"""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tasks_app.actions import extensions, policies
from tasks_app.actions.extensions import Wish
from tasks_app.dashboards.clock_check import missing
from tasks_app.dashboards.clock_facts import facts_of
from tasks_app.dashboards.ladders import ladders_of
from tasks_app.models import Extension, Notification, Obligation, ObligationState, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.presenters.ladder import ladder_of
from tests.clock.brute import Law, recorded, replay
from tests.clock.scene import a_late_line, a_line_at_work, a_proposal, at, codes, ledger, sweep_on
from tests.extension_factories import WISH, ask, grant, refuse
from tests.factories import House, published_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def heard_on(*days: str) -> dict[str, list[str]]:
    """What fired on these days, leaving out the silent ones; the hourly proof agrees after each sweep."""
    heard = {}
    for day in days:
        told = codes(sweep_on(f"{day} 18:00").fired)
        assert missing(at(f"{day} 18:20")) == [], day
        if told:
            heard[day] = told
    return heard


def of_round(line: UnitLine, number: int) -> list[str]:
    """What fired on the ladder of a line in one round."""
    rows = Obligation.objects.filter(line=line, round=number, state="fired").order_by("id")
    return list(rows.values_list("rule", flat=True))


def a_request(house: House, on: str, line: UnitLine | None = None, wish: Wish = WISH) -> Extension:
    """Asked at ten in the morning of a day, about a line that is the only one the clock looks at."""
    return ask(line or a_line_at_work(house), by=house.commerce.liaison, at=at(f"{on} 10:00"), wish=wish)


def test_what_was_asked_in_time_rests_the_ladder_and_the_office_is_chased(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-09")
    request = a_request(house, "11-20", line)
    days = ("11-20", "11-23", "11-24", "11-25", "11-26", "11-27", "11-30", "12-01", "12-08", "12-15")
    assert heard_on(*days) == {"11-25": ["EX3"], "11-27": ["EX5"]}
    rows = Obligation.objects.filter(extension=request).values_list("subject", "anchor", "anchor_on")
    assert set(rows) == {(f"extension:{request.pk}", "asked", date(2026, 11, 20))}
    told = Notification.objects.filter(obligation__rule="EX3").values_list("recipient", flat=True)
    assert set(told) == {house.office.clerk.user.pk, house.office.second_clerk.user.pk}
    notice = Notification.objects.filter(obligation__rule="EX5").get()
    assert notice.recipient == house.office.director.user
    assert notice.title.startswith("提醒：市商务局的延期申请，")
    assert notice.address == f"/extensions/{request.pk}/"
    assert notice.urgent


def test_after_a_refusal_it_goes_on_where_it_stood(house: House) -> None:
    """Due on 30 November, asked on the 26th, refused on 8 December: no day in between counts towards the urge."""
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23")
    request = a_request(house, "11-26", line)
    assert heard_on("11-27", "12-01", "12-07") == {"12-01": ["EX3"], "12-07": ["EX5"]}
    refuse(request, by=house.office.clerk, at=at("12-08 15:00"))
    assert heard_on("12-08", "12-09", "12-14", "12-15") == {"12-09": ["U1"], "12-15": ["D5"]}


def test_whoever_takes_a_request_back_is_reminded_again(house: House) -> None:
    line = a_line_at_work(house)
    sweep_on("11-09")
    request = a_request(house, "11-20", line)
    extensions.withdraw(request, by=house.commerce.liaison, at=at("11-20 11:00"))
    assert heard_on("11-20", "11-23", "11-27") == {"11-23": ["R5"], "11-27": ["R1"]}


def test_a_granted_one_begins_a_fresh_ladder(house: House) -> None:
    """Each rule that counts from the deadline once more, for the new one; of the old round nothing."""
    line = a_line_at_work(house)
    sweep_on("11-09", "11-23")
    request = a_request(house, "11-26", line)
    grant(request, by=house.office.clerk, at=at("11-27 09:30"))
    days = [f"{month}-{day:02}" for month, last in (("11", 30), ("12", 31)) for day in range(1, last + 1)]
    heard = heard_on(*(day for day in days if day > "11-26"))
    assert {day: told for day, told in heard.items() if told != ["OP3"]} == {
        "11-30": ["R15"],
        "12-07": ["R5"],
        "12-11": ["R1"],
        "12-15": ["U1"],
        "12-21": ["D5"],
        "12-22": ["E20"],
    }
    assert (of_round(line, 0), of_round(line, 1)) == (
        ["R15", "R5"],
        ["R15", "R5", "R1", "U1", "D5", "E20"],
    )


def test_what_counts_from_another_day_is_not_said_again(house: House) -> None:
    """The reminder before the year's self-report was told in the first round; the deadline alone moved."""
    line = a_late_line(house)
    sweep_on("12-07", "12-23")
    assert "E20" in ledger(line)
    request = a_request(house, "12-24", line, Wish(date(2026, 12, 31), "设备推迟。", "待安装。"))
    grant(request, by=house.office.director, until=date(2026, 12, 31), at=at("12-24 15:00"))
    heard = heard_on("12-24", "12-25", "12-28", "12-30", "12-31")
    assert not [rule for told in heard.values() for rule in told if rule == "E20"]


def test_a_late_request_pauses_nothing_until_it_is_granted(house: House) -> None:
    line = a_late_line(house)
    request = a_request(house, "12-02", line)
    assert not request.in_time
    assert heard_on("12-02", "12-04", "12-07") == {"12-07": ["D5", "EX3"]}
    grant(request, by=house.office.clerk, at=at("12-07 19:00"))
    proposal = Obligation.objects.get(line=line, rule="D5")
    assert (proposal.state, proposal.reason) == (ObligationState.MOOT, "已同意延期")
    assert heard_on("12-08", "12-11", "12-14", "12-15") == {"12-08": ["R5"], "12-11": ["R1"], "12-15": ["U1"]}


def test_a_proposal_of_the_old_round_stays_closed_when_a_closing_comes_back(house: House) -> None:
    proposal = a_proposal(house)
    request = a_request(house, "12-07", UnitLine.objects.get(pk=proposal.of_line_id))
    grant(request, by=house.office.clerk, at=at("12-07 19:00"))
    assert Obligation.objects.open_proposals().count() == 0


def test_the_replay_of_the_traces_agrees(house: House) -> None:
    line = a_line_at_work(house)
    moments = [at(f"11-{day:02} 18:00") for day in (9, 20, 23, 25, 27, 30)]
    moments += [at(f"12-{day:02} 18:00") for day in (1, 4, 8, 9, 11, 14, 15, 16, 21, 23, 24, 31)]
    acts = {
        "11-20": lambda: a_request(house, "11-20", line),
        "11-25": lambda: refuse(line.extensions.latest("id"), by=house.office.clerk, at=at("11-25 12:00")),
        "11-27": lambda: a_request(house, "11-27", line),
        "12-04": lambda: grant(line.extensions.latest("id"), by=house.office.clerk, at=at("12-04 12:00")),
        "12-16": lambda: a_request(house, "12-16", line, Wish(date(2026, 12, 30), "推迟。", "待验收。")),
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


def _is_about(subject: str, line: UnitLine) -> bool:
    """The replay looks at every line; the clock was left this one alone."""
    kind, _, rest = subject.partition(":")
    ladder = rest.removeprefix("line:").partition("/")[0] if kind in ("line", "proposal") else ""
    return kind == "extension" or ladder == f"{line.pk}" or (kind == "period" and rest.endswith(f"/{line.pk}"))


def test_a_unit_reads_on_its_ladder_why_it_rests(house: House) -> None:
    request = a_request(house, "11-20")
    line = UnitLine.objects.select_related("unit", "work_item", "cycle").get(pk=request.line_id)
    known = ladders_of([line], working_calendar(), date(2026, 11, 21))[line.pk]
    assert ladder_of(known, for_office=False).sentence == "延期申请正在审批，督促暂停。"


def test_requests_of_a_batch_are_one_query(house: House) -> None:
    lines = list(UnitLine.objects.select_related("unit", "work_item", "cycle"))
    with CaptureQueriesContext(connection) as without:
        facts_of(lines)
    a_request(house, "11-20")
    with CaptureQueriesContext(connection) as having:
        facts_of(lines)
    assert len(having) == len(without)
    assert sum("tasks_app_extension" in query["sql"] for query in having.captured_queries) == 1
