"""A short run of races in every build; the long one is ``python -m tests.races`` (docs/races.md)."""

import pytest

from tests.races import run

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_at_once_one_wins_and_nothing_is_doubled_or_lost() -> None:
    outcome = run.run(races=40, seed=3)
    assert not outcome.failures, outcome.report()
    assert (outcome.races, outcome.doubled, outcome.lost, outcome.deadlocks) == (40, 0, 0, 0)


def test_a_run_can_be_made_again() -> None:
    numbers = range(50)
    first, second = (run.drawn_from(seed) for seed in (5, 5))
    assert [next(first) for _ in numbers] == [next(second) for _ in numbers]
