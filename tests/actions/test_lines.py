"""Signing for lines, signing them off, opening them again; the item's state follows its lines."""

import pytest

from tasks_app.actions import lines, reports
from tasks_app.actions.lines import Handler
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.year_states import ItemState, item_state
from tasks_app.models import StateChange, UnitLine, WorkItem
from tests import factories
from tests.factories import LATER, SIGNED_AT, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def stored(line: UnitLine) -> UnitLine:
    return UnitLine.objects.select_related("work_item").get(pk=line.pk)


def test_signing_may_name_who_takes_it_on(house: House) -> None:
    handler = Handler("市场运行科", "李某", "0756-2222222")
    lines.sign(house.line(house.commerce), by=house.commerce.liaison, at=SIGNED_AT, handler=handler)
    line = stored(house.line(house.commerce))
    assert (line.section, line.handler, line.handler_phone) == ("市场运行科", "李某", "0756-2222222")


def test_signing_without_a_handler_leaves_the_old_one(house: House) -> None:
    UnitLine.objects.filter(pk=house.line(house.commerce).pk).update(handler="李某")
    lines.sign(house.line(house.commerce), by=house.commerce.liaison, at=SIGNED_AT)
    assert stored(house.line(house.commerce)).handler == "李某"


class TestSignAll:
    """全部签收: every line that waits, once, and none of another unit."""

    def test_all_waiting_lines_are_signed(self, house: House) -> None:
        mine = list(UnitLine.objects.own_of(house.commerce.liaison))
        assert lines.sign_all(mine, by=house.commerce.liaison, at=SIGNED_AT) == 3
        assert set(UnitLine.objects.own_of(house.commerce.liaison).values_list("state", flat=True)) == {"in_progress"}
        assert StateChange.objects.filter(act="sign", user=house.commerce.liaison.user).count() == 3

    def test_a_second_click_signs_nothing_again(self, house: House) -> None:
        shown = list(UnitLine.objects.own_of(house.commerce.liaison))
        lines.sign_all(shown, by=house.commerce.liaison, at=SIGNED_AT)
        assert lines.sign_all(shown, by=house.commerce.liaison, at=LATER) == 0
        assert StateChange.objects.filter(act="sign").count() == 3

    def test_one_foreign_line_among_them_stops_everything(self, house: House) -> None:
        mixed = [house.line(house.commerce), house.line(house.transport)]
        with pytest.raises(NotAllowed):
            lines.sign_all(mixed, by=house.commerce.liaison, at=SIGNED_AT)
        assert stored(house.line(house.commerce)).state == LineState.PENDING_SIGNATURE


def test_what_was_verified_no_longer_counts_after_reopening(house: House) -> None:
    line = factories.line_in(LineState.SIGNED_OFF, house)
    assert line.verified_progress == 100
    reopened = lines.reopen(line, reason="核查发现数据有误。", by=house.office.director, at=LATER)
    assert (reopened.state, reopened.verified_progress, reopened.submitted_at) == (LineState.IN_PROGRESS, None, None)


def test_a_reopened_line_can_be_closed_again(house: House) -> None:
    line = factories.line_in(LineState.COMPLETED, house)
    lines.reopen(line, reason="核查发现数据有误。", by=house.office.director, at=LATER)
    again = factories.closing_draft(line, house.commerce, at=LATER)
    factories.advance(again, ReportState.ACCEPTED, house, house.commerce, at=LATER)
    lines.sign_off(line, by=house.office.director, at=LATER)
    assert stored(line).state == LineState.SIGNED_OFF


def test_an_original_deadline_survives_every_act(house: House) -> None:
    line = factories.line_in(LineState.SIGNED_OFF, house)
    lines.reopen(line, reason="核查发现数据有误。", by=house.office.director, at=LATER)
    assert set(stored(line).history.values_list("original_deadline", flat=True)) == {line.original_deadline}


class TestTheItemFollowsItsLines:
    """The item's state is a column, so that lists filter in SQL; the acts keep it what its lines make of it."""

    @pytest.mark.parametrize("state", LineState.values)
    def test_whatever_one_line_goes_through(self, house: House, state: str) -> None:
        factories.line_in(state, house)
        for item in WorkItem.objects.all():
            assert item.state == item_state(item.lines.values_list("state", flat=True))

    def test_to_the_end(self, house: House) -> None:
        for people in (house.commerce, house.transport):
            factories.line_in(LineState.SIGNED_OFF, house, unit_staff=people)
        item = stored(house.line(house.commerce)).work_item
        assert item.state == ItemState.SIGNED_OFF
        lines.reopen(house.line(house.transport), reason="核查发现数据有误。", by=house.office.director, at=LATER)
        item.refresh_from_db()
        assert item.state == ItemState.IN_PROGRESS
        assert item.version == item.history.first().version

    def test_a_periodic_report_moves_neither_line_nor_item(self, house: House) -> None:
        report = factories.report_in(ReportState.ACCEPTED, house, kind=ReportKind.PERIODIC)
        assert report.line.state == LineState.IN_PROGRESS
        assert stored(report.line).work_item.state == ItemState.IN_PROGRESS


def test_the_office_cannot_sign_off_before_it_accepted(house: House) -> None:
    closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    with pytest.raises(NotNow, match="待办公室审核"):
        lines.sign_off(closing.line, by=house.office.director, at=LATER)
    reports.accept(closing, by=house.office.clerk, at=LATER)
    assert lines.sign_off(closing.line, by=house.office.director, at=LATER).state == LineState.SIGNED_OFF
