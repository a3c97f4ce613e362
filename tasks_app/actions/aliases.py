"""Other ways in which papers write a unit or a group (别名): each means one of them at a time, from a day to a day."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.actor import Actor
from accounts.models import Alias, Unit, UnitGroup
from tasks_app.actions import recording, unit_names
from tasks_app.actions.keeping import kept, note
from tasks_app.domain import unit_names as words
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line

Holder = Unit | UnitGroup


@transaction.atomic
def add(
    holder: Holder,
    text: str,
    *,
    starts_on: date,
    basis: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Alias:
    """From that day on ``text`` means this unit or group too. Raises Invalid where it means another one."""
    holder = kept(holder, basis, by=by, version=version)
    text = on_one_line(text)
    faults = _faults_of(text, holder, starts_on)
    if faults:
        raise Invalid(faults)
    alias = Alias(text=text, jurisdiction=holder.jurisdiction, starts_on=starts_on)
    if isinstance(holder, Unit):
        alias.unit = holder
    else:
        alias.group = holder
    why = f"添加别名“{text}”，依据：{on_one_line(basis)}"
    try:
        with transaction.atomic():
            recording.save(alias, by=by, at=at, why=why)
    except IntegrityError as clash:
        raise Invalid({"text": words.BORNE.format(text=text, holder="另一单位")}) from clash
    note(holder, why, by=by, at=at)
    return alias


@transaction.atomic
def end(alias: Alias, *, ends_on: date, basis: str, by: Actor, at: datetime, version: int | None = None) -> Alias:
    """After that day the way of writing means nobody; papers of before keep it (停用)."""
    holder = kept(holder_of(alias), basis, by=by, version=version)
    alias.refresh_from_db()
    if alias.ends_on:
        raise NotNow(words.ENDED_ALREADY.format(on=f"{alias.ends_on:%Y-%m-%d}"))
    if ends_on < alias.starts_on:
        raise Invalid({"ends_on": words.ENDS_BEFORE_START.format(since=f"{alias.starts_on:%Y-%m-%d}")})
    alias.ends_on = ends_on
    why = f"停用别名“{alias.text}”，最后一天 {ends_on:%Y-%m-%d}，依据：{on_one_line(basis)}"
    recording.save(alias, by=by, at=at, why=why)
    note(holder, why, by=by, at=at)
    return alias


def holder_of(alias: Alias) -> Holder:
    """The unit or the group an alias means."""
    holder = alias.unit or alias.group
    if holder is None:
        raise ValueError("the database keeps an alias to a unit or a group")
    return holder


def _faults_of(text: str, holder: Holder, since: date) -> dict[str, str]:
    if not text:
        return {"text": words.TEXT_NEEDED}
    if text == holder.name:
        return {"text": words.OWN_NAME.format(text=text)}
    known = holder.aliases.filter(text=text, ends_on__isnull=True).first()
    if known:
        return {"text": words.KNOWN_ALIAS.format(text=text, since=f"{known.starts_on:%Y-%m-%d}")}
    other = unit_names.holder_of(text, holder.jurisdiction, since=since, besides=holder)
    return {"text": words.borne_by(text, other)} if other else {}
