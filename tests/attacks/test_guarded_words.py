"""催办、督办、通报、约谈 stand nowhere for whom the office only asks: every kind of unit, every paper it may get.

Pages, buttons, states, messages, refusals and file names are walked, also where the office named a file carelessly.
"""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import UnitKind
from tasks_app.actions import paper_issue, paper_services
from tasks_app.domain.paper_kinds import KINDS, Need, PaperKind
from tasks_app.domain.paper_rules import fault_of_addressees
from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.domain.reach import ASKED_KINDS, GUARDED_WORDS
from tasks_app.models import PaperFile, PaperService
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf, published_calendar, stored
from tests.views.walking import Walker

pytestmark = pytest.mark.django_db

AT = moment("2026-12-11 10:00")
LATE = moment("2026-12-28 10:00")
CARELESS = "督办约谈通报催办件.pdf"
# Interviews have a case of their own: no unit that is only asked is ever invited to one.
SENT = [
    (unit_kind, kind.kind.value)
    for unit_kind in ASKED_KINDS
    for kind in KINDS.values()
    if unit_kind in kind.addressees and not kind.needs & {Need.LEADER_AGREES, Need.INTERVIEW}
]
# Whom the office supervises reads the words as they were written, or nothing at all would be read in this file.
SUPERVISED = (UnitKind.DEPARTMENT.value, PaperKind.SUPERVISION_NOTICE.value)


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def sent(house: House, unit_kind: str, kind: str) -> PaperService:
    """A paper to 市商务局, were it such a unit, with a scan under a careless name."""
    house.commerce.unit.kind = unit_kind
    house.commerce.unit.save()
    paper = paper_factories.drafted(house, kind)
    if paper.declared.needs_government_consent(unit_kind):
        paper.consent_on = paper_factories.DRAFTED_AT.date()
        paper.save()
    paper = paper_factories.advance(paper, PaperState.NUMBERED, house)
    clerk = factories.actor(house.office.clerk.own_post, paper_factories.DRAFTED_AT + paper_factories.SEALED)
    paper = paper_issue.seal(
        paper, *stored(pdf(CARELESS)), by=clerk, at=paper_factories.DRAFTED_AT + paper_factories.SEALED
    )
    return paper_factories.service_of(paper_issue.issue(paper, by=clerk, at=paper_factories.ISSUED_AT))


class Reader:
    """Somebody of the unit, walking; every answer is read to its last word."""

    def __init__(self, house: House, service: PaperService) -> None:
        self.house, self.service, self.read = house, service, [""]
        self.comes(AT)

    def comes(self, at: datetime) -> None:
        """Logs in on a day."""
        self.walker = Walker(self.house.commerce.liaison, at)

    def notes(self, answer: HttpResponse, status: int) -> None:
        assert answer.status_code == status, answer.request
        self.read.append(answer.content.decode(errors="ignore") if "text" in answer["Content-Type"] else "")
        self.read.append(unquote(str(answer.headers)))

    def looks(self) -> None:
        """All pages of what was received, and all files."""
        pages = [reverse("desk"), reverse("received"), f"{reverse('received')}?show=settled"]
        pages += [reverse(name, args=[self.service.pk]) for name in ("service", "service_issues")]
        pages += [
            reverse("received_file", args=[file.pk]) for file in PaperFile.objects.filter(paper=self.service.paper)
        ]
        for page in pages:
            self.notes(self.walker.get(page), 200)
        for act in ("service_reply", "service_object", "service_document"):
            answer = self.walker.get(reverse(act, args=[self.service.pk]))
            self.notes(answer, 200 if answer.status_code == 200 else 409)

    def does(self, act: str, status: int = 302, **typed: object) -> None:
        """An act and its answer; where it was done also the pages as they stand after it, message included."""
        version = PaperService.objects.get(pk=self.service.pk).version
        url = reverse(f"service_{act}", args=[self.service.pk])
        self.notes(self.walker.post(url, version=version, **typed), status)
        if status == HTTPStatus.FOUND:
            self.looks()

    def knocks(self) -> None:
        """Doors that are closed to it."""
        for url, status in (
            (reverse("interviews"), 403),
            (reverse("interview", args=[1]), 404),
            (reverse("service_reply_on_behalf", args=[self.service.pk]), 403),
        ):
            self.notes(self.walker.get(url), status)
        for act in ("receive_on_behalf", "uphold", "lift", "ask_again", "close", "object_on_behalf"):
            self.does(act, 403, reason="x")


@pytest.mark.parametrize(("unit_kind", "kind"), [*SENT, SUPERVISED])
def test_unit_reads_its_papers_in_its_own_words(house: House, unit_kind: str, kind: str) -> None:
    service = sent(house, unit_kind, kind)
    reader = Reader(house, service)
    second = factories.actor(house.office.second_clerk.own_post, AT)
    reader.looks()
    reader.knocks()
    reader.does("receive")
    reader.does("receive", 409)
    reader.does("object", text="有不同意见。", files=[pdf("说明.pdf")])
    row = PaperService.objects.get(pk=service.pk)
    paper_services.uphold(row, answer="请继续支持。", calendar=published_calendar(), by=second, at=AT)
    reader.looks()
    reader.does("reply", 422, text=" ")
    reader.does("reply", text="已办理。", files=[pdf("答复.pdf")])
    row = paper_services.ask_again(row, reason="请补充。", calendar=published_calendar(), by=second, at=AT)
    reader.comes(LATE)
    reader.looks()
    reader.does("object", text="另有意见。")
    paper_services.lift(row, answer="同意。", by=second, at=LATE)
    reader.looks()
    assert PaperService.objects.get(pk=service.pk).state == ServiceState.CLOSED
    if unit_kind in ASKED_KINDS:
        assert [word for word in GUARDED_WORDS if word in "".join(reader.read)] == []
    else:
        assert CARELESS in "".join(reader.read)


@pytest.mark.parametrize("unit_kind", ASKED_KINDS)
def test_no_other_paper_reaches_whom_the_office_only_asks(unit_kind: str) -> None:
    reachable = {kind.kind.value for kind in KINDS.values() if not fault_of_addressees(kind, [unit_kind])}
    assert reachable == {kind for one, kind in SENT if one == unit_kind}
    labels = "".join(KINDS[kind].kind.label + KINDS[kind].title for kind in reachable)
    assert [word for word in GUARDED_WORDS if word in labels] == []
