"""The rail and the breadcrumb agree on where one is."""

import pytest
from django.urls import reverse

from accounts.actor import Actor
from tasks_app.domain.report_states import ReportState
from tests import factories
from tests.factories import House
from tests.views.walking import Walker


def test_the_light_of_the_rail_is_where_the_breadcrumb_begins(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    line = report.line
    pages: list[tuple[Actor, str, int | None]] = [
        (house.commerce.liaison, "item", line.work_item_id),
        (house.commerce.liaison, "report", report.pk),
        (house.office.clerk, "item", line.work_item_id),
        (house.office.clerk, "report", report.pk),
        (house.office.clerk, "review_queue", None),
        (house.office.clerk, "call_new", line.pk),
        (house.office.clerk, "plan_task", 1),
        (house.office.clerk, "people", None),
        (house.office.clerk, "policy", None),
    ]
    for actor, name, thing in pages:
        page = Walker(actor).get(reverse(name, args=[thing] if thing else []))
        [lit] = [place.label for place in page.context["frame"].places if place.current]
        assert page.context["crumbs"][0].label == lit, name


@pytest.mark.parametrize("name", ["cycle_list", "lead_list"])
def test_the_rooms_of_the_plan_are_lit_as_the_plan(house: House, name: str) -> None:
    page = Walker(house.office.clerk).get(reverse(name))
    assert [place.label for place in page.context["frame"].places if place.current] == ["重点任务"]
