"""A post with nobody behind it is told to the office, once a case, and never in silence."""

from datetime import date, timedelta

import pytest

from accounts.models import Role
from tasks_app.actions import accounts, leaves, posts, successions, vacancies
from tasks_app.dashboards.vacancies import vacancies_on
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Notification, UnitLine
from tasks_app.models.calendar import working_calendar
from tests import factories
from tests.factories import LATER, House
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db
TODAY = LATER.date()
TOLD = {"at": LATER, "basis": "单位来函"}


@pytest.fixture(autouse=True)
def _known_from_before(house: House) -> None:
    """The office of these tests has no liaison and no reviewer of its own: that was told long ago."""
    vacancies.tell(at=factories.ISSUED_AT)


def told() -> dict[str, set[int]]:
    """Who was told of what since."""
    found: dict[str, set[int]] = {}
    for notice in Notification.objects.filter(at__gt=factories.ISSUED_AT):
        found.setdefault(notice.title, set()).add(notice.recipient_id)
    return found


def office(house: House) -> set[int]:
    people = (house.office.clerk, house.office.second_clerk, house.office.director)
    return {person.user.pk for person in people if person.user}


def tell_again(house: House) -> int:
    return vacancies.tell(at=LATER, units={house.commerce.unit.pk})


def test_the_only_reviewer_gone(house: House) -> None:
    factories.report_in(ReportState.UNIT_REVIEW, house)
    posts.leave(house.commerce.reviewer.own_post, last_day=TODAY - timedelta(days=1), by=house.office.clerk, **TOLD)
    assert told() == {"市商务局单位审核人空缺": office(house)}
    assert "目前有 1 件等待办理" in Notification.objects.first().asked
    assert tell_again(house) == 0


def test_the_only_liaison_gone_is_told_to_the_reviewer_too(house: House) -> None:
    reviewer = house.commerce.reviewer
    posts.leave(house.commerce.liaison.own_post, last_day=TODAY - timedelta(days=1), by=reviewer, **TOLD)
    assert reviewer.user
    assert told() == {"市商务局联络员空缺": office(house) | {reviewer.user.pk}}


def test_a_unit_without_open_lines_is_told_of_as_well_and_one_that_is_gone_is_not(house: House) -> None:
    """市水务局 has no line of this year: what comes next must not find nobody."""
    unit = house.water.unit
    assert not UnitLine.objects.filter(unit=unit).exists()
    posts.leave(house.water.liaison.own_post, last_day=TODAY - timedelta(days=1), by=house.office.clerk, **TOLD)
    assert "市水务局联络员空缺" in told()
    assert (
        '市水务局</a> <span class="late-words">联络员空缺'
        in Walker(house.office.clerk, LATER).get("/").content.decode()
    )
    wish = successions.Wish(unit, "abolished", "市数据局", unit.kind, TODAY, "机构改革方案")
    row = successions.propose(wish, by=house.office.clerk, at=LATER)
    successions.confirm(row, on=TODAY, basis="机构改革方案", by=house.office.director, at=LATER)
    assert [gap for gap in vacancies_on(TODAY, working_calendar()) if gap.unit == unit] == []


def test_one_of_two_gone_is_nobody_s_business(house: House) -> None:
    factories.post(Role.LIAISON, house.commerce.unit)
    posts.leave(house.commerce.liaison.own_post, last_day=TODAY - timedelta(days=1), by=house.office.clerk, **TOLD)
    assert told() == {}


def test_on_leave_without_a_stand_in(house: House) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=4)}
    row = leaves.take(house.commerce.reviewer.own_post, **days, by=house.office.clerk, **TOLD)
    assert told() == {"市商务局单位审核人休假且无人代班": office(house)}
    leaves.end(row, last_day=TODAY - timedelta(days=1), by=house.office.clerk, **TOLD)
    Notification.objects.all().delete()
    cover = house.commerce.liaison.user
    leaves.take(house.commerce.reviewer.own_post, **days, stand_in=cover, by=house.office.clerk, **TOLD)
    assert told() == {}


def test_switched_off(house: House) -> None:
    user = house.commerce.reviewer.user
    assert user
    accounts.deactivate(user, by=factories.working(Role.SYSTEM_ADMIN, house.office.unit), at=LATER)
    assert told() == {"市商务局单位审核人空缺": office(house)}


def test_switched_off_again_is_told_again(house: House) -> None:
    user, by = house.commerce.reviewer.user, factories.working(Role.SYSTEM_ADMIN, house.office.unit)
    assert user
    for _ in range(2):
        accounts.deactivate(user, by=by, at=LATER)
        vacancies.tell(at=LATER)
        accounts.activate(user, by=by, at=LATER)
    once = Notification.objects.filter(title="市商务局单位审核人空缺").count()
    assert once == 2 * len(office(house))


def test_an_end_that_comes_near_is_told_when_it_does(house: House) -> None:
    last = date(2026, 5, 20)
    posts.leave(house.commerce.liaison.own_post, last_day=last, by=house.office.clerk, **TOLD)
    assert told() == {}
    for day in ("2026-05-06", "2026-05-07", "2026-05-08"):
        vacancies.tell(at=factories.moment(day), units={house.commerce.unit.pk})
    assert set(told()) == {"市商务局联络员即将到期且无人接任"}
    assert "自 2026-05-21 起" in Notification.objects.first().asked


def test_the_office_s_only_director(house: House) -> None:
    security = factories.working(Role.SECURITY_ADMIN, house.office.unit)
    director = house.office.director
    posts.leave(director.own_post, last_day=TODAY - timedelta(days=1), by=security, **TOLD)
    assert security.user
    assert director.user
    title = "市碳达峰碳中和工作领导小组办公室领导小组办公室负责人空缺"
    assert told() == {title: office(house) - {director.user.pk} | {security.user.pk}}


def test_an_empty_office_is_told_to_the_security_administrator(house: House) -> None:
    security = factories.working(Role.SECURITY_ADMIN, house.office.unit)
    for person in (house.office.clerk, house.office.second_clerk, house.office.director):
        posts.leave(person.own_post, last_day=TODAY - timedelta(days=1), by=factories.clock(), at=LATER)
    posts.leave(house.commerce.reviewer.own_post, last_day=TODAY, by=factories.clock(), at=LATER)
    vacancies.tell(at=LATER)
    assert security.user
    assert len(told()) == 5  # of the office's own liaison and reviewer nobody had told them
    assert all(people == {security.user.pk} for people in told().values())


def test_it_is_red_on_the_office_s_desk_and_on_the_page_of_people(house: House) -> None:
    posts.leave(house.commerce.reviewer.own_post, last_day=TODAY, by=factories.clock(), at=LATER)
    walker = Walker(house.office.clerk, factories.moment("2026-04-14"))
    for page in ("/", "/settings/people/", f"/people/units/{house.commerce.unit.pk}/"):
        answer = walker.get(page)
        assert "单位审核人空缺" in words(answer)
        assert 'class="late-words">单位审核人空缺' in answer.content.decode()
    assert "单位审核人空缺" not in words(Walker(house.office.leader, walker.at).get("/"))


def test_gaps_cost_five_statements(house: House, django_assert_max_num_queries: object) -> None:
    calendar = working_calendar()
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert vacancies_on(TODAY, calendar)
