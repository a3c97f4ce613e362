"""One target (目标指标) in full: its sentence, its figures with who and whence, the picture, and what one may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions.target_readings import verb_of_correction
from tasks_app.dashboards.targets import TargetToday, knows_figures
from tasks_app.domain.access import Verb
from tasks_app.domain.target_words import ReadingKind, TargetKind, Wording
from tasks_app.domain.targets import STATE_WORDS, Path, best_of, data_day, judge, missing_years, path_of
from tasks_app.models import Target, TargetReading
from tasks_app.permissions import checks
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.target_chart import TargetChart, target_chart
from tasks_app.presenters.target_list import NOBODY, measure_name
from tasks_app.presenters.target_words import (
    StateWords,
    path_note,
    promise_words,
    state_words,
    with_unit,
    year_words,
)


@dataclass(frozen=True)
class YearRow:
    """A year of the picture in figures: what the table beside it says."""

    year: int
    quick: str
    verified: str
    path: str
    judged: str


@dataclass(frozen=True)
class ReadingRow:
    """A figure with where it comes from and who entered it."""

    pk: int
    year: int
    kind: str
    value: str
    source: str
    note: str
    who: str
    at: datetime
    on_behalf: str
    correct_url: str
    earlier: tuple["EarlierWords", ...]


@dataclass(frozen=True)
class EarlierWords:
    """What a figure was before a correction, and why it changed."""

    value: str
    at: datetime
    why: str


@dataclass(frozen=True)
class TargetPage:
    """All that the page shows; ``sees_figures`` is False for whoever reads the published plan alone.

    ``has_others``: there are figures of the indicator, if not of this target.
    """

    target: Target
    title: str
    facts: list[dict[str, str]]
    source: str
    source_url: str
    state: StateWords | None
    sees_figures: bool
    scope_note: str
    has_others: bool
    readings: tuple[ReadingRow, ...]
    years: tuple[YearRow, ...]
    missing: str
    chart: TargetChart | None
    path_note: str
    siblings: tuple[tuple[str, str, str], ...]
    acts: tuple[tuple[str, str, bool], ...]
    crumbs: tuple[Crumb, ...]


def target_page(
    row: TargetToday,
    siblings: Sequence[Target],
    histories: Iterable[TargetReading],
    actor: Actor,
    *,
    source_url: str,
) -> TargetPage:
    """The page of a target; ``histories`` are rows of the figures' history, the latest first."""
    target, promise = row.target, row.promise
    path = path_of(promise, row.figures) if row.standing else None
    sees = bool(row.standing) or bool(row.readings) or checks.can(actor, Verb.SEE_READING, target)
    title = f"{target.name}（{year_words(target)}）"
    return TargetPage(
        target=target,
        title=title,
        facts=_facts(target),
        source=f"{target.plan.number}　{measure_name(target)}",
        source_url=source_url,
        state=state_words(row.standing, target),
        sees_figures=sees,
        scope_note=_scope_note(actor),
        has_others=bool(row.figures),
        readings=_readings(row.readings, tuple(histories), target, actor),
        years=_years(row, path) if sees else (),
        missing="、".join(str(year) for year in _missing(row, actor)),
        chart=target_chart(promise, row.figures, path, [one.promise for one in siblings]) if sees else None,
        path_note="" if path else path_note(promise),
        siblings=tuple((year_words(one), promise_words(one), reverse("target", args=[one.pk])) for one in siblings),
        acts=acts_on(target, actor),
        crumbs=target_trail(here=title),
    )


def _scope_note(actor: Actor) -> str:
    """Whoever is scoped to a year reads its figures alone, and is told so: what is not shown may well be there."""
    scope = actor.post.scope_year if actor.post else None
    return f"您的查阅范围为 {scope} 年，只显示该年数据，不显示完成情况。" if scope else ""


def target_trail(*steps: tuple[str, str], here: str) -> tuple[Crumb, ...]:
    """The way to a page about a target."""
    return trail(("目标指标", reverse("targets")), *steps, here=here)


def acts_on(target: Target, actor: Actor) -> tuple[tuple[str, str, bool], ...]:
    """What this person may do to it: label, address, whether it is the first thing to do."""
    known = (
        (Verb.ENTER_READING, "填报数据", "reading_new", True, True),
        (Verb.RECORD_READING, "代录数据", "reading_on_behalf", False, True),
        (Verb.KEEP_TARGETS, "填报单位和数据发布日", "target_keep", False, True),
        (Verb.KEEP_TARGETS, "登记下达的目标值", "target_value", False, bool(target.set_by)),
    )
    return tuple(
        (label, reverse(name, args=[target.pk]), primary)
        for verb, label, name, primary, is_there in known
        if is_there and checks.can(actor, verb, target)
    )


def _facts(target: Target) -> list[dict[str, str]]:
    known = [
        ("目标", promise_words(target)),
        ("年份", year_words(target)),
        ("约束", "力争" if target.wording == Wording.STRIVE else "必须"),
        ("类型", TargetKind(target.kind).label),
        ("填报单位", target.reporting_unit.name if target.reporting_unit else NOBODY),
        ("数据发布", f"次年 {target.data_month} 月 {target.data_day} 日前"),
    ]
    if target.baseline_year:
        known.append(("基期", f"{target.baseline_year} 年"))
    if target.set_by:
        known.append(("下达依据", target.value_basis or f"待{target.set_by}下达"))
    return [{"label": label, "value": value} for label, value in known]


def _readings(
    rows: Iterable[TargetReading], histories: Sequence[TargetReading], target: Target, actor: Actor
) -> tuple[ReadingRow, ...]:
    return tuple(_reading(row, histories, target, actor) for row in sorted(rows, key=lambda one: (-one.year, one.kind)))


def _reading(row: TargetReading, histories: Sequence[TargetReading], target: Target, actor: Actor) -> ReadingRow:
    may_correct = checks.can(actor, verb_of_correction(row, target, by=actor), target)
    return ReadingRow(
        pk=row.pk,
        year=row.year,
        kind=ReadingKind(row.kind).label,
        value=value_words(row, target.unit),
        source=row.source,
        note=row.note,
        who=f"{row.entered_by.unit.name} {row.entered_by.user.full_name}",
        at=row.entered_at,
        on_behalf=row.on_behalf,
        correct_url=reverse("reading_correct", args=[row.pk]) if may_correct else "",
        earlier=_earlier([one for one in histories if one.pk == row.pk or one.id == row.pk], target.unit),
    )


def _earlier(rows: Sequence[TargetReading], unit: str) -> tuple[EarlierWords, ...]:
    """Each correction: what stood before it, when it was changed and why. ``rows`` are the latest first."""
    pairs = pairwise(rows)
    return tuple(
        EarlierWords(
            f"{before.year} 年 {value_words(before, unit)}",
            now.history_date,  # type: ignore[attr-defined]
            (now.history_change_reason or "").partition("｜")[0],  # type: ignore[attr-defined]
        )
        for now, before in pairs
    )


def value_words(row: TargetReading, unit: str) -> str:
    """A figure as the page writes it."""
    if row.is_reached is not None:
        return "已完成" if row.is_reached else "未完成"
    return with_unit(row.value, unit)


def _years(row: TargetToday, path: Path | None) -> tuple[YearRow, ...]:
    """Every year with a figure, and the years of the path up to the target."""
    promise, best = row.promise, best_of(row.figures)
    known = {(one.year, one.kind): one for one in row.figures}
    ends = range(path.from_year, path.to_year + 1) if path else ()
    found = []
    for year in sorted({*best, *ends, *([promise.final_year] if promise.final_year else [])}):
        quick, verified = known.get((year, ReadingKind.QUICK)), known.get((year, ReadingKind.VERIFIED))
        is_on_path = path is not None and path.from_year <= year <= path.to_year
        judged = judge(promise, best[year], path) if year in best and row.standing and promise.asks_for(year) else None
        found.append(
            YearRow(
                year=year,
                quick=_cell(quick.value, quick.is_reached, promise.unit) if quick else "",
                verified=_cell(verified.value, verified.is_reached, promise.unit) if verified else "",
                path=with_unit(round(path.at(year), 2), promise.unit) if path and is_on_path else "",
                judged=STATE_WORDS[judged] if judged else "",
            )
        )
    return tuple(found)


def _cell(value: object, is_reached: bool | None, unit: str) -> str:
    if is_reached is not None:
        return "已完成" if is_reached else "未完成"
    return with_unit(value, unit)  # type: ignore[arg-type]


def _missing(row: TargetToday, actor: Actor) -> tuple[int, ...]:
    """Years past their data day without a figure."""
    if not knows_figures(actor, row.target):
        return ()
    years = missing_years(row.promise, row.figures, actor.on)
    return tuple(year for year in years if actor.on > data_day(row.promise, year))
