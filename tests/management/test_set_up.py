"""A new house gets its calendar and its policy once, and keeps what the office changed."""

from io import StringIO

import pytest
from django.core.management import call_command

from tasks_app.models import CalendarYear, PolicyVersion


@pytest.mark.portable
def test_set_up_seeds_once_and_leaves_what_is_there(db: None) -> None:
    said = StringIO()
    call_command("set_up", stdout=said)
    assert "默认督办规则" in said.getvalue()
    official = CalendarYear.objects.get(year=2026)
    assert official.state == CalendarYear.State.OFFICIAL
    official.basis = "办公室核定"
    official.save()
    call_command("set_up", stdout=StringIO())
    assert CalendarYear.objects.get(year=2026).basis == "办公室核定"
    assert PolicyVersion.objects.count() == 1
