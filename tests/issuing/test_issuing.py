"""Numbers under kills: 1 to n without a gap, none twice, and every paper whole."""

import pytest

from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.models import NumberSeries, Paper, PaperFile, PaperService, PaperServiceRelation, StateChange
from tests.issuing.crowd import issue_all, sign_many

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS, KILLS = 120, 20


def test_a_crowd_that_is_killed_leaves_no_gap_and_doubles_nothing() -> None:
    sign_many(PAPERS)
    done = issue_all(kills=KILLS, seed=1)
    assert done.kills > 0
    papers = Paper.objects.order_by("serial")
    assert [paper.serial for paper in papers] == list(range(1, PAPERS + 1))
    assert {paper.number for paper in papers} == {f"珠碳办〔2026〕{serial}号" for serial in range(1, PAPERS + 1)}
    assert {paper.state for paper in papers} == {PaperState.ISSUED}
    assert NumberSeries.objects.get(series="notice").last == PAPERS
    assert len({paper.context_sha256 for paper in papers}) == PAPERS
    assert set(PaperService.objects.values_list("state", flat=True)) == {ServiceState.SERVED}
    for act in ("number", "seal", "issue", "serve"):
        assert StateChange.objects.filter(paper__isnull=False, act=act).count() == PAPERS
    assert PaperServiceRelation.objects.count() == 2 * PAPERS
    assert PaperFile.objects.filter(kind=PaperFile.Kind.SEALED).count() == PAPERS
