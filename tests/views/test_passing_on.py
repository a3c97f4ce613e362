"""机构变动移交: the page with every row and its heir, the one step, what it refuses, and what both sides see after."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Unit, UnitKind
from tasks_app.actions import successions
from tasks_app.actions.successions import Wish
from tasks_app.models import UnitLine
from tests import factories
from tests.factories import House
from tests.views.walking import LATE_DAY, Walker, words

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


def gone(of: House, change: str, *heirs: str) -> str:
    """市商务局 went; the address of its page."""
    unit, on = of.commerce.unit, LATE_DAY.date()
    rows = [
        successions.propose(
            Wish(unit, change, heir, UnitKind.DEPARTMENT, on, "机构改革方案"), by=of.office.clerk, at=LATE_DAY
        )
        for heir in heirs
    ]
    for row in rows:
        successions.confirm(row, on=on, basis="机构改革方案", by=of.office.director, at=LATE_DAY)
    return reverse("unit_pass_on", args=[unit.pk])


def test_one_heir_stands_in_every_row_and_one_press_gives_all(house: House) -> None:
    line = factories.signed_line(house)
    report = factories.periodic_draft(line, house.commerce, house.period())
    factories.advance(report, "accepted", house, house.commerce)
    url, clerk = gone(house, "merged", house.water.unit.name), Walker(house.office.clerk)
    assert url in clerk.get(reverse("successions")).content.decode()
    page = words(clerk.get(url))
    assert "承办事项（3件）" in page
    assert "市商务局" in page
    lines = UnitLine.objects.filter(unit=house.commerce.unit, ended_on__isnull=True)
    fields = {f"line-{one.pk}": str(house.water.unit.pk) for one in lines}
    fields |= {"version": "0", "form_key": str(uuid4())}
    assert [clerk.post(url, **fields).status_code for _ in range(2)] == [302, 302]
    assert UnitLine.objects.filter(unit=house.water.unit, ended_on__isnull=True).count() == 3
    page = words(clerk.get(url))
    assert "移交前后一致" in page
    assert "已全部移交" in page
    assert clerk.post(url, version="0").status_code == 409
    item = reverse("item", args=[line.work_item_id])
    heirs, before = words(Walker(house.water.liaison).get(item)), words(Walker(house.commerce.liaison).get(item))
    assert "承接自市商务局" in heirs
    assert "已移交" in before
    assert "已移交" not in heirs.replace("已移交前", "")


def test_of_several_heirs_each_row_asks_and_keeps_what_was_chosen(house: House) -> None:
    url, clerk = gone(house, "split", "市数据局", "市口岸局"), Walker(house.office.clerk)
    first = house.line(house.commerce)
    heir = Unit.objects.get(name="市口岸局")
    answer = clerk.post(url, version="0", **{f"line-{first.pk}": str(heir.pk)})
    assert answer.status_code == 422
    assert "请选择承继单位" in words(answer)
    assert f'<option value="{heir.pk}" selected>' in answer.content.decode()
    assert not UnitLine.objects.filter(unit=heir).exists()


def test_a_unit_that_stands_has_nothing_to_give(house: House) -> None:
    url, clerk = reverse("unit_pass_on", args=[house.water.unit.pk]), Walker(house.office.clerk)
    assert "没有可移交的事项" in words(clerk.get(url))
    assert clerk.post(url, version="0").status_code == 409
