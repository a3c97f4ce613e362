"""The file of a paper is made by a job out of its frozen context, once, and passes our own measure."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from tasks_app.actions import paper_rendering
from tasks_app.documents.official.checking.check import check
from tasks_app.domain.paper_kinds import KINDS, Need
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Paper
from tests import paper_factories
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
FIRST_HAND = [code for code, kind in KINDS.items() if not kind.needs & {Need.INTERVIEW, Need.LEADER_AGREES}]


@pytest.fixture
def house() -> House:
    return paper_factories.late_house()


def content_of(paper: Paper) -> bytes:
    paper = Paper.objects.select_related("content").get(pk=paper.pk)
    assert paper.content is not None
    with default_storage.open(paper.content.path) as file:
        return BytesIO(file.read()).getvalue()


def test_a_numbered_paper_gets_its_file_once(house: House) -> None:
    paper = paper_factories.paper_in(PaperState.NUMBERED, house)
    waiting = paper_factories.paper_in(PaperState.SIGNED, house, lines=[house.line(house.transport)])
    assert paper_rendering.render_waiting(at=paper_factories.ISSUED_AT) == 1
    assert paper_rendering.render_waiting(at=paper_factories.ISSUED_AT) == 0
    assert check(content_of(paper)) == []
    assert Paper.objects.get(pk=waiting.pk).content is None


@pytest.mark.parametrize("kind", sorted(FIRST_HAND))
def test_every_kind_is_laid_out_by_the_standard(house: House, kind: str) -> None:
    units = {"request_letter": "party", "dispatch_letter": "central"}
    if kind in units:
        unit = house.commerce.unit
        unit.kind = units[kind]
        unit.save()
    paper = paper_factories.paper_in(PaperState.NUMBERED, house, kind)
    paper_rendering.render_waiting(at=paper_factories.ISSUED_AT)
    assert check(content_of(paper)) == []


def test_a_later_change_of_the_rows_changes_no_frozen_word(house: House) -> None:
    paper = paper_factories.paper_in(PaperState.NUMBERED, house)
    house.commerce.unit.name = "市商务和口岸局"
    house.commerce.unit.save()
    before = dict(paper.context or {})
    assert Paper.objects.get(pk=paper.pk).context == before
    assert before["addressee"] == "市商务局"
