"""The register of papers (发文登记簿): every number that was given, also of what was made void since."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.papers import LONG_WORDS
from tasks_app.domain.paper_choices import kinds_of_series
from tasks_app.models import Paper, PaperFile


@dataclass(frozen=True)
class SoughtNumbers:
    """Which part of the register; None and empty narrow nothing."""

    year: int | None = None
    series: str = ""


def register_of(actor: Actor, sought: SoughtNumbers) -> "QuerySet[Paper]":
    """The papers with a number that this person sees."""
    papers = Paper.objects.visible_to(actor).filter(numbered_at__isnull=False)
    if sought.year is not None:
        papers = papers.filter(numbered_at__year=sought.year)
    return papers.filter(kind__in=kinds_of_series(sought.series)) if sought.series else papers


def for_register(papers: "QuerySet[Paper]") -> "QuerySet[Paper]":
    """What the register says of each: addressees, and the copy of record (``sealed``). Two queries besides."""
    sealed = PaperFile.objects.filter(kind=PaperFile.Kind.SEALED).select_related("blob").order_by("-added_at", "-id")
    joined = papers.defer(*LONG_WORDS).prefetch_related("services")
    return joined.prefetch_related(Prefetch("files", sealed, to_attr="sealed"))


def register_years(actor: Actor) -> list[int]:
    """The years in which numbers were given, the latest first. One query."""
    papers = Paper.objects.visible_to(actor).filter(numbered_at__isnull=False)
    return [moment.year for moment in papers.order_by().datetimes("numbered_at", "year", order="DESC")]
