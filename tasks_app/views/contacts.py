"""联络员通讯录: a page to read and to print, and the same as .xlsx. What leaves is noted."""

from contextlib import ExitStack
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.models import Role
from accounts.requests import HouseRequest
from tasks_app.actions import traces
from tasks_app.dashboards.contacts import LISTED, contacts_of
from tasks_app.documents import contacts as workbook
from tasks_app.domain.access import Verb
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks
from tasks_app.presenters.contacts import HEADINGS, ContactRow, contact_rows
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.filters import address, chips
from tasks_app.views.staff import own_unit

LONGEST_QUESTION = 64


@require_safe
def contacts(request: HouseRequest) -> HttpResponse:
    """The people through whom units are reached, narrowed by ``?q=`` and ``?role=``."""
    asked, role = _asked(request)
    rows = _rows(request)
    here = reverse("contacts")
    choices = [("", "全部"), *((one.value, Role(one).label) for one in LISTED)]
    context = {
        "rows": rows,
        "headings": HEADINGS,
        "asked": asked,
        "role": role,
        "chips": chips(here, {"q": asked, "role": role}, "role", choices),
        "file_url": address(reverse("contacts_file"), {"q": asked, "role": role}),
        "sees_all": checks.can(request.actor, Verb.SEE_PEOPLE),
        "crumbs": _crumbs(request.actor),
    }
    return render(request, "people/contacts.html", context)


@require_safe
def contacts_file(request: HouseRequest) -> FileResponse:
    """The rows of the page as a workbook."""
    actor, rows = request.actor, _rows(request)
    with ExitStack() as cleared_up:
        out = cleared_up.enter_context(TemporaryFile())
        workbook.write(HEADINGS, [row.cells for row in rows], on=actor.on, demo=settings.DEMO_BANNER, out=out)
        out.seek(0)
        what = f"{workbook.TITLE}（{len(rows)} 行）"
        traces.note_download(actor, path=request.get_full_path(), what=what, at=request.now)
        cleared_up.pop_all()  # from here on the response closes the file, after its last byte
    return FileResponse(out, as_attachment=True, filename=workbook.file_name(actor.on))


def _crumbs(actor: Actor) -> tuple[Crumb, ...]:
    """Below 设置 for whoever has it, alone for all others."""
    above = (("设置与审计", reverse("settings")), ("人员与任职", reverse("people")))
    return trail(*(above if checks.can(actor, Verb.SEE_PEOPLE) else ()), here=workbook.TITLE)


def _asked(request: HouseRequest) -> tuple[str, str]:
    role = request.GET.get("role", "")
    return on_one_line(request.GET.get("q", ""))[:LONGEST_QUESTION], role if role in LISTED else ""


def _rows(request: HouseRequest) -> list[ContactRow]:
    checks.require(request.actor, Verb.SEE_CONTACTS, own_unit(request.actor))
    asked, role = _asked(request)
    return contact_rows(contacts_of(request.actor, words=asked, role=role))
