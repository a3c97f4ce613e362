"""What an addressee does with a paper: 签收, 答复, 情况说明／异议; and what the office makes of it.

Everything may also come in on paper or by phone and be entered by the office's clerk, with its source (代录). What the
office decides may have been signed on paper: with its ``sheet`` the clerk registers it (登记线下签批).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_files, paper_sheets
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.paper_steps import locked_service, step
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import ask_clock_again, locked, require_version
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import SERVICE_MACHINE
from tasks_app.domain.reach import guarded_word_in
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.working_days import Calendar
from tasks_app.models import PaperFile, PaperService, UnitLine
from tasks_app.permissions import checks

REPLY_NEEDED = "请填写答复内容。"
OBJECTION_NEEDED = "请填写情况说明或异议。"
SOURCE_NEEDED = "请写明来源，例如：2026年12月3日送达回执，王某签收。"
BAD_DAY = "日期不应早于送达（签收）之日，也不应晚于今天，请核对。"
NOT_FOR_THEM = "发给该单位的文字不使用“{word}”，请改用“商请”“协调”等表述。"
REDO_WORKING_DAYS = 3


@dataclass(frozen=True)
class Said:
    """What an addressee says, with what it encloses. ``source`` and ``on`` where the office enters it (代录)."""

    text: str
    files: Iterable[StoredFile] = field(default_factory=tuple)
    source: str = ""
    on: date | None = None


@transaction.atomic
def receive(
    service: PaperService, *, calendar: Calendar, by: Actor, at: datetime, version: int | None = None
) -> PaperService:
    """The addressee signs for the paper (签收); its reply window runs from today."""
    service = _asked(service, "receive", by=by, version=version)
    _window_from(timezone.localdate(at), service, calendar)
    return _done(service, "receive", by=by, at=at)


@transaction.atomic
def receive_on_behalf(
    service: PaperService,
    *,
    on: date | None,
    source: str,
    scan: StoredFile | None = None,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> PaperService:
    """The clerk enters a receipt that came on paper: the day on it, who signed, and its scan where there is one."""
    service = _asked(service, "receive_on_behalf", by=by, version=version)
    day = _entered_day(service, on, source, at)
    service.received_from = on_one_line(source)
    if scan:
        paper_files.keep_scan(scan, service.paper, PaperFile.Kind.RECEIPT, by=by, at=at, service=service)
    _window_from(day, service, calendar)
    return _done(service, "receive_on_behalf", by=by, at=at, why=service.received_from)


@transaction.atomic
def reply(service: PaperService, said: Said, *, by: Actor, at: datetime, version: int | None = None) -> PaperService:
    """The addressee answers (答复)."""
    return _replied(service, "reply", said, by=by, at=at, version=version)


@transaction.atomic
def reply_on_behalf(
    service: PaperService, said: Said, *, by: Actor, at: datetime, version: int | None = None
) -> PaperService:
    """The clerk enters an answer that came on paper (代录答复)."""
    return _replied(service, "reply_on_behalf", said, by=by, at=at, version=version)


@transaction.atomic
def object_to(
    service: PaperService, said: Said, *, by: Actor, at: datetime, version: int | None = None
) -> PaperService:
    """The addressee explains itself or objects (情况说明／异议): the ladder of its line stands still meanwhile."""
    return _objected(service, "object", said, by=by, at=at, version=version)


@transaction.atomic
def object_on_behalf(
    service: PaperService, said: Said, *, by: Actor, at: datetime, version: int | None = None
) -> PaperService:
    """The clerk enters an objection that came on paper (代录)."""
    return _objected(service, "object_on_behalf", said, by=by, at=at, version=version)


@transaction.atomic
def uphold(
    service: PaperService,
    *,
    answer: str,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
    sheet: Sheet | None = None,
) -> PaperService:
    """Somebody who did not sign answers that the paper stands; the reply window begins anew (维持)."""
    service, act = _answered(service, "uphold", answer, sheet, by=by, at=at, version=version)
    if service.received_on is None:
        service.received_on = timezone.localdate(at)
    service.round += 1
    if service.paper.reply_days:
        service.reply_by = calendar.plus(timezone.localdate(at), service.paper.reply_days)
    return _done(service, act, by=by, at=at, why=answer)


@transaction.atomic
def lift(
    service: PaperService,
    *,
    answer: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    sheet: Sheet | None = None,
) -> PaperService:
    """Somebody who did not sign answers that the objection holds; nothing more is asked by this paper (采纳)."""
    service, act = _answered(service, "lift", answer, sheet, by=by, at=at, version=version)
    service.closed_on = timezone.localdate(at)
    return _done(service, act, by=by, at=at, why=answer)


@transaction.atomic
def ask_again(
    service: PaperService,
    *,
    reason: str,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
    sheet: Sheet | None = None,
) -> PaperService:
    """The office sends an answer back, with a reason and at least three working days (退回补充)."""
    service, act = _decided(service, "ask_again", sheet, by=by, at=at, version=version)
    _require_fit(reason, service)
    service.round += 1
    service.reply_by = calendar.plus(timezone.localdate(at), REDO_WORKING_DAYS)
    return _done(service, act, by=by, at=at, why=reason)


@transaction.atomic
def close(
    service: PaperService, *, by: Actor, at: datetime, version: int | None = None, sheet: Sheet | None = None
) -> PaperService:
    """Nothing more is asked of the addressee by this paper (办结)."""
    service, act = _decided(service, "close", sheet, by=by, at=at, version=version)
    service.closed_on = timezone.localdate(at)
    return _done(service, act, by=by, at=at)


def _asked(service: PaperService, act: str, *, by: Actor, version: int | None) -> PaperService:
    """The service with its paper, locked; who may, which version and which moment were asked."""
    service = locked_service(service.pk)
    checks.require(by, SERVICE_MACHINE[act].verb, service)
    require_version(service, version, "service", by=by)
    SERVICE_MACHINE.step(act, service.state)
    return service


def _decided(
    service: PaperService, act: str, sheet: Sheet | None, *, by: Actor, at: datetime, version: int | None
) -> tuple[PaperService, str]:
    """The same for a decision of the office: by a click, or the act by which its signed sheet is registered."""
    act = f"{act}{ON_PAPER}" if sheet else act
    service = _asked(service, act, by=by, version=version)
    if sheet:
        paper_sheets.register(sheet, service, act, by=by, at=at)
    return service, act


def _done(service: PaperService, act: str, *, by: Actor, at: datetime, why: str = "") -> PaperService:
    step(service, act, by=by, at=at, why=why)
    if service.line_id:
        ask_clock_again(locked(UnitLine, service.line_id), at=at)
    return service


def _window_from(day: date, service: PaperService, calendar: Calendar) -> None:
    service.received_on = day
    if service.paper.reply_days:
        service.reply_by = calendar.plus(day, service.paper.reply_days)


def _entered_day(service: PaperService, on: date | None, source: str, at: datetime) -> date:
    """The day of something that came on paper. Raises Invalid for a day that cannot be, or without a source."""
    faults = {}
    today = timezone.localdate(at)
    word = guarded_word_in(source, service.unit.kind)
    if not on_one_line(source):
        faults["source"] = SOURCE_NEEDED
    elif word:
        faults["source"] = NOT_FOR_THEM.format(word=word)
    since = service.received_on or service.served_on
    if on is None or on > today or (since and on < since):
        faults["on"] = BAD_DAY
    if faults:
        raise Invalid(faults)
    return on or today


def _require_fit(words: str, service: PaperService) -> None:
    """Raises Invalid where the office writes to a unit in words that its kind never reads (``domain.reach``)."""
    word = guarded_word_in(words, service.unit.kind)
    if word:
        raise Invalid({"reason": NOT_FOR_THEM.format(word=word)})


def _replied(
    service: PaperService, act: str, said: Said, *, by: Actor, at: datetime, version: int | None
) -> PaperService:
    service = _asked(service, act, by=by, version=version)
    service.reply = _text(said, REPLY_NEEDED)
    service.replied_on = _day_of(service, act, said, at)
    paper_files.keep(said.files, service.paper, PaperFile.Kind.REPLY, by=by, at=at, service=service)
    return _done(service, act, by=by, at=at, why=said.source)


def _objected(
    service: PaperService, act: str, said: Said, *, by: Actor, at: datetime, version: int | None
) -> PaperService:
    service = _asked(service, act, by=by, version=version)
    service.objection = _text(said, OBJECTION_NEEDED)
    service.objected_on = _day_of(service, act, said, at)
    service.answer, service.answered_by, service.answered_at = "", None, None
    paper_files.keep(said.files, service.paper, PaperFile.Kind.REPLY, by=by, at=at, service=service)
    return _done(service, act, by=by, at=at, why=said.source)


def _answered(
    service: PaperService, act: str, answer: str, sheet: Sheet | None, *, by: Actor, at: datetime, version: int | None
) -> tuple[PaperService, str]:
    service, act = _decided(service, act, sheet, by=by, at=at, version=version)
    _require_fit(answer, service)
    service.answer = cleaned(answer)
    service.answered_by, service.answered_at = by.own_post, at
    return service, act


def _text(said: Said, needed: str) -> str:
    text = cleaned(said.text)
    if not text:
        raise Invalid({"text": needed})
    return text


def _day_of(service: PaperService, act: str, said: Said, at: datetime) -> date:
    """Today, or the day on the paper that the clerk enters."""
    if not act.endswith("_on_behalf"):
        return timezone.localdate(at)
    return _entered_day(service, said.on, said.source, at)
