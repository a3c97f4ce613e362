"""A rehearsal foresees what is told beside the rules too: answers to instructions, and a year that is out."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from tasks_app.actions import consultations, instruction_reminders, instruction_voiding, instructions, policies
from tasks_app.actions.instructions import Wish
from tasks_app.dashboards.reminders_ahead import reminders_between
from tasks_app.models import InstructionReply, Notification
from tests import factories, year_factories
from tests.factories import LATER, SHANGHAI, House, published_calendar
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db
CALENDAR = published_calendar(2026, 2027)
END = date(2026, 6, 30)


def instruct(house: House) -> InstructionReply:
    line = house.line(house.commerce)
    wish = Wish("请抓紧推进。", {house.commerce.unit.pk}, CALENDAR.plus(LATER.date(), 5))
    made = instructions.instruct(line.work_item, wish, calendar=CALENDAR, by=house.office.leader, at=LATER)
    return made.replies.get()


def told_on(day: date) -> int:
    """How many notices the jobs of that day would put, and do not keep."""
    before, at = Notification.objects.count(), datetime(day.year, day.month, day.day, 7, 30, tzinfo=SHANGHAI)
    instruction_reminders.remind(at=at, calendar=CALENDAR)
    consultations.remind(calendar=CALENDAR, at=at)
    return Notification.objects.count() - before


def test_what_is_foreseen_is_what_the_jobs_tell(house: House) -> None:
    reply = instruct(house)
    year_factories.sent_out(house, year=2027, at=LATER)
    foreseen = reminders_between(LATER.date(), END, CALENDAR)
    days = {one.on for one in foreseen}
    assert {one.kind for one in foreseen if one.unit == "市商务局"} == {
        "批示答复临近时限", "批示答复已过时限", "征求意见临近截止",
    }  # fmt: skip
    day = LATER.date()
    while day <= max(days):
        assert bool(told_on(day)) == (day in days), day
        day = date.fromordinal(day.toordinal() + 1)
    instruction_voiding.void(reply.instruction, reason="批错事项。", by=house.office.leader, at=LATER)
    assert not [one for one in reminders_between(LATER.date(), END, CALENDAR) if one.kind.startswith("批示")]


def test_the_page_lists_them_apart(house: House) -> None:
    instruct(house)
    policies.seed_default(by=factories.clock(), at=LATER)
    page = Walker(house.office.clerk, LATER).get(reverse("rehearsal"))
    assert "批示答复和征求意见的提醒（2条）" in words(page)
