"""The office edits the draft of a year: items are revised, added, split, put in order and taken away.

Every task keeps at least one item. An issued item is frozen. Each act gives the year a new version too, so that
nobody issues what the page did not show; while the year is out for opinions (征求意见) the units that are asked follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.asked_units import keep_asked
from tasks_app.actions.transition import locked, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.opinion_states import OpinionState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.year_states import BEFORE_ISSUE, ItemState, Origin, Rhythm
from tasks_app.models import Cycle, ItemShare, Opinion, WorkItem, YearPlan
from tasks_app.notifications.year_notices import tell_asked
from tasks_app.permissions import checks

FROZEN = "本项年度任务已经印发，内容和时限不能直接修改。"
ISSUED = "{cycle}已经印发，不能再增加、拆分或删除年度任务；新增任务请在下一年度安排。"
TITLE_NEEDED, TEXT_NEEDED = "请填写年度任务的名称。", "请填写工作内容与要求。"
TOO_EARLY = "完成时限须晚于今天，请重新选择。"
LAST_ONE = "每项重点任务至少保留一项年度任务，这是最后一项，不能删除；可以修订它的内容。"
HAS_OPINIONS = "已有单位对本项提出意见，不能删除；请先答复意见，或修订本项内容。"
NO_UNIT = "请至少选择一个承办单位。"


@dataclass(frozen=True)
class ItemWords:
    """What an item asks for. ``shares``: by unit id what it delivers itself; empty means all responsible units."""

    title: str
    deliverable: str
    planned_deadline: date | None
    milestone: str = ""
    is_plan_date: bool = False
    rhythm: str = Rhythm.QUARTERLY
    shares: Mapping[int, str] | None = None


@transaction.atomic
def revise_item(
    item: WorkItem,
    *,
    by: Actor,
    at: datetime,
    planned_deadline: date,
    title: str | None = None,
    deliverable: str | None = None,
    is_plan_date: bool | None = None,
    milestone: str | None = None,
    rhythm: str | None = None,
    shares: Mapping[int, str] | None = None,
    version: int | None = None,
) -> WorkItem:
    """Sets what a drafted item asks for, by when and of whom; what is not named stays."""
    checks.require(by, Verb.DRAFT_YEAR, item)
    cycle, item = lock_draft(item)
    require_version(item, version, "work_item", by=by)
    words = ItemWords(
        title=title or item.title,
        deliverable=deliverable or item.deliverable,
        planned_deadline=planned_deadline,
        milestone=item.milestone if milestone is None else milestone,
        is_plan_date=item.is_plan_date if is_plan_date is None else is_plan_date,
        rhythm=rhythm or item.rhythm,
        shares=shares,
    )
    write_words(item, words, by=by, at=at, why="修订年度任务")
    _follow(cycle, by=by, at=at, why="修订年度任务")
    return item


@transaction.atomic
def add_item(plan: YearPlan, words: ItemWords, *, by: Actor, at: datetime, version: int | None = None) -> WorkItem:
    """One more item of a task, after its last. ``version`` is the year's. Raises Stale, NotNow or Invalid."""
    checks.require(by, Verb.DRAFT_YEAR, plan)
    cycle = lock_year(plan.cycle_id, version, by=by)
    item = new_item(plan, words, origin=Origin.OFFICE, by=by, at=at, why="新增年度任务")
    _follow(cycle, by=by, at=at, why="新增年度任务")
    return item


@transaction.atomic
def split_item(
    item: WorkItem, first: ItemWords, second: ItemWords, *, by: Actor, at: datetime, version: int | None = None
) -> WorkItem:
    """Makes two of one (拆分): the item keeps the first words, a new one right after it has the second."""
    checks.require(by, Verb.DRAFT_YEAR, item)
    cycle, item = lock_draft(item)
    require_version(item, version, "work_item", by=by)
    write_words(item, first, by=by, at=at, why="拆分年度任务")
    second_item = new_item(item.year_plan, second, origin=item.origin, by=by, at=at, why="拆分年度任务", after=item)
    _follow(cycle, by=by, at=at, why="拆分年度任务")
    return second_item


@transaction.atomic
def remove_item(item: WorkItem, *, by: Actor, at: datetime, version: int | None = None) -> None:
    """Takes a drafted item away; its history stays. Raises NotNow for the task's last one, or where a unit spoke."""
    checks.require(by, Verb.DRAFT_YEAR, item)
    cycle, item = lock_draft(item)
    require_version(item, version, "work_item", by=by)
    if not WorkItem.objects.filter(year_plan=item.year_plan_id).exclude(pk=item.pk).exists():
        raise NotNow(LAST_ONE)
    if Opinion.objects.filter(work_item=item).exclude(state=OpinionState.WANTED).exists():
        raise NotNow(HAS_OPINIONS)
    for row in (*item.opinions.all(), *item.shares.all(), item):
        recording.remove(row, by=by, at=at, why="删除年度任务")
    _follow(cycle, by=by, at=at, why="删除年度任务")


@transaction.atomic
def move_item(item: WorkItem, *, up: bool, by: Actor, at: datetime, version: int | None = None) -> WorkItem:
    """Puts an item one place up or down among those of its task; at the end of the row nothing changes."""
    checks.require(by, Verb.DRAFT_YEAR, item)
    cycle, item = lock_draft(item)
    require_version(item, version, "work_item", by=by)
    others = WorkItem.objects.filter(year_plan=item.year_plan_id)
    near = others.filter(order__lt=item.order) if up else others.filter(order__gt=item.order)
    neighbour = near.order_by("-order" if up else "order").first()
    if neighbour is not None:
        _change_places(item, neighbour, by=by, at=at)
        _follow(cycle, by=by, at=at, why="调整顺序")
    return item


def lock_draft(item: WorkItem) -> tuple[Cycle, WorkItem]:
    """The year and the item, locked in this order. Raises NotNow where the item was issued."""
    cycle = locked(Cycle, item.year_plan.cycle_id)
    item = locked(WorkItem, item.pk)
    if item.state != ItemState.DRAFT:
        raise NotNow(FROZEN)
    return cycle, item


def lock_year(pk: int, version: int | None = None, *, by: Actor) -> Cycle:
    """The year, locked, while it may still be edited. Raises Stale or NotNow."""
    cycle = locked(Cycle, pk)
    require_version(cycle, version, "cycle", by=by)
    if cycle.state not in BEFORE_ISSUE:
        raise NotNow(ISSUED.format(cycle=cycle))
    return cycle


def new_item(
    plan: YearPlan,
    words: ItemWords,
    *,
    origin: str,
    by: Actor,
    at: datetime,
    why: str,
    after: WorkItem | None = None,
    previous: WorkItem | None = None,
) -> WorkItem:
    """A new item of a locked year, behind its task's last one or right ``after`` one of them."""
    last = WorkItem.objects.filter(year_plan=plan).aggregate(last=Max("order"))["last"] or 0
    item = WorkItem(year_plan=plan, order=last + 1, origin=origin, previous=previous)
    write_words(item, words, by=by, at=at, why=why)
    if after is not None:
        between = WorkItem.objects.filter(year_plan=plan, order__gt=after.order, order__lt=item.order)
        for neighbour in between.order_by("-order"):
            _change_places(item, neighbour, by=by, at=at)
    return item


def write_words(item: WorkItem, words: ItemWords, *, by: Actor, at: datetime, why: str) -> None:
    """Sets and stores the words of a drafted item whose year is locked. Raises Invalid naming every field."""
    faults = _faults_of(words, timezone.localdate(at))
    if faults or words.planned_deadline is None:
        raise Invalid(faults)
    item.title, item.deliverable = on_one_line(words.title), cleaned(words.deliverable)
    item.milestone, item.planned_deadline = on_one_line(words.milestone), words.planned_deadline
    item.is_plan_date, item.rhythm = words.is_plan_date, words.rhythm
    if item.pk is not None:
        raise_version(item)
    recording.save(item, by=by, at=at, why=why)
    if words.shares is not None:
        _write_shares(item, words.shares, by=by, at=at, why=why)


def _faults_of(words: ItemWords, today: date) -> dict[str, str]:
    faults = {}
    if not on_one_line(words.title):
        faults["title"] = TITLE_NEEDED
    if not cleaned(words.deliverable):
        faults["deliverable"] = TEXT_NEEDED
    if words.planned_deadline is None or words.planned_deadline <= today:
        faults["planned_deadline"] = TOO_EARLY
    return faults


def _write_shares(item: WorkItem, shares: Mapping[int, str], *, by: Actor, at: datetime, why: str) -> None:
    known = {share.unit_id: share for share in item.shares.all()}
    for unit, share in known.items():
        if unit not in shares:
            recording.remove(share, by=by, at=at, why=why)
    for unit, text in shares.items():
        share = known.get(unit) or ItemShare(work_item=item, unit_id=unit)
        if share.pk is None or share.deliverable != cleaned(text):
            share.deliverable = cleaned(text)
            recording.save(share, by=by, at=at, why=why)


def _change_places(item: WorkItem, neighbour: WorkItem, *, by: Actor, at: datetime) -> None:
    """The two orders are unique, so that one of the two stands aside for a moment."""
    mine, theirs = item.order, neighbour.order
    spare = (WorkItem.objects.filter(year_plan=item.year_plan_id).aggregate(last=Max("order"))["last"] or 0) + 1
    for row, order in ((item, spare), (neighbour, mine), (item, theirs)):
        row.order = order
        raise_version(row)
        recording.save(row, by=by, at=at, why="调整顺序")


def _follow(cycle: Cycle, *, by: Actor, at: datetime, why: str) -> None:
    raise_version(cycle)
    recording.save(cycle, by=by, at=at, why=why)
    asked = keep_asked(cycle, by=by, at=at)
    tell_asked(cycle, asked, at=at)
