"""A young system: no plan, no year, nothing issued. Every page of the office says so instead of breaking."""

import pytest

from accounts.models import Role
from tests import factories
from tests.views.walking import Walker, words

PAGES = {
    "/plan/": "还没有导入方案",
    "/plan/leads/": "0项任务中",
    "/plan/import/": "还没有导入过方案",
    "/cycles/": "还没有拟定任何年度",
    "/supervision/late/": "年度任务还没有印发",
    "/supervision/by/unit/": "年度任务还没有印发",
    "/review/": "没有等待审核的报送件",
    "/settings/": "导入记录",
    "/settings/people/": "缺少联络员或审核人",
}
NOT_THERE = ("/plan/tasks/1/", "/plan/source/", "/plan/leads/1/", "/cycles/2026/", "/supervision/ledger.xlsx")


@pytest.mark.django_db
def test_every_page_says_that_there_is_nothing_yet() -> None:
    clerk = Walker(factories.office().clerk)
    for url, sentence in PAGES.items():
        assert sentence in words(clerk.get(url)), url
    for url in NOT_THERE:
        assert clerk.get(url).status_code == 404, url


@pytest.mark.django_db
def test_audit_begins_empty() -> None:
    administrator = factories.working(Role.AUDIT_ADMIN, factories.office().unit)
    assert "没有这样的记录" in words(Walker(administrator).get("/audit/"))


@pytest.mark.django_db
def test_year_that_is_drawn_up_has_nothing_late() -> None:
    house = factories.house(is_issued=False)
    assert "没有这一类承办事项" in words(Walker(house.office.clerk).get("/supervision/late/"))
    assert "年度任务还没有印发" in words(Walker(house.office.leader).get("/supervision/late/"))
