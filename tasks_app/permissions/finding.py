"""Finding a thing among what one may see. Not visible and not there are the same answer."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from tasks_app.domain.refusals import NotVisible
from tasks_app.models.together import read_together

Found = TypeVar("Found", bound=Model)
LARGEST_ID = 2**63 - 1


def found(visible: "QuerySet[Found]", pk: int, *besides: "QuerySet[Any]") -> Found:
    """The one row with this id among ``visible``; raises NotVisible where there is none.

    What is asked ``besides`` is read by the same statement.
    """
    things = visible.filter(pk=pk)[:1] if 0 < pk <= LARGEST_ID else visible.none()
    if besides:
        read_together(things, *besides)
    thing = next(iter(things), None)
    if thing is None:
        raise NotVisible
    return thing
