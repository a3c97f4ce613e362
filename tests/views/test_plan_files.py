"""Taking the plan away: everyone who may read it, in each format, with a line in the book of downloads."""

import io
import json

import docx
import pytest
from django.urls import reverse

from tasks_app.models import Download
from tests.factories import House
from tests.views.walking import Walker

# Session and person (5), the year and its plan (2), names of the day, headings, rows, shares, the note of the download.
STATEMENTS = 15


def url(kind: str) -> str:
    return reverse("plan_file", args=[kind])


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "json"])
def test_plan_is_taken_away_and_noted(house: House, kind: str) -> None:
    answer = Walker(house.commerce.liaison).get(url(kind))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    [noted] = Download.objects.all()
    assert (noted.user, noted.path) == (house.commerce.liaison.user, url(kind))
    assert noted.what.endswith(f"重点任务分工表.{kind}")


def test_it_is_the_table_of_the_page(house: House) -> None:
    walker = Walker(house.water.liaison)
    [table] = docx.Document(io.BytesIO(walker.get(url("docx")).content)).tables
    tasks = json.loads(walker.get(url("json")).content)["tasks"]
    assert [row.cells[2].text for row in table.rows[1:]] == [task["text"] for task in tasks]
    assert tasks


@pytest.mark.parametrize("kind", ["pdf", "exe", "x%00"])
def test_format_that_is_none_is_not_there(house: House, kind: str) -> None:
    assert Walker(house.office.clerk).get(f"/plan/table.{kind}").status_code == 404


def test_taking_it_away_costs_few_statements(house: House, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    with django_assert_max_num_queries(STATEMENTS):
        walker.get(url("docx"))
