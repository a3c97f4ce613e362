"""Papers brought to a state by the real acts, on a house whose lines are late (:func:`late_house`)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.actions import mandates, paper_drafts, paper_issue, paper_numbers, paper_services, papers
from tasks_app.actions.mandates import Authority
from tasks_app.actions.paper_drafts import Wanted, Words
from tasks_app.actions.papers import Agreement
from tasks_app.domain.paper_kinds import KINDS, Means, Need, PaperKind, Series
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Mandate, Paper, PaperService, UnitLine
from tests import factories
from tests.factories import House, moment, pdf, published_calendar, stored

# Every line of the year is due on 30 November 2026; in December all that is unfinished is late.
DRAFTED_AT = moment("2026-12-08")
# How long after it was drafted each step is taken, where everybody is quick.
CHECKED, SIGNED, NUMBERED, SEALED, ISSUED = (timedelta(hours=hours) for hours in (1, 6, 24, 25, 26))
CHECKED_AT, SIGNED_AT, ISSUED_AT = DRAFTED_AT + CHECKED, DRAFTED_AT + SIGNED, DRAFTED_AT + ISSUED
RECEIVED_AT = moment("2026-12-10")
CODES = {Series.NOTICE: "珠碳办", Series.LETTER: "珠碳办函", Series.MINUTES: "珠碳办纪", Series.MEMO: "珠碳办呈"}
WAY = (
    PaperState.DRAFT,
    PaperState.CHECKING,
    PaperState.PRESENTED,
    PaperState.SIGNED,
    PaperState.NUMBERED,
    PaperState.SEALED,
    PaperState.ISSUED,
)


def mandate(
    of: House,
    *,
    means: Sequence[str] = Means.values,
    kinds: Sequence[str] = tuple(UnitKind.values),
    units: Sequence[Unit] = (),
    by_notice: bool = True,
    is_confirmed: bool = True,
    starts_on: date = factories.BEGINNING,
    at: datetime = factories.ISSUED_AT,
) -> Mandate:
    """A mandate that the clerk entered and the director confirmed."""
    authority = Authority(
        title="关于授权开展碳达峰重点任务督促检查的通知",
        number="珠府办函〔2026〕8号",
        issuer="珠海市人民政府办公室",
        matters="对碳达峰重点任务落实情况开展督促检查。",
        starts_on=starts_on,
        means=tuple(means),
        unit_kinds=tuple(kinds),
        units=tuple(units),
        by_notice=by_notice,
    )
    row = mandates.enter(authority, *stored(pdf("授权文件.pdf")), by=of.office.clerk, at=at)
    return mandates.confirm(row, by=of.office.director, at=at) if is_confirmed else row


def series(of: House, *, year: int = 2026) -> None:
    """The 代字 of every kind of paper."""
    for kind, code in CODES.items():
        paper_numbers.set_up(kind, year, code=code, start=1, by=of.office.clerk, at=factories.ISSUED_AT)


def late_house() -> House:
    """The house of most tests, its lines signed for and late in December, a mandate for all, and 代字."""
    built = factories.house()
    factories.signed_line(built)
    mandate(built)
    series(built)
    return built


def passages(kind: str) -> dict[str, str]:
    """Something for every passage of a kind."""
    return {passage.code: f"{passage.label}的内容。" for passage in KINDS[kind].passages}


def drafted(
    of: House,
    kind: str = PaperKind.SUPERVISION_NOTICE,
    *,
    lines: Sequence[UnitLine] | None = None,
    units: Sequence[Unit] | None = None,
    at: datetime = DRAFTED_AT,
) -> Paper:
    """A whole draft by the first clerk, about the line of 市商务局 where none is named."""
    grounds = [of.line(of.commerce)] if lines is None else list(lines)
    addressees = [line.unit for line in grounds] if units is None else list(units)
    if not KINDS[kind].addressees:
        addressees = []
    if Need.GROUNDS not in KINDS[kind].needs:
        grounds = []
    period = of.period() if "dispatch" in kind else None
    wanted = Wanted(kind, of.cycle, units=addressees, lines=grounds, period=period)
    clerk = factories.actor(of.office.clerk.own_post, at)
    paper = paper_drafts.draft(wanted, by=clerk, at=at)
    return paper_drafts.revise(paper, Words(paper.title, passages(kind)), by=clerk, at=at)


def advance(paper: Paper, state: str, of: House, *, at: datetime = DRAFTED_AT) -> Paper:
    """Carries a whole draft on to a state, by the people whose acts lead there."""
    office = of.office
    people = (office.clerk, office.second_clerk, office.director)
    clerk, second, director = (factories.actor(one.own_post, at) for one in people)
    wanted = WAY.index(PaperState(state))
    if wanted >= WAY.index(PaperState.CHECKING):
        paper = paper_drafts.submit(paper, by=clerk, at=at)
    if wanted >= WAY.index(PaperState.PRESENTED):
        paper = papers.check(paper, by=second, at=at + CHECKED)
    if wanted >= WAY.index(PaperState.SIGNED):
        paper = _approved(paper, of, director, at=at)
    if wanted >= WAY.index(PaperState.NUMBERED):
        paper = paper_numbers.number(paper, by=clerk, at=at + NUMBERED)
    if wanted >= WAY.index(PaperState.SEALED):
        paper = paper_issue.seal(paper, *stored(pdf("盖章件.pdf")), by=clerk, at=at + SEALED)
    if wanted >= WAY.index(PaperState.ISSUED):
        paper = paper_issue.issue(paper, by=clerk, at=at + ISSUED)
    return paper


def _approved(paper: Paper, of: House, director: Actor, *, at: datetime) -> Paper:
    leader = factories.actor(of.office.leader.own_post, at)
    if paper.declared.approval == "instruct":
        return papers.instruct(paper, words="同意。", by=leader, at=at + SIGNED)
    if Need.LEADER_AGREES in paper.declared.needs:
        paper = papers.agree(paper, Agreement(leader.name, "副市长"), by=leader, at=at + CHECKED)
    return papers.sign(paper, by=director, at=at + SIGNED)


def paper_in(state: str, of: House, kind: str = PaperKind.SUPERVISION_NOTICE, **wanted: object) -> Paper:
    """A paper of this kind in this state."""
    return advance(drafted(of, kind, **wanted), state, of)  # type: ignore[arg-type]


def service_of(paper: Paper, unit: Unit | None = None) -> PaperService:
    """The service of a paper, of the unit where it has several addressees."""
    services = paper.services.select_related("paper", "unit")
    return services.get(unit=unit) if unit else services.get()


def received(
    of: House,
    kind: str = PaperKind.SUPERVISION_NOTICE,
    *,
    lines: Sequence[UnitLine] | None = None,
    at: datetime = RECEIVED_AT,
) -> PaperService:
    """A letter to 市商务局 that its liaison signed for."""
    service = service_of(paper_in(PaperState.ISSUED, of, kind, lines=lines))
    liaison = factories.actor(of.commerce.liaison.own_post, at)
    return paper_services.receive(service, calendar=published_calendar(), by=liaison, at=at)
