"""The year: who draws it up, who issues it, and what the page says before the button is pressed."""

from uuid import uuid4

import pytest

from accounts.models import Role
from tasks_app.models import Cycle, UnitLine, WorkItem
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, words

LIST, PAGE, DRAFT, ISSUE = "/cycles/", "/cycles/2026/", "/cycles/2026/draft/", "/cycles/2026/issue/"
SPRING = moment("2026-03-02 09:00")


@pytest.fixture
def drafted(db: None) -> House:
    """2026, drawn up by the clerk and not yet issued."""
    return factories.house(is_issued=False)


@pytest.fixture
def issued(db: None) -> House:
    """2026, issued. Not the house of the module, for others here build their own."""
    return factories.house()


def test_clerk_opens_and_draws_up_this_year(db: None) -> None:
    office = factories.office()
    factories.plan_with_tasks(3)
    clerk = Walker(office.clerk, at=SPRING)
    assert "拟定2026年度任务" in words(clerk.get(LIST))
    answer = clerk.post(DRAFT)
    assert answer.url == PAGE
    assert "已按方案拟定2026年度任务3项" in words(clerk.get(PAGE))
    assert WorkItem.objects.count() == 3


def test_the_same_form_sent_twice_draws_up_once(db: None) -> None:
    office = factories.office()
    factories.plan_with_tasks(2)
    clerk, key = Walker(office.clerk, at=SPRING), str(uuid4())
    assert clerk.post(DRAFT, form_key=key).url == clerk.post(DRAFT, form_key=key).url == PAGE
    assert WorkItem.objects.count() == 2


@pytest.mark.parametrize("year", [0, 1999, 2024, 2028, 9999, 2**63])
def test_only_this_year_and_the_next_can_be_opened(db: None, year: int) -> None:
    clerk = Walker(factories.office().clerk, at=SPRING)
    assert clerk.post(f"/cycles/{year}/draft/").status_code == 404
    assert clerk.get(f"/cycles/{year}/").status_code == 404
    assert not Cycle.objects.exists()


def test_director_sees_what_issuing_would_make_and_issues(drafted: House) -> None:
    director = Walker(drafted.office.director, at=SPRING)
    page = words(director.get(PAGE))
    assert "印发2026年度任务？将向4个单位交办7件承办事项" in page
    answer = director.post(ISSUE, version=drafted.cycle.version)
    assert answer.url == PAGE
    page = words(director.get(PAGE))
    assert "已印发2026年度任务，交办7件承办事项" in page
    assert "2026年3月2日印发" in page
    assert UnitLine.objects.count() == 7


def test_clerk_is_told_who_issues(drafted: House) -> None:
    clerk = Walker(drafted.office.clerk, at=SPRING)
    assert "只有领导小组办公室负责人可以印发年度任务" in words(clerk.get(PAGE))
    assert clerk.post(ISSUE, version=drafted.cycle.version).status_code == 403
    assert not UnitLine.objects.exists()


def test_director_does_not_issue_what_they_drew_up(db: None) -> None:
    office = factories.office()
    factories.plan_with_tasks(2)
    director = Walker(office.director, at=SPRING)
    director.post(DRAFT)
    assert "前一环节由您本人经办" in words(director.get(PAGE))
    assert director.post(ISSUE, version=0).status_code == 403
    assert not UnitLine.objects.exists()


def test_empty_group_is_named_instead_of_the_button(drafted: House) -> None:
    drafted.group.memberships.all().delete()
    page = words(Walker(drafted.office.director, at=SPRING).get(PAGE))
    assert "以下单位组没有成员，不能印发：市碳达峰碳中和工作领导小组成员单位" in page
    assert "将向" not in page


def test_stale_page_does_not_issue(drafted: House) -> None:
    director = Walker(drafted.office.director, at=SPRING)
    assert director.post(ISSUE, version=drafted.cycle.version + 1).status_code == 409
    assert director.post(ISSUE).status_code == 409
    assert not UnitLine.objects.exists()


def test_draft_is_the_offices_own(drafted: House) -> None:
    assert Walker(drafted.office.leader, at=SPRING).get(PAGE).status_code == 404
    assert Walker(drafted.commerce.liaison, at=SPRING).get(PAGE).status_code == 403
    assert "2026年度" not in words(Walker(drafted.office.leader, at=SPRING).get(LIST)).replace("拟定2026年度", "")


def test_issued_year_is_open_to_those_who_oversee_and_to_no_unit(issued: House) -> None:
    assert "年度任务3项" in words(Walker(issued.office.leader).get(PAGE))
    assert Walker(issued.office.leader).post(DRAFT).status_code == 403
    for person in (issued.commerce.reviewer, factories.working(Role.SYSTEM_ADMIN, issued.office.unit)):
        assert Walker(person).get(PAGE).status_code == 403
        assert Walker(person).get(LIST).status_code == 403


def test_page_shows_dates_and_how_many_units_each_item_has(issued: House) -> None:
    page = words(Walker(issued.office.clerk).get(PAGE))
    assert "第一季度2026-04-012026-04-15" in page
    assert "2026-11-302个" in page
    assert "2027-01-203个" in page


@pytest.mark.parametrize("url", [DRAFT, ISSUE])
def test_acts_are_posts(issued: House, url: str) -> None:
    assert Walker(issued.office.director).get(url).status_code == 405


def test_page_costs_few_statements(issued: House, django_assert_max_num_queries) -> None:
    walker = Walker(issued.office.clerk)
    walker.get(PAGE)
    with django_assert_max_num_queries(14):
        walker.get(PAGE)
