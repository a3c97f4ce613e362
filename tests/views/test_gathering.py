"""主办汇总, 部分采用, 分办, 补办交办 and the draft that saves itself, as their pages show and take them."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.middleware import POST_KEY
from accounts.models import GroupMembership
from tasks_app.actions import recording
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Basis
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, UnitLine
from tests import factories
from tests.conftest import Standing
from tests.factories import LATER, WORDS, House

pytestmark = pytest.mark.django_db
QUOTED = "充电桩建成 120 个。"


@pytest.fixture(scope="module")
def led_house_of_the_module(standing: Standing) -> Iterator[House]:
    """市商务局 leads task 1; its supporter has reported for the first quarter."""

    def build() -> House:
        house = factories.house(lead=Basis.DECLARED)
        factories.signed_line(house)
        line = factories.signed_line(house, house.transport)
        draft = factories.periodic_draft(
            line, house.transport, house.period(), words=replace(WORDS, progress_text=QUOTED, percent=60)
        )
        factories.advance(draft, ReportState.SUBMITTED, house, house.transport)
        return house

    with standing(build) as built:
        yield built


@pytest.fixture
def house(led_house_of_the_module: House, db: None) -> Iterator[House]:
    with time_machine.travel(LATER, tick=False):
        yield deepcopy(led_house_of_the_module)


def browser(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    assert actor.post is not None
    client.force_login(actor.user)
    session = client.session
    session[POST_KEY] = actor.post.pk
    session.save()
    return client


def post(client: Client, name: str, pk: int, **body: object) -> HttpResponse:
    return client.post(reverse(name, args=[pk]), {"form_key": str(uuid4()), **body})


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


class TestGathering:
    """The lead's table, one click, and what the office and the supporter read."""

    def test_the_lead_sees_who_is_in_and_saving_quotes_them(self, house: House) -> None:
        client, line = browser(house.commerce.liaison), house.line(house.commerce)
        page = text_of(client.get(reverse("item", args=[line.work_item_id])))
        assert "配合单位报送情况" in page
        assert "已报送" in page
        typed = {"period": house.period().pk, "progress_text": "牵头单位进展。", "go": "gather"}
        answer = post(client, "report_new", line.pk, **typed)
        report = ProgressReport.objects.get(line=line)
        assert answer["Location"] == reverse("report", args=[report.pk])
        page = text_of(client.get(answer["Location"]))
        assert QUOTED in page
        part = report.parts.get()
        answer = post(
            client, "report_arrange", report.pk, version=report.version, part=part.pk, **{f"order-{part.pk}": 1}
        )
        assert answer.status_code == 302
        assert not report.parts.get().is_included

    def test_a_closing_without_silent_units_asks_for_the_reason_beside_its_field(self, house: House) -> None:
        client, line = browser(house.commerce.liaison), house.line(house.commerce)
        draft = factories.closing_draft(line, house.commerce)
        page = text_of(client.get(reverse("report_edit", args=[draft.pk])))
        assert "尚有 1 个配合单位未报送：市交通运输局" in page
        typed = {**vars(factories.FINISHED), "percent": "", "version": 0, "go": "send"}
        answer = post(client, "report_edit", draft.pk, **typed)
        assert answer.status_code == 422
        assert "请说明理由" in text_of(answer)
        draft.refresh_from_db()
        typed |= {"without_reason": "由其另行报送。", "version": draft.version}
        assert post(client, "report_edit", draft.pk, **typed).status_code == 302
        draft.refresh_from_db()
        assert draft.state == ReportState.UNIT_REVIEW
        factories.reports.approve(draft, by=house.commerce.reviewer, at=LATER)
        page = text_of(browser(house.office.clerk).get(reverse("report", args=[draft.pk])))
        assert "未报送：市交通运输局" in page
        assert "由其另行报送。" in page

    def test_the_supporter_reads_the_accepted_summary_on_the_item(self, house: House) -> None:
        draft = factories.periodic_draft(
            house.line(house.commerce),
            house.commerce,
            house.period(),
            words=replace(WORDS, progress_text="牵头进展甲。"),
        )
        factories.advance(draft, ReportState.ACCEPTED, house, house.commerce)
        page = text_of(browser(house.transport.liaison).get(reverse("item", args=[draft.line.work_item_id])))
        assert "牵头单位汇总（已采用）" in page
        assert "牵头进展甲。" in page


class TestReview:
    """采用 with a finding, and 部分采用."""

    @pytest.mark.parametrize(("typed", "words"), [("45", "核实 45%"), ("", "无证据"), (None, "无证据")])
    def test_what_was_verified_stands_beside_the_claim(self, house: House, typed: str | None, words: str) -> None:
        report = ProgressReport.objects.get(unit=house.transport.unit)
        client = browser(house.office.clerk)
        body = {} if typed is None else {"verified": typed}
        assert post(client, "report_accept", report.pk, version=report.version, **body).status_code == 302
        page = text_of(client.get(reverse("item", args=[report.line.work_item_id])))
        assert "自报 60%" in page
        assert words in page

    def test_a_period_is_accepted_in_part_and_the_unit_reads_why(self, house: House) -> None:
        report = ProgressReport.objects.get(unit=house.transport.unit)
        client = browser(house.office.clerk)
        assert post(client, "report_accept_in_part", report.pk, version=report.version).status_code == 422
        typed = {"not_adopted": "缺少清单。", "reason": "数据无法核对。", "version": report.version}
        assert post(client, "report_accept_in_part", report.pk, **typed).status_code == 302
        page = text_of(browser(house.transport.liaison).get(reverse("report", args=[report.pk])))
        assert "缺少清单。" in page
        assert "数据无法核对。" in page

    def test_a_closing_in_part_shows_the_follow_up_and_what_went_before(self, house: House) -> None:
        line = house.line(house.transport)
        closing = factories.closing_draft(line, house.transport)
        factories.advance(closing, ReportState.SUBMITTED, house, house.transport)
        closing.refresh_from_db()
        typed = {
            "adopted": "场站。",
            "not_adopted": "年度数据。",
            "reason": "未附报表。",
            "follow_up": "补报年度数据。",
            "deadline": "2026-12-20",
            "version": closing.version,
        }
        assert post(browser(house.office.clerk), "report_accept_in_part", closing.pk, **typed).status_code == 302
        new = UnitLine.objects.get(follow_up="补报年度数据。")
        client = browser(house.transport.liaison)
        page = text_of(client.get(reverse("item", args=[new.work_item_id])))
        assert "续办之前" in page
        assert reverse("report", args=[closing.pk]) in page
        assert "续办：补报年度数据。" in text_of(client.get(reverse("desk")))

    def test_on_paper_about_the_office_s_own_house(self, house: House) -> None:
        report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
        client = browser(house.office.clerk)
        url = f"{reverse('report_sheet', args=[report.pk])}?act=accept_in_part_on_paper"
        assert "未采用的部分" in text_of(client.get(url))
        typed = {
            "form_key": str(uuid4()),
            "version": report.version,
            "not_adopted": "缺少清单。",
            "signer": "陈某",
            "signer_title": "副市长",
            "words": "部分采用。",
            "signed_on": "2026-04-13",
        }
        assert client.post(url, {**typed, "scan": factories.pdf()}).status_code == 302
        assert ProgressReport.objects.get(pk=report.pk).not_adopted == "缺少清单。"


class TestOfTheUnit:
    """分办 on the item's page, and the draft that saves itself."""

    def test_handed_over_it_is_found_by_section(self, house: House) -> None:
        client, line = browser(house.commerce.liaison), house.line(house.commerce)
        empty = post(client, "line_hand_over", line.pk, version=line.version)
        assert empty.status_code == 422
        typed = {"section": "电力科", "handler": "李某", "phone": "", "version": line.version}
        assert post(client, "line_hand_over", line.pk, **typed).status_code == 302
        desk = reverse("desk")
        assert line.work_item.title in text_of(client.get(desk, {"section": "电力科"}))
        assert line.work_item.title not in text_of(client.get(desk, {"section": "综合科"}))

    def test_a_draft_saves_itself_and_says_when_somebody_was_faster(self, house: House) -> None:
        client, line = browser(house.commerce.liaison), house.line(house.commerce)
        body = {"period": house.period().pk, "progress_text": "写到一半", "go": "auto"}
        told = post(client, "report_new", line.pk, **body).json()
        report = ProgressReport.objects.get(line=line)
        assert told["url"] == reverse("report_edit", args=[report.pk])
        assert told["versions"] == {"version": report.version}
        edit = {"progress_text": "写到一半，又写了一些", **told["versions"], "go": "auto"}
        assert post(client, "report_edit", report.pk, **edit).json()["versions"] == {"version": report.version + 1}
        other = post(client, "report_edit", report.pk, **{**edit, "progress_text": "另一个人写的"})
        assert other.status_code == 409
        assert "未能自动保存" in other.json()["said"]
        by_hand = post(client, "report_edit", report.pk, **{**edit, "progress_text": "另一个人写的", "go": "draft"})
        page = text_of(by_hand)
        assert (by_hand.status_code, "另一个人写的" in page, "写到一半，又写了一些" in page) == (409, True, True)

    def test_what_was_sent_back_is_not_reopened_by_typing(self, house: House) -> None:
        draft = factories.periodic_draft(house.line(house.commerce), house.commerce, house.period())
        factories.advance(draft, ReportState.SENT_BACK, house, house.commerce)
        draft.refresh_from_db()
        client = browser(house.commerce.liaison)
        assert "data-autosave" not in text_of(client.get(reverse("report_edit", args=[draft.pk])))
        answer = post(client, "report_edit", draft.pk, progress_text="改", version=draft.version, go="auto")
        assert answer.status_code == 409
        assert ProgressReport.objects.get(pk=draft.pk).state == ReportState.SENT_BACK


class TestLaterMembers:
    """补办交办 on the year's page."""

    def test_the_director_gives_a_later_member_its_line_once(self, house: House) -> None:
        row = GroupMembership(group=house.group, unit=house.water.unit, starts_on=LATER.date())
        recording.save(row, by=factories.clock(), at=LATER, why="新增成员")
        url = reverse("cycle", args=[2026])
        page = text_of(browser(house.office.clerk).get(url))
        assert "以下成员尚无承办事项" in page
        assert "由领导小组办公室负责人补办交办" in page
        client = browser(house.office.director)
        for _ in range(2):
            assert post(client, "late_member_issue", 2026, member=house.water.unit.pk).status_code == 302
        assert UnitLine.objects.get(unit=house.water.unit).state == LineState.PENDING_SIGNATURE
        assert "以下成员尚无承办事项" not in text_of(client.get(url))


def test_a_closing_is_no_periodic_report(house: House) -> None:
    """代录 never closes a line, so that nobody asks for closing past the reason."""
    closing = factories.closing_draft(house.line(house.commerce), house.commerce)
    assert closing.kind == ReportKind.CLOSING
    assert post(browser(house.office.clerk), "report_on_behalf", closing.line_id, kind="closing").status_code == 422
    assert ProgressReport.objects.filter(line=closing.line_id, state=ReportState.SUBMITTED).count() == 0
