"""主办汇总 on an item's page: for the lead who is in and who is late, for a supporting unit the accepted summary."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.gathering import Summary, Supporter, accepted_summary, supporters_of
from tasks_app.dashboards.item import ItemSheet
from tasks_app.domain.gathering import Presence, Standing
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import standing_words
from tasks_app.models import ReportPart
from tasks_app.presenters.links import name_of
from tasks_app.presenters.reports import Words, words_of

NO_REPORT_OWED = "本期不报送"
# The light of the same meaning draws a late unit in red; all others are words in ink.
IS_LATE = (Presence.LATE,)


@dataclass(frozen=True)
class StandingWords:
    """已报送 since a day, 逾期 since a day; ``is_late`` colours what the word says."""

    label: str
    since: str
    is_late: bool


@dataclass(frozen=True)
class SupporterRow:
    """One supporting unit for its lead."""

    unit: str
    period: StandingWords
    closing: StandingWords
    said: str
    report_name: str
    report_url: str


@dataclass(frozen=True)
class Gathered:
    """The table of a lead (``rows``), or what a supporting unit sees of its lead (``summary``)."""

    period_name: str = ""
    rows: tuple[SupporterRow, ...] = ()
    summary_name: str = ""
    summary_unit: str = ""
    summary: tuple[Words, ...] = ()
    own_part: ReportPart | None = None


def gathered(sheet: ItemSheet, actor: Actor) -> Gathered | None:
    """For the unit whose own line is in focus; None for everybody else, and where no lead is settled."""
    if sheet.focus is None or not sheet.focus.is_own:
        return None
    line = sheet.focus.line
    if line.part == Part.LEAD:
        period = next(iter(sheet.year.opened_for(line)), None)
        known = [(entry.line, entry.reports) for entry in sheet.lines if entry.line.ended_on is None]
        rows = tuple(_row(one) for one in supporters_of(line, known, period, actor.on))
        return Gathered(period.name if period else "", rows) if rows else None
    summary = accepted_summary(sheet.item, actor) if line.part == Part.SUPPORT else None
    return _of_lead(summary) if summary else None


def _of_lead(known: Summary) -> Gathered:
    report = known.report
    return Gathered(
        summary_name=name_of(report),
        summary_unit=report.line.unit_name,
        summary=words_of(report)[:3],
        own_part=known.own_part,
    )


def _row(one: Supporter) -> SupporterRow:
    return SupporterRow(
        unit=one.line.unit_name,
        period=_words(one.in_period) if one.in_period else StandingWords(NO_REPORT_OWED, "", is_late=False),
        closing=_words(one.in_closing),
        said=standing_words(one.line.claimed_standing, one.line.claimed_progress),
        report_name=name_of(one.report) if one.report else "",
        report_url=reverse("report", args=[one.report.pk]) if one.report else "",
    )


def _words(standing: Standing) -> StandingWords:
    since = f"{standing.since:%Y-%m-%d}" if standing.since else ""
    told = f"时限 {since}" if since and standing.presence in IS_LATE else since
    return StandingWords(standing.presence.label, told, is_late=standing.presence in IS_LATE)
