"""Mandates (授权依据) in words, and what may be done with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import UnitKind
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.paper_kinds import Means
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import Mandate
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act

CONFIRM, END = "confirm", "end"


@dataclass(frozen=True)
class MandateRow:
    """One mandate. ``confirm`` is open to the director; ``barred`` says why not to this one."""

    pk: int
    name: str
    issuer: str
    matters: str
    means: str
    whom: str
    validity: str
    standing: str
    state_code: str
    scan_url: str
    entered: str
    confirmed: str
    version: int
    confirm: Act | None
    barred: str
    may_end: bool


def mandate_rows(mandates: Iterable[Mandate], actor: Actor) -> list[MandateRow]:
    """The rows in the order of the mandates, which come with their people and units."""
    return [_row(mandate, actor) for mandate in mandates]


def _row(mandate: Mandate, actor: Actor) -> MandateRow:
    state_code, standing = _standing(mandate, actor.on)
    decides = bool(rights_of(actor.role, Verb.CONFIRM_MANDATE))
    barred = _why_not(mandate, actor) if decides and state_code != "cancelled" else ""
    confirm = Act(
        CONFIRM,
        reverse("mandate_confirm", args=[mandate.pk]),
        "确认",
        question=f"确认{mandate}为授权依据？确认后可据此发文。",
    )
    return MandateRow(
        pk=mandate.pk,
        name=str(mandate),
        issuer=mandate.issuer,
        matters=mandate.matters,
        means="、".join(Means(code).label for code in mandate.means)
        + ("；可以用通知行文" if mandate.by_notice else ""),
        whom="、".join(
            [*(UnitKind(kind).label for kind in mandate.unit_kinds), *(u.name for u in mandate.units.all())]
        ),
        validity=f"{mandate.starts_on:%Y-%m-%d} 至 {f'{mandate.ends_on:%Y-%m-%d}' if mandate.ends_on else '长期'}",
        standing=standing,
        state_code=state_code,
        scan_url=reverse("mandate_scan", args=[mandate.pk]) if mandate.scan_id else "",
        entered=f"{mandate.entered_by.user.full_name}，{timezone.localdate(mandate.entered_at):%Y-%m-%d}",
        confirmed=_confirmed(mandate),
        version=mandate.version,
        confirm=confirm if decides and not mandate.confirmed_at and not barred else None,
        barred=barred,
        may_end=decides and not barred and state_code == "in_progress",
    )


def _why_not(mandate: Mandate, actor: Actor) -> str:
    try:
        checks.require(actor, Verb.CONFIRM_MANDATE, mandate)
    except NotAllowed as refusal:
        return refusal.sentence
    return ""


def _standing(mandate: Mandate, today: date) -> tuple[str, str]:
    if not mandate.confirmed_at:
        return "draft", "待确认"
    if mandate.ends_on and mandate.ends_on < today:
        return "cancelled", "已终止"
    return ("in_progress", "现行有效") if mandate.starts_on <= today else ("draft", "尚未生效")


def _confirmed(mandate: Mandate) -> str:
    if not (mandate.confirmed_by and mandate.confirmed_at):
        return "尚未确认"
    return f"{mandate.confirmed_by.user.full_name}，{timezone.localdate(mandate.confirmed_at):%Y-%m-%d}"
