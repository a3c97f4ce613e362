"""The calendar of working days (工作日历), kept by the office, official or 未公布 for each year."""

from django.db import models
from simple_history.models import HistoricalRecords


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
    """One day: whether offices work, and its running working-day number within the calendar."""

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
