"""The pages of a case about a line (事项变更): from the item to the decision, and what whoever may not meets."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.line_states import LineState
from tasks_app.models import LineCase, UnitLine, WorkItem
from tests import factories
from tests.factories import House, moment
from tests.line_case_factories import GROUND, WHY, granted, raised, resumed, upheld

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-24 15:00")


@pytest.fixture(autouse=True)
def _on_an_afternoon_in_november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def browser(by: Actor) -> Client:
    client = Client()
    assert by.user is not None
    client.force_login(by.user)
    return client


def get(by: Actor, name: str, *args: int) -> str:
    answer = browser(by).get(reverse(name, args=args), follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def post(by: Actor, name: str, pk: int, **body: object) -> Any:
    return browser(by).post(reverse(name, args=[pk]), {"form_key": str(uuid4()), "version": 0, **body})


def version(thing: LineCase | UnitLine) -> int:
    return type(thing).objects.get(pk=thing.pk).version


def test_from_the_item_to_an_objection_and_its_answer(house: House) -> None:
    line, unit, clerk = house.line(house.commerce), house.commerce.liaison, house.office.clerk
    assert reverse("line_case_object", args=[line.pk]) in get(unit, "item", line.work_item_id)
    assert f'<option value="{house.commerce.unit.pk}"' not in get(unit, "line_case_object", line.pk)
    answer = post(unit, "line_case_object", line.pk, reason="", version=line.version)
    assert (answer.status_code, "请填写理由" in answer.content.decode()) == (422, True)
    answer = post(unit, "line_case_object", line.pk, reason=WHY, named_unit=house.water.unit.pk, version=line.version)
    assert answer.status_code == 302
    case = LineCase.objects.get()
    assert "查看交办异议" in get(unit, "item", line.work_item_id)
    desk = get(clerk, "desk")
    assert "处理交办异议" in desk
    assert "件异议、暂缓或撤项待处理" in desk
    page = get(clerk, "line_case", case.pk)
    assert "市水务局" in page
    assert reverse("line_case_uphold", args=[case.pk]) in page
    assert "处理期间督促暂停。" in page
    form = get(clerk, "line_case_uphold", case.pk)
    assert WHY in form
    assert f'<option value="{house.transport.unit.pk}"' in form
    assert f'<option value="{house.commerce.unit.pk}"' not in form  # its own
    body = {"reason": "职责在市水务局。", "unit": house.water.unit.pk, "deadline": "", "version": case.version}
    assert post(clerk, "line_case_uphold", case.pk, **body).status_code == 302
    page = get(unit, "line_case", case.pk)
    assert "异议成立，本单位不再承办。" in page
    assert "市水务局，时限 2026-11-30" in page
    assert browser(unit).get(reverse("item", args=[line.work_item_id])).status_code == 404
    assert "处理交办异议" not in get(clerk, "desk")


def test_the_office_enters_an_objection_that_came_as_a_letter(house: House) -> None:
    line, clerk = house.line(house.commerce), house.office.clerk
    url = reverse("line_case_object_on_behalf", args=[line.pk])
    item = reverse("item", args=[line.work_item_id])
    assert url in browser(clerk).get(item, {"line": line.pk}).content.decode()
    told = {
        "on_behalf_source": "来函",
        "on_behalf_of": "王某",
        "said_on": "2026-11-24",
        "reason": WHY,
        "named_unit": "",
    }
    answer = post(clerk, "line_case_object_on_behalf", line.pk, version=line.version, **told)
    assert (answer.status_code, "来函的请上传扫描件" in answer.content.decode()) == (422, True)
    letter = factories.pdf("来函.pdf")
    answer = post(clerk, "line_case_object_on_behalf", line.pk, version=line.version, letter=letter, **told)
    assert answer.status_code == 302
    case = LineCase.objects.get()
    page = get(house.commerce.liaison, "line_case", case.pk)
    assert "王某（市商务局；来函，由" in page
    scan = reverse("line_case_letter", args=[case.pk])
    assert scan in page
    assert browser(house.commerce.liaison).get(scan).status_code == 200
    assert browser(house.transport.liaison).get(scan).status_code == 404
    assert url not in browser(clerk).get(item, {"line": line.pk}).content.decode()


def test_from_a_suspension_to_its_end(house: House) -> None:
    line = factories.signed_line(house)
    unit, director = house.commerce.reviewer, house.office.director
    answer = post(unit, "line_case_suspend", line.pk, reason=WHY, until="2026-11-24", version=line.version)
    assert (answer.status_code, "应晚于今天" in answer.content.decode()) == (422, True)
    post(unit, "line_case_suspend", line.pk, reason=WHY, until="2026-12-21", version=line.version)
    case = LineCase.objects.get()
    answer = post(director, "line_case_grant", case.pk, until="2026-12-21", words="同意。", version=case.version)
    assert answer.status_code == 302
    item = get(unit, "item", line.work_item_id)
    assert "暂缓办理" in item
    assert "不计时限" in item
    assert "期间无需填报" in item
    page = get(director, "line_case", case.pk)
    assert "按剩余的 4 个工作日，完成时限为 2026-11-30" in page
    with time_machine.travel(moment("2026-12-21 10:00"), tick=False):
        assert "恢复办理" in get(house.office.clerk, "desk")
        answer = post(house.office.clerk, "line_case_resume", case.pk, version=version(case))
        assert answer.status_code == 302
        page = get(unit, "line_case", case.pk)
    assert "2026-12-25（原定 2026-11-30）" in page
    assert "已延期 1 次" in get(unit, "item", line.work_item_id)


def test_a_cancellation_asks_for_its_ground_and_keeps_what_was_typed(house: House) -> None:
    case = raised(house, CaseKind.CANCELLATION)
    answer = post(house.office.director, "line_case_grant", case.pk, ground="", words="已并入其他任务。")
    text = answer.content.decode()
    assert (answer.status_code, "请写明依据" in text, "已并入其他任务。" in text) == (422, True, True)
    assert ("<h1>同意撤项</h1>" in text, case.reason in text) == (True, True)
    done = post(house.office.director, "line_case_grant", case.pk, ground=GROUND, words="已并入其他任务。")
    assert done.status_code == 302
    assert [str(told) for told in get_messages(done.wsgi_request)] == [
        "已办理：同意撤项。市商务局承办的“推进第1项重点任务”。"
    ]
    item = get(house.office.director, "item", case.line.work_item_id)
    assert "已撤项" in item


def test_a_leader_agrees_where_the_plan_sets_the_date(house: House) -> None:
    WorkItem.objects.update(is_plan_date=True)
    case = raised(house)
    assert "处理暂缓办理" not in get(house.office.leader, "item", case.line.work_item_id)
    assert reverse("line_case", args=[case.pk]) in get(house.office.leader, "desk")
    assert "领导同意" in get(house.office.leader, "line_case", case.pk)
    refused = post(house.office.director, "line_case_grant", case.pk, until="2026-12-21", words="同意。")
    assert (refused.status_code, "须先有领导小组领导的同意" in refused.content.decode()) == (409, True)
    assert post(house.office.leader, "line_case_consent", case.pk, words="同意。").status_code == 302
    case.refresh_from_db()
    assert (
        post(house.office.director, "line_case_grant", case.pk, until="2026-12-21", version=case.version).status_code
        == 302
    )


def test_the_clerk_registers_what_the_director_signed(house: House) -> None:
    case = raised(house)
    page = get(house.office.clerk, "line_case", case.pk)
    assert "登记线下签批：同意暂缓办理" in page
    body = {
        "until": "2026-12-21",
        "signer": house.office.director.name,
        "signer_title": "主任",
        "words": "同意。",
        "signed_on": "2026-11-24",
        "scan": factories.pdf("签批件.pdf"),
    }
    assert post(house.office.clerk, "line_case_grant", case.pk, **body).status_code == 302
    page = get(house.commerce.liaison, "line_case", case.pk)
    assert f"{house.office.director.name}（主任）：同意。" in page
    assert "签批件.pdf" in page


def test_other_units_see_the_state_and_nothing_else(house: House) -> None:
    """The supporting unit of a declared lead stands on the same item."""
    case = granted(raised(house, reason="只有本单位知道的理由。"), by=house.office.director)
    other = house.transport.liaison
    item = get(other, "item", case.line.work_item_id)
    assert "暂缓办理" in item
    assert "只有本单位知道的理由" not in item
    assert "提出暂缓办理" not in item
    for name in ("line_case", "line_case_grant"):
        assert browser(other).get(reverse(name, args=[case.pk])).status_code == 404
    assert post(other, "line_case_withdraw", case.pk).status_code == 404


@pytest.mark.parametrize("state", [LineState.SUSPENDED, LineState.CANCELLED])
def test_lists_and_counts_agree_about_what_stands_aside(house: House, state: str) -> None:
    line = factories.line_in(state, house)
    unit, clerk = house.commerce.liaison, house.office.clerk
    shown = browser(unit).get(reverse("desk"), {"want": "aside"}).context
    assert [row.state_code for row in shown["rows"]] == [state]
    assert shown["counts"].aside == 1
    assert line.pk not in [row.pk for row in browser(unit).get(reverse("desk")).context["page"].rows]
    listed = browser(clerk).get(reverse("late"), {"light": "aside", "year": "2026"})
    assert listed.status_code == 200
    assert LineState(state).label in listed.content.decode()
    every = browser(clerk).get(reverse("late"), {"light": "all", "year": "2026"}).content.decode()
    assert LineState(state).label not in every


def test_a_case_that_is_over_is_only_read(house: House) -> None:
    case = resumed(granted(raised(house), by=house.office.director), by=house.office.clerk, at=NOW)
    page = get(house.office.director, "line_case", case.pk)
    assert "已经了结。" in page
    again = browser(house.office.director).get(reverse("line_case_grant", args=[case.pk]))
    assert again.status_code == 409
    late = post(house.commerce.liaison, "line_case_withdraw", case.pk, version=version(case))
    assert (late.status_code, "不能撤回" in late.content.decode()) == (409, True)


def test_a_desk_of_a_unit_whose_line_was_given_away_is_whole(house: House) -> None:
    upheld(raised(house, CaseKind.OBJECTION), by=house.office.clerk)
    assert get(house.commerce.liaison, "desk")
    assert date(2026, 11, 30) in {line.deadline for line in UnitLine.objects.all()}
