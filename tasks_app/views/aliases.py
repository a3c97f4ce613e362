"""An alias ends, on the page of the unit or the group it means."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Alias, Unit
from accounts.requests import HouseRequest
from tasks_app.actions import aliases as acts
from tasks_app.domain.access import Verb
from tasks_app.forms.units import EndForm
from tasks_app.permissions import checks
from tasks_app.permissions.finding import found
from tasks_app.views.keeping import Refused, keep
from tasks_app.views.unit_groups import group_page
from tasks_app.views.units import unit_page


@require_POST
def end(request: HouseRequest, pk: int) -> HttpResponse:
    """After a last day the way of writing means nobody."""
    checks.require(request.actor, Verb.KEEP_UNITS)
    alias = found(Alias.objects.select_related("unit", "group"), pk)
    holder = acts.holder_of(alias)
    of_unit = isinstance(holder, Unit)

    def again(refused: Refused) -> HttpResponse:
        return unit_page(request, holder.pk, refused) if of_unit else group_page(request, holder.pk, refused)

    return keep(
        request,
        f"end-{pk}",
        EndForm,
        lambda **told: acts.end(alias, **told),
        said=f"已停用别名：{alias.text}。",
        to=reverse("unit" if of_unit else "group", args=[holder.pk]),
        again=again,
    )
