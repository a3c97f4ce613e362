"""The books of traces (审计): who changed, was refused, took away or looked at what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.dashboards.audit import Book, named_in, rows_of
from tasks_app.domain.access import Verb
from tasks_app.forms.audit import AuditFilter
from tasks_app.permissions import checks
from tasks_app.presenters.audit import trace_rows
from tasks_app.presenters.crumbs import trail
from tasks_app.presenters.filters import address, chips
from tasks_app.views.paging import LATEST_FIRST, page_of


@require_safe
def audit(request: HouseRequest) -> HttpResponse:
    """One book, the latest first, narrowed to a person and to days."""
    actor = request.actor
    checks.require(actor, Verb.READ_AUDIT)
    book = Book(request.GET["book"]) if request.GET.get("book") in Book.values else Book.CHANGES
    form = AuditFilter({name: request.GET.get(name, "") for name in AuditFilter.base_fields})
    sought = form.sought()
    pager = page_of(rows_of(book, actor, sought), request, order=LATEST_FIRST, counted="条")
    words = {"book": book, "person": sought.person, "since": sought.since, "until": sought.until}
    context = {
        "book": book,
        "form": form,
        "rows": trace_rows(book, pager.rows, named_in(pager.rows) if book is Book.CHANGES else {}),
        "pager": pager,
        "chips": chips(reverse("audit"), words, "book", Book.choices),
        "reset_url": address(reverse("audit"), {"book": book}),
        "is_narrowed": any((sought.person, sought.since, sought.until)),
        "crumbs": trail(("设置与审计", reverse("settings")), here="审计记录"),
    }
    return render(request, "audit/audit.html", context)
