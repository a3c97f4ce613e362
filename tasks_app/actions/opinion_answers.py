"""The office answers what a unit said (采纳情况): to adopt is to change the item by the same act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.asked_units import keep_asked
from tasks_app.actions.item_drafts import ItemWords, lock_draft, new_item, write_words
from tasks_app.actions.transition import locked, move, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.breakdown import BreakdownPiece, from_data
from tasks_app.domain.opinion_states import OPINION_MACHINE, OpinionKind
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.domain.year_states import Origin
from tasks_app.models import Opinion, WorkItem
from tasks_app.notifications.year_notices import tell_asked
from tasks_app.permissions import checks

REASON_NEEDED = "请写明理由，让提出意见的单位知道为什么。"
NOTHING_CHANGED = "采纳意见须同时修改年度任务；没有需要修改的，请选择“不采纳”并写明理由。"
NOTHING_TO_ANSWER = "该单位反馈的是“无意见”，不需要答复。"
ALL_OR_PART = "采纳须采用全部分解项；只采用一部分的，请选择“部分采纳”并写明理由。"
NONE_CHOSEN = "请至少勾选一项采用的分解任务。"
WHY = "采纳{unit}意见"


@dataclass(frozen=True)
class Answer:
    """What the office makes of it. ``words`` are what the item asks for from now on; of a breakdown ``chosen`` says
    which pieces are taken over, by their place."""

    act: str
    reason: str = ""
    words: ItemWords | None = None
    chosen: Sequence[int] = ()


@transaction.atomic
def answer(opinion: Opinion, given: Answer, *, by: Actor, at: datetime, version: int | None = None) -> Opinion:
    """采纳, 部分采纳 or 不采纳; keeps beside it what it changed. Raises NotAllowed, Stale, NotNow or Invalid."""
    cycle, item = lock_draft(opinion.work_item)
    opinion = locked(Opinion, opinion.pk)
    checks.require(by, Verb.ANSWER_OPINION, opinion)
    require_version(opinion, version, OPINION_MACHINE.subject, by=by)
    transition = OPINION_MACHINE.step(given.act, opinion.state)
    if opinion.kind == OpinionKind.NONE:
        raise NotNow(NOTHING_TO_ANSWER)
    if transition.needs_reason and not cleaned(given.reason):
        raise Invalid({"reason": REASON_NEEDED})
    if given.act != "decline":
        before = _facts_of(item)
        _change(item, opinion, given, by=by, at=at)
        opinion.difference = list(_difference(before, _facts_of(item)))
        if not opinion.difference:
            raise Invalid({"deliverable": NOTHING_CHANGED})
        raise_version(cycle)
        recording.save(cycle, by=by, at=at, why=WHY.format(unit=opinion.unit_name))
    opinion.answer, opinion.answered_at, opinion.answered_by = cleaned(given.reason), at, by.own_post
    move(opinion, given.act, machine=OPINION_MACHINE, by=by, at=at, why=given.reason, checked=True)
    tell_asked(cycle, keep_asked(cycle, by=by, at=at), at=at)
    return opinion


def _change(item: WorkItem, opinion: Opinion, given: Answer, *, by: Actor, at: datetime) -> None:
    why = WHY.format(unit=opinion.unit_name)
    if opinion.kind != OpinionKind.BREAKDOWN:
        if given.words is None:
            raise Invalid({"deliverable": NOTHING_CHANGED})
        write_words(item, given.words, by=by, at=at, why=why)
        return
    first, *others = _chosen(opinion, given)
    write_words(item, _words_of(first, item), by=by, at=at, why=why)
    after = item
    for piece in others:
        after = new_item(item.year_plan, _words_of(piece, item), origin=Origin.UNIT, by=by, at=at, why=why, after=after)


def _chosen(opinion: Opinion, given: Answer) -> list[BreakdownPiece]:
    pieces = from_data(opinion.breakdown)
    places = sorted({place for place in given.chosen if 0 <= place < len(pieces)})
    if given.act == "adopt":
        if places and len(places) < len(pieces):
            raise Invalid({"chosen": ALL_OR_PART})
        return list(pieces)
    if not places:
        raise Invalid({"chosen": NONE_CHOSEN})
    return [pieces[place] for place in places]


def _words_of(piece: BreakdownPiece, item: WorkItem) -> ItemWords:
    return ItemWords(
        title=piece.title,
        deliverable=piece.deliverable,
        planned_deadline=piece.deadline,
        milestone=piece.milestone,
        is_plan_date=item.is_plan_date,
        rhythm=item.rhythm,
        shares=piece.shares,
    )


def _facts_of(item: WorkItem) -> dict[str, str]:
    """The item in words, for the difference; of a breakdown the titles of all items of its task."""
    titles = WorkItem.objects.filter(year_plan=item.year_plan_id).order_by("order").values_list("title", flat=True)
    shares = item.shares.select_related("unit").order_by("id")
    return {
        "年度任务": item.title,
        "工作内容与要求": item.deliverable,
        "节点": item.milestone,
        "完成时限": f"{item.planned_deadline:%Y-%m-%d}",
        "承办单位": "\n".join(f"{share.unit.name}：{share.deliverable}" for share in shares),
        "本项重点任务的年度任务": "\n".join(titles) if len(titles) > 1 else "",
    }


def _difference(before: dict[str, str], after: dict[str, str]) -> Iterator[dict[str, Any]]:
    for label, text in before.items():
        if text != after[label]:
            yield {"label": label, "before": text, "after": after[label]}
