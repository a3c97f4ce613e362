"""The policy in words: rules by rung, the words each kind of unit reads, versions, and what is wrong."""

import json
from datetime import date
from typing import Any

import pytest

from accounts.models import Post
from tasks_app.actions import policies
from tasks_app.dashboards.ears import office_is_deaf
from tasks_app.models import PolicyVersion
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.target_factories import target
from tests.views.walking import GARBAGE, Walker, words

POLICY = "/settings/policy/"
PUT = "/settings/policy/put-in-force/"


def test_rules_stand_in_words_under_their_rung(house: House) -> None:
    page = words(Walker(house.office.clerk).get(POLICY))
    assert "默认督办规则（第1版），自2023年5月19日起施行，现行" in page
    assert "U1完成时限后第1个工作日，尚未报送办结：告知联络员、承办人、单位审核人。即时发送，不等当日汇总" in page
    assert "须在U1触发后第4个工作日起" in page
    assert "完成时限〔时限〕" in page
    assert page.index("办公室自身时限") < page.index("O3报送后第3个工作日") < page.index("督办权限")
    assert "规则没有缺口" in page


def test_reach_table_gives_each_kind_only_its_own_words(house: House) -> None:
    page = words(Walker(house.office.clerk).get(POLICY))
    assert "市直部门提醒→催办→督办→约谈督办通知、约谈通知" in page
    assert "党委部门提醒→逾期提醒→商请→报领导小组领导协调商请函、呈批件" in page


def test_older_and_coming_versions_can_be_read(house: House) -> None:
    coming = policies.default_rules() | {"version": 2, "title": "新规则", "starts_on": "2027-01-01"}
    policies.put_in_force(coming, basis="办公室通知", by=house.office.director, at=moment("2026-12-01"))
    walker = Walker(house.office.clerk)
    assert "第1版），自2023年5月19日起施行，现行" in words(walker.get(POLICY))
    page = words(walker.get(POLICY, version="2"))
    assert "新规则（第2版），自2027年1月1日起施行，非现行版本。依据：办公室通知" in page


def by_code(rules: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {rule["code"]: rule for rule in rules}


def test_rules_older_than_targets_say_so_and_how_to_mend_it(house: House) -> None:
    version, walker = PolicyVersion.objects.get(), Walker(house.office.clerk)
    version.rules = [rule for rule in version.rules if rule["about"] != "target"]
    version.save()
    notice = "现行规则未包含目标指标读数的催报规则"
    assert notice not in words(walker.get(POLICY))
    target(house.plan)
    assert notice in words(walker.get(POLICY))
    assert notice in words(walker.get("/supervision/clock/"))
    data = json.loads(walker.get("/settings/policy/with-targets/").content)
    policies.put_in_force(data, basis="办公室通知", by=house.office.director, at=walker.at)
    assert by_code(policies.default_rules()["rules"]) == by_code(data["rules"])
    assert notice not in words(walker.get(POLICY))


def test_faults_of_a_stored_version_and_empty_posts_are_named(house: House) -> None:
    version = PolicyVersion.objects.get()
    version.rules = [rule | {"after": "没有"} if rule["code"] == "D5" else rule for rule in version.rules]
    version.save()
    Post.objects.filter(user=house.commerce.reviewer.user).update(ends_on=date(2026, 12, 1))
    page = words(Walker(house.office.clerk).get(POLICY))
    assert "规则D5的前提规则不存在，永远不会触发。" in page
    assert "市商务局：审核人无人，由联络员代收" in page


def test_an_empty_office_is_named(house: House) -> None:
    """Clerk and director stand in for everybody else; nobody stands in for both."""
    Post.objects.filter(role__in=("office_clerk", "office_director")).exclude(user=house.office.director.user).update(
        ends_on=date(2026, 12, 1)
    )
    assert "无人接收" not in words(Walker(house.office.director).get(POLICY))
    assert not office_is_deaf(date(2026, 12, 2))
    Post.objects.filter(role="office_director").update(ends_on=date(2026, 12, 2))
    assert office_is_deaf(date(2026, 12, 3))


# --- putting a policy in force ---------------------------------------------------------------------------------------
def rules_text(**changes: object) -> str:
    """The default as version 2, as text."""
    return json.dumps(policies.default_rules() | {"version": 2} | changes, ensure_ascii=False)


def test_the_director_confirms_and_the_version_holds_from_its_day(house: House) -> None:
    walker = Walker(house.office.director, at=moment("2026-12-01 10:00"))
    answer = walker.post(PUT, rules=rules_text(title="新规则"), basis="主任办公会", starts_on="2027-01-01")
    assert answer.headers["Location"] == f"{POLICY}?version=2"
    row = PolicyVersion.objects.get(version=2)
    assert (row.title, row.basis, row.starts_on) == ("新规则", "主任办公会", date(2027, 1, 1))
    assert row.put_in_force_by == house.office.director.post


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"basis": ""}, 422, "请填写依据"),
        ({"starts_on": "2026-11-30"}, 422, "施行日期不能早于今天"),
        ({"starts_on": "20270101"}, 422, "请选择一个日期"),
        ({"rules": rules_text(version=1)}, 409, "已经存在"),
        ({"rules": rules_text(version=2**40)}, 422, "版本号（version）应为1至9999的整数"),
        ({"rules": "[]"}, 422, "规则文件无法识别"),
        ({"rules": "{"}, 422, "不是JSON格式"),
    ],
)
def test_what_does_not_hold_is_said_and_what_was_typed_stays(
    house: House, sent: dict[str, str], status: int, sentence: str
) -> None:
    walker = Walker(house.office.director, at=moment("2026-12-01 10:00"))
    typed = {"rules": rules_text(), "basis": "主任办公会纪要", "starts_on": "2027-01-01"} | sent
    page = walker.post(PUT, **typed)
    assert (page.status_code, sentence in words(page)) == (status, True)
    assert "basis" in sent or "主任办公会纪要" in page.content.decode()
    assert PolicyVersion.objects.count() == 1


def test_nobody_but_the_director_puts_it_in_force(house: House) -> None:
    for somebody in (house.office.clerk, house.office.leader, house.commerce.liaison):
        answer = Walker(somebody).post(PUT, rules=rules_text(), basis="依据", starts_on="2027-01-01")
        assert answer.status_code == 403
    assert PolicyVersion.objects.count() == 1


def test_page_costs_a_known_number_of_statements(house: House, django_assert_num_queries: object) -> None:
    walker = Walker(house.office.clerk)
    walker.get(POLICY)
    with django_assert_num_queries(7):  # type: ignore[operator]
        walker.get(POLICY)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_shows_the_version_in_force(house: House, garbage: str) -> None:
    assert "第1版" in words(Walker(house.office.clerk).get(POLICY, version=garbage))


def test_before_the_first_policy_the_page_says_so(house: House) -> None:
    PolicyVersion.objects.all().delete()
    assert "还没有启用督办规则" in words(Walker(house.office.clerk).get(POLICY))
    assert "还没有启用督办规则" in words(Walker(house.office.clerk).get("/supervision/rehearsal/"))
    assert Walker(house.office.clerk).get("/supervision/clock/").status_code == 200


def test_units_do_not_read_the_rules(house: House) -> None:
    scene.sweep_on("11-09")
    assert Walker(house.commerce.liaison).get(POLICY).status_code == 403
