"""A city's database, led there by every migration in turn, has just what the tests' own has, made from the models."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db

# Columns in the order of their names: a migration adds one at the end of its table.
SHAPE = """
    SELECT 'column', table_name || '.' || column_name, data_type || ' ' || coalesce(character_maximum_length::text, '')
        || ' ' || is_nullable || ' ' || is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION SELECT 'index', tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
    FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT 'constraint', conrelid::regclass::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
OURS = ("accounts_", "tasks_app_")


@pytest.fixture
def migrated(db: None) -> Iterator[str]:
    """The address of another database of the same server, to which all migrations came."""
    if connection.vendor != "postgresql":
        pytest.skip("the schema of PostgreSQL is compared")
    here = f"/{connection.settings_dict['NAME']}_migrated?"
    address = os.environ["DATABASE_URL"].replace("/postgres?", here)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{here.strip("/?")}"')  # type: ignore[call-overload]
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": address})
        yield address
        server.execute(f'DROP DATABASE "{here.strip("/?")}"')  # type: ignore[call-overload]


def test_the_migrations_lead_to_the_tables_of_the_models(migrated: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SHAPE)
        made = _ours(cursor.fetchall())
    with psycopg.connect(migrated) as other:
        led = _ours(other.execute(SHAPE))
    assert sorted(led ^ made) == []
    assert len(made) > 1000


def _ours(rows: Iterable[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    """Django's own tables are not ours to compare: its migrations number some of their rows in another type."""
    return {row for row in rows if row[1].startswith(OURS)}
