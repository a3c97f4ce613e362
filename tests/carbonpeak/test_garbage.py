"""Garbage is looked for seldom in processes that stay."""

import gc
from collections.abc import Callable, Iterator

import pytest
from celery.signals import worker_process_init

from carbonpeak.garbage import ALLOCATIONS_BETWEEN_LOOKS
from deploy import gunicorn_conf


@pytest.fixture(autouse=True)
def _as_a_new_process() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.unfreeze()
    yield
    gc.freeze()
    gc.set_threshold(*before)


@pytest.mark.parametrize(
    "begins",
    [lambda: worker_process_init.send(sender=None), lambda: gunicorn_conf.post_worker_init(None)],
    ids=["worker", "web"],
)
def test_a_process_that_stays_sets_aside_what_it_loaded(begins: Callable[[], object]) -> None:
    begins()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[0] == ALLOCATIONS_BETWEEN_LOOKS
