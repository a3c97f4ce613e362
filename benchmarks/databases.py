"""One database for each size, side by side, so that all sizes are measured in turn within one run."""

from django.core.management import call_command
from django.db import connection

from benchmarks import house
from benchmarks.copying import vacuum
from benchmarks.seed import seed
from tasks_app.models import Cycle

HOUSE = "bench_house"


def build_house() -> None:
    """A database with the tables and the house, from which the others are copied."""
    create(HOUSE)
    use(HOUSE)
    call_command("migrate", verbosity=0)
    house.build()


def build_size(items: int) -> str:
    """A database of this many items; returns its name. It is in use afterwards."""
    name = f"bench_{items}"
    copy_house(name)
    seed(Cycle.objects.get(), items)
    vacuum()
    return name


def copy_house(name: str) -> None:
    """A database like the house's own, in use afterwards."""
    use("postgres")
    create(name, template=HOUSE)
    use(name)


def use(name: str) -> None:
    """Lets the one connection of this process lead to this database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def create(name: str, *, template: str = "template0") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
