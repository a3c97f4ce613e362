"""What every test may ask for: the house of most tests, and a place for files that is thrown away."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker, Settings

from carbonpeak import garbage
from tests import factories
from tests.architecture import lock_order
from tests.factories import House

LEAVE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# What every migration of an empty database leaves behind.
ALWAYS_THERE = frozenset({"django_content_type", "auth_permission"})
Built = TypeVar("Built")
Standing = Callable[[Callable[[], Built]], AbstractContextManager[Built]]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stories in a browser first: begun last, one of a minute kept a process busy when the others had no work."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """A run holds half a gigabyte that never dies: it is set aside, as in a worker."""
    garbage.set_aside()


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _locks_are_taken_in_order(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does, no act of it locks rows out of turn: two such acts would wait for each other for ever."""
    if not (request.node.get_closest_marker("django_db") or "db" in request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    with lock_order.watched():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Between tests only what is full is emptied. At the end nobody else may be in the database, or it cannot be
    dropped: a browser keeps its server's thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", _emptied)
        yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(LEAVE)


def _emptied(style: object, tables: Sequence[str], **rest: object) -> list[str]:
    """The statements that empty these tables; to TRUNCATE a hundred takes longer than most tests.

    Content types and permissions stay: they would be made anew at once, and every test finds the same.
    """
    names = [name for name in tables if name not in ALWAYS_THERE]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names))  # noqa: S608
        full = [name for (name,) in cursor.fetchall()]
    return [f'DELETE FROM "{name}"' for name in full]  # noqa: S608  (our own tables)


@pytest.fixture(scope="session")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Standing:
    """Builds something once for the tests of a module: they run inside its transaction, each in one of its own.

    A module stands on one such thing: two houses would bear the same names.
    """

    @contextmanager
    def stand(build: Callable[[], Built]) -> Iterator[Built]:
        outer = transaction.atomic()
        with django_db_blocker.unblock():
            outer.__enter__()
        try:
            with django_db_blocker.unblock():
                built = build()
            yield built
        finally:
            with django_db_blocker.unblock():
                transaction.set_rollback(True)
                outer.__exit__(None, None, None)

    return stand


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    """The house, built once a module."""
    with standing(factories.house) as built:
        yield built


@pytest.fixture
def house(house_of_the_module: House, db: None) -> House:
    """Everything one needs to act in 2026: people, plan and issued lines (see :mod:`tests.factories`)."""
    return deepcopy(house_of_the_module)
