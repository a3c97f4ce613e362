"""The hourly proof over the targets: what should have been asked of somebody by now, read a second time from the rows.

Like ``clock_check`` it shares nothing with what it proves: which year is asked for, until when and of whom is
written out again. A target that was changed since the day of the last sweep is left to the next one.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from tasks_app.dashboards.clock_reading import ONE, Days, Row, Rule, rules_on
from tasks_app.models import Heartbeat, Obligation, Target, TargetReading

DAYS_TO_REPORT = 10
LONG_MONTHS = (1, 3, 5, 7, 8, 10, 12)
COLUMNS = (
    *("id", "plan", "name", "kind", "year", "is_before", "value", "reporting_unit", "reporting_since"),
    *("reporting_round", "data_month", "data_day", "plan__issued_on"),
)
Wrong = tuple[str, str, str]
Key = tuple[str, str, int]


def wrong_about_targets(at: datetime) -> Iterator[Wrong]:
    """Every disagreement as (kind, subject, rule). Eight queries."""
    fired = Obligation.objects.filter(target__isnull=False)
    ledger = {(row["subject"], row["rule"], row["round"]): row for row in fired.values()}
    for row in ledger.values():
        if row["state"] == "fired" and timezone.localdate(row["at"]) < row["due_on"]:
            yield "early", row["subject"], row["rule"]
    beaten_at = Heartbeat.objects.filter(name="sweep").values_list("beaten_at", flat=True).first()
    if beaten_at is not None:
        yield from _lost(timezone.localdate(beaten_at), set(ledger))


def _lost(swept_on: date, ledger: set[Key]) -> Iterator[Wrong]:
    known = {rule["code"] for rule in rules_on(swept_on) or []}
    rules = [rule for rule in rules_on(swept_on - ONE) or [] if rule["about"] == "target" and rule["code"] in known]
    targets = [dict(row) for row in Target.objects.values(*COLUMNS)] if rules else []
    if not targets:
        return
    days, readings, changed = Days.read(), _readings(), _last_changes()
    for target in targets:
        asked = _asked(target, targets, readings, swept_on)
        if asked is not None and changed[target["id"]] < swept_on:
            yield from _lost_of(target, asked, rules, days, swept_on, ledger)


def _lost_of(
    target: Row, asked: int, rules: list[Rule], days: Days, swept_on: date, ledger: set[Key]
) -> Iterator[Wrong]:
    condition = "no_reporter" if target["reporting_unit"] is None else "unreported"
    due, subject = _due(target, asked, days), f"target:{target['id']}/{asked}"
    for rule in rules:
        key = (subject, rule["code"], target["reporting_round"])
        is_over = days.count(due, rule["offset"]) < swept_on
        if rule["condition"] == condition and is_over and key not in ledger:
            yield "lost", subject, rule["code"]


def _readings() -> list[Row]:
    return [dict(row) for row in TargetReading.objects.values("target__plan", "target__name", "year", "is_reached")]


def _last_changes() -> dict[int, date]:
    """The day on which each target was changed last, by its history."""
    rows = Target.history.order_by().values("id").annotate(last=Max("history_date"))
    return {row["id"]: timezone.localdate(row["last"]) for row in rows}


def _asked(target: Row, targets: list[Row], readings: list[Row], today: date) -> int | None:
    """The year that is asked for and has no figure; None where nothing is."""
    final = _final(target)
    is_milestone = target["kind"] == "milestone"
    if target["value"] is None and not is_milestone:
        return None
    year = today.year - 1 if final is None else min(today.year - 1, final)
    same = [one for one in targets if one["plan"] == target["plan"] and one["name"] == target["name"]]
    earlier = [_final(one) for one in same if one["year"] and target["year"] and one["year"] < target["year"]]
    begins = target["plan__issued_on"].year if target["plan__issued_on"] else today.year - 1
    first = final if is_milestone else max([begins, *(one + 1 for one in earlier if one)])
    mine = [one for one in readings if (one["target__plan"], one["target__name"]) == (target["plan"], target["name"])]
    is_answered = any(one["year"] == year or (is_milestone and one["is_reached"]) for one in mine)
    return None if first is None or year < first or is_answered else year


def _final(target: Row) -> int | None:
    if target["year"] is None:
        return None
    return int(target["year"]) - (1 if target["is_before"] else 0)


def _due(target: Row, year: int, days: Days) -> date:
    month = target["data_month"]
    longest = 28 if month == 2 else 31 if month in LONG_MONTHS else 30
    day = date(year + 1, month, min(target["data_day"], longest))
    since = target["reporting_since"]
    return day if since is None else max(day, days.count(since, DAYS_TO_REPORT))
