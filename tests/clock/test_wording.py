"""What a notice says: inside the matter and the reason, outside only a count, a date and a link."""

from datetime import date

import pytest

from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.models import Notification
from tasks_app.notifications.wording import Matter, Words, outside, words_of
from tests.clock.scene import a_late_line, at, sweep_on
from tests.domain.clocks import default_policy
from tests.factories import House

ASKED = ("party", "mass", "central", "company", "coordination")
KINDS = ("department", "institution", "district", *ASKED)


def words(code: str, kind: str = "department", title: str = "推进第1项重点任务") -> Words:
    matter = Matter("市商务局", kind, title, date(2026, 11, 30))
    rule = default_policy()[code]
    return words_of(rule, matter, anchor_on=date(2026, 11, 30), due_on=date(2026, 12, 1), version=1, stands_in=False)


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("code", [rule.code for rule in default_policy().rules])
def test_who_is_only_asked_reads_no_guarded_word(code: str, kind: str) -> None:
    said = words(code, kind)
    assert not [word for word in GUARDED_WORDS if word in said.title + said.asked + said.because]


@pytest.mark.parametrize("code", [rule.code for rule in default_policy().rules])
def test_a_district_is_not_urged_and_interviewed_by_a_city_leader_only(code: str) -> None:
    said = words(code, "district")
    text = said.title + said.asked + said.because
    assert "催办" not in text
    assert "通报" not in text
    assert text.count("约谈") == text.count("约谈（由市领导主持）")


@pytest.mark.parametrize(
    ("code", "kind", "title"),
    [
        ("R5", "department", "提醒：推进第1项重点任务"),
        ("U1", "department", "催办：推进第1项重点任务"),
        ("U1", "district", "逾期提醒：推进第1项重点任务"),
        ("D5", "department", "建议督办：市商务局，推进第1项重点任务"),
        ("D5", "district", "建议发函（经市政府同意）：市商务局，推进第1项重点任务"),
        ("D5", "party", "建议商请：市商务局，推进第1项重点任务"),
        ("I20", "company", "建议报领导小组领导协调：市商务局，推进第1项重点任务"),
        ("O3", "department", "提醒：市商务局，推进第1项重点任务"),
        ("OP3", "central", "提醒：市商务局，推进第1项重点任务"),
        ("PS3", "central", "提醒：市商务局的在办公文，推进第1项重点任务"),
        ("IC5", "department", "提醒：市商务局的整改情况，推进第1项重点任务"),
    ],
)
def test_titles(code: str, kind: str, title: str) -> None:
    assert words(code, kind).title == title


@pytest.mark.parametrize("kind", KINDS)
def test_a_reason_names_the_rule_the_day_and_the_version(kind: str) -> None:
    assert words("U1", kind).because == (
        "因为完成时限后第 1 个工作日已到（起算日 2026-11-30，应办日 2026-12-01），规则 U1，第 1 版。"
    )


def test_the_deadline_is_filled_in() -> None:
    assert words("U1").asked.startswith("本事项已超过完成时限 2026-11-30，")


def test_a_long_title_is_cut() -> None:
    assert len(words("D5", title="长" * 300).title) == 200


def test_outside_there_is_a_count_a_date_and_a_link() -> None:
    said = outside(3, date(2026, 11, 30), "https://example.cn/inbox/")
    assert said.subject == "您有 3 件待办"
    assert said.body.startswith("您有 3 件待办，最近一件 11月30日到期，请登录办理：https://example.cn/inbox/\n")
    assert "最近一件" not in outside(1, None, "https://example.cn/inbox/").body


@pytest.mark.django_db
@pytest.mark.portable
def test_a_notice_carries_the_words_the_link_and_the_day(house: House) -> None:
    line = a_late_line(house)
    notice = Notification.objects.get(
        obligation__of_line=line, obligation__rule="U1", recipient=house.commerce.liaison.user
    )
    assert notice.title == f"催办：{line.work_item.title}"
    assert (notice.address, notice.due_on) == (f"/items/{line.work_item_id}/", line.deadline)
    assert (notice.urgent, notice.at, notice.read_at) == (True, at("12-01"), None)


@pytest.mark.django_db
@pytest.mark.portable
def test_a_notice_about_a_period_bears_the_day_of_the_report(house: House) -> None:
    sweep_on("10-12")
    notice = Notification.objects.filter(obligation__rule="P3", obligation__due_on=date(2026, 10, 12))[0]
    assert notice.due_on == date(2026, 10, 15)
