"""Confirming who leads: the director decides on a stated basis, the clerk sees, the units hear of it afterwards."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tasks_app.domain.parts import Basis, Part
from tasks_app.models import Responsibility
from tests import factories
from tests.factories import House
from tests.views.walking import Walker, hidden_in, words

LIST = "/plan/leads/"
FIRST = "/plan/leads/1/"


def held(number: int = 1) -> list[Responsibility]:
    return list(Responsibility.objects.filter(task__number=number).order_by("order"))


def typed(number: int = 1, *, choice: int | None = None, **more: object) -> dict[str, object]:
    """What the director sends: the second unit of the task, on a basis."""
    rows = held(number)
    return {
        "choice": choice if choice is not None else rows[1].pk,
        "basis_note": "市碳达峰碳中和工作领导小组会议纪要〔2026〕2号",
        "version": Responsibility.objects.filter(task__number=number).version_together(),
        **more,
    }


def test_list_counts_what_is_still_inferred(house: House) -> None:
    page = words(Walker(house.office.clerk).get(LIST))
    assert "3项任务中，还有3项的牵头单位待确认" in page
    assert "推进第1项重点任务。完成年度目标。市商务局2个" in page


def test_director_confirms_and_the_units_see_it(house: House) -> None:
    answer = Walker(house.office.director).post(FIRST, **typed())
    assert answer.status_code == 302
    assert answer.url == LIST
    first, second = held()
    assert (first.part, first.basis) == (Part.SUPPORT, Basis.CONFIRMED)
    assert (second.part, second.basis) == (Part.LEAD, Basis.CONFIRMED)
    assert "市交通运输局牵头" in words(Walker(house.commerce.liaison).get("/plan/"))
    page = words(Walker(house.office.clerk).get(LIST))
    assert "还有2项的牵头单位待确认" in page
    assert "会议纪要〔2026〕2号" in page


def test_the_same_form_sent_twice_confirms_once(house: House) -> None:
    director = Walker(house.office.director)
    fields = typed(form_key=str(uuid4()))
    assert director.post(FIRST, **fields).status_code == 302
    versions = [row.version for row in held()]
    assert director.post(FIRST, **fields).status_code == 302
    assert [row.version for row in held()] == versions


def test_clerk_sees_and_may_not_confirm(house: House) -> None:
    clerk = Walker(house.office.clerk)
    page = words(clerk.get(FIRST))
    assert "市商务局（推定牵头）" in page
    assert "由领导小组办公室负责人确认" in page
    assert clerk.post(FIRST, **typed()).status_code == 403
    assert {row.basis for row in held()} == {Basis.INFERRED}


@pytest.mark.parametrize("url", [LIST, FIRST])
def test_units_have_no_such_page(house: House, url: str) -> None:
    assert Walker(house.commerce.reviewer).get(url).status_code == 403
    assert Walker(house.commerce.reviewer).post(url).status_code in (403, 405)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"basis_note": "\u200b 　"}, "请写明依据"),
        ({"basis_note": "长" * 301}, "依据最多300字"),
        ({"choice": 0}, "所选单位不在本项任务的责任单位中"),
        ({"choice": "abc"}, "所选单位不在本项任务的责任单位中"),
        ({"choice": 2**63}, "所选单位不在本项任务的责任单位中"),
        ({"choice": ""}, "请选择牵头单位"),
    ],
)
def test_what_does_not_hold_comes_back_with_what_was_typed(house: House, fields: dict, sentence: str) -> None:
    answer = Walker(house.office.director).post(FIRST, **typed(**fields))
    assert answer.status_code == 422
    assert sentence in words(answer)
    if "choice" in fields:
        assert "会议纪要〔2026〕2号" in answer.content.decode()
    assert {row.basis for row in held()} == {Basis.INFERRED}


def test_group_cannot_be_chosen(house: House) -> None:
    members = held(3)[1]
    answer = Walker(house.office.director).post("/plan/leads/3/", **typed(3, choice=members.pk))
    assert answer.status_code == 422
    assert "是单位组，不能牵头" in words(answer)


def test_stale_page_keeps_what_was_typed(house: House) -> None:
    fields = typed()
    Walker(house.office.director).post(FIRST, **fields)
    answer = Walker(house.office.director).post(FIRST, **{**fields, "basis_note": "另一份纪要"})
    assert answer.status_code == 409
    assert "另一份纪要" in answer.content.decode()
    assert held()[1].basis_note == fields["basis_note"]


def sent_from(walker: Walker, url: str, **typed: object) -> dict[str, object]:
    """The form of the page that leads there, as this person sees it now, with what they type."""
    return hidden_in(walker.get(FIRST), url) | typed


def test_units_join_and_leave_once_and_a_stale_tab_hears_who_was_faster(house: House) -> None:
    director, of = Walker(house.office.director), f"?plan={house.plan.pk}"
    join, tab = f"/plan/leads/1/units/{of}", Walker(house.office.director)
    stale = sent_from(tab, join, unit=house.host.unit.pk, basis_note="另一份纪要")
    form = sent_from(director, join, unit=house.water.unit.pk, basis_note="会议纪要")
    assert director.post(join, **form).url == director.post(join, **form).url == "/plan/leads/1/"
    late = tab.post(join, **stale)
    assert (late.status_code, "另一份纪要" in late.content.decode()) == (409, True)
    assert "将本件“增加责任单位”" in words(late)

    leave = f"/plan/leads/units/{held()[2].pk}/end/{of}"
    stale, form = sent_from(tab, leave, basis_note="第三份纪要"), sent_from(director, leave, basis_note="会议纪要")
    assert director.post(leave, **form).url == director.post(leave, **form).url == "/plan/leads/1/"
    late = tab.post(leave, **stale)
    assert (late.status_code, "将本件“减少责任单位”" in words(late)) == (409, True)
    assert [row.ends_on is None for row in held()] == [True, True, False]


def test_whoever_chose_a_part_that_changed_meanwhile_hears_who_changed_it(house: House) -> None:
    director, tab = Walker(house.office.director), Walker(house.office.director)
    director.post(FIRST, **typed())
    stale, form = typed(choice=held()[0].pk, basis_note="另一份纪要"), typed(choice=held()[0].pk, form_key=str(uuid4()))
    assert [director.post(FIRST, **form).status_code for _ in range(2)] == [302, 302], "its choice ended with the act"
    late = tab.post(FIRST, **stale)
    assert (late.status_code, "另一份纪要" in late.content.decode()) == (409, True)
    assert "将本件“确认牵头单位”" in words(late)
    assert "现由市商务局牵头" in words(late)


def test_task_that_does_not_exist_is_not_found(house: House) -> None:
    assert Walker(house.office.director).get(reverse("lead_confirm", args=[99])).status_code == 404


def test_list_costs_the_same_at_any_length(house: House, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    walker.get(LIST)
    for number in range(10, 40):
        factories.task(house.plan, number, [house.commerce.unit, house.transport.unit])
    with django_assert_max_num_queries(14):
        page = walker.get(LIST)
    assert "33项任务中，还有33项" in words(page)
