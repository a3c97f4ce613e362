"""One story: a year is issued, and a line goes all the way to 已销号, with every way back it may take."""

from dataclasses import replace
from datetime import date

import pytest

from tasks_app.actions import cycles, lines, report_drafts, reports
from tasks_app.actions.lines import Handler
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.year_states import ItemState
from tasks_app.models import ProgressReport, StateChange, UnitLine, WorkItem
from tasks_app.permissions.checks import can
from tests import factories
from tests.factories import FINISHED, WORDS, moment

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def test_from_issue_to_sign_off() -> None:
    # Given the office, two departments and a plan with one task for both
    office = factories.office()
    commerce, transport = factories.staff("市商务局"), factories.staff("市交通运输局")
    factories.task(factories.plan(), 1, [commerce.unit, transport.unit])
    calendar = factories.published_calendar()

    # When the clerk draws up 2026 and the director issues it on 2 March
    cycle = cycles.open_year(2026, by=office.clerk, at=moment("2026-02-10"), calendar=calendar)
    cycles.draft_items(cycle, by=office.clerk, at=moment("2026-02-10 09:05"))
    assert cycles.issue(cycle, by=office.director, at=moment("2026-03-02 10:00")) == 2
    # Then each unit has its line, due on 30 November, and sees the other's name but not its words
    line = UnitLine.objects.get(unit=commerce.unit)
    other = UnitLine.objects.get(unit=transport.unit)
    assert (line.state, line.deadline) == (LineState.PENDING_SIGNATURE, date(2026, 11, 30))
    assert other in UnitLine.objects.visible_to(commerce.liaison)
    assert not can(commerce.liaison, Verb.READ_LINE, other)

    # When 市商务局 signs for it and names its section
    lines.sign(
        line,
        by=commerce.liaison,
        at=moment("2026-03-04"),
        version=line.version,
        handler=Handler("市场运行科", "李某", "0756-2222222"),
    )
    # Then the item is 办理中, though the other unit has not signed yet
    assert WorkItem.objects.get().state == ItemState.IN_PROGRESS

    # When its liaison writes the first quarter's report, and its own reviewer is not content
    quarter = cycle.periods.get(order=1)
    report = report_drafts.write(
        line,
        replace(WORDS, standing="behind", percent=10),
        kind=ReportKind.PERIODIC,
        period=quarter,
        by=commerce.liaison,
        at=moment("2026-04-08"),
    )
    report = reports.send(report, by=commerce.liaison, at=moment("2026-04-08 10:00"))
    report = reports.return_to_author(
        report, reason="请写明滞后原因。", by=commerce.reviewer, at=moment("2026-04-08 15:00")
    )
    # Then the office knows nothing of it
    assert not ProgressReport.objects.visible_to(office.clerk).exists()
    assert not StateChange.objects.visible_to(office.clerk).filter(why__contains="滞后原因").exists()

    # When the liaison mends it and the reviewer approves, in time
    report = report_drafts.rewrite(
        report,
        replace(WORDS, standing="behind", percent=10, problems="资金拨付较慢。"),
        by=commerce.liaison,
        at=moment("2026-04-09"),
        version=report.version,
    )
    report = reports.send(report, by=commerce.liaison, at=moment("2026-04-09 10:00"), version=report.version)
    report = reports.approve(report, by=commerce.reviewer, at=moment("2026-04-10"), version=report.version)
    # Then the line claims what the unit says of itself, and stays where it is
    line.refresh_from_db()
    assert (line.claimed_standing, line.claimed_progress, line.reported_through, line.state) == (
        "behind",
        10,
        date(2026, 4, 15),
        LineState.IN_PROGRESS,
    )

    # When the office wants figures and sends it back on the very last day
    report = reports.send_back(
        report,
        reason="请补充完成率的口径。",
        redo_by=None,
        calendar=calendar,
        by=office.clerk,
        at=moment("2026-04-15"),
        version=report.version,
    )
    assert report.redo_by == date(2026, 4, 20)
    # And the unit redoes it within those three working days
    report = report_drafts.rewrite(report, WORDS, by=commerce.liaison, at=moment("2026-04-17"), version=report.version)
    report = reports.send(report, by=commerce.liaison, at=moment("2026-04-17 10:00"))
    report = reports.approve(report, by=commerce.reviewer, at=moment("2026-04-17 11:00"))
    # Then nobody calls it late, and the office accepts it
    assert not report.is_late
    report = reports.accept(report, by=office.second_clerk, at=moment("2026-04-20"), version=report.version)
    assert report.state == ReportState.ACCEPTED

    # When the work is done in October, and the unit asks for closing with its proof
    closing = report_drafts.write(
        line,
        FINISHED,
        kind=ReportKind.CLOSING,
        period=None,
        by=commerce.liaison,
        at=moment("2026-10-20"),
        files=factories.stored(factories.pdf("竣工验收报告.pdf")),
    )
    closing = reports.send(closing, by=commerce.liaison, at=moment("2026-10-20 10:00"))
    closing = reports.approve(closing, by=commerce.reviewer, at=moment("2026-10-21"))
    line.refresh_from_db()
    assert line.state == LineState.OFFICE_REVIEW
    # And the office accepts it
    reports.accept(closing, by=office.clerk, at=moment("2026-10-23"), version=closing.version)
    # Then the line is 已完成 and verified; the clerk who accepted cannot take it off the list, the director can
    line.refresh_from_db()
    assert (line.state, line.verified_progress) == (LineState.COMPLETED, 100)
    with pytest.raises(NotAllowed):
        lines.sign_off(line, by=office.clerk, at=moment("2026-10-26"))
    lines.sign_off(line, by=office.director, at=moment("2026-10-26"), version=line.version)
    line.refresh_from_db()
    assert line.state == LineState.SIGNED_OFF
    # And the item waits for 市交通运输局
    assert WorkItem.objects.get().state == ItemState.IN_PROGRESS

    # Then the timeline tells the whole story in the words of the pages
    told = StateChange.objects.filter(line=line).order_by("id").values_list("kind", "label")
    assert [label for kind, label in told if kind == "line"] == [
        "交办",
        "签收",
        "申请办结",
        "报送办结",
        "同意办结",
        "销号",
    ]
    assert [label for kind, label in told if kind == "report"] == [
        "送审",
        "退回修改",
        "修改",
        "送审",
        "审核通过",
        "退回修改",
        "修改",
        "送审",
        "审核通过",
        "采用",
        "送审",
        "审核通过",
        "采用",
    ]
    # And the history of the line names a person and a reason in every row
    for row in line.history.all():
        assert row.history_user is not None
        assert "｜" in row.history_change_reason
