"""The demo's figures: by real acts, where the plan has targets; nothing where it has none."""

from decimal import Decimal

from tasks_app.domain.target_words import Comparator
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.figures import Figures
from tasks_app.management.demo.moments import Moments
from tasks_app.models import Target, TargetReading
from tests.factories import House, moment, published_calendar
from tests.target_factories import measure, target


def play() -> None:
    calendar = published_calendar(2025, 2026)
    Figures(Moments.of(moment("2026-11-27"), calendar), calendar, Cast()).play()


def test_some_targets_get_a_unit_and_figures_on_their_way(house: House) -> None:
    measured = measure(house.plan.tasks.get(number=1))
    for number in range(3):
        target(house.plan, name=f"指标{number}", year=2025, measure=measured, comparator=Comparator.AT_MOST)
    play()
    assert list(Target.objects.values_list("reporting_unit__name", flat=True)) == ["市商务局", None, "市商务局"]
    rows = TargetReading.objects.filter(target__name="指标0").values_list("year", "kind", "value")
    assert list(rows) == [
        (2023, "verified", Decimal(33)),
        (2024, "verified", Decimal("31.8")),
        (2025, "quick", Decimal("30.9")),
    ]


def test_a_plan_without_targets_has_no_figures(house: House) -> None:
    play()
    assert not TargetReading.objects.exists()
