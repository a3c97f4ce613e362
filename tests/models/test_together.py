"""Several questions in one statement: what comes back is what each would have been told alone."""

from typing import Any

import pytest
from django.db.models import Count, F, QuerySet
from pytest_django import DjangoAssertNumQueries

from tasks_app.domain.report_states import ReportState
from tasks_app.models import (
    Evidence,
    Obligation,
    PolicyVersion,
    ProgressReport,
    SubmittedForm,
    Target,
    UnitLine,
    WorkItem,
)
from tasks_app.models.together import read_together
from tests import factories, target_factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def everything() -> dict[str, QuerySet[Any]]:
    """Models with their relations, annotations, values; days, moments, figures, keys, and words as JSON."""
    return {
        "policies": PolicyVersion.objects.all(),
        "wide": WorkItem.objects.select_related(
            "year_plan__task__plan", "year_plan__task__heading", "year_plan__cycle"
        ),
        "lines": UnitLine.objects.select_related("unit", "responsibility__group").order_by("-deadline", "id"),
        "deferred": ProgressReport.objects.select_related("period").defer("problems").annotate(of=F("line__unit_name")),
        "first": ProgressReport.objects.order_by("id")[:1],
        "values": ProgressReport.objects.values("pk", "drafted_at", "line__deadline", "state"),
        "lists": UnitLine.objects.values_list("pk", "issued_on"),
        "flat": UnitLine.objects.values_list("unit_name", flat=True),
        "counted": UnitLine.objects.order_by().values("unit").annotate(number=Count("pk")).order_by("unit"),
        "targets": Target.objects.all(),
        "files": Evidence.objects.all(),
        "ledger": Obligation.objects.all(),
        "forms": SubmittedForm.objects.all(),
        "none": UnitLine.objects.none(),
        "never": UnitLine.objects.filter(pk__in=[]),
    }


def test_together_says_what_each_says_alone(house: House, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    factories.report_in(ReportState.SUBMITTED, house)
    target_factories.target(house.plan)
    alone, together = everything(), everything()
    for rows in alone.values():
        len(rows)
    with django_assert_num_queries(1):
        read_together(*together.values())
        told = {name: [_told(row) for row in rows] for name, rows in together.items()}
        assert [line.responsibility.part for line in together["lines"]]
    assert told == {name: [_told(row) for row in rows] for name, rows in alone.items()}
    assert told["targets"]
    assert told["deferred"]


def _told(row: Any) -> Any:
    """What a row holds and of which type, its relations read along included."""
    if not hasattr(row, "_state"):
        return row
    held = {name: (type(value), value) for name, value in vars(row).items() if name != "_state"}
    known = row._state.fields_cache
    return held, {name: _told(other) for name, other in known.items() if other is not None}


def test_what_nobody_asks_costs_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = UnitLine.objects.none()
    with django_assert_num_queries(0):
        read_together(rows)
        assert list(rows) == []


def test_a_queryset_asked_further_asks_anew(house: House, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rows = UnitLine.objects.order_by("id")
    read_together(rows)
    with django_assert_num_queries(1):
        assert rows.filter(pk=rows[0].pk).count() == 1
