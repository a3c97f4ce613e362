"""The policy in words: rules by rung, the words each kind of unit reads, versions, and what is wrong."""

from datetime import date

import pytest

from accounts.models import Post
from tasks_app.actions import policies
from tasks_app.models import PolicyVersion
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

POLICY = "/settings/policy/"


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


def test_faults_of_a_stored_version_and_empty_posts_are_named(house: House) -> None:
    version = PolicyVersion.objects.get()
    version.rules = [rule | {"after": "没有"} if rule["code"] == "D5" else rule for rule in version.rules]
    version.save()
    Post.objects.filter(user=house.commerce.reviewer.user).update(ends_on=date(2026, 12, 1))
    page = words(Walker(house.office.clerk).get(POLICY))
    assert "规则D5的前提规则不存在，永远不会触发。" in page
    assert "市商务局：审核人无人，由联络员代收" in page


def test_page_costs_a_known_number_of_statements(house: House, django_assert_num_queries: object) -> None:
    walker = Walker(house.office.clerk)
    walker.get(POLICY)
    with django_assert_num_queries(8):  # type: ignore[operator]
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
