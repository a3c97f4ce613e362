"""Leave (休假) with a stand-in: whoever is away keeps the post; what is told to it is told to the stand-in too."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Leave, Post, User
from tasks_app.actions import posts, recording, vacancies
from tasks_app.actions.transition import locked, raise_version, require_version, step_by
from tasks_app.domain import posts as words
from tasks_app.domain.access import Verb
from tasks_app.domain.posts import family_of
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks

NOT_HERSELF = "代班人不能是休假人员本人。"
NO_COLLEAGUE = "代班人须在同一单位担任同类职务，并在休假期间在岗，请另选。"
AWAY_TOO = "{name}在此期间也休假，请另选代班人。"
AWAY_ALREADY = "该任职在此期间已登记休假（{days}），请先销假。"
BEYOND_THE_POST = "休假须在任职期内，请核对日期。"
OVER_ALREADY = "该次休假已经结束，不必销假。"


@transaction.atomic
def take(
    post: Post,
    *,
    starts_on: date,
    ends_on: date,
    stand_in: User | None = None,
    basis: str,
    by: Actor,
    at: datetime,
) -> Leave:
    """Notes that the holder of a post is away (休假), entered by themselves or by whoever keeps the post.

    The stand-in holds a post of the same family in the same unit on every day of it. Raises NotAllowed or Invalid.
    """
    require_may_enter(by, post)
    post = locked(Post, post.pk)
    row = Leave(post=post, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in, basis=on_one_line(basis))
    faults = _faults(row, ends_on)
    if faults:
        raise Invalid(faults)
    recording.save(row, by=by, at=at, why=f"登记休假，依据：{row.basis}")
    _note(row, "take", "登记休假", by=by, at=at)
    vacancies.tell(at=at, units={post.unit_id})
    return row


@transaction.atomic
def end(leave: Leave, *, last_day: date, basis: str, by: Actor, at: datetime, version: int | None = None) -> None:
    """Ends a leave earlier (销假); one that has not begun by then is taken away, and its history stays."""
    require_may_enter(by, leave.post)
    leave = locked(Leave, leave.pk)
    require_version(leave, version, "leave", by=by)
    if not on_one_line(basis):
        raise Invalid({"basis": words.BASIS_NEEDED})
    if leave.ends_on is None or leave.ends_on < timezone.localdate(at) or last_day >= leave.ends_on:
        raise NotNow(OVER_ALREADY)
    why = f"销假，依据：{on_one_line(basis)}"
    raise_version(leave)
    if last_day < leave.starts_on:
        _note(leave, "end", "销假", by=by, at=at)
        recording.remove(leave, by=by, at=at, why=why)
    else:
        leave.ends_on = last_day
        recording.save(leave, by=by, at=at, why=why)
        _note(leave, "end", "销假", by=by, at=at)
    vacancies.tell(at=at, units={leave.post.unit_id})


def require_may_enter(by: Actor, post: Post) -> None:
    """Raises NotAllowed unless it is one's own post, or one's to keep."""
    if not checks.can(by, Verb.TAKE_LEAVE, post):
        posts.require_keeper(by, post.role, post)


def colleagues_of(post: Post, on: date) -> "list[User]":
    """Who could stand in: everybody else of the unit in a post of the same family on that day, each once."""
    held = Post.objects.in_force(on).of_working_people().filter(unit=post.unit_id, role__in=family_of(post.role))
    others = held.exclude(user=post.user_id).select_related("user").order_by("id")
    return list({other.user_id: other.user for other in others}.values())


def _faults(row: Leave, ends_on: date) -> dict[str, str]:
    post = row.post
    if not row.basis:
        return {"basis": words.BASIS_NEEDED}
    if ends_on < row.starts_on:
        return {"ends_on": words.ENDS_BEFORE_START}
    if not (post.holds(row.starts_on) and post.holds(ends_on)):
        return {"ends_on": BEYOND_THE_POST}
    meanwhile = Leave.objects.filter(starts_on__lte=ends_on, ends_on__gte=row.starts_on)
    own = meanwhile.filter(post=post).first()
    if own:
        return {"starts_on": AWAY_ALREADY.format(days=f"{own.starts_on:%Y-%m-%d} 至 {own.ends_on:%Y-%m-%d}")}
    if row.stand_in is None:
        return {}
    if row.stand_in == post.user:
        return {"stand_in": NOT_HERSELF}
    if meanwhile.filter(post__user=row.stand_in).exists():
        return {"stand_in": AWAY_TOO.format(name=row.stand_in.full_name)}
    at_both_ends = all(row.stand_in in colleagues_of(post, day) for day in (row.starts_on, ends_on))
    return {} if at_both_ends else {"stand_in": NO_COLLEAGUE}


def _note(row: Leave, act: str, label: str, *, by: Actor, at: datetime) -> None:
    step = step_by(by, kind="leave", subject=row, act=act, label=label, at=at)
    cover = f"，由{row.stand_in.full_name}代班" if row.stand_in else "，无人代班"
    days = f"{row.starts_on:%Y-%m-%d} 至 {row.ends_on:%Y-%m-%d}"
    step.why = f"{row.post.user.full_name}，{row.post.label}；{days}{cover}"
    step.save(force_insert=True)
