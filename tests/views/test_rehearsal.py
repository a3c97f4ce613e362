"""The rehearsal's page: a picture with its figures, another policy compared, and nothing stored."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tasks_app.actions import policies
from tasks_app.models import Notification, Obligation, PolicyVersion, SubmittedForm
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

REHEARSAL = "/supervision/rehearsal/"
NOVEMBER = moment("2026-11-05 10:00")


def walker(house: House) -> Walker:
    return Walker(house.office.clerk, at=NOVEMBER)


def compared(house: House, content: bytes, **days: str) -> HttpResponse:
    """The page after another policy was handed in."""
    file = SimpleUploadedFile("policy.json", content, content_type="application/json")
    return walker(house).post(REHEARSAL, policy=file, **days)


def changed_rules(**changes: Any) -> bytes:
    """The default policy with other values in rule D5."""
    data = policies.default_rules() | {"version": 2}
    data["rules"] = [rule | changes if rule["code"] == "D5" else rule for rule in data["rules"]]
    return json.dumps(data, ensure_ascii=False).encode()


def test_weeks_stand_as_bars_and_as_figures(house: House) -> None:
    page = walker(house).get(REHEARSAL, start="2026-11-05", end="2026-12-31")
    text = words(page)
    assert "从2026年11月5日到2026年12月31日" in text
    played = page.context["played"]
    assert played["total"] == sum(week.now.total for week in played["weeks"]) > 0
    assert page.content.decode().count("<title>") == len(played["chart"].bars) + 1
    assert "2026-11-30当周催办4件" in text.replace("&nbsp;", "")
    assert "style=" not in page.content.decode()


def test_days_before_today_too_many_or_reversed_are_refused_beside_their_field(house: House) -> None:
    for start, end, sentence in (
        ("2026-11-04", "2026-12-01", "预演从今天起"),
        ("2026-12-02", "2026-12-01", "止期应不早于起期"),
        ("2026-11-05", "2028-12-01", "最多预演400天"),
    ):
        page = walker(house).get(REHEARSAL, start=start, end=end)
        assert (page.status_code, sentence in words(page)) == (422, True)
        assert f'value="{start}"' in page.content.decode()


def test_later_start_shows_the_later_days_only(house: House) -> None:
    page = walker(house).get(REHEARSAL, start="2026-12-01", end="2026-12-31")
    assert page.context["played"]["weeks"][0].now.monday.isoformat() == "2026-11-30"
    assert page.context["played"]["total"] < walker(house).get(REHEARSAL).context["played"]["total"]


def test_a_year_that_is_not_published_is_marked(house: House) -> None:
    marked = [
        words(walker(house).get(REHEARSAL, start="2026-11-05", end=end)).count("工作日安排尚未公布")
        for end in ("2026-12-31", "2027-01-01")
    ]
    assert marked == [0, 1]


def test_another_policy_is_compared_and_nothing_is_stored(house: House) -> None:
    page = compared(house, changed_rules(offset=8, wait=7), start="2026-11-05", end="2026-12-31")
    text = words(page)
    assert page.status_code == 200
    comparison = page.context["played"]["comparison"]
    assert (comparison.moved, comparison.added, comparison.dropped) == (8, 0, 0)  # four letters, each chased later
    assert "规则D5：移动4条" in text
    assert "移动2026-12-072026-12-10建议督办4" in text
    assert PolicyVersion.objects.count() == 1
    assert not any(model.objects.exists() for model in (Obligation, Notification, SubmittedForm))


def test_both_policies_stand_in_the_picture_and_its_figures(house: House) -> None:
    page = compared(house, changed_rules(offset=12, wait=11), start="2026-11-05", end="2026-12-31")
    bars = page.context["played"]["chart"].bars
    assert {bar.is_new for bar in bars} == {True, False}
    assert any(bar.words == "比较 2026-12-14 当周督办 4 件" for bar in bars if bar.is_new)
    assert "右柱（加框）为第2版" in words(page)
    assert "→" in words(page)


def test_only_the_director_is_offered_to_put_it_in_force(house: House) -> None:
    content = changed_rules(offset=8, wait=7)
    assert "确认启用" not in words(compared(house, content))
    file = SimpleUploadedFile("policy.json", content, content_type="application/json")
    page = Walker(house.office.director, at=NOVEMBER).post(REHEARSAL, policy=file)
    assert "启用第2版规则" in words(page)
    assert page.context["put_form"].initial["rules"] == content.decode()
    assert page.context["put_form"].initial["starts_on"].isoformat() == "2026-11-05"


def test_same_policy_differs_in_nothing(house: House) -> None:
    assert "触发的完全相同" in words(compared(house, changed_rules()))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\xff\xfe\x00", "不是JSON格式"),
        (b"[" * 100_000, "不是JSON格式"),
        (b"[]", "规则文件无法识别"),
        (b"null", "规则文件无法识别"),
        (b"{}", "缺少版本号（version）"),
        (b'{"version": 1e999, "title": "x", "starts_on": "2026-01-01", "rules": [null]}', "第1条规则应为一个对象"),
        (b" " * 300_000, "不应超过256KB"),
        (changed_rules(level=5), "第8条规则（D5）的层级（level）应为以下之一"),
        (changed_rules(after=""), "会越级触发"),
        (changed_rules(audience=[]), "没有通知对象"),
    ],
)
def test_policy_with_faults_is_named_in_chinese(house: House, content: bytes, sentence: str) -> None:
    page = compared(house, content)
    assert page.status_code == 422
    assert sentence in words(page)
    assert "按规则" in words(page)


def test_no_file_is_a_sentence(house: House) -> None:
    page = walker(house).post(REHEARSAL)
    assert (page.status_code, "请选择规则文件" in words(page)) == (422, True)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, garbage: str) -> None:
    assert walker(house).get(REHEARSAL, start=garbage, end=garbage).status_code == 422


def test_page_costs_a_known_number_of_statements(house: House, django_assert_num_queries: object) -> None:
    reader = walker(house)
    reader.get(REHEARSAL)
    with django_assert_num_queries(20):  # type: ignore[operator]
        reader.get(REHEARSAL)
