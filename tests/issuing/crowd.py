"""Many signed papers, a crowd that issues them, and somebody who kills one of the crowd now and then."""

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection

from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Paper, PaperGround, PaperService
from tests import paper_factories
from tests.factories import House
from tests.issuing.worker import WAITING

WORKERS = 8
LOOK_AGAIN_SECONDS = 0.05
PATIENCE_SECONDS = 240


@dataclass(frozen=True)
class Done:
    """What it took: seconds, and how many were killed."""

    seconds: float
    kills: int


def sign_many(papers: int) -> House:
    """Makes so many signed papers: one by the real acts, the others like it. Returns their house."""
    house = paper_factories.late_house()
    first = paper_factories.paper_in(PaperState.SIGNED, house)
    services, grounds = list(first.services.all()), list(first.grounds.all())
    for _ in range(papers - 1):
        twin = Paper.objects.get(pk=first.pk)
        twin.pk = None
        twin.save_base(force_insert=True, raw=True)
        for row in (*services, *grounds):
            again = type(row).objects.get(pk=row.pk)
            again.pk, again.paper = None, twin
            again.save_base(force_insert=True, raw=True)
    assert PaperService.objects.count() == PaperGround.objects.count() == papers
    return house


def issue_all(*, kills: int, seed: int) -> Done:
    """Lets a crowd of ``WORKERS`` issue whatever is signed; kills ``kills`` of them, one after another."""
    chance, start = random.Random(seed), time.monotonic()  # noqa: S311
    crowd = [_worker(f"{seed}-{number}") for number in range(WORKERS)]
    killed = 0
    try:
        while Paper.objects.filter(state__in=WAITING).exists():
            assert time.monotonic() - start < PATIENCE_SECONDS, "the crowd never came to an end"
            time.sleep(LOOK_AGAIN_SECONDS * chance.random() * 4)
            place = chance.randrange(WORKERS)
            if killed < kills and crowd[place].poll() is None:
                crowd[place].kill()
                killed += 1
            if crowd[place].poll() is not None:
                crowd[place] = _worker(f"{seed}-{place}-{killed}")
    finally:
        for one in crowd:
            one.kill()
            one.wait()
    return Done(time.monotonic() - start, killed)


def _worker(seed: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tests.issuing.worker", seed], env=os.environ | _database())


def _database() -> dict[str, str]:
    """The address of the very database of this test: the server's, with another name."""
    server = urlsplit(os.environ["DATABASE_URL"])
    address = server._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "carbonpeak.settings.test"}
