"""The targets on pages: open to all as the plan, their figures to whom they concern; forms keep what was typed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from tasks_app.actions import target_readings as acts
from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind
from tasks_app.importing.passages import sentence_mark
from tasks_app.models import Target, TargetReading
from tasks_app.presenters.target_words import promise_words
from tests import factories
from tests.factories import House, moment
from tests.target_factories import entry, measure, reading, reported_by, target
from tests.views.walking import GARBAGE, Walker, words

LIST = "/targets/"
SPRING, SUMMER = moment("2026-06-10 10:00"), moment("2026-07-20 10:00")
FRAME = 6


@pytest.fixture
def row(house: House) -> Target:
    """市商务局 reports that target of 2025; another of the same indicator reaches to 2030."""
    measured = measure(house.plan.tasks.get(number=1))
    row = reported_by(target(house.plan, year=2025, value="25", measure=measured), house.commerce.unit, house)
    reported_by(target(house.plan, measure=measured), house.commerce.unit, house)
    return row


def page_of(row: Target) -> str:
    return reverse("target", args=[row.pk])


@pytest.mark.parametrize(
    ("at", "figures", "said"),
    [
        (SPRING, [], "待发布2025年数据，另缺2023、2024年"),
        (SUMMER, [], "逾期未报2025年数据，另缺2023、2024年"),
        (SUMMER, ["24"], "未达标2025年24%"),
        (SUMMER, ["25.10"], "达标2025年25.1%"),
    ],
)
def test_the_list_says_in_words_how_each_target_stands(
    house: House, row: Target, at: datetime, figures: list[str], said: str
) -> None:
    for value in figures:
        reading(row, 2025, value, by=house.commerce.liaison)
    for actor in (house.commerce.liaison, house.office.clerk, house.office.leader):
        assert said in words(Walker(actor, at).get(LIST))


def test_everybody_reads_the_promise_and_only_those_concerned_the_figures(house: House, row: Target) -> None:
    reading(row, 2025, "25.1", by=house.commerce.liaison)
    auditor = factories.working(Role.AUDITOR, factories.unit(), scope_year=2026, ends_on=date(2026, 12, 31))
    for other in (house.transport.liaison, factories.working(Role.AUDIT_ADMIN, factories.unit()), auditor):
        walker = Walker(other, SUMMER)
        for url in (LIST, page_of(row), "/plan/tasks/1/"):
            page = words(walker.get(url))
            assert "不低于25%" in page, url
            assert not any(word in page for word in ("25.1", "达标2025", "待发布", "逾期未报")), url
    assert "25.1%" in words(Walker(house.commerce.liaison, SUMMER).get(page_of(row)))


def test_a_scope_of_a_year_shows_that_year_s_figures(house: House, row: Target) -> None:
    reading(row, 2024, "23.3", by=house.commerce.liaison)
    reading(row, 2025, "25.1", by=house.commerce.liaison)
    auditor = factories.working(Role.AUDITOR, factories.unit(), scope_year=2025, ends_on=date(2026, 12, 31))
    page = words(Walker(auditor, SUMMER).get(page_of(row)))
    assert "25.1%" in page
    assert "23.3%" not in page


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("20", "提升不低于 20%（较 2020 年）"),
        ("7", "降低不低于 7%（较 2020 年）"),
        ("8", "降低不低于 8%（较 2020 年）"),
        ("5", "变化不低于 5%（较 2020 年）"),
    ],
)
def test_a_promised_change_says_which_way_it_goes(value: str, said: str) -> None:
    sentence = "到 2030 年，制冷能效比 2020 年提升 20%，建筑能耗和综合能耗分别比 2020 年降低 7%和 8%。"
    words_of = {"kind": TargetKind.CHANGE, "comparator": Comparator.AT_LEAST, "unit": "%", "baseline_year": 2020}
    assert promise_words(Target(sentence=sentence, value=Decimal(value), **words_of)) == said


def test_the_page_shows_sentence_figures_source_and_picture(house: House, row: Target) -> None:
    reading(row, 2023, "20", by=house.commerce.liaison)
    reading(row, 2024, "23", kind=ReadingKind.QUICK, by=house.commerce.liaison)
    page = Walker(house.commerce.liaison, SPRING).get(page_of(row))
    html, text = page.content.decode(), words(page)
    assert row.sentence in html
    assert f"/plan/source/?line=12&amp;sentence={sentence_mark(row.sentence)}&amp;plan={row.plan_id}#sentence" in html
    assert "待发布2025年数据，2024年23%（快报），超前" in text
    assert "市统计局2025年统计公报" in text
    assert 'class="target-dot is-quick" cx=' in html
    assert '<polyline class="target-path"' in html
    assert "202423%—22.5%超前" in text


def test_a_figure_that_does_not_hold_is_said_and_the_words_are_kept(house: House, row: Target) -> None:
    walker, url = Walker(house.commerce.liaison, SPRING), reverse("reading_new", args=[row.pk])
    assert 'value="2025"' in walker.get(url).content.decode()
    version = Target.objects.get(pk=row.pk).version
    for value in ("很多", "1,5", "-3", ""):
        page = walker.post(url, year="2025", kind="quick", value=value, source="统计公报", version=version)
        assert page.status_code == 422
        assert value in page.content.decode()
        assert "统计公报" in page.content.decode()
    assert "不能为负数" in words(
        walker.post(url, year="2025", kind="quick", value="-3", source="公报", version=version)
    )
    assert not TargetReading.objects.exists()


def test_a_figure_is_entered_once_however_often_the_form_is_sent(house: House, row: Target) -> None:
    walker, url = Walker(house.commerce.liaison, SPRING), reverse("reading_new", args=[row.pk])
    form = {"year": "2025", "kind": "quick", "value": "２５．４％", "source": "统计公报", "version": "1"}
    form["form_key"] = str(uuid4())
    for _ in range(2):
        assert walker.post(url, **form)["Location"] == page_of(row)
    assert TargetReading.objects.get().value == Decimal("25.4")
    stale = walker.post(url, **form | {"version": "0", "form_key": str(uuid4()), "kind": "verified"})
    assert stale.status_code == 409


def test_the_clerk_enters_for_the_unit_and_the_unit_corrects(house: House, row: Target) -> None:
    fields = {"year": "2025", "kind": "verified", "value": "25", "source": "统计公报"}
    clerk, url = Walker(house.office.clerk, SPRING), reverse("reading_on_behalf", args=[row.pk])
    clerk.post(url, **fields, told_by="王某来电", version="1")
    entered = TargetReading.objects.get()
    assert "代录：王某来电" in words(clerk.get(page_of(row)))
    liaison, correct = Walker(house.commerce.liaison, SPRING), reverse("reading_correct", args=[entered.pk])
    assert 'value="25"' in liaison.get(correct).content.decode()
    sent = fields | {"value": "26", "version": "0"}
    assert "请写明更正理由" in words(liaison.post(correct, **sent))
    assert liaison.post(correct, **sent, reason="按年鉴更正").status_code == 302
    assert "更正：按年鉴更正；原填2025年25%" in words(liaison.get(page_of(row)))


def test_the_office_keeps_the_target(house: House, row: Target) -> None:
    clerk, url = Walker(house.office.clerk, SPRING), reverse("target_keep", args=[row.pk])
    assert "没有这一天" in words(clerk.post(url, unit=house.water.unit.pk, month="2", day="30", version="1"))
    assert clerk.post(url, unit=house.water.unit.pk, month="9", day="15", version="1").status_code == 302
    assert "次年9月15日前" in words(clerk.get(page_of(row)))
    assert clerk.get(reverse("target_value", args=[row.pk])).status_code == 409
    open_one = target(house.plan, name="能耗强度", value=None, set_by="省", kind=TargetKind.CHANGE)
    assert "待省下达" in words(clerk.get(page_of(open_one)))
    clerk.post(reverse("target_value", args=[open_one.pk]), value="14.5", basis="粤发改〔2026〕1号", version="0")
    assert "粤发改〔2026〕1号" in words(clerk.get(page_of(open_one)))


def test_the_list_is_narrowed_by_state_unit_and_plan(house: House, row: Target) -> None:
    target(house.plan, name="森林覆盖率", year=2025, comparator=Comparator.ABOUT)
    clerk = Walker(house.office.clerk, SUMMER)
    assert "森林覆盖率" not in words(clerk.get(LIST, unit=house.commerce.unit.pk)).partition("填报单位")[2]
    assert "共1个目标" in words(clerk.get(LIST, state="unassigned"))
    assert "共2个目标" in words(clerk.get(LIST, state="overdue"))
    for rubbish in GARBAGE:
        assert "共3个目标" in words(clerk.get(LIST, state=rubbish, unit=rubbish, plan=rubbish, after=rubbish))


def test_a_long_list_is_paged_by_key(house: House) -> None:
    for number in range(101):
        target(house.plan, name=f"指标{number}")
    clerk = Walker(house.office.clerk, SUMMER)
    first = clerk.get(LIST).context["page"]
    assert sum(len(group.rows) for group in first.groups) == 100
    second = clerk.get(first.next_url).context["page"]
    assert [row.whole_name for group in second.groups for row in group.rows] == ["指标100"]
    assert clerk.get(second.previous_url).status_code == 200


def test_the_desk_names_what_is_to_be_reported(house: House, row: Target) -> None:
    target(house.plan, name="森林覆盖率", year=2025)
    page = Walker(house.commerce.liaison, SPRING).get("/")
    assert "1项目标数据待填报" in words(page)
    assert "因为2025年数据的填报时限为2026-06-30" in words(page)
    assert f"/targets/{row.pk}/readings/new/?year=2025" in page.content.decode()
    assert "1个目标待确定填报单位，2项目标数据逾期未报" in words(Walker(house.office.clerk, SUMMER).get("/"))
    reading(row, 2025, "25", by=house.commerce.liaison)
    assert "待填报数据" not in words(Walker(house.commerce.liaison, SPRING).get("/"))


def test_the_row_of_the_plan_shows_its_targets(house: House, row: Target) -> None:
    page = words(Walker(house.commerce.liaison, SPRING).get("/plan/tasks/1/"))
    assert "目标指标" in page
    assert "不低于30%" in page
    assert "不低于30%" not in words(Walker(house.commerce.liaison, SPRING).get("/plan/tasks/2/"))


def test_pages_cost_the_same_however_much_they_show(
    house: House, row: Target, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        other = reported_by(target(house.plan, name=f"指标{number}", year=2025), house.commerce.unit, house)
        reading(other, 2025, "31", by=house.commerce.liaison)
    for year in (2023, 2024, 2025):
        reading(row, year, "20", by=house.commerce.liaison)
    acts.enter(row, entry(2025, "20", "quick"), by=house.commerce.liaison, at=SPRING)
    walker = Walker(house.commerce.liaison, SUMMER)
    walker.get(LIST)  # the first page of a session costs more
    with django_assert_max_num_queries(FRAME + 2):
        walker.get(LIST)
    with django_assert_max_num_queries(FRAME + 4):
        walker.get(page_of(row))


@pytest.mark.parametrize("rubbish", GARBAGE)
def test_rubbish_in_an_address_or_a_form_is_answered(house: House, row: Target, rubbish: str) -> None:
    walker = Walker(house.commerce.liaison, SPRING)
    url = reverse("reading_new", args=[row.pk])
    assert walker.get(url, year=rubbish).status_code == 200
    sent = {"year": rubbish, "kind": rubbish, "value": rubbish, "source": rubbish, "version": rubbish}
    assert walker.post(url, **sent).status_code in (409, 422)
    assert not TargetReading.objects.exists()
