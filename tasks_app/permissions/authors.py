"""Who wrote what still lies with its unit: everybody who saved words since it was last handed in counts as author.

``author`` names whoever saved last; were only that person kept from approving, a reviewer's own draft could be touched
by the liaison and then be approved by its writer. The history knows all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from accounts.models import User
from tasks_app.domain.opinion_states import OPEN_OPINION, OpinionState
from tasks_app.domain.report_states import HANDED_IN, UNFINISHED, ReportState
from tasks_app.models import Opinion, ProgressReport

Written = ProgressReport | Opinion
Writers = dict[int, frozenset[int]]

# With its unit still; what stands in the history as written; and where what was written before is over.
WITH_UNIT: Mapping[type[Written], tuple[str, ...]] = {ProgressReport: UNFINISHED, Opinion: OPEN_OPINION}
WRITTEN: Mapping[type[Written], tuple[str, ...]] = {
    ProgressReport: (ReportState.DRAFT, ReportState.UNIT_REVIEW),
    Opinion: (OpinionState.UNIT_REVIEW,),
}
OVER: Mapping[type[Written], tuple[str, ...]] = {ProgressReport: HANDED_IN, Opinion: (OpinionState.GIVEN,)}


def writers_of(things: Iterable[Written]) -> Writers:
    """By id the users who wrote into each since it was last handed in; nothing of what is handed in. One query."""
    inner = [thing for thing in things if thing.state in WITH_UNIT[type(thing)]]
    if not inner:
        return {}
    kind = type(inner[0])
    rows = kind.history.filter(id__in=[thing.pk for thing in inner]).order_by("history_id")
    found: dict[int, set[int]] = defaultdict(set)
    for pk, state, author in rows.values_list("id", "state", "author__user_id"):
        if state in OVER[kind]:
            found[pk].clear()
        elif state in WRITTEN[kind] and author is not None:
            found[pk].add(author)
    return {pk: frozenset(users) for pk, users in found.items()}


def has_written(user: int, *, thing: Written) -> bool:
    """Whether this user is among its writers."""
    return user in writers_of([thing]).get(thing.pk, frozenset())


def names_of_writers(thing: Written) -> set[str]:
    """Their names, for a signature on paper: nobody approves there what they wrote."""
    writers = set(writers_of([thing]).get(thing.pk, ()))
    if thing.author:
        writers.add(thing.author.user_id)
    return set(User.objects.filter(pk__in=writers).values_list("full_name", flat=True))
