"""The watch over the order of locks (see tests/conftest.py: it stands behind every test) is not asleep."""

import pytest
from django.db import transaction

from tasks_app.actions.lines import locked_line
from tasks_app.actions.transition import LOCK_ORDER, ask_clock_again, locked
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Cycle, Paper, PaperService, ProgressReport, UnitLine, WorkItem
from tests import factories
from tests.factories import LATER, House

pytestmark = pytest.mark.django_db


def test_the_order_is_the_way_down_from_the_year_to_the_report() -> None:
    order = [LOCK_ORDER.index(model) for model in (Cycle, Paper, PaperService, WorkItem, UnitLine, ProgressReport)]
    assert order == sorted(order)


def test_a_lock_out_of_turn_is_seen(house: House) -> None:
    report = factories.report_in(ReportState.DRAFT, house)
    with transaction.atomic():
        locked(ProgressReport, report.pk)
        with pytest.raises(AssertionError, match="unitline is locked after"):
            locked(UnitLine, report.line_id)


def test_an_update_of_rows_not_locked_before_is_seen_too(house: House) -> None:
    report = factories.report_in(ReportState.DRAFT, house)
    with transaction.atomic():
        locked(ProgressReport, report.pk)
        with pytest.raises(AssertionError, match="unitline is locked after"):
            ask_clock_again(report.line, at=LATER)


def test_rows_locked_before_may_be_written_in_any_order(house: House) -> None:
    report = factories.report_in(ReportState.DRAFT, house)
    with transaction.atomic():
        locked_line(report.line_id)
        locked(ProgressReport, report.pk)
        ask_clock_again(report.line, at=LATER)


def test_every_act_starts_anew(house: House) -> None:
    report = factories.report_in(ReportState.DRAFT, house)
    with transaction.atomic():
        locked(ProgressReport, report.pk)
    with transaction.atomic():
        locked_line(report.line_id)
