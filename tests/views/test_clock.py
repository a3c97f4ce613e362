"""The office's clock: what it will do, what it did and whom it reached, rungs, and what leaves the house."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.models import Post, UnitKind
from tasks_app.actions import heartbeats, outgoing
from tasks_app.dashboards.clock_health import JOBS
from tasks_app.dashboards.ears import office_is_deaf, unheard_firings
from tasks_app.models import (
    Attempt,
    Channel,
    Message,
    MessageState,
    Notification,
    Obligation,
    Outgoing,
    UnitLine,
)
from tests import factories
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

CLOCK = "/supervision/clock/"
PROPOSALS = "/supervision/proposals/"
WEDNESDAY = moment("2026-12-02 10:00")
MONDAY = moment("2026-12-07 10:00")


@pytest.fixture
def late(house: House) -> UnitLine:
    """On 2 December: late by two working days, and urged yesterday."""
    return scene.a_late_line(house)


# --- the board -------------------------------------------------------------------------------------------------------
def test_board_shows_the_next_ten_working_days_by_day(house: House, late: UnitLine) -> None:
    page = words(Walker(house.office.clerk, at=WEDNESDAY).get(CLOCK))
    assert "2026-12-07周一建议督办1件" in page
    assert "2026-12-03周四没有" in page
    assert "2026-12-10周四提醒1件" in page  # the proposal that nobody decided is chased itself
    assert "2026-12-05" not in page
    assert page.count("周") == 11


def test_board_shows_what_fired_and_how_far_up_the_late_lines_stand(house: House, late: UnitLine) -> None:
    page = words(Walker(house.office.clerk, at=WEDNESDAY).get(CLOCK))
    assert "2026-12-0109:00催办市商务局" in page
    assert "2个工作日时限2026-11-30催办2026-12-01" in page
    assert "下一步：2026-12-07由办公室研究是否督办（完成时限后第5个工作日）。" in page


def test_a_row_nobody_was_told_of_is_trouble_on_the_board(house: House, late: UnitLine) -> None:
    walker = Walker(house.office.clerk, at=WEDNESDAY)
    assert "触发后没有人接收" not in words(walker.get(CLOCK))
    Notification.objects.filter(obligation__rule="U1", obligation__of_line=late).delete()
    for page in (walker.get(CLOCK), walker.get(f"{CLOCK}failed/")):
        assert [row.rule for row in page.context["unheard"]] == ["U1"]
        assert "触发后没有人接收" in words(page)


def test_an_office_without_anybody_is_trouble_on_the_board(house: House, late: UnitLine) -> None:
    """Whoever still looks holds another right to look; here a post that ends today."""
    in_office = Post.objects.filter(role__in=("office_clerk", "office_director"))
    in_office.update(ends_on=WEDNESDAY.date())
    assert not office_is_deaf(WEDNESDAY.date())
    assert office_is_deaf(WEDNESDAY.date() + timedelta(days=1))
    scene.sweep_on("12-07")
    unheard = unheard_firings(moment("2026-12-07 10:00")).filter(of_line=late)
    assert [row.rule for row in unheard] == ["D5"]


def test_board_costs_a_known_number_of_statements(
    house: House, late: UnitLine, django_assert_num_queries: object
) -> None:
    walker = Walker(house.office.clerk, at=WEDNESDAY)
    walker.get(CLOCK)
    with django_assert_num_queries(32):  # type: ignore[operator]
        walker.get(CLOCK)


def test_silent_clock_is_told_to_office_and_administrators_on_every_page(house: House) -> None:
    admin = factories.working("system_admin", house.office.unit)
    told = (house.office.clerk, admin)
    for actor in told:
        assert "督办巡检已超过5分钟" in words(Walker(actor, at=MONDAY).get("/plan/"))
    assert "督办巡检" not in words(Walker(house.commerce.liaison, at=MONDAY).get("/plan/"))
    for job in JOBS:
        heartbeats.beat(job.name, at=MONDAY - timedelta(minutes=2))
    for actor in told:
        assert "没有成功运行" not in words(Walker(actor, at=MONDAY).get("/plan/"))


def test_held_outbox_is_told_to_office_and_administrators_on_every_page(house: House) -> None:
    outgoing.hold(why="恢复备份后核对。", by=house.office.director, at=MONDAY)
    for actor in (house.office.clerk, factories.working("audit_admin", house.office.unit)):
        assert "外发已暂停：恢复备份后核对。通知照常写入收件箱" in words(Walker(actor, at=MONDAY).get("/plan/"))
    assert "外发" not in words(Walker(house.commerce.liaison, at=MONDAY).get("/plan/"))


def test_unit_in_which_nobody_hears_is_named(house: House, late: UnitLine) -> None:
    Post.objects.filter(user=house.commerce.liaison.user).update(ends_on=date(2026, 12, 1))
    page = words(Walker(house.office.clerk, at=WEDNESDAY).get(f"{CLOCK}failed/"))
    assert "市商务局：联络员无人，由审核人代收" in page


def test_message_that_failed_says_why_and_how_often(house: House, late: UnitLine) -> None:
    message = Message.objects.create(
        recipient=house.commerce.liaison.user, channel=Channel.EMAIL, slot="2026-12-01", subject="您有 1 件待办",
        body="", message_id="<1@x>", state=MessageState.FAILED, at=WEDNESDAY, try_after=WEDNESDAY, tries=1,
    )  # fmt: skip
    Attempt.objects.create(message=message, at=WEDNESDAY, outcome="refused", detail="550 no such user")
    board = Walker(house.office.clerk, at=WEDNESDAY).get(CLOCK)
    assert [chip.count for chip in board.context["chips"]] == [None, None, 1, None]
    assert "1封邮件未送达" in words(board)
    page = words(Walker(house.office.clerk, at=WEDNESDAY).get(f"{CLOCK}failed/"))
    assert "您有1件待办发送失败已试1次对方拒收550nosuchuser不再尝试" in page
    assert "重发" not in page
    walker, url = Walker(house.office.director, at=WEDNESDAY), f"/settings/outgoing/messages/{message.pk}/resend/"
    assert url in walker.get(f"{CLOCK}failed/").content.decode()
    assert walker.get(url).status_code == 405
    key = str(uuid4())
    assert [walker.post(url, form_key=key).status_code for _ in range(2)] == [302, 302]
    message.refresh_from_db()
    assert (message.state, message.message_id, message.attempts.count()) == (MessageState.WAITING, "<1@x>", 2)
    assert "已重新列入发送" in words(walker.get("/settings/outgoing/"))
    again = walker.post(url)
    assert (again.status_code, "无需再次重发" in words(again)) == (409, True)
    assert Walker(house.office.clerk, at=WEDNESDAY).post(url).status_code == 403


# --- the ledger ------------------------------------------------------------------------------------------------------
def test_ledger_is_narrowed_by_rule_level_unit_and_outcome(house: House, late: UnitLine) -> None:
    walker = Walker(house.office.clerk, at=WEDNESDAY)
    counted = {
        question: walker.get(f"{CLOCK}fired/?{question}").context["pager"].total
        for question in ("", "rule=U1", "level=1", f"unit={house.transport.unit.pk}", "state=superseded", "state=all")
    }
    assert counted == {
        "": "共 5 条", "rule=U1": "共 1 条", "level=1": "共 3 条", f"unit={house.transport.unit.pk}": "共 0 条",
        "state=superseded": "共 8 条", "state=all": "共 13 条",
    }  # fmt: skip


def test_ledger_costs_the_same_for_one_row_and_for_many(
    house: House, late: UnitLine, django_assert_num_queries: object
) -> None:
    walker = Walker(house.office.clerk, at=WEDNESDAY)
    walker.get(CLOCK)
    for question in ("rule=U1", "state=all"):
        with django_assert_num_queries(9):  # type: ignore[operator]
            walker.get(f"{CLOCK}fired/?{question}")


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, late: UnitLine, garbage: str) -> None:
    walker = Walker(house.office.clerk, at=WEDNESDAY)
    for page in ("", "fired/", "failed/", "rungs/"):
        for name in ("rule", "level", "unit", "state", "after", "before"):
            assert walker.get(f"{CLOCK}{page}", **{name: garbage}).status_code == 200
    assert walker.get(PROPOSALS, show=garbage, after=garbage).status_code == 200


def test_row_says_who_was_told_and_who_read_it(house: House, late: UnitLine) -> None:
    row = Obligation.objects.get(of_line=late, rule="U1")
    reader = Notification.objects.get(obligation=row, recipient=house.commerce.liaison.user)
    Notification.objects.filter(pk=reader.pk).update(read_at=WEDNESDAY)
    page = words(Walker(house.office.clerk, at=WEDNESDAY).get(f"{CLOCK}{row.pk}/"))
    assert f"{house.commerce.liaison.name}2026-12-0210:00等待汇总" in page
    assert f"{house.commerce.reviewer.name}未读等待汇总" in page
    assert "U1：完成时限后第1个工作日，尚未报送办结：告知联络员、承办人、单位审核人。" in page
    assert "撤回通知" not in page


def test_director_takes_a_notice_back_and_keeps_the_words_of_a_refused_reason(house: House, late: UnitLine) -> None:
    row = Obligation.objects.get(of_line=late, rule="U1")
    walker, url = Walker(house.office.director, at=WEDNESDAY), f"{CLOCK}{row.pk}/retract/"
    assert walker.post(url, reason="　").status_code == 422
    long = walker.post(url, reason="错" * 301)
    assert (long.status_code, "错" * 301 in words(long)) == (422, True)
    assert walker.post(url, reason="起算日有误。").status_code == 302
    assert "已撤回：起算日有误。" in words(walker.get(f"{CLOCK}{row.pk}/"))
    again = walker.post(url, reason="再撤一次。")
    assert (again.status_code, "已经撤回" in words(again)) == (409, True)
    assert Walker(house.office.clerk, at=WEDNESDAY).post(url, reason="不是我。").status_code == 403


# --- rungs -----------------------------------------------------------------------------------------------------------
def test_rungs_bear_the_words_of_each_kind_of_unit(house: House, late: UnitLine) -> None:
    house.commerce.unit.kind = UnitKind.PARTY
    house.commerce.unit.save()
    page = words(Walker(house.office.clerk, at=WEDNESDAY).get(f"{CLOCK}rungs/"))
    assert "逾期提醒2026-12-01" in page
    assert "研究是否商请" in page


def test_rungs_cost_the_same_at_any_length(house: House, django_assert_num_queries: object) -> None:
    walker = Walker(house.office.clerk, at=WEDNESDAY)
    walker.get(f"{CLOCK}rungs/")
    with django_assert_num_queries(10):  # type: ignore[operator]
        page = walker.get(f"{CLOCK}rungs/")
    assert len(page.context["rows"]) > 1


# --- what leaves the house -------------------------------------------------------------------------------------------
def test_brake_is_shown_to_the_office_and_released_by_the_director(house: House) -> None:
    Outgoing.objects.create(pk=1, braked_at=WEDNESDAY, brake_at=5)
    clerk = words(Walker(house.office.clerk, at=WEDNESDAY).get(CLOCK))
    assert "单次触发超过5条" in clerk
    assert "由办公室负责人解除" in clerk
    walker = Walker(house.office.director, at=WEDNESDAY)
    for wrong in ("0", "-1", "abc", "", "9" * 30):
        assert walker.post("/settings/outgoing/brake/", brake_at=wrong, version="0").status_code == 422
    assert walker.post("/settings/outgoing/brake/", brake_at="500", version="0").status_code == 302
    row = Outgoing.objects.get()
    assert (row.braked_at, row.brake_at) == (None, 500)
    assert walker.post("/settings/outgoing/brake/", brake_at="500", version="1").status_code == 409


def test_outbox_is_held_with_a_reason_and_released(house: House) -> None:
    walker = Walker(factories.working("system_admin", house.office.unit), at=WEDNESDAY)
    assert walker.post("/settings/outgoing/hold/", why="", version="0").status_code == 422
    assert walker.post("/settings/outgoing/hold/", why="恢复备份后核对。", version="0").status_code == 302
    page = walker.get("/settings/outgoing/")
    assert "外发已暂停：恢复备份后核对。" in words(page)
    assert 'name="version" value="1"' in page.content.decode()
    assert "外发已暂停" in words(Walker(house.office.clerk, at=WEDNESDAY).get(CLOCK))
    assert walker.post("/settings/outgoing/release/", version="1").status_code == 302
    assert not Outgoing.objects.get().held
    again = walker.post("/settings/outgoing/release/", version="2")
    assert (again.status_code, "外发没有暂停" in words(again)) == (409, True)


def test_page_that_was_overtaken_keeps_the_words_and_turns_no_switch(house: House) -> None:
    outgoing.hold(why="邮件服务器迁移。", by=house.office.director, at=WEDNESDAY)
    walker = Walker(house.office.director, at=WEDNESDAY)
    for version in ("0", ""):
        stale = walker.post("/settings/outgoing/hold/", why="演练结束前不发。", version=version)
        assert (stale.status_code, "演练结束前不发。" in stale.content.decode()) == (409, True)
    assert walker.post("/settings/outgoing/release/", version="0").status_code == 409
    assert Outgoing.objects.get().why == "邮件服务器迁移。"


def test_page_of_the_outbox_costs_a_known_number_of_statements(house: House, django_assert_num_queries: object) -> None:
    outgoing.hold(why="核对", by=house.office.director, at=WEDNESDAY)
    walker = Walker(house.office.director, at=WEDNESDAY)
    walker.get(CLOCK)
    with django_assert_num_queries(7):  # type: ignore[operator]
        walker.get("/settings/outgoing/")
