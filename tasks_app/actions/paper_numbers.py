"""Numbers (发文字号): gapless within a 代字 and year, or typed in from the office's own register; words freeze here."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_demands, recording
from tasks_app.actions.paper_steps import locked_paper, step
from tasks_app.actions.transition import for_update, locked, raise_version, require_version
from tasks_app.documents.paper_context import context_of, sha256_of
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_numbers import CODE_SHAPE, NUMBER_SHAPE, number_text
from tasks_app.domain.paper_states import PAPER_MACHINE
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.models import NumberSeries, Paper
from tasks_app.permissions import checks

NO_SERIES = "尚未设置{year}年“{series}”的发文代字，请先在“发文代字”中设置。"
IN_USE = "该代字本年已经用到 {last} 号，起始号不能小于 {next}。"
CODE_FIXED = "该代字本年已经编过号，不能再改；请自下一年起更换。"
CODE_TAKEN = "该代字本年已用于“{series}”，不同文种应使用不同的代字。"
BAD_CODE = "发文代字由 2 至 20 个汉字组成，例如“珠碳办函”。"
BAD_NUMBER = "发文字号应写作“机关代字〔年份〕序号号”，例如“珠碳办函〔2026〕5号”，不加“第”，不编虚位。"
OTHER_YEAR = "发文字号的年份应为{years}年，请核对登记簿。"
NUMBER_TAKEN = "发文字号“{number}”已经用过，请核对登记簿。"


@transaction.atomic
def number(
    paper: Paper,
    *,
    external: str = "",
    knows_changes: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Paper:
    """Gives a signed paper its number and freezes its words, in one short transaction (编号).

    ``external`` is a number from the office's own register (外部取号登记). Raises NotNow where no 代字 was set up,
    Invalid for a number that is none or was used, or naming what changed since it was signed, until that is known.
    """
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.NUMBER_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    PAPER_MACHINE.step("number", paper.state)
    today = timezone.localdate(at)
    paper_demands.require_still_allowed(paper, today=today)
    if paper_demands.require_changes_known(paper, knows_changes=knows_changes):
        paper_demands.freeze_grounds(paper, by=by, at=at)
    _name_addressees(paper, by=by, at=at)
    signed_on = _signed_on(paper, today)
    if external:
        paper.number = _external(external, {signed_on.year, today.year})
    else:
        _take_next(paper, today, by=by, at=at)
    paper.numbered_at = at
    paper.context = context_of(paper, number=paper.number, signed_on=signed_on, demo=settings.DEMO_BANNER)
    paper.context_sha256 = sha256_of(paper.context)
    try:
        with transaction.atomic():
            step(paper, "number", by=by, at=at, why=paper.number)
    except IntegrityError:  # two took it at once, one typed it and one counted: the index of numbers knows better
        if not _is_taken(paper.number):
            raise
        raise Invalid({"external": NUMBER_TAKEN.format(number=paper.number)}) from None
    return paper


@transaction.atomic
def set_up(series: str, year: int, *, code: str, start: int, by: Actor, at: datetime) -> NumberSeries:
    """Sets the 代字 of a year and from which number it begins; only the start may move while it is in use."""
    checks.require(by, Verb.KEEP_SERIES)
    code = on_one_line(code)
    if not CODE_SHAPE.fullmatch(code):
        raise Invalid({"code": BAD_CODE})
    other = NumberSeries.objects.filter(code=code, year=year).exclude(series=series).first()
    if other:
        raise Invalid({"code": CODE_TAKEN.format(series=other.get_series_display())})
    row = for_update(NumberSeries.objects.filter(series=series, year=year)).first()
    row = row or NumberSeries(series=series, year=year, code=code)
    if row.code != code and row.last:
        raise NotNow(CODE_FIXED)
    if row.last and start <= row.last:
        raise Invalid({"start": IN_USE.format(last=row.last, next=row.last + 1)})
    row.code, row.start = code, start
    return recording.save(row, by=by, at=at, why="设置发文代字")


def _name_addressees(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Writes the addressees under the names they bear now: names are frozen with the number."""
    for service in paper.services.select_related("unit"):
        if service.unit_name != service.unit.name:
            service.unit_name = service.unit.name
            raise_version(service)
            recording.save(service, by=by, at=at, why="单位更名")


def _take_next(paper: Paper, today: date, *, by: Actor, at: datetime) -> None:
    """The next number of the series. Whoever else takes one waits for this transaction, so that none is left out.

    A number that was typed in before (外部取号) is passed over: it stands in the register already.
    """
    kind = paper.declared
    known = NumberSeries.objects.filter(series=kind.series, year=today.year).values_list("pk", flat=True).first()
    if known is None:
        raise NotNow(NO_SERIES.format(year=today.year, series=kind.series.label))
    row = locked(NumberSeries, known)
    row.last = row.following
    while _is_taken(number_text(row.code, row.year, row.last)):
        row.last += 1
    recording.save(row, by=by, at=at, why="编号")
    paper.series, paper.serial = row, row.last
    paper.number = number_text(row.code, row.year, row.last)


def _external(typed: str, years: Collection[int]) -> str:
    """A number of the office's own register: of the year in which the paper was signed or gets it."""
    text = on_one_line(typed)
    shaped = NUMBER_SHAPE.fullmatch(text)
    if shaped is None:
        raise Invalid({"external": BAD_NUMBER})
    if int(shaped["year"]) not in years:
        raise Invalid({"external": OTHER_YEAR.format(years="、".join(map(str, sorted(years))))})
    if _is_taken(text):
        raise Invalid({"external": NUMBER_TAKEN.format(number=text)})
    return text


def _is_taken(number: str) -> bool:
    return Paper.objects.filter(number=number).exists()


def _signed_on(paper: Paper, today: date) -> date:
    """The day under a paper (成文日期): on which it was signed, also where that was on paper."""
    if paper.signed_at is None:
        return today
    sheet = paper.sheet_of("sign_on_paper", paper.signed_at)
    return sheet.signed_on if sheet else timezone.localdate(paper.signed_at)
