"""The file of a paper is made by a job out of its frozen context, once, and passes our own measure."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.storage import default_storage

from tasks_app.actions import paper_drafts, paper_rendering
from tasks_app.actions.paper_drafts import Wanted, Words
from tasks_app.dashboards.clock_health import clock_health
from tasks_app.documents.official.checking.check import check
from tasks_app.documents.official.render import render as laid_out
from tasks_app.domain.paper_kinds import KINDS, Need
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid
from tasks_app.models import Paper
from tasks_app.presenters.paper_page import facts_of
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House

pytestmark = pytest.mark.django_db
FIRST_HAND = [code for code, kind in KINDS.items() if not kind.needs & {Need.INTERVIEW, Need.LEADER_AGREES}]


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def content_of(paper: Paper) -> bytes:
    paper = Paper.objects.select_related("content").get(pk=paper.pk)
    assert paper.content is not None
    with default_storage.open(paper.content.path) as file:
        return BytesIO(file.read()).getvalue()


def titled(house: House, title: str) -> Paper:
    """A numbered paper under this title."""
    paper = paper_factories.drafted(house)
    clerk = factories.actor(house.office.clerk.own_post, paper_factories.DRAFTED_AT)
    paper = paper_drafts.revise(paper, Words(title, paper.words), by=clerk, at=paper_factories.DRAFTED_AT)
    return paper_factories.advance(paper, PaperState.NUMBERED, house)


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


@pytest.mark.parametrize("title", ["关于" + "办理" * 58 + "通知", "关于加快a/b:c建设的通知"], ids=["long", "unsafe"])
def test_no_title_that_the_form_takes_keeps_a_paper_from_its_file(house: House, title: str) -> None:
    paper = titled(house, title)
    assert paper_rendering.render_waiting(at=paper_factories.ISSUED_AT) == 1
    assert check(content_of(paper)) == []


def test_the_usual_correction_of_a_long_item_gets_its_file(house: House) -> None:
    line = house.line(house.commerce)
    line.work_item.title = "推" * 40
    line.work_item.save()
    first = paper_factories.paper_in(PaperState.ISSUED, house)
    wanted = Wanted(first.kind, first.cycle, units=[line.unit], lines=[line], corrects=first)
    clerk = factories.actor(house.office.clerk.own_post, paper_factories.ISSUED_AT)
    second = paper_drafts.draft(wanted, by=clerk, at=paper_factories.ISSUED_AT)
    words = Words(second.title, paper_factories.passages(second.kind))
    second = paper_drafts.revise(second, words, by=clerk, at=paper_factories.ISSUED_AT)
    second = paper_factories.advance(second, PaperState.NUMBERED, house, at=paper_factories.ISSUED_AT)
    paper_rendering.render_waiting(at=paper_factories.ISSUED_AT)
    assert check(content_of(second)) == []


def test_a_paper_that_cannot_be_laid_out_is_seen_and_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lines = (house.line(house.commerce), house.line(house.transport))
    spoilt, sound = (paper_factories.paper_in(PaperState.NUMBERED, house, lines=[line]) for line in lines)
    monkeypatch.setattr(paper_rendering, "AT_ONCE", 1)

    def render(paper: object) -> bytes:
        if getattr(paper, "number", "") == spoilt.number:
            raise KeyError("issues")
        return laid_out(paper)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(paper_rendering, "render", render)
        rendered = [paper_rendering.render_waiting(at=paper_factories.ISSUED_AT) for _ in range(3)]
    assert rendered == [0, 1, 0]
    assert check(content_of(sound)) == []
    assert f"paper {spoilt.pk} could not be rendered" in caplog.text
    spoilt = Paper.objects.select_related("author__user", "cycle").get(pk=spoilt.pk)
    assert spoilt.render_fault == "KeyError"
    assert Paper.history.filter(id=spoilt.pk, render_fault="KeyError").count() == 1
    assert any("未能生成（KeyError）" in fact["value"] for fact in facts_of(spoilt))
    assert clock_health(paper_factories.ISSUED_AT).lacks_files
    assert paper_rendering.render_waiting(at=paper_factories.ISSUED_AT) == 1
    assert Paper.objects.get(pk=spoilt.pk).render_fault == ""
    assert not clock_health(paper_factories.ISSUED_AT).lacks_files


@pytest.mark.parametrize(
    ("field", "text", "mark"),
    [
        ("title", "关于督促办理机密★事项的通知", "机密"),
        ("opening", "现将绝 密事项通知如下。", "绝密"),
        ("demands", "按秘密级文件办理。", "秘密级"),
    ],
)
def test_words_with_a_classification_mark_do_not_leave_the_desk(house: House, field: str, text: str, mark: str) -> None:
    paper = paper_factories.drafted(house)
    words = Words(text if field == "title" else paper.title, {**paper.words, field: text})
    clerk = factories.actor(house.office.clerk.own_post, paper_factories.DRAFTED_AT)
    paper = paper_drafts.revise(paper, words, by=clerk, at=paper_factories.DRAFTED_AT)
    with pytest.raises(Invalid) as refused:
        paper_drafts.submit(paper, by=clerk, at=paper_factories.DRAFTED_AT)
    assert set(refused.value.faults) == {field}
    assert f"密级标志“{mark}”" in refused.value.faults[field]
