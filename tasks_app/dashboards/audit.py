"""The four books of traces (留痕), and what an auditor may read in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import UnitSuccession
from tasks_app.domain.opinion_states import OPINION_MACHINE
from tasks_app.domain.succession_states import SUCCESSION_MACHINE
from tasks_app.models import Cycle, Denial, Download, Look, Opinion, StateChange


class Book(TextChoices):
    """The books, in the order of the tabs."""

    CHANGES = "changes", "状态变动"
    DENIALS = "denials", "被拒绝的操作"
    DOWNLOADS = "downloads", "下载"
    LOOKS = "looks", "审计查阅"


TRACES: dict[Book, type[Denial] | type[Download] | type[Look]] = {
    Book.DENIALS: Denial,
    Book.DOWNLOADS: Download,
    Book.LOOKS: Look,
}


@dataclass(frozen=True)
class SoughtTraces:
    """What a book is narrowed to: words of a person, unit or post, and days (both included)."""

    person: str = ""
    since: date | None = None
    until: date | None = None


def rows_of(book: Book, actor: Actor, sought: SoughtTraces) -> "QuerySet[Any]":
    """The rows of a book that the actor may read. An auditor reads what belongs to the year of their scope."""
    if book is Book.CHANGES:
        return _changes(actor).filter(_days(sought), _changed_by(sought)).select_related("work_item", "line")
    rows: QuerySet[Any] = TRACES[book].objects.select_related("user").filter(_days(sought), _left_by(sought))
    year = _scope(actor)
    return rows if year is None else rows.filter(at__year=year)


def named_in(changes: Iterable[StateChange]) -> dict[tuple[str, int], str]:
    """What a number means where the row itself names neither line nor item: whose opinion on what, which unit's change.

    One statement for each kind that is among the rows.
    """
    wanted = {(one.kind, one.object_id) for one in changes if not one.line_id and not one.work_item_id}
    told: dict[tuple[str, int], str] = {}
    for kind, (rows, words) in NAMED.items():
        ids = {pk for one, pk in wanted if one == kind}
        if ids:
            told |= {(kind, row.pk): words(row) for row in rows().filter(pk__in=ids)}
    return told


NAMED: dict[str, tuple[Callable[[], "QuerySet[Any]"], Callable[[Any], str]]] = {
    OPINION_MACHINE.subject: (
        lambda: Opinion.objects.select_related("work_item"),
        lambda opinion: f"{opinion.unit_name}　{opinion.work_item.title}",
    ),
    SUCCESSION_MACHINE.subject: (
        lambda: UnitSuccession.objects.select_related("unit"),
        lambda change: f"{change.unit.name}　{change.in_words}",
    ),
}


def _scope(actor: Actor) -> int | None:
    return actor.post.scope_year if actor.post else None


def _changes(actor: Actor) -> "QuerySet[StateChange]":
    year = _scope(actor)
    if year is None:
        return StateChange.objects.all()
    of_cycle = Q(kind="cycle", object_id__in=Cycle.objects.filter(year=year).values("pk"))
    of_items = Q(pk__in=StateChange.objects.visible_to(actor).filter(work_item__isnull=False).values("pk"))
    return StateChange.objects.filter(of_cycle | of_items)


def _days(sought: SoughtTraces) -> Q:
    condition = Q()
    if sought.since:
        condition &= Q(at__gte=_midnight(sought.since))
    if sought.until:
        condition &= Q(at__lt=_midnight(sought.until + timedelta(days=1)))
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _changed_by(sought: SoughtTraces) -> Q:
    words = sought.person
    return Q(actor_name__icontains=words) | Q(actor_unit__icontains=words) if words else Q()


def _left_by(sought: SoughtTraces) -> Q:
    words = sought.person
    return Q(user__full_name__icontains=words) | Q(post_label__icontains=words) if words else Q()
