"""Before the year is issued: the office sets what an item asks for, and whoever did so does not issue it."""

from datetime import date

import pytest

from tasks_app.models import WorkItem
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, words

SPRING = moment("2026-03-02 09:00")
TYPED = {"title": "建成三个示范点", "deliverable": "年底前建成并验收。", "planned_deadline": "2026-10-30"}


@pytest.fixture
def drafted(db: None) -> House:
    """2026, drawn up by the clerk and not yet issued."""
    return factories.house(is_issued=False)


def _item() -> WorkItem:
    item = WorkItem.objects.order_by("pk").first()
    assert item is not None
    return item


def test_clerk_sets_what_is_asked_and_by_when(drafted: House) -> None:
    item = _item()
    clerk = Walker(drafted.office.clerk, at=SPRING)
    assert f'href="/items/{item.pk}/revise/">修订' in clerk.get(f"/items/{item.pk}/").content.decode()
    form = words(clerk.get(f"/items/{item.pk}/revise/"))
    assert item.title in form
    assert "报送频次（选填）" not in form  # one of them is chosen beforehand
    answer = clerk.post(f"/items/{item.pk}/revise/", version=item.version, **TYPED)
    assert answer.url == "/cycles/2026/"
    item.refresh_from_db()
    assert (item.title, item.planned_deadline) == (TYPED["title"], date(2026, 10, 30))


@pytest.mark.parametrize("day", ["2026-02-29", "0001-01-01", "2026-03-02", "", "明天"])
def test_a_date_that_does_not_hold_keeps_what_was_typed(drafted: House, day: str) -> None:
    item = _item()
    clerk = Walker(drafted.office.clerk, at=SPRING)
    answer = clerk.post(f"/items/{item.pk}/revise/", version=item.version, **TYPED | {"planned_deadline": day})
    assert answer.status_code == 422
    assert TYPED["title"] in answer.content.decode()
    assert _item().title == item.title


def test_a_stale_page_says_so_and_keeps_the_words(drafted: House) -> None:
    item = _item()
    clerk = Walker(drafted.office.clerk, at=SPRING)
    clerk.post(f"/items/{item.pk}/revise/", version=item.version, **TYPED)
    again = clerk.post(f"/items/{item.pk}/revise/", version=item.version, **TYPED | {"title": "另一个名称"})
    assert again.status_code == 409
    assert "不是最新内容" in words(again)
    assert "另一个名称" in again.content.decode()
    assert "已保存的版本" in words(again)
    assert f"{TYPED['title']}工作内容与要求" in words(again)
    assert f"保存{drafted.office.clerk.user.full_name}" in words(again)
    assert _item().title == TYPED["title"]


def test_who_revised_an_item_does_not_issue_the_year(drafted: House) -> None:
    item = _item()
    director = Walker(drafted.office.director, at=SPRING)
    director.post(f"/items/{item.pk}/revise/", version=item.version, **TYPED)
    assert "前一环节由您本人经办" in words(director.get("/cycles/2026/"))
    drafted.cycle.refresh_from_db()
    assert director.post("/cycles/2026/issue/", version=drafted.cycle.version).status_code == 403


def test_an_issued_item_is_frozen(db: None) -> None:
    house = factories.house()
    item = _item()
    clerk = Walker(house.office.clerk, at=SPRING)
    assert clerk.get(f"/items/{item.pk}/revise/").status_code == 409
    assert clerk.post(f"/items/{item.pk}/revise/", version=item.version, **TYPED).status_code == 409
