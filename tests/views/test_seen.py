"""What one sees in one look: what is to be done today and why, what is missing to close, what the clock did."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks_app.actions import comments, leaves
from tasks_app.dashboards.desk import UnitCounts
from tasks_app.dashboards.timeline import TimelineAsked
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, StateChange
from tests import extension_factories, factories, line_case_factories
from tests.factories import House, moment
from tests.views.test_items import IN_APRIL, item_of
from tests.views.walking import LATE_DAY, Walker, words

# As the client counts it, of somebody who has looked at a page before: session and person, BEGIN and COMMIT, the key of
# the form and the rows of the history. The page that follows is another request.
STATUS_UPDATE = 30


def test_today_is_one_list_by_day_each_with_why_and_a_verb(house: House) -> None:
    factories.signed_line(house, house.commerce, 2)
    asked = comments.Words("question", "何时开工？", units=(house.commerce.unit.pk,))
    item = house.line(house.commerce).work_item
    comments.say(item, asked, by=house.office.clerk, at=IN_APRIL)
    page = Walker(house.commerce.liaison, IN_APRIL).get("/")
    todos = page.context["todos"]
    assert [todo.verb for todo in todos] == ["签收", "签收", "答复提问", "填报第一季度进展"]
    assert [todo.on for todo in todos] == sorted(todo.on for todo in todos)
    told = words(page)
    assert "今天要办" in told
    assert "已交办，尚未签收" in told
    assert "因为第一季度进展的报送时限为2026-04-15" in told
    assert "今天要办" not in words(Walker(house.commerce.liaison, IN_APRIL).get("/", want="late"))


def test_many_to_sign_for_are_one_thing_to_do_and_hide_no_other() -> None:
    counts = UnitCounts(open=9, late=0, to_sign=8, to_redo=1, owing=0, done=0)
    assert counts.signs_together
    assert not replace(counts, to_sign=3).signs_together


def test_a_unit_head_sees_what_waits_for_whom_and_who_is_away(house: House) -> None:
    factories.report_in(ReportState.UNIT_REVIEW, house)
    liaison = house.commerce.liaison
    walker = Walker(house.commerce.reviewer, IN_APRIL)
    page = walker.get("/")
    assert any(todo.verb == "审核第一季度进展" for todo in page.context["todos"])
    told = words(page)
    assert "待联络员办理2件，待您审核1件，在领导小组办公室0件" in told
    assert f"{liaison.name}（联络员）" in told
    leaves.take(
        liaison.post,
        starts_on=IN_APRIL.date(),
        ends_on=IN_APRIL.date() + timedelta(days=3),
        basis="年休假",
        by=house.commerce.reviewer,
        at=IN_APRIL,
    )
    assert f"{liaison.name}（联络员，休假至2026-04-13" in words(walker.get("/"))
    assert "在领导小组办公室" not in words(Walker(liaison, IN_APRIL).get("/"))


def test_what_is_missing_to_close_is_told_to_the_unit_and_the_office(house: House) -> None:
    line = factories.signed_line(house)
    closing = reverse("report_new", args=[line.pk]) + f"?kind={ReportKind.CLOSING}"
    unit = Walker(house.commerce.liaison, IN_APRIL).get(item_of(line))
    assert "办结还缺什么" in words(unit)
    assert "尚未填写办结申请" in words(unit)
    assert f'href="{closing}">去填写' in unit.content.decode()
    office = Walker(house.office.clerk, IN_APRIL).get(item_of(line), line=line.pk)
    assert "进度尚未经办公室核实" in words(office)
    assert "去填写" not in words(office)
    for reader in (house.office.leader, house.transport.liaison):
        assert "办结还缺什么" not in words(Walker(reader, IN_APRIL).get(item_of(line), line=line.pk))


def test_what_waits_for_the_office_is_told_to_the_unit_and_nothing_twice(house: House) -> None:
    line, at = house.line(house.commerce), moment("2026-11-24 10:00")
    case = line_case_factories.raised(house, CaseKind.OBJECTION)
    extension_factories.ask(factories.signed_line(house, house.commerce, 2), by=house.commerce.liaison, at=at)
    page = Walker(house.commerce.liaison, at).get("/")
    assert [row.verb for row in page.context["talk"]] == ["等待处理交办异议", "等待审批延期申请"]
    assert reverse("line_case", args=[case.pk]) in page.content.decode()
    assert [todo.verb for todo in page.context["todos"]] == ["签收", "填报第三季度进展"]  # and not what is objected to
    office = Walker(house.office.director, at).get("/")
    url = f'"{reverse("line_case", args=[case.pk])}"'
    assert (office.content.decode().count(url), line.work_item.title in words(office)) == (1, True)


def test_the_clock_of_a_day_is_one_line(house: House) -> None:
    line = house.line(house.commerce)
    step = StateChange.objects.filter(line=line).latest("pk")
    for hour in (9, 10, 11):
        step.pk, step.user, step.post, step.actor_role, step.act = None, None, None, "", "note"
        step.at = IN_APRIL.replace(hour=hour)
        step.save(force_insert=True)
    walker = Walker(house.office.clerk, LATE_DAY)
    told = [entry for entry in walker.get(item_of(line)).context["page"].entries if entry.by_clock]
    assert [(entry.what, len(entry.folded)) for entry in told] == [("当日提醒 3 次", 3)]
    assert len(walker.get(item_of(line), timeline="clock").context["page"].entries) == 3
    assert all(not entry.by_clock for entry in walker.get(item_of(line), timeline="office").context["page"].entries)


def test_a_long_timeline_pages_on_and_loses_nothing(house: House) -> None:
    line = house.line(house.commerce)
    step = StateChange.objects.filter(line=line).latest("pk")
    for minute in range(7):
        step.pk, step.act, step.at = None, "note", IN_APRIL + timedelta(minutes=minute // 2)
        step.save(force_insert=True)
    asked = {"want": "", "most": 3}
    seen: list[int] = []
    before = None
    for _ in range(9):
        timeline = TimelineAsked(line.work_item, house.office.clerk, before=before, **asked)  # type: ignore[arg-type]
        page = timeline.page()
        seen += [row.pk for row in page.steps]
        before = page.next_before
        if before is None:
            break
    everything = StateChange.objects.filter(work_item=line.work_item)
    newest = everything.filter(at__gte=IN_APRIL)
    assert set(newest.values_list("pk", flat=True)) <= set(seen)
    assert len(seen) == len(set(seen))
    page = Walker(house.office.clerk, LATE_DAY).get(item_of(line), steps="all", before=IN_APRIL.isoformat())
    assert all(entry.at < IN_APRIL for entry in page.context["page"].entries)
    for beyond in ("0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-23:59"):
        assert Walker(house.office.clerk, LATE_DAY).get(item_of(line), before=beyond).status_code == 200


def test_the_timeline_is_narrowed(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    walker = Walker(house.office.clerk, LATE_DAY)
    of_unit = [entry.who for entry in walker.get(item_of(report.line), timeline="unit").context["page"].entries]
    assert of_unit
    assert all("市商务局" in who for who in of_unit)
    assert walker.get(item_of(report.line), timeline="paper").context["page"].entries == []
    everything = walker.get(item_of(report.line)).context["page"].entries
    assert len(everything) > len(of_unit)
    assert walker.get(item_of(report.line), timeline="' OR 1=1 --").context["page"].entries == everything


def _sign(house: House) -> tuple[Walker, str, dict[str, object]]:
    line = house.line(house.commerce)
    return Walker(house.commerce.liaison, IN_APRIL), reverse("line_sign", args=[line.pk]), {"version": line.version}


def _of_report(house: House, state: str, act: str, walker: Walker) -> tuple[Walker, str, dict[str, object]]:
    report = factories.report_in(state, house)
    version = ProgressReport.objects.get(pk=report.pk).version
    return walker, reverse(f"report_{act}", args=[report.pk]), {"version": version}


@pytest.mark.parametrize("act", ["sign", "send", "approve", "accept"])
def test_a_status_update_keeps_its_budget(house: House, act: str) -> None:
    match act:
        case "sign":
            walker, url, fields = _sign(house)
        case "send":
            walker, url, fields = _of_report(house, ReportState.DRAFT, act, Walker(house.commerce.liaison, IN_APRIL))
        case "approve":
            at_unit = Walker(house.commerce.reviewer, IN_APRIL)
            walker, url, fields = _of_report(house, ReportState.UNIT_REVIEW, act, at_unit)
        case _:
            walker, url, fields = _of_report(house, ReportState.SUBMITTED, act, Walker(house.office.clerk, IN_APRIL))
    walker.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert walker.post(url, **fields).status_code == 302
    assert len(asked) <= STATUS_UPDATE, "\n".join(query["sql"][:160] for query in asked.captured_queries)
