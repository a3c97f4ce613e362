"""The papers of the demo's past: a mandate, the 代字, and what became of the first letters the clock proposed."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import UnitKind
from tasks_app.actions import (
    evidence,
    mandates,
    paper_drafts,
    paper_issue,
    paper_numbers,
    paper_rendering,
    paper_services,
    papers,
)
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.paper_drafts import Wanted, Words
from tasks_app.domain.access import Role
from tasks_app.domain.paper_kinds import PaperKind, Series
from tasks_app.domain.reach import Level
from tasks_app.domain.working_days import Calendar
from tasks_app.management.demo import story
from tasks_app.management.demo.cast import Cast
from tasks_app.management.demo.moments import Moments
from tasks_app.models import Obligation, Paper
from tasks_app.permissions.kin import kin_of_office


@dataclass(frozen=True)
class Correspondence:
    """Mandate and numbers on the day of issue; then a letter that was sent, one to be signed, and one begun."""

    moments: Moments
    calendar: Calendar
    cast: Cast

    def open(self) -> None:
        """What has to be there before the first paper can leave the desk."""
        at = self.moments.at(self.moments.issued_on, 16)
        clerk, director = self.cast.by(Role.OFFICE_CLERK, at), self.cast.by(Role.OFFICE_DIRECTOR, at)
        authority = replace(story.MANDATE, starts_on=self.moments.issued_on)
        mandate = mandates.enter(authority, _file(story.MANDATE_FILE), by=clerk, at=at)
        mandates.confirm(mandate, by=director, at=at)
        for year in {self.moments.issued_on.year, self.moments.today.year}:
            for series, code in story.CODES.items():
                paper_numbers.set_up(Series(series), year, code=code, start=1, by=clerk, at=at)

    def play(self) -> None:
        """Answers the first proposals about departments, each one less far than the one before."""
        letters = Obligation.objects.open_proposals().filter(level=Level.LETTER)
        to_departments = letters.filter(of_line__unit__kind=UnitKind.DEPARTMENT)
        others = to_departments.exclude(of_line__unit__in=kin_of_office())
        chosen = others.select_related("of_line__cycle", "of_line__unit")
        for proposal, go in zip(list(chosen[:3]), (self._send, self._present, self._draft), strict=False):
            go(proposal)
        paper_rendering.render_waiting(at=self.moments.now)

    def _draft(self, proposal: Obligation) -> Paper:
        at = self._after(proposal, 1, 9)
        clerk, line = self.cast.by(Role.OFFICE_CLERK, at), proposal.the_line
        wanted = Wanted(PaperKind.SUPERVISION_NOTICE, line.cycle, units=(line.unit,), proposals=(proposal,))
        paper = paper_drafts.draft(wanted, by=clerk, at=at)
        return paper_drafts.revise(paper, Words(paper.title, story.LETTER_WORDS), by=clerk, at=at)

    def _present(self, proposal: Obligation) -> Paper:
        paper, at = self._draft(proposal), self._after(proposal, 1, 10)
        paper = paper_drafts.submit(paper, by=self.cast.by(Role.OFFICE_CLERK, at), at=at)
        return papers.check(paper, by=self.cast.by(Role.OFFICE_DIRECTOR, at), at=at)

    def _send(self, proposal: Obligation) -> Paper:
        """Signed, numbered, stamped, issued, and signed for by the unit, which has not answered yet."""
        paper, at = self._present(proposal), self._after(proposal, 1, 15)
        paper = papers.sign(paper, by=self.cast.by(Role.OFFICE_DIRECTOR, at), at=at)
        at = self._after(proposal, 2, 9)
        clerk = self.cast.by(Role.OFFICE_CLERK, at)
        paper = paper_numbers.number(paper, by=clerk, at=at)
        paper = paper_issue.seal(paper, _file(story.SEALED_FILE), by=clerk, at=at)
        paper = paper_issue.issue(paper, by=clerk, at=at)
        at, service = self._after(proposal, 3, 10), paper.services.get()
        liaison = self.cast.by(Role.LIAISON, at, service.unit_id)
        paper_services.receive(service, calendar=self.calendar, by=liaison, at=at)
        return paper

    def _after(self, proposal: Obligation, working_days: int, hour: int) -> datetime:
        return self.moments.at(self.calendar.plus(proposal.due_on, working_days), hour)


def _file(name: str) -> StoredFile:
    [stored] = evidence.take_in([SimpleUploadedFile(name, story.FILE_BYTES)])
    return stored
