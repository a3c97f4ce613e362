"""The frame of every page: the rail, the plan and year, and as whom one is acting."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from accounts.actor import Actor
from accounts.requests import HouseRequest
from tasks_app.dashboards.inbox import Pulse, pulse_asked, pulse_in
from tasks_app.dashboards.year import Year, year_of
from tasks_app.domain.access import ADMIN_ROLES, OFFICE_ROLES, UNIT_ROLES, Verb, rights_of, sees_all


@dataclass(frozen=True)
class Place:
    """One place of the rail."""

    code: str
    label: str
    url: str
    current: bool
    icon: str


@dataclass(frozen=True)
class PostChoice:
    """One of the person's posts in the switcher."""

    id: int
    label: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What ``base.html`` shows around a page. ``inner``: the places within the present one, where there are several.

    ``alarms`` say that the clock is not well; only those who can do something about it read them. ``plan_id`` is the
    plan the address chose, so that a search looks into the same.
    """

    places: tuple[Place, ...]
    inner: tuple[Place, ...]
    inner_label: str
    plan_label: str
    year: int | None
    actor_label: str
    posts: tuple[PostChoice, ...]
    inbox_url: str = ""
    unread: int = 0
    alarms: tuple[str, ...] = ()
    plan_id: int | None = None


@dataclass(frozen=True)
class _Room:
    """A row of the rail: where it leads, which addresses belong to it, and for whom it exists."""

    code: str
    label: str
    url_name: str
    prefixes: tuple[str, ...]
    exists_for: Callable[[str], bool]


def _works(role: str) -> bool:
    return bool(role) and role not in ADMIN_ROLES


def _has_settings(role: str) -> bool:
    return any(rights_of(role, verb) for verb in (Verb.SEE_PEOPLE, Verb.READ_AUDIT))


def _is_a_unit_s(role: str) -> bool:
    return role in UNIT_ROLES


def _supervises(role: str) -> bool:
    return bool(rights_of(role, Verb.SUPERVISE))


def _keeps_register(role: str) -> bool:
    return bool(rights_of(role, Verb.SEE_REGISTER))


def _is_addressed(role: str) -> bool:
    return bool(rights_of(role, Verb.RECEIVE_PAPER))


DESK = ("/lines", "/reports", "/review")
# A unit comes to its sheet of a period from its desk; for the office a period is a part of supervision.
ROOMS: tuple[_Room, ...] = (
    _Room("desk", "工作台", "desk", (*DESK, "/periods"), _is_a_unit_s),
    _Room("desk", "工作台", "desk", DESK, lambda role: _works(role) and not _is_a_unit_s(role)),
    _Room("plan", "重点任务", "plan", ("/plan", "/cycles", "/items", "/consulted", "/opinions"), bool),
    _Room("targets", "目标指标", "targets", ("/targets",), bool),
    _Room("supervision", "督办", "late", ("/supervision", "/periods", "/interviews"), _supervises),
    _Room("papers", "公文", "papers", ("/papers",), _keeps_register),
    _Room("papers", "公文", "received", ("/papers/received", "/interviews"), _is_addressed),
    _Room("settings", "设置与审计", "settings", ("/settings", "/audit", "/people"), _has_settings),
)


# The places within 督办, in their order.
SUPERVISION: tuple[_Room, ...] = (
    _Room("late", "清单", "late", ("/supervision/by",), _supervises),
    _Room("periods", "调度", "period_now", ("/periods",), lambda role: bool(rights_of(role, Verb.SEE_PERIOD))),
    _Room("clock", "时钟", "clock", ("/supervision/clock",), lambda role: bool(rights_of(role, Verb.WATCH_CLOCK))),
    _Room("proposals", "建议", "proposals", (), lambda role: bool(rights_of(role, Verb.DECIDE_PROPOSAL))),
    _Room("rehearsal", "预演", "rehearsal", (), lambda role: bool(rights_of(role, Verb.WATCH_CLOCK))),
    _Room("interviews", "约谈", "interviews", ("/interviews",), lambda role: sees_all(role, Verb.SEE_PAPER)),
)


# The places within 公文.
PAPERS: tuple[_Room, ...] = (
    _Room("papers", "公文", "papers", (), _keeps_register),
    _Room("register", "发文登记簿", "paper_register", (), _keeps_register),
    _Room("mandates", "授权依据", "mandates", ("/papers/mandates",), _keeps_register),
    _Room("series", "发文代字", "paper_series", (), lambda role: bool(rights_of(role, Verb.KEEP_SERIES))),
)
# Where there are places within a place: the addresses that belong to it, what it is called, and what it holds.
INNER: tuple[tuple[tuple[str, ...], str, tuple[_Room, ...]], ...] = (
    (("/supervision/", "/periods/", "/interviews/"), "督办", SUPERVISION),
    (("/papers/",), "公文", PAPERS),
)


def frame_context(request: HouseRequest) -> dict[str, object]:
    """The context processor: ``frame`` and ``year`` for people who are logged in, nothing before."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    frame = frame_of(actor, year_on(request), request.path)
    if actor.post is None:
        return {"frame": frame}
    pulse = pulse_on(request)
    return {"frame": replace(frame, inbox_url=reverse("inbox"), unread=pulse.unread, alarms=pulse.health.banner)}


def pulse_on(request: HouseRequest) -> Pulse:
    """The pulse of this request, felt once."""
    return _around(request)[1]


def year_on(request: HouseRequest) -> Year:
    """The year of this request, read once."""
    return _around(request)[0]


def _around(request: HouseRequest) -> tuple[Year, Pulse]:
    """What stands around every page, read once for a request and in one statement."""
    known: tuple[Year, Pulse] | None = getattr(request, "_around", None)
    if known is None:
        # Who sees no banner is not asked how the clock is: that is the longest question of most pages.
        with_alarms = request.actor.role in (*OFFICE_ROLES, *ADMIN_ROLES)
        pulse = pulse_asked(request.actor, request.now, with_alarms=with_alarms)
        year = year_of(request.actor, request.GET.get("plan", ""), pulse)
        known = year, pulse_in(pulse, request.now)
        request._around = known  # type: ignore[attr-defined]
    return known


def frame_of(actor: Actor, year: Year, path: str) -> Frame:
    """The frame of a page at ``path``."""
    label, rooms = next(((label, rooms) for prefixes, label, rooms in INNER if path.startswith(prefixes)), ("", ()))
    inner = tuple(_place(room, path) for room in rooms if room.exists_for(actor.role))
    return Frame(
        inner=inner if len(inner) > 1 else (),
        inner_label=label,
        places=tuple(_place(room, path) for room in ROOMS if room.exists_for(actor.role)),
        plan_label=_plan_label(year),
        plan_id=year.narrowed_to.pk if year.narrowed_to else None,
        year=year.cycle.year if year.cycle else None,
        actor_label=actor.post.short_label if actor.post else actor.name,
        posts=tuple(PostChoice(post.pk, post.label, post == actor.post) for post in actor.posts),
    )


def _plan_label(year: Year) -> str:
    """The plan by name and number; of several the one that was chosen, or how many there are."""
    if not year.plans:
        return ""
    if len(year.plans) > 1 and year.narrowed_to is None:
        return f"{year.plans[0].short_title}等 {len(year.plans)} 份方案"
    plan = year.narrowed_to or year.plans[0]
    return f"{plan.short_title}（{plan.number}）"


def _place(room: _Room, path: str) -> Place:
    url = reverse(room.url_name)
    is_here = path == url or path.startswith(room.prefixes)
    return Place(room.code, room.label, url, is_here, room.code)


def is_office(actor: Actor) -> bool:
    """Whether the actor wears an office hat now."""
    return actor.role in OFFICE_ROLES
