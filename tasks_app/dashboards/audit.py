"""The four books of traces (留痕), and what an auditor may read in them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.models import Cycle, Denial, Download, Look, StateChange


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
