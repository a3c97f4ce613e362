"""Choosing many: one question that lists what will happen and what is left out, then one form, all or nothing."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tasks_app.actions import reports
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, StateChange
from tests import factories
from tests.factories import LATER, House

pytestmark = pytest.mark.django_db


def browser(house: House) -> Client:
    client = Client()
    client.force_login(house.office.clerk.user)
    return client


def waiting(house: House) -> list[ProgressReport]:
    """A closing, a periodic report, and one about the office's own host, which a leader decides."""
    closing = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    periodic = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.transport)
    of_host = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    return [closing, periodic, of_host]


@time_machine.travel(LATER, tick=False)
def test_the_office_accepts_many_and_what_is_for_a_leader_is_left_out(house: House) -> None:
    closing, periodic, of_host = rows = waiting(house)
    client = browser(house)
    queue = client.get(reverse("review_queue")).content.decode()
    assert queue.count('name="report"') == 2
    question = client.get(reverse("review_accept"), {"report": [row.pk for row in rows]}).content.decode()
    assert "采用所选 2 件？" in question
    assert "同意办结" in question
    assert "须由领导小组领导审定" in question
    tokens = [f"{row.pk}-{row.version}" for row in (closing, periodic)]
    assert all(f'value="{token}"' in question for token in tokens)
    form = {"chosen": tokens, "form_key": str(uuid4())}
    for _ in range(2):
        assert client.post(reverse("review_accept"), form)["Location"] == reverse("review_queue")
    states = dict(ProgressReport.objects.values_list("pk", "state"))
    assert (states[closing.pk], states[periodic.pk], states[of_host.pk]) == ("accepted", "accepted", "submitted")
    assert StateChange.objects.filter(kind="report", act="accept").count() == 2
    with_host = {"chosen": [f"{of_host.pk}-{of_host.version}"], "form_key": str(uuid4())}
    assert client.post(reverse("review_accept"), with_host).status_code == 403


@time_machine.travel(LATER, tick=False)
def test_where_somebody_was_faster_nothing_is_done_and_the_question_is_asked_anew(house: House) -> None:
    closing, periodic, _ = waiting(house)
    tokens = [f"{row.pk}-{row.version}" for row in (closing, periodic)]
    reports.accept(periodic, by=house.office.second_clerk, at=LATER)
    answer = browser(house).post(reverse("review_accept"), {"chosen": tokens, "form_key": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{house.office.second_clerk.name}已于" in page
    assert "已不在待审核之列" in page
    assert f'value="{tokens[0]}"' in page
    assert ProgressReport.objects.get(pk=closing.pk).state == ReportState.SUBMITTED


@time_machine.travel(LATER, tick=False)
def test_the_office_reminds_many(house: House) -> None:
    one, other = factories.signed_line(house), house.line(house.transport)
    client, url = browser(house), reverse("late_remind")
    page = client.get(reverse("late"), {"light": "all"}).content.decode()
    assert f'formaction="{url}"' in page
    question = client.get(url, {"line": [one.pk, other.pk]}).content.decode()
    assert "提醒所选 2 件？" in question
    form = {"chosen": [f"{one.pk}-{one.version}", f"{other.pk}-{other.version}"], "form_key": str(uuid4())}
    assert client.post(url, form)["Location"] == reverse("late")
    assert StateChange.objects.filter(act="office_remind").count() == 2
    again = client.get(url, {"line": [one.pk]}).content.decode()
    assert "今天已经提醒过" in again
    assert 'method="post" ' not in again.split("<main")[1]
    assert client.get(url).status_code == 409
