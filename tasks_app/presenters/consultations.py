"""征求意见 in words: the office's overview, a unit's list, and one opinion with what may be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.dashboards.consultation import Waiting
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.breakdown import from_data
from tasks_app.domain.opinion_states import (
    INNER,
    OPEN_OPINION,
    OPINION_MACHINE,
    OpinionState,
    outside,
    shown_as,
    waits_for_answer,
)
from tasks_app.domain.parts import Part
from tasks_app.domain.text_difference import Piece, difference
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import Cycle, Opinion, OpinionSheet
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act, Typed, with_typed
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import Step
from tasks_app.presenters.period_sheet import SheetLink

DEADLINE = "完成时限"
ANSWERS = ("adopt", "adopt_in_part", "decline")


@dataclass(frozen=True)
class OpinionRow:
    """One opinion in a list."""

    number: int
    title: str
    url: str
    unit: str
    part: str
    deadline: date
    text: str
    state_code: str
    state_label: str
    answer: str
    is_owed: bool


@dataclass(frozen=True)
class Change:
    """What an answer changed in the item."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class OpinionPage:
    """One opinion: the item as it is drafted, the unit's words, the office's answer, and the buttons."""

    heading: str
    unit: str
    title: str
    number: int
    state_code: str
    state_label: str
    deliverable: str
    item_facts: list[dict[str, str]]
    said: list[dict[str, str]]
    pieces: list[dict[str, str]]
    returned_why: str
    answer: str
    changes: tuple[Change, ...]
    signed: list[OpinionSheet]
    acts: tuple[Act, ...]
    links: tuple[Step, ...]
    version: int
    crumbs: tuple[Crumb, ...]


def row_of(opinion: Opinion, *, today: date, for_office: bool) -> OpinionRow:
    """The row of an opinion whose item, task and year were read with it; the office reads nothing that is inner."""
    item = opinion.work_item
    until = item.year_plan.cycle.consult_until
    state = outside(opinion.state) if for_office else opinion.state
    is_inner = for_office and opinion.state in OPEN_OPINION
    label = shown_as(state, "" if is_inner else opinion.kind, until=until, today=today)
    return OpinionRow(
        number=item.year_plan.task.number,
        title=item.title,
        url="" if for_office and opinion.state in INNER else reverse("opinion", args=[opinion.pk]),
        unit=opinion.unit_name,
        part=opinion.get_part_display(),
        deadline=item.planned_deadline,
        text="" if is_inner else words_of(opinion),
        state_code=state,
        state_label=label,
        answer=opinion.answer,
        is_owed=waits_for_answer(opinion.state, opinion.kind),
    )


def words_of(opinion: Opinion) -> str:
    """What was said, on a few lines."""
    told = [
        opinion.text,
        f"建议工作内容：{opinion.wished_deliverable}" if opinion.wished_deliverable else "",
        f"建议完成时限：{opinion.wished_deadline:%Y-%m-%d}" if opinion.wished_deadline else "",
        *(f"分解：{piece.title}（{piece.deadline:%Y-%m-%d}）" for piece in from_data(opinion.breakdown)),
    ]
    return "\n".join(filter(None, told))


def desk_links(waiting: Iterable[Waiting]) -> list[SheetLink]:
    """The lines of a unit's desk about years that are out for opinions."""
    return [
        SheetLink(
            label=f"{one.cycle}任务征求意见",
            url=reverse("consulted", args=[one.cycle.year]),
            told=f"{one.open} 项未反馈"
            + (f"，其中 {one.to_approve} 项待审核" if one.to_approve else "")
            + (f"，{one.cycle.consult_until:%Y-%m-%d} 截止" if one.cycle.consult_until else ""),
        )
        for one in waiting
    ]


def unit_acts(cycle: Cycle, rows: Iterable[Opinion], actor: Actor) -> tuple[Act, ...]:
    """What a unit may do with all its items at once."""
    if cycle.state != YearPlanState.CONSULTING:
        return ()
    known = list(rows)
    wanted = [row for row in known if row.state == OpinionState.WANTED]
    mine = [row for row in waiting_in(known) if checks.can(actor, OPINION_MACHINE["approve"].verb, row)]
    acts = []
    if mine:
        url = reverse("consulted_approve", args=[cycle.year])
        acts.append(Act("approve", url, f"审核通过（{len(mine)} 项）", primary=True, shown=shown_as_now(mine)))
    is_open = cycle.consult_until is not None and actor.on <= cycle.consult_until
    if wanted and is_open and checks.can(actor, OPINION_MACHINE["write"].verb, wanted[0]):
        url = reverse("consulted_none", args=[cycle.year])
        question = f"对其余 {len(wanted)} 项年度任务均反馈“无意见”？提交后由本单位审核人审核。"
        label, rest = f"其余全部无意见（{len(wanted)} 项）", shown_as_now(wanted)
        acts.append(Act("none", url, label, primary=not mine, question=question, shown=rest))
    return tuple(acts)


def shown_as_now(rows: Iterable[Opinion]) -> tuple[str, ...]:
    """These rows in the version of the page, for a form about all of them (views/shown.py)."""
    return tuple(f"{row.pk}-{row.version}" for row in rows)


def waiting_in(rows: Iterable[Opinion]) -> list[Opinion]:
    """Those that wait for the unit's reviewer."""
    return [row for row in rows if row.state == OpinionState.UNIT_REVIEW]


def paper_link(cycle: Cycle, rows: Iterable[Opinion], actor: Actor) -> Step | None:
    """The other door of the approval: what the unit's leader signed."""
    review = waiting_in(rows)
    if not review or not checks.can(actor, OPINION_MACHINE["approve_on_paper"].verb, review[0]):
        return None
    return Step("登记线下签批", reverse("consulted_paper", args=[cycle.year]))


def opinion_page(opinion: Opinion, actor: Actor, units: Iterable[Unit] = (), typed: Typed | None = None) -> OpinionPage:
    """The page of a visible opinion; the act that was refused keeps what was typed."""
    item = opinion.work_item
    cycle = item.year_plan.cycle
    row = row_of(opinion, today=actor.on, for_office=actor.role in OFFICE_ROLES)
    names = {unit.pk: unit.name for unit in units}
    return OpinionPage(
        heading=f"{cycle}任务征求意见",
        unit=opinion.unit_name,
        title=item.title,
        number=row.number,
        state_code=row.state_code,
        state_label=row.state_label,
        deliverable=item.deliverable,
        item_facts=_item_facts(opinion),
        said=said_in(opinion),
        pieces=[
            {
                "title": piece.title,
                "deliverable": piece.deliverable,
                "deadline": f"{piece.deadline:%Y-%m-%d}",
                "shares": "；".join(f"{names.get(unit, '—')}：{text}" for unit, text in piece.shares.items()),
            }
            for piece in from_data(opinion.breakdown)
        ],
        returned_why=opinion.returned_why,
        answer=opinion.answer,
        changes=tuple(Change(change["label"], _pieces_of(change)) for change in opinion.difference),
        signed=list(opinion.sheets.all()),
        acts=with_typed(_acts(opinion, cycle, actor), typed),
        links=tuple(_links(opinion, cycle, actor)),
        version=opinion.version,
        crumbs=_crumbs(cycle, actor, f"第 {row.number} 项"),
    )


def _pieces_of(change: dict[str, str]) -> tuple[Piece, ...]:
    """A date goes and another comes; of a text the words that did."""
    if change["label"] == DEADLINE:
        return (Piece("gone", change["before"]), Piece("new", change["after"]))
    return difference(change["before"], change["after"])


def _crumbs(cycle: Cycle, actor: Actor, here: str) -> tuple[Crumb, ...]:
    name = "consultation" if actor.role in OFFICE_ROLES else "consulted"
    first = ("年度", reverse("cycle_list")) if actor.role in OFFICE_ROLES else ("工作台", reverse("desk"))
    return trail(first, (f"{cycle}征求意见", reverse(name, args=[cycle.year])), here=here)


def _item_facts(opinion: Opinion) -> list[dict[str, str]]:
    item = opinion.work_item
    own = item.shares.filter(unit=opinion.unit_id).values_list("deliverable", flat=True).first()
    told = {
        DEADLINE: f"{item.planned_deadline:%Y-%m-%d}",
        "节点": item.milestone,
        "报送频次": item.get_rhythm_display(),
        "分工": opinion.get_part_display(),
        "本单位任务": own or "",
    }
    return [{"label": label, "value": value} for label, value in told.items() if value]


def draft_facts(opinion: Opinion) -> list[dict[str, str]]:
    """The item as it is drafted, for whoever writes about it."""
    return [{"label": "工作内容与要求", "value": opinion.work_item.deliverable}, *_item_facts(opinion)]


def said_in(opinion: Opinion, *, with_pieces: bool = False) -> list[dict[str, str]]:
    """What the opinion says, by whom and when; nothing while nobody wrote. A page may show the pieces by themselves."""
    if opinion.author is None or opinion.written_at is None:
        return []
    who = opinion.author.user.full_name
    if opinion.on_behalf_of:
        who = f"{opinion.on_behalf_of}（{opinion.on_behalf_source}，由{who}代录）"
    pieces = (
        f"{place}. {piece.title}（{piece.deadline:%Y-%m-%d}）：{piece.deliverable}"
        for place, piece in enumerate(from_data(opinion.breakdown), 1)
    )
    told = {
        "意见": opinion.get_kind_display(),
        "内容": opinion.text,
        "建议的工作内容": opinion.wished_deliverable,
        "建议的完成时限": f"{opinion.wished_deadline:%Y-%m-%d}" if opinion.wished_deadline else "",
        "分解建议": "；".join(pieces) if with_pieces else "",
        "填写": f"{who}　{timezone.localtime(opinion.written_at):%Y-%m-%d %H:%M}",
        "反馈": f"{timezone.localtime(opinion.given_at):%Y-%m-%d %H:%M}" if opinion.given_at else "",
    }
    return [{"label": label, "value": value} for label, value in told.items() if value]


def _acts(opinion: Opinion, cycle: Cycle, actor: Actor) -> Iterable[Act]:
    """One click each: the unit's reviewer hands in or gives back."""
    may = checks.can(actor, OPINION_MACHINE["approve"].verb, opinion)
    if cycle.state != YearPlanState.CONSULTING or opinion.state != OpinionState.UNIT_REVIEW or not may:
        return
    yield Act("approve", reverse("opinion_approve", args=[opinion.pk]), "审核通过", primary=True)
    yield Act("return", reverse("opinion_return", args=[opinion.pk]), "退回修改", reason_label="退回理由")


def _links(opinion: Opinion, cycle: Cycle, actor: Actor) -> Iterable[Step]:
    if cycle.state != YearPlanState.CONSULTING:
        return
    is_open = cycle.consult_until is not None and actor.on <= cycle.consult_until
    may_write = checks.can(actor, OPINION_MACHINE["write"].verb, opinion)
    if is_open and may_write and opinion.state in OPINION_MACHINE["write"].sources:
        yield Step("填写意见", reverse("opinion_write", args=[opinion.pk]))
        if opinion.part == Part.LEAD:
            yield Step("提出分解建议", reverse("opinion_breakdown", args=[opinion.pk]))
    if opinion.state == OpinionState.WANTED and checks.can(actor, OPINION_MACHINE["record"].verb, opinion):
        yield Step("代录意见", reverse("opinion_on_behalf", args=[opinion.pk]))
    if waits_for_answer(opinion.state, opinion.kind) and checks.can(actor, OPINION_MACHINE["adopt"].verb, opinion):
        for act in ANSWERS:
            yield Step(OPINION_MACHINE[act].label, reverse(f"opinion_{act}", args=[opinion.pk]))
