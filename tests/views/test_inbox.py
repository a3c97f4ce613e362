"""The inbox: what the clock told this person and why, unread first; the count stands on every page."""

from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from tasks_app.actions import retractions
from tasks_app.domain.reach import Level
from tasks_app.models import Notification, Obligation, PolicyVersion, UnitLine
from tests import factories
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

INBOX = "/inbox/"
MONDAY = moment("2026-12-07 10:00")


@pytest.fixture
def late(house: House) -> UnitLine:
    """A line of 市商务局: asked for a report that is missing, reminded three times and urged once."""
    return scene.a_late_line(house)


def mine(house: House) -> "list[Notification]":
    return list(Notification.objects.filter(recipient=house.commerce.liaison.user).order_by("-at", "-id"))


def test_notice_says_what_is_asked_and_why_it_came(house: House, late: UnitLine) -> None:
    page = words(Walker(house.commerce.liaison).get(INBOX))
    assert "共5条" in page
    assert "催办：推进第1项重点任务" in page
    assert "本事项已超过完成时限2026-11-30" in page
    assert "因为完成时限后第1个工作日已到（起算日2026-11-30，应办日2026-12-01），规则U1，第1版。" in page
    assert page.index("催办：") < page.index("提醒：")


def test_count_stands_in_the_top_bar_of_every_page(house: House, late: UnitLine) -> None:
    walker = Walker(house.commerce.liaison)
    assert "5条未读" in words(walker.get("/"))
    assert "5条未读" in words(walker.get("/plan/"))
    assert "条未读" not in words(Walker(house.water.liaison).get("/"))


def test_notices_stand_under_their_days_the_latest_first(house: House, late: UnitLine) -> None:
    days = Walker(house.commerce.liaison).get(INBOX).context["days"]
    assert [day.on for day in days] == sorted({localdate(notice.at) for notice in mine(house)}, reverse=True)
    assert sum(len(day.rows) for day in days) == 5
    assert "2026年12月1日1条" in words(Walker(house.commerce.liaison).get(INBOX))


def test_opening_marks_as_read_once_and_leads_to_the_matter(house: House, late: UnitLine) -> None:
    walker, first = Walker(house.commerce.liaison, at=MONDAY), mine(house)[0]
    answer = walker.post(f"{INBOX}{first.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/items/{late.work_item_id}/")
    walker.at = moment("2026-12-07 10:20")
    walker.post(f"{INBOX}{first.pk}/")
    assert Notification.objects.get(pk=first.pk).read_at == MONDAY
    assert "共4条" in words(walker.get(INBOX))
    assert "最近读过" in words(walker.get(INBOX))


def test_looking_ahead_reads_nothing(house: House, late: UnitLine) -> None:
    walker = Walker(house.commerce.liaison)
    url = f"{INBOX}{mine(house)[0].pk}/"
    assert f'action="{url}" method="post"' in walker.get(INBOX).content.decode()
    assert walker.get(url).status_code == 405
    assert walker.client.head(url).status_code == 405
    assert not Notification.objects.filter(read_at__isnull=False).exists()


def test_notice_of_somebody_else_does_not_exist(house: House, late: UnitLine) -> None:
    first = mine(house)[0]
    assert Walker(house.transport.liaison).post(f"{INBOX}{first.pk}/").status_code == 404
    assert Notification.objects.get(pk=first.pk).read_at is None


def test_reading_all_leaves_what_came_after_the_page(house: House, late: UnitLine) -> None:
    walker, notices = Walker(house.commerce.liaison), mine(house)
    answer = walker.post(f"{INBOX}read/", newest=str(notices[1].pk))
    assert answer.headers["Location"] == INBOX
    assert [notice.read_at is None for notice in mine(house)] == [True, False, False, False, False]
    assert "已将4条通知标为已读" in words(walker.get(INBOX))


def test_a_second_click_reads_nothing_more(house: House, late: UnitLine) -> None:
    walker, key = Walker(house.commerce.liaison), str(uuid4())
    newest = str(mine(house)[0].pk)
    for _ in range(2):
        assert walker.post(f"{INBOX}read/", newest=newest, form_key=key).status_code == 302
    assert "已将5条通知标为已读" in words(walker.get(INBOX))


def test_retracted_notice_is_struck_through_with_the_reason(house: House, late: UnitLine) -> None:
    row = Obligation.objects.get(of_line=late, rule="U1")
    retractions.retract(row, reason="该事项已当面办结。", by=house.office.director, at=MONDAY)
    walker = Walker(house.commerce.liaison)
    page = walker.get(INBOX)
    assert "共4条" in words(page)
    assert "已撤回：该事项已当面办结。" in words(page)
    assert "<del>" in page.content.decode()
    assert "4条未读" in words(page)


def test_empty_inbox_says_so(house: House) -> None:
    page = words(Walker(house.water.liaison).get(INBOX))
    assert "没有未读通知。" in page
    assert "全部标为已读" not in page
    assert "还没有读过的通知。" in words(Walker(house.water.liaison).get(INBOX, show="read"))


def many(house: House, line: UnitLine, count: int) -> None:
    """So many notices to the liaison, each of a rule of its own."""
    version, at = PolicyVersion.objects.get(), moment("2026-12-02")
    rows = Obligation.objects.bulk_create(
        Obligation(
            subject=f"line:{line.pk}", rule=f"T{number}", of_line=line, line=line, policy=version, level=Level.REMIND,
            deed="tell", anchor="deadline", anchor_on=line.deadline, due_on=line.deadline, state="fired",
            decided_in=uuid4(), at=at,
        )
        for number in range(count)
    )  # fmt: skip
    Notification.objects.bulk_create(
        Notification(
            recipient=house.commerce.liaison.user, obligation=row, title=f"通知{row.rule}", asked="请办理。",
            because="因为测试。", address="/", at=at,
        )
        for row in rows
    )  # fmt: skip


def test_long_inbox_is_walked_by_key_at_the_same_cost(
    house: House, late: UnitLine, django_assert_num_queries: object
) -> None:
    walker = Walker(house.commerce.liaison)
    walker.get(INBOX)
    with django_assert_num_queries(7):  # type: ignore[operator]
        walker.get(INBOX)
    many(house, late, 80)
    with django_assert_num_queries(6):  # type: ignore[operator]
        first = walker.get(INBOX)
    second = walker.get(INBOX + first.context["pager"].next_url)
    third = walker.get(INBOX + second.context["pager"].next_url)
    shown = [row.url for page in (first, second, third) for row in page.context["rows"]]
    assert len(shown) == len(set(shown)) == 85


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, late: UnitLine, garbage: str) -> None:
    walker = Walker(house.commerce.liaison)
    for name in ("show", "after", "before"):
        assert walker.get(INBOX, **{name: garbage}).status_code == 200
    assert walker.post(f"{INBOX}read/", newest=garbage).status_code == 302
    assert walker.post(f"{INBOX}{2**63}/").status_code == 404


def test_who_holds_no_post_has_no_inbox(house: House) -> None:
    nobody = factories.actor(factories.post("liaison", house.water.unit, ends_on=moment("2026-12-01").date()))
    assert Walker(nobody).get(INBOX).status_code == 403
