"""Many rows in one form: each travels as ``id-version``, the version being what its page showed."""

from accounts.requests import HouseRequest
from tasks_app.domain.refusals import NotNow
from tasks_app.views.acting import BAD_VERSION, LARGEST_VERSION, number_in


def shown_in(request: HouseRequest, name: str = "shown") -> dict[int, int]:
    """The versions by id that the form names. Raises NotNow for what no page of ours wrote."""
    pairs = (text.partition("-") for text in request.POST.getlist(name))
    return dict(_pair(number_in(pk), number_in(version)) for pk, _, version in pairs)


def _pair(pk: int | None, version: int | None) -> tuple[int, int]:
    if pk is None or version is None or version > LARGEST_VERSION:
        raise NotNow(BAD_VERSION)
    return pk, version


def chosen_in(request: HouseRequest, name: str = "chosen") -> frozenset[int]:
    """The ids that were ticked; what is no number is passed over."""
    return frozenset(pk for pk in map(number_in, request.POST.getlist(name)) if pk is not None)
