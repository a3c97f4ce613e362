"""What a paper stands on is what happened between unit and office, all of it, and nothing of a unit's own."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tasks_app.actions import report_drafts, reports
from tasks_app.dashboards.paper_evidence import facts_for
from tasks_app.dashboards.paper_page import Ground
from tasks_app.domain.report_states import ReportState
from tasks_app.models import PaperGround, ProgressReport, UnitLine
from tasks_app.presenters.paper_page import evidence_of
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import LATER, House, published_calendar

pytestmark = pytest.mark.django_db
BACK, INNER = "请补充数据。", "内部意见：先不要写实情。"


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def facts_of(house: House) -> dict[str, Any]:
    line = house.line(house.commerce)
    whole = UnitLine.objects.select_related("unit", "work_item__year_plan__task").get(pk=line.pk)
    today, calendar = paper_factories.DRAFTED_AT.date(), published_calendar()
    return facts_for([whole], today=today, calendar=calendar)[line.pk]


def sent_back_twice(house: House) -> ProgressReport:
    """Sent back by the office, returned inside the unit, handed in and sent back again."""
    unit, next_day = house.commerce, LATER + timedelta(days=1)
    report = factories.periodic_draft(UnitLine.objects.get(pk=house.line(unit).pk), unit, house.period())
    factories.advance(report, ReportState.SENT_BACK, house, unit)
    report = rewritten(report, house, at=LATER)
    reports.return_to_author(report, reason=INNER, by=unit.reviewer, at=LATER)
    report = rewritten(report, house, at=next_day)
    reports.approve(report, by=unit.reviewer, at=next_day)
    return reports.send_back(
        report, reason="仍缺凭证。", calendar=published_calendar(), redo_by=None, by=house.office.clerk, at=next_day
    )


def rewritten(report: ProgressReport, house: House, *, at: datetime) -> ProgressReport:
    """Written anew by the liaison and sent to the unit's reviewer."""
    stored, liaison = ProgressReport.objects.get(pk=report.pk), house.commerce.liaison
    stored = report_drafts.rewrite(stored, factories.WORDS, by=liaison, at=at)
    return reports.send(stored, by=liaison, at=at)


def test_every_send_back_of_the_office_is_there_and_no_inner_note(house: House) -> None:
    sent_back_twice(house)
    [report] = facts_of(house)["reports"]
    assert [one["why"] for one in report["send_backs"]] == [BACK, "仍缺凭证。"]
    assert all(date.fromisoformat(one["on"]) for one in report["send_backs"])
    assert INNER not in str(facts_of(house))


def test_what_is_being_redone_stands_as_sent_back(house: House) -> None:
    report = sent_back_twice(house)
    report_drafts.rewrite(report, factories.WORDS, by=house.commerce.liaison, at=LATER + timedelta(days=3))
    [told] = facts_of(house)["reports"]
    assert told["state"] == "退回修改"
    assert len(told["send_backs"]) == 2


def test_the_page_names_each_with_its_day(house: House) -> None:
    sent_back_twice(house)
    paper = paper_factories.drafted(house)
    ground = PaperGround.objects.select_related("line__unit").get(paper=paper)
    rows = dict(evidence_of(Ground(ground, facts_of(house))).rows)
    assert [told.words.partition("被退回：")[2] for told in rows["报送"]] == ["", BACK, "仍缺凭证。"]
    once = {"on": "2026-07-10", "what": "第二季度", "state": "已采用", "is_late": False, "sent_back": INNER}
    assert INNER not in str(evidence_of(Ground(ground, {**facts_of(house), "reports": [once]})))
