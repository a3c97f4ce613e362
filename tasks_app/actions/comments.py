"""Talking on an item (留言): questions, answers, remarks. Never edited; for ten minutes one may take them back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import recording, talk_files
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.transition import for_update, locked, step_by
from tasks_app.dashboards.talking import parties_of
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.talking import CommentKind, faults_of, may_still_be_withdrawn, readers_of
from tasks_app.domain.texts import cleaned
from tasks_app.domain.topics import About
from tasks_app.models import Comment, Mention, UnitLine, WorkItem
from tasks_app.notifications import topics
from tasks_app.notifications.talk_notices import on_item, tell_back
from tasks_app.notifications.topics import Topic, tell_unit
from tasks_app.permissions import checks

DRAFT = "年度任务尚未印发，印发后才能留言。"
NOT_ASKED = "本提问没有等待贵单位的答复：可能已经答复，或已撤回。"
NOT_ONES_OWN = "只有留言人本人可以撤回。"
TOO_LATE = "留言超过 10 分钟，不能撤回；如需更正，请另作说明。"
WITHDRAWN = "本条留言已经撤回。"
ANSWERED = "已有单位答复，不能撤回；如需更正，请另作说明。"


@dataclass(frozen=True)
class Words:
    """What somebody says: kind, text, and the units it names (@单位)."""

    kind: str
    text: str
    units: Collection[int] = ()


@transaction.atomic
def say(
    item: WorkItem,
    words: Words,
    *,
    line: UnitLine | None = None,
    by: Actor,
    at: datetime,
    files: Iterable[StoredFile] = (),
) -> Comment:
    """Asks or remarks on an item, or on one of its ``line``s. Raises NotAllowed, NotNow, or Invalid by field."""
    require_may_say(item, line, by=by)
    kind = CommentKind.QUESTION if words.kind == CommentKind.QUESTION else CommentKind.REMARK
    readers = readers_of(parties_of(item), line.pk if line else None)
    text = cleaned(words.text)
    faults = faults_of(text, kind=kind, named=words.units, readers=readers, own_unit=by.unit_id)
    if faults:
        raise Invalid(faults)
    comment = _said(item, kind, text, line=line, by=by, at=at)
    names = {party.unit: party.name for party in readers}
    rows = [
        Mention(comment=comment, unit_id=unit, unit_name=names[unit], asks=kind == CommentKind.QUESTION)
        for unit in sorted(words.units)
    ]
    recording.create_many(rows, by=by, at=at, why="点名")
    kept = talk_files.keep(files, comment, by=by, at=at)
    _step(comment, "say", by=by, at=at, why=_why("、".join(f"@{row.unit_name}" for row in rows), kept))
    _tell_named(comment, by=by, at=at)
    return comment


@transaction.atomic
def answer(question: Comment, text: str, *, by: Actor, at: datetime, files: Iterable[StoredFile] = ()) -> Comment:
    """The asked unit answers; the question is settled for it, and whoever asked is told. Raises NotNow, Invalid."""
    item, line = question.work_item, question.line
    require_may_say(item, line, by=by)
    question = locked(Comment, question.pk)  # against its being taken back at this moment
    waiting = for_update(Mention.objects.filter(comment=question, unit=by.unit_id, asks=True)).first()
    if waiting is None or waiting.answer_id or question.withdrawn_at:
        raise NotNow(NOT_ASKED)
    readers = readers_of(parties_of(item), line.pk if line else None)
    text = cleaned(text)
    faults = faults_of(text, kind=CommentKind.ANSWER, named=(), readers=readers, own_unit=by.unit_id)
    if faults:
        raise Invalid(faults)
    reply = _said(item, CommentKind.ANSWER, text, line=line, answers=question, by=by, at=at)
    waiting.answer = reply
    recording.save(waiting, by=by, at=at, why="答复")
    kept = talk_files.keep(files, reply, by=by, at=at)
    _step(reply, "answer", by=by, at=at, why=_why(f"答复{question.unit_name}的提问", kept))
    told = _told(reply, "提问已答复", f"{reply.unit_name}答复了{question.unit_name}的提问，请查看。", "提问有了答复")
    tell_back(question.written_by, told, at=at)
    return reply


@transaction.atomic
def withdraw(comment: Comment, *, by: Actor, at: datetime) -> Comment:
    """Takes back one's own comment within ten minutes; the row stays for auditors, its notices are withdrawn."""
    comment = locked(Comment, comment.pk)
    require_ones_own(comment, by=by)
    if comment.withdrawn_at:
        raise NotNow(WITHDRAWN)
    if not may_still_be_withdrawn(comment.written_at, at):
        raise NotNow(TOO_LATE)
    if comment.mentions.filter(answer__isnull=False).exists():
        raise NotNow(ANSWERED)
    comment.withdrawn_by, comment.withdrawn_at = by.own_post, at
    recording.save(comment, by=by, at=at, why="撤回留言")
    for settled in for_update(Mention.objects.filter(answer=comment)):
        settled.answer = None
        recording.save(settled, by=by, at=at, why="撤回答复，提问重新等待答复")
    topics.withdraw(f"{About.COMMENT}:{comment.pk}", why="留言已撤回。", at=at)
    _step(comment, "withdraw", label="撤回留言", by=by, at=at)
    return comment


def require_ones_own(comment: Comment, *, by: Actor) -> None:
    """Raises NotAllowed for whoever did not write it, or may not speak any more."""
    if by.user is None or comment.written_by.user_id != by.user.pk:
        raise NotAllowed(NOT_ONES_OWN)
    checks.require(by, Verb.COMMENT, comment.work_item)


def require_may_say(item: WorkItem, line: UnitLine | None, *, by: Actor) -> None:
    """Raises NotAllowed, or NotNow while the item is a draft. About a line speaks who may read it."""
    checks.require(by, Verb.COMMENT, item)
    if line is not None:
        checks.require(by, Verb.READ_LINE, line)
    if item.is_draft:
        raise NotNow(DRAFT)


def _said(
    item: WorkItem,
    kind: str,
    text: str,
    *,
    line: UnitLine | None,
    by: Actor,
    at: datetime,
    answers: Comment | None = None,
) -> Comment:
    unit = by.own_post.unit
    row = Comment(
        work_item=item,
        line=line,
        kind=kind,
        text=text,
        unit=unit,
        unit_name=unit.name,
        answers=answers,
        written_by=by.own_post,
        written_at=at,
    )
    return recording.save(row, by=by, at=at, why=CommentKind(kind).label)


def _why(said: str, files: list[str]) -> str:
    """The names of files are words too, and may be taken back: the step counts them."""
    return "；".join(filter(None, (said, f"附件 {len(files)} 个" if files else "")))


def _step(comment: Comment, act: str, *, by: Actor, at: datetime, why: str = "", label: str = "") -> None:
    """On the timeline stands who spoke to whom, and not the words: these may still be taken back."""
    step = step_by(
        by, kind="comment", subject=_Unversioned(comment.pk), act=act, label=label or comment.get_kind_display(), at=at
    )
    step.work_item_id, step.line_id, step.why = comment.work_item_id, comment.line_id, why
    step.save(force_insert=True)


@dataclass
class _Unversioned:
    """A comment is never edited, so it bears no version."""

    pk: int
    version: int = 0


def _tell_named(comment: Comment, *, by: Actor, at: datetime) -> None:
    asks = comment.kind == CommentKind.QUESTION
    asked = f"{comment.unit_name}{'向贵单位提问，请答复。' if asks else '作了说明，请查看。'}"
    told = _told(comment, "提问" if asks else "说明", asked, "本单位在该事项的留言中被点名")
    for unit in Unit.objects.filter(pk__in=comment.mentions.values("unit")).order_by("pk"):
        tell_unit(unit, told, at=at)


def _told(comment: Comment, title: str, asked: str, because: str) -> Topic:
    said, anchor = f"因为{because}。", f"comment-{comment.pk}"
    return on_item(About.COMMENT, str(comment.pk), comment.work_item, title, asked, said, anchor=anchor)
