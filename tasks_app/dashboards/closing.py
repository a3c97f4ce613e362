"""What is missing before the line in focus is closed (办结还缺什么), from what its item's page reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.actor import Actor
from tasks_app.dashboards.talking import Talk
from tasks_app.domain.access import OFFICE_ROLES
from tasks_app.domain.closing_gaps import ClosingFacts, Missing, missing_to_close
from tasks_app.domain.gathering import is_silent
from tasks_app.domain.instruction_states import InstructionState
from tasks_app.domain.paper_states import WITH_EITHER
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import OPEN_REPORT, ReportState, missing_words
from tasks_app.models import Evidence, Extension, LineCase, Mention, PaperService, ProgressReport, UnitLine

if TYPE_CHECKING:
    from tasks_app.dashboards.item import LineOnItem

ON_ITS_WAY = (*OPEN_REPORT, ReportState.SUBMITTED)


@dataclass(frozen=True)
class ClosingSight:
    """What is missing, and where it is put right: the application, the first question, answer, request and paper."""

    missing: tuple[Missing, ...]
    closing: ProgressReport | None = None
    question: int | None = None
    reply: int | None = None
    request: Extension | None = None
    case: LineCase | None = None
    paper: PaperService | None = None


class ClosingAsked:
    """The questions for what the page does not know already: the files of the application, and papers about the line.

    They ask nothing for whoever neither handles the line nor belongs to the office.
    """

    def __init__(self, entry: "LineOnItem | None", actor: Actor) -> None:
        is_told = entry is not None and entry.is_readable and (entry.is_own or actor.role in OFFICE_ROLES)
        self.entry = entry if is_told else None
        self.closing = _closing_of(self.entry.reports) if self.entry else None
        self.files, self.papers = Evidence.objects.none(), PaperService.objects.none()
        if self.closing is not None:
            self.files = Evidence.objects.filter(report=self.closing, kind=Evidence.Kind.MATERIAL).only("report")
        if self.entry:
            papers = PaperService.objects.visible_to(actor).filter(line=self.entry.line, state__in=WITH_EITHER)
            self.papers = papers.only("state").order_by("id")
        self.all: tuple[QuerySet[Any], ...] = (self.files, self.papers)

    def sight(
        self, lines: Iterable["LineOnItem"], talk: Talk, requests: Sequence[Extension], cases: Sequence[LineCase]
    ) -> ClosingSight | None:
        """The list, once the questions were read; None for whoever is not told."""
        if self.entry is None:
            return None
        line, closing = self.entry.line, self.closing
        questions, owed = _questions(talk, line.unit_id), _owed(talk, line.unit_id)
        waiting, raised = [one for one in requests if one.is_open], [one for one in cases if one.is_open]
        papers = list(self.papers)
        facts = ClosingFacts(
            state=line.state,
            closing=closing.state if closing else "",
            lacks_fields=closing is not None and _lacks_fields(closing),
            has_file=bool(self.files),
            verification=line.verification,
            silent_units=_silent(line, lines),
            questions=len(questions),
            instructions=len(owed),
            requests=len(waiting),
            cases=len(raised),
            papers=len(papers),
        )
        return ClosingSight(
            missing=missing_to_close(facts),
            closing=closing,
            question=next(iter(questions), None),
            reply=next(iter(owed), None),
            request=next(iter(waiting), None),
            case=next(iter(raised), None),
            paper=next(iter(papers), None),
        )


def _closing_of(reports: Iterable[ProgressReport]) -> ProgressReport | None:
    """The application that is being written or decided."""
    return next((report for report in reports if report.is_closing and report.state in ON_ITS_WAY), None)


def _lacks_fields(report: ProgressReport) -> bool:
    words = {"progress": report.progress_text, "problems": report.problems, "next_steps": report.next_steps}
    return bool(missing_words(**words, standing=report.standing))


def _silent(line: UnitLine, lines: Iterable["LineOnItem"]) -> int:
    """How many supporting units a lead would ask for closing without."""
    if line.part != Part.LEAD:
        return 0
    return sum(one.line.part == Part.SUPPORT and is_silent(one.line.state) for one in lines)


def _questions(talk: Talk, unit: int) -> list[int]:
    """The visible questions that wait for the unit's answer."""
    standing = [comment for comment in talk.comments if not comment.withdrawn_at]
    return [comment.pk for comment in standing if any(_is_asked(one, unit) for one in comment.mentions.all())]


def _is_asked(mention: Mention, unit: int) -> bool:
    return mention.asks and mention.answer_id is None and mention.unit_id == unit


def _owed(talk: Talk, unit: int) -> list[int]:
    """The instructions the unit has to answer."""
    awaiting = [reply for reply in talk.replies if reply.state == InstructionState.AWAITING]
    return [reply.pk for reply in awaiting if reply.unit_id == unit]
