"""Counts that a page shows: several in one statement, each exact to its limit."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Unit
from tasks_app.models import counting
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def test_several_counts_are_one_statement_and_each_is_exact_to_its_limit(
    house: House, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "EXACT_TO", 2)
    named = Unit.objects.filter(pk__in=[house.commerce.unit.pk, house.transport.unit.pk])
    with django_assert_num_queries(1):
        found = counting.counted_together({"two": named, "none": Unit.objects.none(), "beyond": Unit.objects.all()})
    assert found == {"two": 2, "none": 0, "beyond": 3}
    assert [counting.in_words(count) for count in found.values()] == ["2", "0", "2+"]


def test_counts_of_nothing_ask_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert counting.counted_together({"none": Unit.objects.none()}) == {"none": 0}
