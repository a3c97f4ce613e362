"""Watches which rows an act locks, and in which order (``transition.LOCK_ORDER``).

A row is locked by SELECT … FOR UPDATE, and by the first UPDATE of its table. An act is the outermost transaction
below the test's own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tasks_app.actions.transition import LOCK_ORDER

PLACE = {model._meta.db_table: place for place, model in enumerate(LOCK_ORDER)}
LOCKING = re.compile(r'FOR (?:NO KEY )?UPDATE OF "(\w+)"|^UPDATE "(\w+)"')


class LockOrder:
    """Raises AssertionError at the statement that locks out of turn."""

    def __init__(self) -> None:
        self.depth = len(connection.savepoint_ids)
        self.act: str | None = None
        self.held: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = LOCKING.search(sql)
        table = found and (found[1] or found[2])
        if table in PLACE:
            self._lock(table)
        return execute(sql, params, many, context)

    def _lock(self, table: str) -> None:
        act = next(iter(connection.savepoint_ids[self.depth :]), None)
        if act is None:
            return
        if act != self.act:
            self.act, self.held = act, []
        if table not in self.held:
            late = [one for one in self.held if PLACE[one] > PLACE[table]]
            assert not late, f"{table} is locked after {late}; the order is {list(PLACE)}"
            self.held.append(table)


_watching: list[LockOrder] = []


@contextmanager
def watched() -> Iterator[None]:
    """Every act inside is watched, where rows are locked: SQLite knows but one lock, that of the whole database."""
    if not connection.features.has_select_for_update:
        yield
        return
    _watching.append(LockOrder())
    try:
        with connection.execute_wrapper(_watching[-1]):
            yield
    finally:
        _watching.pop()


@contextmanager
def acts_below() -> Iterator[None]:
    """Inside a transaction that is the test's as well, taken back after several acts: each of them is one by itself."""
    before = [watcher.depth for watcher in _watching]
    for watcher in _watching:
        watcher.depth = len(connection.savepoint_ids)
    try:
        yield
    finally:
        for watcher, depth in zip(_watching, before, strict=True):
            watcher.depth = depth
