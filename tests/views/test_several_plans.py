"""Two plans beside each other: the city's, and how the city carries the province's out; each has a first row.

The second plan is read from a table by the importer; the year is drawn up of both.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.urls import reverse

from tasks_app.actions import cycles, plans
from tasks_app.models import Plan, PlanImport, Task, UnitLine, WorkItem
from tests import factories
from tests.conftest import Standing
from tests.factories import House
from tests.views.test_supervision import rows_of, units
from tests.views.walking import GARBAGE, Walker, hidden_in, words

pytestmark = pytest.mark.django_db

CITY, PROVINCE = "珠海市碳达峰实施方案", "省碳达峰方案分工"
SOURCE = """珠海市人民政府关于印发省碳达峰方案分工的通知（珠府〔2024〕8号）
2024年1月2日
| 序号 | 重点任务 | | 主要负责单位 |
|----|----|----|----|
| 1 | 能源行动 | 落实省的第一件事。 | 市商务局、市水务局 |
| 2 | 能源行动 | 落实省的第二件事。 | 市交通运输局 |
| 3 | 工业行动 | 落实省的第三件事。 | 市水务局 |
"""
LATE, LEDGER, REVIEW = "/supervision/late/", "/supervision/ledger.xlsx", "/review/"


def two_plans() -> House:
    house = factories.house(is_issued=False)
    plans.import_reading(plans.read(SOURCE.encode(), name="plan.txt"), by=factories.clock(), at=factories.ISSUED_AT)
    drawn_up = cycles.draft_items(house.cycle, by=house.office.clerk, at=factories.ISSUED_AT)
    assert len(drawn_up) == 3
    cycles.issue(house.cycle, by=house.office.director, at=factories.ISSUED_AT)
    house.cycle.refresh_from_db()
    return house


@pytest.fixture(scope="module")
def standing_house(standing: Standing) -> Iterator[House]:
    with standing(two_plans) as built:
        yield built


@pytest.fixture
def house(standing_house: House, db: None) -> House:
    return deepcopy(standing_house)


@pytest.fixture
def second() -> Plan:
    return Plan.objects.get(title=PROVINCE)


def links(page: object) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', page.content.decode().replace("&amp;", "&")))


# --- the year --------------------------------------------------------------------------------------------------------
def test_year_takes_its_items_from_every_plan(house: House, second: Plan) -> None:
    assert WorkItem.objects.filter(year_plan__task__plan=second).count() == 3
    assert list(UnitLine.objects.of_plan(second).in_plan_order().values_list("unit_name", flat=True)) == [
        *("市商务局", "市水务局"),
        *("市交通运输局", "市水务局"),
    ]
    page = words(Walker(house.office.clerk).get(reverse("cycle", args=[2026])))
    assert (
        page.index(f"{CITY}3项") < page.index("推进第1项") < page.index(f"{PROVINCE}3项") < page.index("落实省的第一")
    )


# --- the pages of the plan -------------------------------------------------------------------------------------------
def test_table_is_of_one_plan_with_a_switch_to_the_other(house: House, second: Plan) -> None:
    walker = Walker(house.water.liaison)
    first_page, other_page = walker.get("/plan/"), walker.get("/plan/", plan=second.pk)
    assert "推进第1项" in words(first_page)
    assert "落实省的第一件事" not in words(first_page)
    assert f"/plan/?plan={second.pk}" in links(first_page)
    assert f"/plan/tasks/1/?plan={second.pk}" in links(other_page)
    assert "推进第1项" not in words(other_page)
    assert f"{PROVINCE}（珠府〔2024〕8号）" in words(other_page)


def test_every_link_of_a_plan_stays_in_the_plan(house: House, second: Plan) -> None:
    """What begins at the second plan's table never leads to a page of the first."""
    walker = Walker(house.office.director)
    seen, open_links = set(), {f"/plan/?plan={second.pk}"}
    while open_links:
        url = open_links.pop()
        seen.add(url)
        page = walker.get(url)
        assert page.status_code == 200, url
        main = page.content.decode().partition("<main")[2]
        found = {link.replace("&amp;", "&").partition("#")[0] for link in re.findall(r'href="(/plan/[^"]+)"', main)}
        known = {link for link in found if f"plan={house.plan.pk}" not in link}
        of_one = "tasks|source|measures|table[.]|leads/[0-9]"
        assert all(f"plan={second.pk}" in link for link in known if re.search(of_one, link)), url
        open_links |= {link for link in known if "/table." not in link} - seen
    assert len(seen) > 10


def test_rows_with_one_number_are_told_apart(house: House, second: Plan) -> None:
    walker = Walker(house.commerce.liaison)
    assert "推进第1项" in words(walker.get(reverse("plan_task", args=[1])))
    assert "推进第1项" in words(walker.get(reverse("plan_task", args=[1]), plan=house.plan.pk))
    assert "落实省的第一件事" in words(walker.get(reverse("plan_task", args=[1]), plan=second.pk))
    item = WorkItem.objects.get(year_plan__task__plan=second, year_plan__task__number=1)
    assert f"/plan/tasks/1/?plan={second.pk}" in links(walker.get(reverse("item", args=[item.pk])))


@pytest.mark.parametrize("garbage", GARBAGE)
def test_plan_that_does_not_exist_is_not_another_one(house: House, garbage: str) -> None:
    walker = Walker(house.office.director)
    for url in ("/plan/", "/plan/source/", "/plan/tasks/1/", "/plan/leads/1/"):
        assert walker.get(url, plan=garbage).status_code == 404
    for url in ("/", LATE, REVIEW, "/plan/leads/", "/plan/import/", "/supervision/by/unit/"):
        assert walker.get(url, plan=garbage).status_code == 200
    assert len(rows_of(walker.get(LEDGER, plan=garbage))[3:]) == 8


def test_search_says_what_the_other_plan_has(house: House, second: Plan) -> None:
    page = Walker(house.commerce.liaison).get("/plan/", q="水务局")
    assert {(chip.label, chip.count) for chip in page.context["plan_chips"]} == {(CITY, 0), (PROVINCE, 2)}
    inside = Walker(house.commerce.liaison).get("/plan/", q="第三", plan=second.pk)
    assert re.findall(r'id="task-(\d+)"', inside.content.decode()) == ["3"]
    assert f'name="plan" value="{second.pk}"' in inside.content.decode()


def test_leads_of_all_plans_wait_in_one_list(house: House, second: Plan) -> None:
    director = Walker(house.office.director)
    page = words(director.get(reverse("lead_list")))
    assert "6项任务中，还有6项" in page
    assert PROVINCE in page
    assert "3项任务中" in words(director.get(reverse("lead_list"), plan=second.pk))


def test_lead_is_confirmed_in_the_plan_the_address_names(house: House, second: Plan) -> None:
    task = Task.objects.get(plan=second, number=1)
    choice = task.responsibilities.get(order=2)
    url, director = f"{reverse('lead_confirm', args=[1])}?plan={second.pk}", Walker(house.office.director)
    answer = director.post(url, **hidden_in(director.get(url), url), choice=choice.pk, basis_note="会议纪要")
    assert answer.headers["Location"] == f"/plan/leads/?plan={second.pk}"
    choice.refresh_from_db()
    assert (choice.part, choice.basis) == ("lead", "confirmed")
    assert not Task.objects.get(plan=house.plan, number=1).responsibilities.filter(basis="confirmed").exists()


def test_import_report_leads_to_rows_of_its_own_plan(house: House, second: Plan) -> None:
    assert PlanImport.objects.get().plan == second
    page = Walker(house.office.clerk).get("/plan/import/", plan=second.pk)
    assert f"/plan/tasks/1/?plan={second.pk}" in links(page)
    assert "还没有导入过方案" in words(Walker(house.office.clerk).get("/plan/import/", plan=house.plan.pk))


# --- the lists -------------------------------------------------------------------------------------------------------
def test_desk_shows_all_plans_together_and_says_whose_an_item_is(house: House, second: Plan) -> None:
    walker = Walker(house.commerce.liaison)
    page = words(walker.get("/"))
    assert "推进第1项" in page
    assert f"落实省的第一件事{PROVINCE}" in page
    assert "3件逾期" in page
    narrowed = walker.get("/", plan=second.pk, want="late")
    assert "推进第1项" not in words(narrowed)
    assert "1件逾期" in words(narrowed)
    assert f"/?want=sign&plan={second.pk}" in links(narrowed)
    signing = words(walker.get("/lines/sign/", plan=second.pk))
    assert f"落实省的第一件事{PROVINCE}" in signing
    assert "推进第1项" not in signing
    assert f"/?want=late&plan={house.plan.pk}" in links(narrowed)


def test_sheet_of_a_period_says_whose_a_row_is(house: House) -> None:
    at = factories.REPORTED_AT
    page = words(Walker(house.commerce.liaison, at).get(reverse("period_sheet", args=[house.period().pk])))
    assert page.index(f"{CITY}第1项") < page.index(f"{PROVINCE}第1项")


def test_office_desk_says_whose_a_late_item_is(house: House) -> None:
    page = words(Walker(house.office.clerk).get("/"))
    assert f"落实省的第一件事{PROVINCE}" in page
    assert f"推进第1项重点任务{CITY}" in page


def test_late_list_and_ledger_are_narrowed_to_one_plan(house: House, second: Plan) -> None:
    clerk = Walker(house.office.clerk)
    assert len(units(clerk.get(LATE))) == 8
    page = clerk.get(LATE, plan=second.pk)
    assert units(page) == ["市商务局", "市水务局", "市交通运输局", "市水务局"]
    assert f"{PROVINCE}第1项能源行动" in words(page)
    assert f"{LEDGER}?light=late&plan={second.pk}&year=2026" in links(page)
    _, note, headings, *rows = rows_of(clerk.get(LEDGER, plan=second.pk))
    assert PROVINCE in str(note[0])
    assert headings[1] == "方案"
    assert (rows[0][1], rows[0][3], rows[0][5]) == (PROVINCE, 1, "市商务局")
    assert len(rows) == 4
    assert {row[1] for row in rows_of(clerk.get(LEDGER))[3:]} == {CITY, PROVINCE}


def test_groups_are_counted_in_one_plan_and_headings_say_whose_they_are(house: House, second: Plan) -> None:
    clerk = Walker(house.office.clerk)
    by_heading = reverse("late_by", args=["heading"])
    assert f"能源行动（{PROVINCE}）" in words(clerk.get(by_heading))
    narrowed = clerk.get(by_heading, plan=second.pk)
    assert [row.total for row in narrowed.context["rows"]] == [3, 1]
    assert all(f"plan={second.pk}" in row.url for row in narrowed.context["rows"])
    assert PROVINCE in str(rows_of(clerk.get(f"{by_heading}table.xlsx", plan=second.pk))[1])


def test_review_queue_is_narrowed_to_one_plan(house: House, second: Plan) -> None:
    line = UnitLine.objects.of_plan(second).get(unit=house.transport.unit)
    factories.lines.sign(line, by=house.transport.liaison, at=factories.SIGNED_AT)
    draft = factories.periodic_draft(line, house.transport, house.period())
    factories.advance(draft, "submitted", house, house.transport)
    clerk = Walker(house.office.clerk)
    assert f"落实省的第二件事{PROVINCE}第2项" in words(clerk.get(REVIEW))
    assert "落实省的第二件事" not in words(clerk.get(REVIEW, plan=house.plan.pk))


@pytest.mark.parametrize("url", ["/", LATE, "/plan/", "/plan/leads/", "/supervision/by/heading/", "/cycles/2026/"])
def test_second_plan_costs_no_statement_more(house: House, url: str, django_assert_max_num_queries) -> None:
    """The bars of one plan hold for two: a list is still one query."""
    walker = Walker(house.office.clerk)
    walker.get(url)
    with django_assert_max_num_queries(14):
        walker.get(url)
