"""Posts and leaves in words: who, from when to when, in whose place, and what may be done about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Appointment, Leave, Post, PostKind, Role
from tasks_app.dashboards.vacancies import Vacancy
from tasks_app.domain.access import Verb
from tasks_app.domain.posts import keeping
from tasks_app.domain.vacancies import GAP_WORDS
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act, Typed, with_typed

OPEN_END = "至另行通知"


@dataclass(frozen=True)
class LeaveRow:
    """A leave: when, who stands in. ``may_end`` where the reader may."""

    pk: int
    words: str
    version: int
    may_end: bool


@dataclass(frozen=True)
class PostRow:
    """A post as its unit's page shows it."""

    pk: int
    name: str
    person_url: str
    role: str
    how: str
    days: str
    phone: str
    basis: str
    is_switched_off: bool
    leaves: tuple[LeaveRow, ...]
    version: int
    may_keep: bool
    may_leave: bool
    handover_url: str


def post_rows(posts: Iterable[Post], actor: Actor) -> list[PostRow]:
    """The rows, in the order of the posts (each with its people and leaves)."""
    return [post_row(post, actor) for post in posts]


def post_row(post: Post, actor: Actor) -> PostRow:
    """One of them."""
    may_keep = checks.can(actor, keeping(post.role), post)
    may_leave = may_keep or checks.can(actor, Verb.TAKE_LEAVE, post)
    return PostRow(
        pk=post.pk,
        name=post.user.full_name,
        person_url=reverse("person", args=[post.user_id]),
        role=post.get_role_display(),
        how=how_held(post),
        days=days_of(post.starts_on, post.ends_on),
        phone=post.user.phone,
        basis=post.basis,
        is_switched_off=not post.user.is_active,
        leaves=tuple(_leave_row(leave, may_end=may_leave) for leave in post.leaves.all()),
        version=post.version,
        may_keep=may_keep,
        may_leave=may_leave,
        handover_url=reverse("handover", args=[post.pk]),
    )


def how_held(post: Post | Appointment) -> str:
    """代理王某, 受王某委托, 查阅 2026 年度, or nothing."""
    name = post.acting_for.full_name if post.acting_for else ""
    how = {PostKind.ACTING: f"代理{name}", PostKind.DELEGATED: f"受{name}委托"}.get(PostKind(post.kind), "")
    year = f"查阅 {post.scope_year} 年度" if post.scope_year else ""
    return "，".join(filter(None, (how, year)))


def days_of(starts_on: date, ends_on: date | None) -> str:
    """From when to when."""
    return f"{starts_on:%Y-%m-%d} {f'至 {ends_on:%Y-%m-%d}' if ends_on else OPEN_END}"


def leave_words(leave: Leave) -> str:
    """2026-05-01 至 2026-05-09 休假，由李某代班."""
    cover = f"由{leave.stand_in.full_name}代班" if leave.stand_in else "无人代班"
    return f"{leave.starts_on:%Y-%m-%d} 至 {leave.ends_on:%Y-%m-%d} 休假，{cover}"


def _leave_row(leave: Leave, *, may_end: bool) -> LeaveRow:
    return LeaveRow(leave.pk, leave_words(leave), leave.version, may_end)


@dataclass(frozen=True)
class GapRow:
    """A gap in words, with the page on which it is mended."""

    unit: str
    words: str
    waiting: int
    url: str


def gap_rows(gaps: Iterable[Vacancy]) -> list[GapRow]:
    """The gaps in words."""
    return [
        GapRow(
            unit=gap.unit.name,
            words=gap_words(gap),
            waiting=gap.waiting,
            url=reverse("unit_people", args=[gap.unit.pk]),
        )
        for gap in gaps
    ]


def gap_words(gap: Vacancy) -> str:
    """联络员空缺; 单位审核人即将到期且无人接任（自 2026-05-01 起）."""
    since = f"（自 {gap.found.on:%Y-%m-%d} 起）" if gap.found.on else ""
    return f"{Role(gap.role).label}{GAP_WORDS[gap.found.gap]}{since}"


@dataclass(frozen=True)
class AppointmentRow:
    """A post that is asked for, with what the reader may do about it."""

    who: str
    login: str
    unit: str
    unit_url: str
    role: str
    how: str
    days: str
    basis: str
    asked: str
    standing: str
    decided: str
    version: int
    acts: tuple[Act, ...]


def appointment_rows(rows: Iterable[Appointment], actor: Actor, typed: Typed | None = None) -> list[AppointmentRow]:
    """The requests in words, in their order; the act that was refused keeps what was typed."""
    return [_appointment_row(row, actor, typed) for row in rows]


def _appointment_row(row: Appointment, actor: Actor, typed: Typed | None) -> AppointmentRow:
    decided = f"{row.decided_by.user.full_name}，{row.decided_at:%Y-%m-%d}" if row.decided_by and row.decided_at else ""
    return AppointmentRow(
        who=row.user.full_name,
        login=row.user.username,
        unit=row.unit.name,
        unit_url=reverse("unit_people", args=[row.unit_id]),
        role=row.get_role_display(),
        how=how_held(row),
        days=days_of(row.starts_on, row.ends_on),
        basis=row.basis,
        asked=f"{row.asked_by.user.full_name}，{row.asked_at:%Y-%m-%d}",
        standing=row.get_state_display(),
        decided="：".join(filter(None, (decided, row.reason))),
        version=row.version,
        acts=with_typed(_acts_on(row, actor), typed) if row.state == Appointment.State.PROPOSED else (),
    )


def _acts_on(row: Appointment, actor: Actor) -> tuple[Act, ...]:
    acts: list[Act] = []
    if checks.can(actor, Verb.COUNTERSIGN_POST, row):
        question = f"会签{row.user.full_name}任{row.unit.name}{row.get_role_display()}？会签后自起始日生效。"
        acts.append(_act("appointment_countersign", "会签", row, question=question, primary=True))
        acts.append(_act("appointment_decline", "不予会签", row, reason_label="理由"))
    if checks.can(actor, Verb.KEEP_PEOPLE, row):
        acts.append(_act("appointment_withdraw", "撤回", row, question="撤回这项任职申请？"))
    return tuple(acts)


def _act(
    name: str, verb: str, row: Appointment, *, question: str = "", reason_label: str = "", primary: bool = False
) -> Act:
    url = reverse(name, args=[row.pk])
    return Act(f"{name}-{row.pk}", url, verb, primary=primary, question=question, reason_label=reason_label)
