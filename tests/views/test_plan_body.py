"""The body of the plan on its pages: the measures of a row, all of them by section, and the source with its marks."""

import re

import pytest
from django.urls import reverse

from tasks_app.actions import recording
from tasks_app.models import Measure, MeasureTask, Task
from tasks_app.presenters.plan_source import line_url, measure_url, sentence_url
from tests import factories
from tests.factories import House
from tests.views.walking import GARBAGE, LATE_DAY, Walker, words

SOURCE = """\
二、重点任务
（一）绿色建筑行动。
1.推广绿色建筑。到**2025**年，建成绿色建筑，
星级绿色建筑 and 其他占比达到 **95%**以上。全面施工。
| 1 | 绿色建筑行动 | <推广>。 | 市商务局 |"""
SENTENCE = "到2025年，建成绿色建筑，星级绿色建筑和其他占比达到 95%以上。"


@pytest.fixture
def measure(house: House) -> Measure:
    """Measure 1 explains rows 1 and 2; measure 三（一） explains row 1."""
    house.plan.source_text = SOURCE
    saved = [house.plan]
    for number, title, section, text, first, last in (
        ("1", "推广绿色建筑", "绿色建筑行动", f"{SENTENCE}全面施工。", 3, 4),
        ("三（一）", "强化保障", "政策保障", "保障" * 100, None, None),
    ):
        saved.append(
            Measure(
                plan=house.plan,
                order=len(saved),
                number=number,
                title=title,
                section=section,
                text=text,
                source_line=first,
                source_end_line=last,
            )
        )
    rows = {task.number: task for task in Task.objects.all()}
    _plan, first_one, second = saved
    links = [MeasureTask(measure=first_one, task=rows[1]), MeasureTask(measure=first_one, task=rows[2])]
    links.append(MeasureTask(measure=second, task=rows[1]))
    for row in (*saved, *links):
        recording.save(row, by=factories.clock(), at=LATE_DAY, why="测试")
    return first_one


def marked_lines(page: object) -> list[str]:
    return re.findall(r'<li id="line-(\d+)" class="is-sought"', page.content.decode())


def marked_words(page: object) -> str:
    return "".join(re.findall(r"<mark>(.*?)</mark>", page.content.decode()))


# --- a row and its measures ------------------------------------------------------------------------------------------
def test_row_shows_its_measures_whole_with_the_way_to_the_source(house: House, measure: Measure) -> None:
    page = Walker(house.water.liaison).get(reverse("plan_task", args=[1]))
    shown = words(page)
    assert shown.index("1.推广绿色建筑") < shown.index("三（一）强化保障")
    assert "全面施工。" in shown
    assert measure_url(measure).replace("&", "&amp;") in page.content.decode()
    assert page.content.decode().count('<details class="fold"') == 2


def test_long_measure_is_closed_and_one_that_stands_alone_is_open(house: House, measure: Measure) -> None:
    both = Walker(house.water.liaison).get(reverse("plan_task", args=[1])).content.decode()
    assert re.findall(r'<details class="fold" id="(measure-\d)"( open)?>', both) == [
        ("measure-1", " open"),
        ("measure-2", ""),
    ]
    MeasureTask.objects.get(measure__number="1", task__number=1).delete()
    alone = Walker(house.water.liaison).get(reverse("plan_task", args=[1])).content.decode()
    assert re.findall(r'<details class="fold" id="(measure-\d)"( open)?>', alone) == [("measure-2", " open")]


def test_row_without_measures_has_no_such_heading(house: House) -> None:
    assert "正文措施" not in words(Walker(house.water.liaison).get(reverse("plan_task", args=[2])))


def test_row_with_measures_costs_one_statement_more(
    house: House, measure: Measure, django_assert_max_num_queries
) -> None:
    walker = Walker(house.office.clerk)
    walker.get("/plan/")
    with django_assert_max_num_queries(15):
        walker.get(reverse("plan_task", args=[1]))


# --- all measures ----------------------------------------------------------------------------------------------------
def test_measures_stand_by_section_with_the_rows_they_explain(
    house: House, measure: Measure, django_assert_max_num_queries
) -> None:
    walker = Walker(house.water.liaison)
    walker.get("/plan/")
    with django_assert_max_num_queries(10):
        page = walker.get(reverse("plan_measures"))
    shown = words(page)
    assert shown.index("绿色建筑行动") < shown.index("1.推广绿色建筑第1项、第2项") < shown.index("政策保障")
    assert shown.index("政策保障") < shown.index("三（一）强化保障第1项")
    assert f'href="/plan/tasks/2/?plan={house.plan.pk}"' in page.content.decode()


def test_plan_without_a_body_says_so(house: House) -> None:
    assert "没有读出正文措施" in words(Walker(house.water.liaison).get(reverse("plan_measures")))


def test_table_leads_to_the_measures(house: House) -> None:
    assert reverse("plan_measures") in Walker(house.water.liaison).get("/plan/").content.decode()


# --- the source ------------------------------------------------------------------------------------------------------
def test_source_marks_every_line_of_a_measure(house: House, measure: Measure) -> None:
    page = Walker(house.water.liaison).get(measure_url(measure).partition("#")[0])
    assert marked_lines(page) == ["3", "4"]
    assert marked_words(page) == ""
    assert "措施1在第3至4行" in words(page)
    assert "&lt;推广&gt;" in page.content.decode()


def test_source_marks_the_very_sentence_over_a_page_break_and_through_noise(house: House, measure: Measure) -> None:
    url = sentence_url(measure, SENTENCE)
    assert url.endswith("#sentence")
    page = Walker(house.water.liaison).get(url.partition("#")[0])
    assert marked_lines(page) == ["3", "4"]
    assert marked_words(page) == "到**2025**年，建成绿色建筑，星级绿色建筑 and 其他占比达到 **95%**以上。"
    assert page.content.decode().count('id="sentence"') == 1


def test_sentence_that_is_not_there_leaves_its_measure_marked(house: House, measure: Measure) -> None:
    page = Walker(house.water.liaison).get(sentence_url(measure, "别的句子。").partition("#")[0])
    assert (marked_lines(page), marked_words(page)) == (["3", "4"], "")
    assert '<li id="line-3" class="is-sought" aria-current="true"><a id="sentence">' in page.content.decode()


def test_source_marks_a_line_and_a_sentence_of_it(house: House, measure: Measure) -> None:
    url = line_url(house.plan.pk, 4, "全面施工。")
    page = Walker(house.water.liaison).get(url.partition("#")[0])
    assert (marked_lines(page), marked_words(page)) == (["4"], "全面施工。")


def test_measure_without_a_line_has_no_address(measure: Measure) -> None:
    other = Measure.objects.get(number="三（一）")
    assert (measure_url(other), sentence_url(other, "保障。")) == ("", "")


@pytest.mark.parametrize("number", [*GARBAGE, "9", "6" * 500])
def test_what_the_source_does_not_have_is_not_found_in_words(house: House, measure: Measure, number: str) -> None:
    walker = Walker(house.water.liaison)
    for name, sentence in (("measure", "没有这条措施"), ("line", "没有这一行")):
        page = walker.get(reverse("plan_source"), **{name: number})
        assert page.status_code == 404
        assert sentence in words(page)


def test_source_costs_few_statements(house: House, measure: Measure, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    walker.get("/plan/")
    with django_assert_max_num_queries(10):
        walker.get(sentence_url(measure, SENTENCE).partition("#")[0])


def test_item_leads_to_the_measures_of_its_row(house: House, measure: Measure) -> None:
    line = house.line(house.commerce)
    page = Walker(house.commerce.liaison).get(reverse("item", args=[line.work_item_id])).content.decode()
    assert f'href="/plan/tasks/1/?plan={house.plan.pk}#measures"' in page
