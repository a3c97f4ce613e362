"""The desk (工作台) in words: today in one sentence, then what hurts first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.desk import UnitCounts
from tasks_app.dashboards.line_today import CycleToday, LineToday
from tasks_app.dashboards.received import OnDesk
from tasks_app.dashboards.talking import TalkOnDesk
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.lights import WORST_FIRST
from tasks_app.models import ProgressReport
from tasks_app.presenters.filters import address
from tasks_app.presenters.lines import LineRow, row_of
from tasks_app.presenters.links import name_of, report_url

# The words by which every link of the desk keeps it narrowed to one plan.
Narrowed = Mapping[str, object]


@dataclass(frozen=True)
class Stat:
    """One figure of the sentence (``components/stat_sentence.html``)."""

    count: int
    words: str
    url: str = ""
    late: bool = False


@dataclass(frozen=True)
class Sentence:
    """Today in one sentence."""

    stats: tuple[Stat, ...]
    tail: str
    empty: str


@dataclass(frozen=True)
class Waiting:
    """A report that waits for somebody's decision."""

    name: str
    title: str
    number: int
    plan: str
    unit: str
    url: str
    since: object
    author: str
    is_late: bool
    is_mine: bool


@dataclass(frozen=True)
class Chip:
    """One choice of the list (``components/filter_chips.html``)."""

    label: str
    url: str
    count: int | None
    current: bool


def unit_sentence(
    counts: UnitCounts, to_approve: int, papers: OnDesk, readings: int, year: CycleToday, narrowed: Narrowed
) -> Sentence:
    """What a unit's person has before them today; figures of zero are not said."""
    stats = (
        Stat(counts.late, "件逾期", _wanting("late", narrowed), late=True),
        Stat(papers.to_sign, "件来文待签收", today_url()),
        Stat(papers.to_answer, "件来文待答复", today_url()),
        Stat(to_approve, "件待您审核", today_url()),
        Stat(counts.to_redo, "件退回修改", _wanting("redo", narrowed)),
        Stat(counts.to_sign, "件待签收", _wanting("sign", narrowed)),
        Stat(counts.owing, "件待填报", _wanting("report", narrowed)),
        Stat(readings, "项目标数据待填报", today_url()),
    )
    return Sentence(said(stats), next_day(year), "没有需要您办理的事项")


def today_url() -> str:
    """All that waits for this person stands in one list."""
    return f"{reverse('desk')}#todo"


def with_talk(sentence: Sentence, talk: TalkOnDesk) -> Sentence:
    """The same with what instructions and questions ask of this person."""
    stats = (
        Stat(len(talk.owed), "件批示待答复", today_url()),
        Stat(len(talk.late), "件批示逾期未答复", "#talk", late=True),
        Stat(len(talk.to_close), "件批示答复待办结", today_url()),
        Stat(len(talk.asked), "件提问待答复", today_url()),
    )
    return replace(sentence, stats=(*sentence.stats, *said(stats)))


def _wanting(want: str, narrowed: Narrowed) -> str:
    return address(reverse("desk"), {"want": want, **narrowed})


def said(stats: Iterable[Stat]) -> tuple[Stat, ...]:
    """The figures that are not zero."""
    return tuple(stat for stat in stats if stat.count)


def next_day(year: CycleToday) -> str:
    """The next report day in words."""
    period = year.next_report_day()
    if period is None:
        return ""
    day = period.due_on
    in_year = "" if day.year == year.today.year else f"{day.year}年"
    return f"下次调度 {in_year}{day.month}月{day.day}日（{period.name}）"


def chips(counts: UnitCounts, want: str, narrowed: Narrowed) -> tuple[Chip, ...]:
    """The choices of the unit's list."""
    choices = (
        ("", "在办", counts.open),
        ("late", "逾期", counts.late),
        ("redo", "退回修改", counts.to_redo),
        ("sign", "待签收", counts.to_sign),
        ("report", "待填报", counts.owing),
        ("done", "已办结", counts.done),
        ("aside", "暂缓或撤项", counts.aside),
    )
    known = want if want in {code for code, _, _ in choices} else ""
    return tuple(
        Chip(label, _wanting(code, narrowed), count, code == known)
        for code, label, count in choices
        if count or code == known or not code
    )


def section_chips(section: str, want: str, narrowed: Narrowed) -> tuple[Chip, ...]:
    """The section the list is narrowed to, and the way back; nothing where it is not."""
    if not section:
        return ()
    here = _wanting(want, {**narrowed, "section": section})
    return Chip("全部科室", _wanting(want, narrowed), None, current=False), Chip(section, here, None, current=True)


def rows_of(entries: Iterable[LineToday], *, today: date, role: str, names: PlanNames) -> list[LineRow]:
    """The rows of one page: by light, then in the order they came (by deadline)."""
    ranked = sorted(entries, key=lambda entry: WORST_FIRST.index(entry.light))
    return [row_of(entry, today=today, role=role, names=names) for entry in ranked]


def waiting_of(report: ProgressReport, actor: Actor, names: PlanNames) -> Waiting:
    """A row of what waits; its author is one's self where somebody else must approve."""
    item = report.line.work_item
    return Waiting(
        name=name_of(report),
        title=item.title,
        number=item.year_plan.task.number,
        plan=names.get(item.year_plan.task.plan_id, ""),
        unit=report.line.unit_name,
        url=report_url(report),
        since=report.submitted_at or report.drafted_at,
        author=report.author.user.full_name,
        is_late=report.is_late,
        is_mine=actor.user is not None and report.author.user_id == actor.user.pk,
    )


def own_waiting(reports: Iterable[ProgressReport], actor: Actor, names: PlanNames) -> list[Waiting]:
    """Of what waits only what this person wrote: somebody else has to decide it. The rest stands in 今天要办."""
    rows = (waiting_of(report, actor, names) for report in reports)
    return [row for row in rows if row.is_mine]


def contact_words(post: Post | None) -> str:
    """Whom to call, or that nobody is entered yet."""
    if post is None or not post.user.phone:
        return "请联系领导小组办公室"
    return f"请联系领导小组办公室{post.user.full_name}，电话 {post.user.phone}"
