"""A short run of races in every build; the long one is ``python -m tests.races`` (docs/races.md)."""

from threading import Barrier

import pytest
from django.db import OperationalError
from psycopg import errors

from tasks_app.domain.refusals import Busy
from tests.races import race, run

# Of 400 seeds one whose forty races need few scenes, and yet some of a unit that goes and of the clock.
SEED = 90


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_nothing_is_doubled_or_lost() -> None:
    outcome = run.run(races=40, seed=SEED)
    assert not outcome.failures, outcome.report()
    assert (outcome.races, outcome.doubled, outcome.lost, outcome.deadlocks) == (40, 0, 0, 0)


def test_a_run_can_be_made_again() -> None:
    numbers = range(50)
    first, second = (run.drawn_from(seed) for seed in (5, 5))
    assert [next(first) for _ in numbers] == [next(second) for _ in numbers]


def test_every_pair_has_a_name_of_its_own() -> None:
    assert len({pair.name for pair in run.PAIRS}) == len(run.PAIRS)


@pytest.mark.parametrize(
    ("gives_way", "has_acted", "counted"),
    [(1, True, (race.LOCK_TIMEOUT,)), (2, False, (race.LOCK_TIMEOUT,) * 2)],
)
def test_a_lock_that_does_not_come_is_waited_for_twice_and_counted(
    gives_way: int, has_acted: bool, counted: tuple[str, ...]
) -> None:
    left = [OperationalError()] * gives_way

    def make() -> bool:
        if left:
            raise left.pop() from errors.LockNotAvailable()
        return True

    attempt = race.attempted(Barrier(1), make)
    assert (attempt.has_acted, attempt.gave_way, isinstance(attempt.refusal, Busy)) == (
        has_acted, counted, not has_acted,
    )  # fmt: skip
