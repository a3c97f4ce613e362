"""单位变动: the list, the form of the clerk, the decision of the director, and the way there from a refusal."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Unit, UnitKind, UnitName, UnitSuccession
from tasks_app.actions import recording
from tests import factories, paper_factories
from tests.factories import House
from tests.views.walking import LATE_DAY, Walker, words

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
LIST, NEW = "/settings/units/changes/", "/settings/units/changes/new/"
STATEMENTS = 6


def typed(of: House, **more: object) -> dict[str, object]:
    return {
        "unit": of.commerce.unit.pk,
        "change": "renamed",
        "successor_name": "市商务和口岸局",
        "successor_kind": "department",
        "on": "2026-12-01",
        "basis": "机构改革方案",
        **more,
    }


def believed(unit: Unit, name: str) -> UnitSuccession:
    """What an import believes: neither day nor ground, and nobody entered it."""
    row = UnitSuccession(unit=unit, successor_name=name, successor_kind=UnitKind.DEPARTMENT, change="renamed")
    return recording.save(row, by=factories.clock(), at=LATE_DAY, why="拟更名")


def test_entered_by_the_clerk_and_confirmed_by_the_director(house: House) -> None:
    unit = house.commerce.unit
    name = UnitName(unit=unit, text=unit.name, starts_on=factories.BEGINNING)
    recording.save(name, by=factories.clock(), at=LATE_DAY, why="建立单位")
    clerk, director = Walker(house.office.clerk), Walker(house.office.director)
    assert "单位变动" in words(clerk.get("/settings/"))
    assert clerk.post(NEW, **typed(house)).url == LIST
    row = UnitSuccession.objects.get()
    page = words(clerk.get(LIST))
    assert "市商务局更名为“市商务和口岸局”" in page
    assert "待确认" in page
    confirm = reverse("succession_confirm", args=[row.pk])
    assert confirm not in clerk.get(LIST).content.decode()
    take_back = reverse("succession_take_back", args=[row.pk])
    assert take_back in clerk.get(LIST).content.decode()
    assert take_back not in director.get(LIST).content.decode()
    assert director.post(take_back, version=0).status_code == 403
    assert confirm in director.get(LIST).content.decode()
    answer = director.post(confirm, version=0, on="2026-12-01", basis="机构改革方案")
    assert answer.status_code == 302
    page = words(director.get(LIST))
    assert "市商务局更名为“市商务和口岸局”已确认" in page
    assert Unit.objects.get(pk=house.commerce.unit.pk).name == "市商务和口岸局"


def test_what_an_import_believed_is_completed_or_not_confirmed(house: House) -> None:
    row = believed(house.commerce.unit, "市商务和口岸局")
    director = Walker(house.office.director)
    assert "导入方案时按常识推定" in words(director.get(LIST))
    refused = director.post(reverse("succession_confirm", args=[row.pk]), version=0, on="", basis="机构改革方案")
    assert refused.status_code == 422
    assert 'value="机构改革方案"' in refused.content.decode()
    withdraw = reverse("succession_withdraw", args=[row.pk])
    assert director.post(withdraw, version=0, reason="").status_code == 422
    assert director.post(withdraw, version=5, reason="没有更名。").status_code == 409
    assert director.post(withdraw, version=0, reason="没有更名。").status_code == 302
    assert "不予确认" in words(director.get(LIST))
    assert director.post(withdraw, version=1, reason="没有更名。").status_code == 409


def test_whoever_entered_it_takes_it_back(house: House) -> None:
    director = Walker(house.office.director)
    director.post(NEW, **typed(house))
    take_back = reverse("succession_take_back", args=[UnitSuccession.objects.get().pk])
    assert director.post(take_back, version=0).status_code == 302
    page = words(director.get(LIST))
    assert "已撤回：市商务局更名为“市商务和口岸局”" in page
    assert page.count("不予确认") == 1  # only what the page says of all
    assert director.post(take_back, version=1).status_code == 409


def test_the_same_form_sent_twice_enters_once(house: House) -> None:
    clerk, fields = Walker(house.office.clerk), typed(house, form_key=str(uuid4()))
    assert [clerk.post(NEW, **fields).status_code for _ in range(2)] == [302, 302]
    assert UnitSuccession.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": "abc"}, "请从列表中选择"),
        ({"change": "sold"}, "请从列表中选择"),
        ({"successor_name": ""}, "请填写变动后的名称"),
        ({"successor_name": "市商务局"}, "名称相同"),
        ({"on": "2026-02-30"}, "请选择一个日期"),
        ({"basis": ""}, "请写明依据"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(house: House, changed: dict[str, str], sentence: str) -> None:
    answer = Walker(house.office.clerk).post(NEW, **typed(house, **changed))
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_a_refused_paper_leads_to_the_page(house: House) -> None:
    factories.signed_line(house)
    paper_factories.mandate(house)
    paper = paper_factories.drafted(house, at=LATE_DAY)
    believed(house.commerce.unit, "市商务和口岸局")
    answer = Walker(house.office.clerk).post(
        reverse("paper_revise", args=[paper.pk]),
        version=paper.version,
        reply_days="5",
        go="submit",
        title=paper.title,
        **paper_factories.passages(paper.kind),
    )
    assert answer.status_code == 422
    assert "请先在“单位变动”中确认" in words(answer)
    assert f'<a href="{LIST}">' in answer.content.decode()


def test_statements_do_not_grow(house: House, django_assert_num_queries: object) -> None:
    director = Walker(house.office.director)
    director.get(LIST)  # what a process remembers it has read
    for number, people in enumerate((house.commerce, house.transport, house.water)):
        believed(people.unit, f"市第{number}新局")
        with django_assert_num_queries(STATEMENTS):  # type: ignore[operator]
            director.get(LIST)
