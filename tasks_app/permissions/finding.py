"""Finding a thing among what one may see. Not visible and not there are the same answer."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from tasks_app.domain.refusals import NotVisible

Found = TypeVar("Found", bound=Model)
LARGEST_ID = 2**63 - 1


def found(visible: "QuerySet[Found]", pk: int) -> Found:
    """The one row with this id among ``visible``; raises NotVisible where there is none."""
    thing = visible.filter(pk=pk).first() if 0 < pk <= LARGEST_ID else None
    if thing is None:
        raise NotVisible
    return thing
