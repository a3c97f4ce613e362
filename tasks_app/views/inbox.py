"""The inbox (收件箱): what the clock told this person and why, unread first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.actions import inbox as notices
from tasks_app.dashboards.inbox import notices_of, settled_of, unread_of
from tasks_app.domain.access_words import NO_RIGHT
from tasks_app.domain.refusals import NotAllowed
from tasks_app.permissions.finding import LARGEST_ID, found
from tasks_app.presenters.inbox import READ, by_day, inbox_chips, notice_rows
from tasks_app.views.acting import acting, new_form_key
from tasks_app.views.paging import LATEST_FIRST, page_of

RECENTLY_READ = 10


@require_safe
def inbox(request: HouseRequest) -> HttpResponse:
    """What is unread, then the latest of what was read; ``?show=read`` pages through the latter."""
    actor = _reader(request)
    show = READ if request.GET.get("show") == READ else ""
    pager = page_of(settled_of(actor) if show else unread_of(actor), request, order=LATEST_FIRST, counted="条")
    is_last = not show and pager.next_url is None
    recent = settled_of(actor)[: RECENTLY_READ + 1] if is_last else ()
    rows = notice_rows(pager.rows)
    context = {
        "show": show,
        "rows": rows,
        "days": by_day(rows),
        "pager": pager,
        "recent": notice_rows(recent)[:RECENTLY_READ],
        "has_older": len(recent) > RECENTLY_READ,
        "newest": max((row.pk for row in pager.rows), default=0),
        "chips": inbox_chips(show),
        "form_key": new_form_key(),
    }
    return render(request, "inbox/inbox.html", context)


@require_POST
def notice(request: HouseRequest, pk: int) -> HttpResponse:
    """Opening a notice marks it as read and leads to what it is about.

    A POST, since browsers and mail scanners follow links ahead of people. It needs no key: the first reading counts,
    however often one comes back.
    """
    mine = found(notices_of(_reader(request)), pk)
    return redirect(notices.read(mine, at=request.now).address)


@require_POST
def read_all(request: HouseRequest) -> HttpResponse:
    """全部标为已读: what the page showed, and nothing that came since."""
    actor, newest = _reader(request), request.POST.get("newest", "")
    up_to = int(newest) if newest.isascii() and newest.isdigit() and len(newest) <= len(str(LARGEST_ID)) else 0
    with acting(request) as act:
        if not act.is_repeat:
            count = notices.read_all(up_to=min(up_to, LARGEST_ID), by=actor, at=request.now)
            act.outcome = reverse("inbox")
            messages.success(request, f"已将 {count} 条通知标为已读。")
    return redirect(act.outcome)


def _reader(request: HouseRequest) -> Actor:
    """Whoever holds a post has an inbox. Raises NotAllowed for everybody else."""
    actor: Actor = request.actor
    if actor.post is None:
        raise NotAllowed(NO_RIGHT)
    return actor
