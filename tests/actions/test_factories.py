"""The factories bring everything where they say: other tests stand on them."""

import pytest

from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind, ReportState
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


@pytest.mark.parametrize("state", LineState.values)
def test_a_line_can_be_had_in_every_state(state: str) -> None:
    assert factories.line_in(state, factories.house()).state == state


@pytest.mark.parametrize("kind", ReportKind.values)
@pytest.mark.parametrize("state", ReportState.values)
def test_a_report_can_be_had_in_every_state(kind: str, state: str) -> None:
    assert factories.report_in(state, factories.house(), kind=kind).state == state
