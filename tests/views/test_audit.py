"""The books of traces: who changed, was refused, took away or looked at what; an auditor stays within one year."""

import pytest

from accounts.models import Role
from tasks_app.actions import responsibilities
from tasks_app.actions.transition import step_by
from tasks_app.models import Opinion, StateChange, WorkItem
from tests import factories
from tests.factories import LATER, House, moment
from tests.views.walking import GARBAGE, Walker, words

AUDIT = "/audit/"


@pytest.fixture
def keeper(house: House) -> Walker:
    """The audit administrator."""
    return Walker(factories.working(Role.AUDIT_ADMIN, house.office.unit))


def auditor(house: House, year: int) -> Walker:
    last_day = moment("2027-12-31").date()
    return Walker(factories.working(Role.AUDITOR, house.office.unit, scope_year=year, ends_on=last_day))


def test_changes_say_who_in_which_post_did_what_to_what(house: House, keeper: Walker) -> None:
    factories.signed_line(house)
    page = words(keeper.get(AUDIT))
    name = house.commerce.liaison.name
    assert f"2026-03-0509:00{name}市商务局·联络员签收（待签收→办理中）承办事项" in page
    assert "印发（拟定→印发）" in page


def test_a_confirmed_lead_is_named_in_words(house: House, keeper: Walker) -> None:
    task = house.line(house.commerce).work_item.year_plan.task
    share = task.responsibilities.get(unit=house.commerce.unit)
    responsibilities.confirm_lead(task, share.pk, basis_note="纪要", by=house.office.director, at=factories.LATER)
    assert f"确认牵头单位重点任务{task.pk}" in words(keeper.get(AUDIT))


def test_an_opinion_is_named_by_its_unit_and_item(keeper: Walker, house: House) -> None:
    item = WorkItem.objects.filter(year_plan__task__number=2).get()
    opinion = Opinion.objects.create(work_item=item, unit=house.commerce.unit, unit_name="市商务局", part="lead")
    step = step_by(house.commerce.liaison, kind="opinion", subject=opinion, act="write", label="填写", at=LATER)
    step.save(force_insert=True)
    assert f"{opinion.pk}市商务局{item.title}" in words(keeper.get(AUDIT))


def test_reason_stands_beside_its_step(house: House, keeper: Walker) -> None:
    factories.report_in("sent_back", house)
    assert "请补充数据。" in words(keeper.get(AUDIT))


def test_denials_downloads_and_looks_are_books_of_their_own(house: House, keeper: Walker) -> None:
    Walker(house.commerce.liaison).get("/supervision/late/")
    answer = Walker(house.office.clerk).get("/supervision/ledger.xlsx")
    b"".join(answer.streaming_content)
    auditor(house, 2026).get("/supervision/by/unit/")
    denials = words(keeper.get(AUDIT, book="denials"))
    assert f"{house.commerce.liaison.name}市商务局·联络员被拒绝GET/supervision/late/本页面供" in denials
    assert "下载2026年度督查台账（逾期未完成）" in words(keeper.get(AUDIT, book="downloads"))
    assert "查阅GET/supervision/by/unit/" in words(keeper.get(AUDIT, book="looks"))


def test_filters_narrow_to_a_person_and_to_days(house: House, keeper: Walker) -> None:
    factories.signed_line(house)
    total = StateChange.objects.count()
    assert f"共{total}条" in words(keeper.get(AUDIT))
    assert "共1条" in words(keeper.get(AUDIT, person=house.commerce.liaison.name))
    assert "共1条" in words(keeper.get(AUDIT, person="市商务"))
    assert "共1条" in words(keeper.get(AUDIT, since="2026-03-05", until="2026-03-05"))
    assert f"共{total - 1}条" in words(keeper.get(AUDIT, until="2026-03-04"))
    assert "没有这样的记录" in words(keeper.get(AUDIT, person="%"))


def test_auditor_reads_the_changes_of_their_year(house: House) -> None:
    factories.report_in("unit_review", house)
    total = StateChange.objects.count()
    inner = StateChange.objects.filter(internal=True).count()
    assert inner
    assert f"共{total - inner}条" in words(auditor(house, 2026).get(AUDIT))
    assert "没有这样的记录" in words(auditor(house, 2025).get(AUDIT))


def test_auditor_reads_the_other_books_of_their_year(house: House) -> None:
    Walker(house.commerce.liaison).get("/supervision/late/")
    assert "被拒绝GET" in words(auditor(house, 2026).get(AUDIT, book="denials"))
    assert "被拒绝GET" not in words(auditor(house, 2025).get(AUDIT, book="denials"))


def test_pages_follow_one_another_without_gap_or_repeat(
    house: House, keeper: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks_app.views.paging.ROWS", 3)
    factories.report_in("sent_back", house)
    seen, url = [], AUDIT
    while url:
        page = keeper.get(url)
        seen += page.context["pager"].rows
        url = page.context["pager"].next_url and AUDIT + page.context["pager"].next_url
    assert seen == list(StateChange.objects.order_by("-at", "-id"))


def test_books_are_closed_to_everyone_else(house: House) -> None:
    people = [
        house.office.clerk,
        house.office.director,
        house.office.leader,
        house.commerce.reviewer,
        factories.working(Role.SYSTEM_ADMIN, house.office.unit),
        factories.working(Role.SECURITY_ADMIN, house.office.unit),
    ]
    for person in people:
        assert Walker(person).get(AUDIT).status_code == 403


@pytest.mark.parametrize("garbage", [*GARBAGE, "0001-01-01", "9999-12-31", "1" * 5000])
def test_garbage_in_the_address_breaks_nothing(house: House, keeper: Walker, garbage: str) -> None:
    for name in ("book", "person", "since", "until", "after", "before", "page", "sort"):
        assert keeper.get(AUDIT, **{name: garbage}).status_code == 200
    assert "已忽略" in words(keeper.get(AUDIT, since="昨天"))


@pytest.mark.parametrize("book", ["changes", "denials", "downloads", "looks"])
def test_books_cost_few_statements(house: House, keeper: Walker, book: str, django_assert_max_num_queries) -> None:
    factories.signed_line(house)
    Walker(house.commerce.liaison).get("/supervision/late/")
    keeper.get(AUDIT)
    with django_assert_max_num_queries(14):
        keeper.get(AUDIT, book=book)
