"""A process that issues papers until none is left: ``python -m tests.issuing.worker <seed>``.

It takes any paper and does the next act on it; whoever else was faster is no fault. It is killed at any moment.
"""

import random
import sys
from datetime import datetime

import django

django.setup()

from django.db import OperationalError  # noqa: E402  (Django first)

from accounts.actor import Actor  # noqa: E402
from accounts.models import Post  # noqa: E402
from tasks_app.actions import paper_issue, paper_numbers  # noqa: E402
from tasks_app.domain.access import Role  # noqa: E402
from tasks_app.domain.paper_states import PaperState  # noqa: E402
from tasks_app.domain.refusals import NotNow  # noqa: E402
from tasks_app.models import Paper  # noqa: E402
from tests import factories, paper_factories  # noqa: E402

AT_HAND = 40
WAITING = (PaperState.SIGNED, PaperState.NUMBERED, PaperState.SEALED)


def do_next(paper: Paper, by: Actor, at: datetime) -> None:
    """The next act on a paper, each in a transaction of its own."""
    if paper.state == PaperState.SIGNED:
        paper_numbers.number(paper, by=by, at=at)
    elif paper.state == PaperState.NUMBERED:
        paper_issue.seal(paper, *factories.stored(factories.pdf("盖章件.pdf")), by=by, at=at)
    else:
        paper_issue.issue(paper, by=by, at=at)


def main(seed: str) -> None:
    """Issues until nothing waits."""
    at, choose = paper_factories.ISSUED_AT, random.Random(seed)  # noqa: S311
    clerk = Actor.in_post(Post.objects.filter(role=Role.OFFICE_CLERK).order_by("id")[:1].get(), at.date())
    while waiting := list(Paper.objects.filter(state__in=WAITING).order_by("id")[:AT_HAND]):
        try:
            do_next(choose.choice(waiting), clerk, at)
        except (NotNow, OperationalError):  # somebody was faster, or held the row too long
            continue


if __name__ == "__main__":
    main(sys.argv[1])
