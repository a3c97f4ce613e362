"""The calendar of working days (工作日历), kept by the office, official or 未公布 for each year."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from simple_history.models import HistoricalRecords

from tasks_app.domain.working_days import Calendar


class CalendarYear(models.Model):
    """A year of the calendar. An unpublished year is assumed and marked; it never stops anything."""

    class State(models.TextChoices):
        """Whether the State Council's holiday notice for the year is in."""

        OFFICIAL = "official", "已公布"
        ASSUMED = "assumed", "未公布"

    year = models.PositiveSmallIntegerField("年份", unique=True)
    state = models.CharField("状态", max_length=10, choices=State)
    basis = models.CharField("依据", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "日历年度"
        verbose_name_plural = "日历年度"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}年（{self.get_state_display()}）"


class CalendarDay(models.Model):
    """One day: whether offices work on it, and the holiday it belongs to."""

    year = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days", verbose_name="年份")
    day = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("工作日")
    name = models.CharField("节日", max_length=40, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "日历日"
        verbose_name_plural = "日历日"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


@dataclass(frozen=True)
class _Loaded:
    """A calendar kept in the process, with the stamp of the rows it was built from."""

    stamp: tuple[int, int]
    calendar: Calendar


_kept: dict[str, _Loaded] = {}


def calendar_stamp() -> "models.QuerySet[CalendarYear, int]":
    """The question for the stamp of the calendar as it stands, for a page that reads it with its others."""
    return CalendarYear.objects.order_by().values_list("version", flat=True)


def working_calendar(stamp_asked: Iterable[int] | None = None) -> Calendar:
    """The calendar of all known years. One small query asks whether the copy kept in this process still holds, where
    that was not asked already.
    """
    versions = list(calendar_stamp() if stamp_asked is None else stamp_asked)
    stamp = len(versions), sum(versions)
    kept = _kept.get("calendar")
    if kept is None or kept.stamp != stamp:
        kept = _Loaded(stamp, _read())
        _kept["calendar"] = kept
    return kept.calendar


def _read() -> Calendar:
    days = dict(CalendarDay.objects.values_list("day", "is_workday"))
    official = CalendarYear.objects.filter(state=CalendarYear.State.OFFICIAL).values_list("year", flat=True)
    return Calendar(days, frozenset(official))
