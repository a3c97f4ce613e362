"""Handing over (移交): lines that name one person name the next, who gets one notice with the list of all the rest."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.actions import posts, recording
from tasks_app.actions.lines import locked_lines
from tasks_app.actions.transition import locked, raise_version, require_version, step_by
from tasks_app.dashboards.handover import OpenWork, open_work, successors_of
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.topics import About
from tasks_app.notifications.topics import Topic, put_topic

NO_SUCCESSOR = "请选择本单位同类职务的接手人员。"
LABEL = "移交"


@transaction.atomic
def hand_over(post: Post, to: Post, *, by: Actor, at: datetime, version: int | None = None) -> OpenWork:
    """All open work of a person's post goes to another person of the unit, by whoever keeps the post.

    What somebody wrote stays theirs in the records: a draft is the successor's when they save it. Raises NotAllowed,
    Stale, or Invalid where the successor holds no such post.
    """
    posts.require_keeper(by, post.role, post)
    post = locked(Post, post.pk)
    require_version(post, version, posts.KIND, by=by)
    if to not in successors_of(post, on=timezone.localdate(at)):
        raise Invalid({"to": NO_SUCCESSOR})
    work = open_work(post)
    _rename_handler(work, to, by=by, at=at)
    raise_version(post)
    why = f"移交给{to.user.full_name}：{work.in_words}"
    recording.save(post, by=by, at=at, why=why)
    posts.note(post, "hand_over", LABEL, by=by, at=at, why=why)
    put_topic(_topic(work, to, post.version), [to.user_id], at=at)
    return work


def _rename_handler(work: OpenWork, to: Post, *, by: Actor, at: datetime) -> None:
    """The lines name the successor as 承办人, each with its step: the office reads there whom to call."""
    for line in locked_lines(work.handled):
        before = line.handler
        line.handler, line.handler_phone = to.user.full_name, to.user.phone
        raise_version(line)
        why = f"承办人由{before}改为{line.handler}"
        recording.save(line, by=by, at=at, why=why)
        step = step_by(by, kind="line", subject=line, act="hand_over", label=LABEL, at=at)
        step.line, step.work_item_id, step.why, step.internal = line, line.work_item_id, why, True
        step.from_state = step.to_state = line.state
        step.save(force_insert=True)


def _topic(work: OpenWork, to: Post, version: int) -> Topic:
    who = work.post.user.full_name
    listed = "\n".join(f"{pile.label}：{'；'.join(task.title for task in pile.tasks)}" for pile in work.piles)
    return Topic(
        About.HANDOVER,
        f"{work.post.pk}:{version}",
        title=f"{who}的在办工作移交给您（{work.count} 件）",
        asked=f"{work.in_words}。\n{listed}".rstrip(),
        because=f"因为{who}的{work.post.get_role_display()}工作由您接手。",
        address=reverse("handover", args=[work.post.pk]),
        urgent=True,
    )
