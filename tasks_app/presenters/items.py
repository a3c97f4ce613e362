"""An item's page in words: what is asked, by whom, what happened; and for one line, the one thing to do now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.item import ItemSheet, LineOnItem
from tasks_app.dashboards.timeline import CLOCK, OFFICE, PAPER, UNIT
from tasks_app.domain.access import UNIT_ROLES, Role, Verb, rights_of
from tasks_app.domain.line_states import OPEN, LineState
from tasks_app.models import ProgressReport, UnitLine, WorkItem
from tasks_app.presenters.acts import Now, Typed
from tasks_app.presenters.closing import GapRow, gap_rows
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.extension_rows import RequestRow, moved_words, row_of_request
from tasks_app.presenters.filters import Chip, address, chips
from tasks_app.presenters.ladder import Ladder, ladder_of
from tasks_app.presenters.line_acts import now_of
from tasks_app.presenters.line_case_rows import CaseRow, row_of_case
from tasks_app.presenters.lines import UnitCard, card_of
from tasks_app.presenters.links import Step, case_url, extension_url, name_of, report_url
from tasks_app.presenters.plan_source import source_url
from tasks_app.presenters.plans import lead_url, table_url, task_url
from tasks_app.presenters.talking import TalkPage, talk_page
from tasks_app.presenters.timeline import Entry, entries_of, folded, rungs_told

CARDS_SHOWN = 12
TIMELINE = (("", "全部"), (UNIT, "单位办理"), (OFFICE, "办公室"), (CLOCK, "系统"), (PAPER, "文件"))
MARK = "mark_supervised"


@dataclass(frozen=True)
class ReportRow:
    """A report in the list under a line."""

    name: str
    url: str
    state_code: str
    state_label: str
    submitted_at: Any
    is_late: bool
    on_behalf: str


@dataclass(frozen=True)
class Focus:
    """The line the right column is about, with its reports."""

    heading: str
    card: UnitCard
    facts: list[dict[str, str]]
    now: Now
    reports: list[ReportRow]
    version: int
    extensions: list[RequestRow] = field(default_factory=list)
    cases: list[CaseRow] = field(default_factory=list)
    moved: str = ""
    ladder: Ladder | None = None
    follow_up: str = ""
    followed: list[ReportRow] = field(default_factory=list)
    followed_from: str = "续办之前"
    hand_over_url: str = ""
    handler: dict[str, str] = field(default_factory=dict)
    gaps: tuple[GapRow, ...] = ()


@dataclass(frozen=True)
class ItemPage:
    """All that the page shows."""

    title: str
    number: int
    quote: str
    quote_source: str
    quote_url: str
    measures_url: str
    deliverable: str
    cards: list[UnitCard]
    more_cards: list[UnitCard]
    focus: Focus | None
    entries: list[Entry]
    more_url: str
    latest_url: str
    inferred_lead: str
    lead_url: str
    contacts: list[dict[str, str]]
    supervised_by: str
    supervised_url: str
    supervised_typed: str
    version: int
    talk: TalkPage
    revise_url: str = ""
    crumbs: tuple[Crumb, ...] = field(default=())
    timeline_chips: tuple[Chip, ...] = ()

    @property
    def handler(self) -> dict[str, str]:
        """Who handles the line in focus now, as its form names the fields."""
        return self.focus.handler if self.focus else {}


def item_page(sheet: ItemSheet, actor: Actor, typed: Typed | None = None, *, at: datetime) -> ItemPage:
    """The page of a sheet; asks the permission table only about the line in focus and about answers to instructions."""
    item, task = sheet.item, sheet.item.year_plan.task
    cards = [_card(entry, sheet) for entry in sheet.lines]
    reports = {report.pk: report for entry in sheet.lines for report in entry.reports}
    url = reverse("item", args=[item.pk])
    return ItemPage(
        title=item.title,
        number=task.number,
        quote=task.text,
        quote_source=f"{task.plan.number}　{task.heading.name}　第 {task.number} 项",
        quote_url=source_url(task),
        measures_url=f"{task_url(task)}#measures",
        deliverable="" if item.deliverable == task.text else item.deliverable,
        cards=cards[:CARDS_SHOWN],
        more_cards=cards[CARDS_SHOWN:],
        focus=_focus(sheet.focus, sheet, actor, typed) if sheet.focus else None,
        entries=_entries(sheet, reports),
        more_url=_older_url(sheet, url),
        latest_url=f"{address(url, {'timeline': sheet.want})}#timeline" if sheet.before else "",
        timeline_chips=_timeline_chips(sheet, url),
        inferred_lead=f"推定牵头单位：{sheet.inferred_lead}（排序第一），待确认；仅办公室可见。"
        if sheet.inferred_lead
        else "",
        lead_url=lead_url(task) if sheet.inferred_lead else "",
        contacts=_contacts(sheet.contacts),
        supervised_by=item.supervised_by,
        supervised_typed=typed.reason if typed and typed.act == MARK else item.supervised_by,
        supervised_url=reverse("item_supervised", args=[item.pk]) if _may_mark(actor) else "",
        version=item.version,
        revise_url=_revise_url(item, actor),
        talk=talk_page(item, sheet.talk, sheet.year, actor, line=_spoken_of(sheet), at=at),
        crumbs=trail(
            ("重点任务", table_url(task.plan_id)),
            (f"第 {task.number} 项", task_url(task)),
            here=f"{item.year_plan.cycle.year}年度任务",
        ),
    )


def _older_url(sheet: ItemSheet, url: str) -> str:
    """Where the timeline goes on: first as far as one page holds, then before what it showed."""
    if sheet.older_before is None:
        return ""
    before = {"before": sheet.older_before.isoformat()} if sheet.is_whole else {}
    return f"{address(url, {'steps': 'all', 'timeline': sheet.want, **before})}#timeline"


def _entries(sheet: ItemSheet, reports: Mapping[int, ProgressReport]) -> list[Entry]:
    """People's steps and the clock's, the latest first; of a day the clock's are one line, unless one asks for them."""
    told = entries_of(sheet.steps, reports, units=len(sheet.lines))
    rungs = rungs_told(sheet.rungs, {entry.line.pk: entry.line for entry in sheet.lines})
    ordered = sorted([*told, *rungs], key=lambda entry: entry.at, reverse=True)
    return ordered if sheet.want == CLOCK else folded(ordered)


def _timeline_chips(sheet: ItemSheet, url: str) -> tuple[Chip, ...]:
    line = sheet.focus.line.pk if sheet.focus else ""
    found = chips(url, {"line": line, "timeline": sheet.want}, "timeline", TIMELINE)
    return tuple(replace(chip, url=f"{chip.url}#timeline") for chip in found)


def _spoken_of(sheet: ItemSheet) -> int | None:
    """The line in focus, where its words may be read."""
    return sheet.focus.line.pk if sheet.focus and sheet.focus.is_readable else None


def _revise_url(item: WorkItem, actor: Actor) -> str:
    """Where a drafted item is revised, for whoever draws up the year."""
    may = item.is_draft and rights_of(actor.role, Verb.DRAFT_YEAR)
    return reverse("item_revise", args=[item.pk]) if may else ""


def _may_mark(actor: Actor) -> bool:
    return bool(rights_of(actor.role, Verb.MARK_SUPERVISED))


def _card(entry: LineOnItem, sheet: ItemSheet) -> UnitCard:
    card = card_of(
        entry.today,
        entry.reports,
        year=sheet.year,
        is_marked=entry.is_own or entry is sheet.focus,
        is_readable=entry.is_readable,
    )
    return replace(card, pending=_pending(sheet)) if entry is sheet.focus else card


def _pending(sheet: ItemSheet) -> tuple[Step, ...]:
    """What was asked for about the line in focus and nobody has decided: 延期申请待审批."""
    requests = [one for one in sheet.requests if one.is_open]
    cases = [one for one in sheet.cases if one.is_open]
    return (
        *(Step(f"延期申请{one.get_state_display()}", extension_url(one)) for one in requests),
        *(Step(f"{one.get_kind_display()}{one.get_state_display()}", case_url(one)) for one in cases),
    )


def _focus(entry: LineOnItem, sheet: ItemSheet, actor: Actor, typed: Typed | None) -> Focus:
    line = entry.line
    return Focus(
        heading="本单位承办事项" if entry.is_own else line.unit_name,
        card=_card(entry, sheet),
        facts=_facts(entry),
        now=now_of(entry, sheet.year, actor, typed, sheet.requests, sheet.cases),
        reports=[_report_row(report) for report in entry.reports],
        version=line.version,
        extensions=[row_of_request(request) for request in reversed(sheet.requests)],
        cases=[row_of_case(case) for case in reversed(sheet.cases)],
        moved=moved_words(line, sheet.requests, sheet.cases),
        ladder=ladder_of(sheet.ladder, for_office=not entry.is_own) if sheet.ladder else None,
        follow_up=line.follow_up if entry.is_readable else "",
        followed=[_report_row(report) for report in sheet.followed],
        followed_from=_followed_from(sheet, line),
        hand_over_url=_hand_over_url(entry),
        gaps=gap_rows(sheet.closing, entry) if sheet.closing else (),
        handler={"section": line.section, "handler": line.handler, "phone": line.handler_phone},
    )


def _followed_from(sheet: ItemSheet, line: UnitLine) -> str:
    """Whose reports came before: the unit's own (续办), or those of the units it follows by law, under their names."""
    names = dict.fromkeys(report.line.unit_name for report in sheet.followed if report.unit_id != line.unit_id)
    return f"承接自{'、'.join(names)}" if names else "续办之前"


def _hand_over_url(entry: LineOnItem) -> str:
    """Where the unit hands its own line over; who signs for it says so on signing."""
    is_open = entry.line.state in OPEN and entry.line.state != LineState.PENDING_SIGNATURE
    return reverse("line_hand_over", args=[entry.line.pk]) if entry.is_own and is_open else ""


def _facts(entry: LineOnItem) -> list[dict[str, str]]:
    """Who handles it; said only where the line may be read and somebody is named."""
    line = entry.line
    told = {
        "分工": line.get_part_display(),
        "交办日期": f"{line.issued_on:%Y-%m-%d}",
        "报送频次": line.get_rhythm_display(),
    }
    if entry.is_readable:
        told |= {"承办科室": line.section, "承办人": line.handler, "联系电话": line.handler_phone}
    return [{"label": label, "value": value} for label, value in told.items() if value]


def _report_row(report: ProgressReport) -> ReportRow:
    return ReportRow(
        name=name_of(report),
        url=report_url(report),
        state_code=report.state,
        state_label=report.get_state_display(),
        submitted_at=report.submitted_at,
        is_late=report.is_late,
        on_behalf=f"{report.on_behalf_source}代录" if report.is_on_behalf else "",
    )


def _contacts(posts: list[Post]) -> list[dict[str, str]]:
    """One person with a phone for each role."""
    first = {post.role: post for post in reversed(posts) if post.user.phone}
    return [_contact(post) for post in first.values()]


def _contact(post: Post) -> dict[str, str]:
    where = post.unit.name if post.role in UNIT_ROLES else "领导小组办公室"
    role = "联络员" if post.role == Role.LIAISON else "经办人"
    return {"where": where, "role": role, "name": post.user.full_name, "phone": post.user.phone}
