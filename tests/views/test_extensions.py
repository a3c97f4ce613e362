"""Asking for more time by its pages: the unit asks and takes back, the office decides; a refusal keeps the words."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.models import Extension, ExtensionSheet, UnitLine, WorkItem
from tests import factories
from tests.extension_factories import ASKED_AT, DECIDED_AT, asked, grant, refuse
from tests.factories import House, moment, pdf
from tests.views.test_items import item_of
from tests.views.walking import Walker, words

TYPED = {"reason": "设备交货推迟两周。", "progress": "基础施工已完成。", "until": "2026-12-14"}
SHEET = {"signer": "陈某", "signer_title": "副市长", "words": "同意延期。", "signed_on": "2026-11-23"}


def send(actor: Actor, page: str, thing: Any, at: Any = DECIDED_AT, **fields: Any) -> HttpResponse:
    """Sends a form from the page that shows the stored version."""
    version = type(thing).objects.get(pk=thing.pk).version
    return Walker(actor, at).post(reverse(page, args=[thing.pk]), **{"version": version, **fields})


def shown(actor: Actor, request: Extension, at: Any = DECIDED_AT) -> str:
    return words(Walker(actor, at).get(reverse("extension", args=[request.pk])))


def test_a_unit_asks_from_the_page_of_its_item(house: House) -> None:
    line = factories.signed_line(house)
    page = Walker(house.commerce.liaison, ASKED_AT).get(item_of(line)).content.decode()
    url = reverse("extension_new", args=[line.pk])
    assert f'href="{url}"' in page
    year_end = Walker(house.commerce.liaison, moment("2026-12-31 10:00")).get(item_of(line))
    assert url not in year_end.content.decode()  # no later day is left: the form could only refuse
    form = words(Walker(house.commerce.liaison, ASKED_AT).get(url))
    assert "完成时限2026-11-30" in form
    answer = send(house.commerce.liaison, "extension_new", line, ASKED_AT, **TYPED)
    assert answer.status_code == 302
    request = Extension.objects.get()
    page = Walker(house.commerce.liaison, ASKED_AT).get(item_of(line))
    assert reverse("extension", args=[request.pk]) in page.content.decode()
    assert "延期至2026-12-14待审批" in words(page)
    assert "延期申请待审批" in words(page)  # in the unit's card
    assert "延期申请正在审批，督促暂停。" in words(page)
    assert url not in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": " "}, "请填写延期理由"),
        ({"progress": ""}, "请填写目前进展"),
        ({"until": "明天"}, "日期"),
        ({"until": "2026-11-30"}, "新时限应晚于现时限2026-11-30。"),
        ({"until": "2026-12-12"}, "2026-12-12不是工作日"),
        ({"until": "2027-02-01"}, "新时限应在本年度内，最晚为2026-12-31。"),
    ],
)
def test_what_does_not_hold_comes_back_with_the_words(house: House, changed: dict[str, str], sentence: str) -> None:
    line = factories.signed_line(house)
    answer = send(house.commerce.liaison, "extension_new", line, ASKED_AT, **TYPED | changed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    kept = next(value for name, value in TYPED.items() if name not in changed and name != "until")
    assert kept in answer.content.decode()
    assert not Extension.objects.exists()


def test_nothing_can_be_asked_twice_and_the_page_says_so(house: House) -> None:
    request = asked(house)
    url = reverse("extension_new", args=[request.line_id])
    answer = Walker(house.commerce.liaison, ASKED_AT).get(url)
    assert answer.status_code == 409
    assert "已有一件延期申请等待审批" in words(answer)
    again = send(house.commerce.liaison, "extension_new", request.line, ASKED_AT, **TYPED)
    assert (again.status_code, Extension.objects.count()) == (409, 1)
    assert TYPED["reason"] in again.content.decode()
    assert f"提出人{house.commerce.liaison.user.full_name}（市商务局）" in words(again), "both versions, and whose"


def test_a_double_click_asks_once(house: House) -> None:
    line = factories.signed_line(house)
    walker, url = Walker(house.commerce.liaison, ASKED_AT), reverse("extension_new", args=[line.pk])
    body = {"version": line.version, "form_key": "0b9f4c3e-3b53-4f0c-8d5f-6f0f1d2c3b4a", **TYPED}
    assert [walker.post(url, **body).status_code for _ in range(2)] == [302, 302]
    assert Extension.objects.count() == 1


def test_the_clerk_enters_what_was_phoned(house: House) -> None:
    line = factories.signed_line(house)
    source = {"on_behalf_source": "电话", "on_behalf_of": "综合科王某"}
    assert send(house.office.clerk, "extension_on_behalf", line, ASKED_AT, **TYPED).status_code == 422
    assert send(house.office.clerk, "extension_on_behalf", line, ASKED_AT, **TYPED, **source).status_code == 302
    page = shown(house.commerce.liaison, Extension.objects.get())
    assert "综合科王某（电话，由" in page
    assert "代录）" in page


def test_the_unit_takes_it_back(house: House) -> None:
    request = asked(house)
    assert "撤回申请" in shown(house.commerce.reviewer, request)
    assert send(house.commerce.reviewer, "extension_withdraw", request).status_code == 302
    assert "申请已经撤回，原时限不变。" in shown(house.commerce.reviewer, request)
    assert send(house.commerce.reviewer, "extension_withdraw", request).status_code == 409


def test_the_office_meets_it_on_its_desk_and_decides(house: House) -> None:
    request = asked(house)
    desk = Walker(house.office.clerk, DECIDED_AT).get("/")
    assert "1件延期申请待审批" in words(desk)
    assert "审批延期至2026-12-14" in words(desk)
    assert "逾期后提出" not in words(desk)
    assert "审批延期申请" in words(
        Walker(house.office.clerk, DECIDED_AT).get(item_of(request.line), line=request.line_id)
    )
    page = Walker(house.office.clerk, DECIDED_AT).get(reverse("extension_grant", args=[request.pk]))
    assert 'value="2026-12-14"' in page.content.decode()
    sent = send(house.office.clerk, "extension_grant", request, until="2026-12-11", words="同意至12月11日。")
    assert sent.status_code == 302
    assert f"{UnitLine.objects.get(pk=request.line_id).deadline}" == "2026-12-11"
    told = shown(house.commerce.liaison, request)
    for said in ("已同意延期。", "2026-12-11（9个工作日）", "同意至12月11日。", "原定2026-11-30，已延期1次。"):
        assert said in told
    item = words(Walker(house.commerce.liaison, DECIDED_AT).get(item_of(request.line)))
    assert "原定2026-11-30，已延期1次。" in item
    assert "延期申请待审批" not in words(Walker(house.office.clerk, DECIDED_AT).get("/"))


def test_a_late_request_is_marked(house: House) -> None:
    at = moment("2026-12-02 10:00")
    request = asked(house, at=at)
    assert "逾期后提出" in words(Walker(house.office.clerk, at).get("/"))
    assert "逾期后提出，审批期间督促不暂停。" in shown(house.office.clerk, request, at)


def test_the_office_refuses_with_a_reason(house: House) -> None:
    request = asked(house)
    empty = send(house.office.director, "extension_refuse", request, reason=" ")
    assert empty.status_code == 422
    assert "请填写不同意的理由" in words(empty)
    assert send(house.office.director, "extension_refuse", request, reason="进度可追回。").status_code == 302
    told = shown(house.commerce.liaison, request)
    assert "未同意延期，原时限不变。" in told
    assert "进度可追回。" in told


def test_a_clerk_is_told_what_is_the_director_s(house: House) -> None:
    grant(asked(house), by=house.office.clerk, until=moment("2026-12-04").date())
    second = asked(house, at=moment("2026-12-02"))
    page = shown(house.office.clerk, second, moment("2026-12-03"))
    assert "本件须由办公室负责人审批。" in page
    sent = send(house.office.clerk, "extension_grant", second, moment("2026-12-03"), until="2026-12-14", words="")
    assert sent.status_code == 403
    assert "请由办公室负责人审批" in words(sent)


def test_a_clerk_may_grant_less_than_was_asked(house: House, settings: Any) -> None:
    settings.EXTENSION_CLERK_DAYS = 5
    request = asked(house)
    assert "同意较短的延期" in shown(house.office.clerk, request)
    sent = send(house.office.clerk, "extension_grant", request, until="2026-12-07", words="先延一周。")
    assert sent.status_code == 302


def test_a_date_of_the_plan_asks_for_the_leader_s_sheet(house: House) -> None:
    request = asked(house)
    WorkItem.objects.filter(pk=request.line.work_item_id).update(is_plan_date=True)
    assert "该时限由方案规定" in shown(house.office.director, request)
    sent = send(house.office.director, "extension_grant", request, until="2026-12-14", **SHEET)
    assert sent.status_code == 422
    assert "扫描件" in words(sent)
    whole = {**SHEET, "scan": pdf("同意件.pdf")}
    assert send(house.office.director, "extension_grant", request, until="2026-12-14", **whole).status_code == 302
    sheet = ExtensionSheet.objects.get()
    told = shown(house.commerce.liaison, request)
    assert "陈某（副市长）：同意延期。" in told
    url = reverse("extension_scan", args=[sheet.pk])
    assert Walker(house.commerce.liaison, DECIDED_AT).get(url).status_code == 200
    assert Walker(house.transport.liaison, DECIDED_AT).get(url).status_code == 404


def test_about_the_office_s_own_house_the_clerk_registers_a_sheet(house: House) -> None:
    request = asked(house, house.host, 2)
    assert "登记签批：同意延期" in shown(house.office.clerk, request)
    assert "回避" in shown(house.office.director, request)
    assert "延期申请待您审批" in words(Walker(house.office.leader, DECIDED_AT).get("/"))
    whole = {**SHEET, "scan": pdf("签批.pdf")}
    assert send(house.office.clerk, "extension_refuse", request, **whole).status_code == 302
    assert Extension.objects.get().state == "refused"


def test_a_leader_decides_about_the_office_s_own_house(house: House) -> None:
    request = asked(house, house.host, 2)
    sent = send(house.office.leader, "extension_grant", request, until="2026-12-14", words="同意。")
    assert sent.status_code == 302
    assert Extension.objects.get().state == "granted"


def test_who_was_slower_is_told_by_whom_and_keeps_the_words(house: House) -> None:
    request = asked(house)
    seen = request.version
    grant(request, by=house.office.clerk)
    late = send(house.office.director, "extension_refuse", request, reason="进度可追回。", version=seen)
    assert late.status_code == 409
    assert "同意延期" in words(late)
    assert "进度可追回。" in late.content.decode()


def test_other_units_see_the_date_and_not_the_words(house: House) -> None:
    request = asked(house)
    grant(request, by=house.office.clerk)
    url = reverse("extension", args=[request.pk])
    assert Walker(house.transport.liaison, DECIDED_AT).get(url).status_code == 404
    item = words(Walker(house.transport.liaison, DECIDED_AT).get(item_of(request.line), line=request.line_id))
    assert "2026-12-14" in item
    assert "设备交货" not in item
    assert "已延期" not in item


@pytest.mark.parametrize("ended", ["asked", "granted", "refused"])
def test_a_page_costs_few_statements_and_bears_no_guarded_word(
    house: House, ended: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request = asked(house)
    if ended == "granted":
        grant(request, by=house.office.clerk)
    elif ended == "refused":
        refuse(request, by=house.office.clerk)
    url = reverse("extension", args=[request.pk])
    for actor, most in ((house.commerce.liaison, 11), (house.office.director, 16), (house.office.leader, 12)):
        walker = Walker(actor, DECIDED_AT)
        walker.get(url)
        with django_assert_max_num_queries(most):
            page = walker.get(url)
    main = page.content.decode().split("<main")[1]
    assert [word for word in GUARDED_WORDS if word in main] == []
