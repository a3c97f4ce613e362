"""A paper's way through its pages: from the late list or a proposal to 印发; every refusal keeps what was typed."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Role, UnitKind
from tasks_app.actions import lines, paper_drafts, papers
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_rules import CIRCULAR, CIRCULAR_BY_HAND, NO_SUCH_KIND
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Mandate, NumberSeries, Paper, PaperFile, PaperSheet
from tests import factories, interview_factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, pdf
from tests.views.test_papers import IN_DECEMBER, closed, page_of, presented_notice
from tests.views.walking import Walker, words

pytestmark = pytest.mark.django_db
SHEET = {"signer": "陈某", "signer_title": "副市长", "words": "同意。", "signed_on": "2026-12-08"}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    """The house whose lines are late, with a mandate and 代字."""
    with standing(paper_factories.late_house) as built:
        yield built


@pytest.fixture
def house(house_of_the_module: House, db: None) -> House:
    return deepcopy(house_of_the_module)


def walker(actor: Actor) -> Walker:
    return Walker(actor, IN_DECEMBER)


def stored(paper: Paper) -> Paper:
    return Paper.objects.get(pk=paper.pk)


def send(actor: Actor, paper: Paper, act: str, at: datetime = IN_DECEMBER, **fields: object) -> HttpResponse:
    """Sends the form of an act from a page that shows the stored version."""
    known = {"version": stored(paper).version, **fields}
    return Walker(actor, at).post(reverse(f"paper_{act}", args=[paper.pk]), **known)


class TestDrafting:
    @pytest.mark.parametrize("kind", [PaperKind.INTERVIEW_MINUTES, PaperKind.DISPATCH_NOTICE])
    def test_what_belongs_elsewhere_is_not_drafted_about_lines(self, house: House, kind: str) -> None:
        answer = walker(house.office.clerk).post("/papers/new/", line=house.line(house.commerce).pk, kind=kind)
        assert answer.status_code == 422
        assert not Paper.objects.exists()

    def test_what_is_asked_of_each_line_is_written_on_the_form(self, house: House) -> None:
        paper, clerk = paper_factories.drafted(house), house.office.clerk
        field = f"asked_{paper.grounds.get().pk}"
        assert f'name="{field}"' in page_of(paper, clerk).content.decode()
        typed = {**paper.words, "title": paper.title, "reply_days": 5, field: "12月20日前报送方案。", "go": "save"}
        assert send(clerk, paper, "revise", **typed).status_code == 302
        page = page_of(paper, clerk)
        assert 'value="12月20日前报送方案。"' in page.content.decode()
        assert "12月20日前报送方案。" in words(page)

    def test_chosen_lines_become_a_draft(self, house: House) -> None:
        office, line = walker(house.office.clerk), house.line(house.commerce)
        assert f'name="line" value="{line.pk}"' in office.get("/supervision/late/").content.decode()
        page = office.get("/papers/new/", line=line.pk)
        assert "市商务局推进第1项重点任务" in words(page)
        assert "商请函" not in words(page)
        answer = office.post("/papers/new/", line=line.pk, kind=PaperKind.SUPERVISION_NOTICE)
        paper = Paper.objects.get()
        assert answer["Location"] == reverse("paper", args=[paper.pk])
        assert [service.unit for service in paper.services.all()] == [house.commerce.unit]
        assert [ground.line for ground in paper.grounds.all()] == [line]

    def test_lines_of_several_units_are_drafted_one_by_one(self, house: House) -> None:
        lines = [house.line(house.commerce).pk, house.line(house.transport).pk]
        page = walker(house.office.clerk).get("/papers/new/", line=lines)
        assert "一件公文只主送一个单位" in words(page)
        assert page.content.decode().count('name="kind"') == 2

    def test_a_memo_goes_to_no_unit(self, house: House) -> None:
        walker(house.office.clerk).post("/papers/new/", line=house.line(house.commerce).pk, kind=PaperKind.MEMO)
        paper = Paper.objects.get()
        assert not paper.services.exists()
        assert paper.grounds.count() == 1

    @pytest.mark.parametrize(
        ("kind", "sentence"),
        [
            (CIRCULAR, CIRCULAR_BY_HAND),
            ("nothing", NO_SUCH_KIND),
            (HOSTILE, NO_SUCH_KIND),
            (PaperKind.REQUEST_LETTER, "所选单位不适用“商请函”"),
            ("", "请选择文种"),
        ],
    )
    def test_what_has_no_way_out_is_refused(self, house: House, kind: str, sentence: str) -> None:
        answer = walker(house.office.clerk).post("/papers/new/", line=house.line(house.commerce).pk, kind=kind)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert "推进第1项重点任务" in words(answer)
        assert HOSTILE not in answer.content.decode()
        assert not Paper.objects.exists()

    @pytest.mark.parametrize("line", ["", "abc", "-1", "9" * 5000, str(2**63)])
    def test_lines_that_are_none(self, house: House, line: str) -> None:
        office = walker(house.office.clerk)
        assert office.get("/papers/new/", line=line).status_code == 200
        answer = office.post("/papers/new/", line=line, kind=PaperKind.MEMO)
        assert answer.status_code == 422
        assert "请在督办清单中选择" in words(answer)

    def test_whoever_works_for_the_unit_drafts_nothing_about_it(self, house: House) -> None:
        both = factories.working(Role.OFFICE_CLERK, house.office.unit)
        factories.post(Role.LIAISON, house.commerce.unit, user=both.user)
        clerk = walker(factories.actor(both.own_post, IN_DECEMBER))
        line = house.line(house.commerce).pk
        assert "按回避要求由无关联的人员拟稿" in words(clerk.get("/papers/new/", line=line))
        answer = clerk.post("/papers/new/", line=line, kind=PaperKind.SUPERVISION_NOTICE)
        assert answer.status_code == 403
        assert "您同时是该单位或其归口单位的联络员或审核人" in words(answer)

    def test_a_period_is_asked_of_a_whole_class(self, house: House) -> None:
        office, period = walker(house.office.clerk), house.period(3)
        assert "市直部门和事业单位（3个单位，调度通知）" in words(office.get("/papers/new/"))
        answer = office.post("/papers/dispatch/", period=period.pk, whom="0")
        paper = Paper.objects.get()
        assert answer.status_code == 302
        assert (paper.kind, paper.period) == (PaperKind.DISPATCH_NOTICE, period)
        assert {service.unit_name for service in paper.services.all()} == {"市商务局", "市交通运输局", "市发展改革局"}

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"whom": "0"}, "请选择列出的调度期"),
            ({"period": "1000000", "whom": "9"}, "请选择列出的主送范围"),
        ],
    )
    def test_a_period_or_class_that_is_none(self, house: House, fields: dict[str, str], sentence: str) -> None:
        answer = walker(house.office.clerk).post("/papers/dispatch/", **fields)
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert not Paper.objects.exists()

    def test_the_class_says_which_kind_it_is(self, house: House) -> None:
        typed = {"period": house.period(3).pk, "whom": "0", "kind": PaperKind.SUPERVISION_NOTICE}
        assert walker(house.office.clerk).post("/papers/dispatch/", **typed).status_code == 302
        assert Paper.objects.get().kind == PaperKind.DISPATCH_NOTICE

    def test_departments_are_asked_by_letter_where_no_notice_may_be_written(self, house: House) -> None:
        Mandate.objects.update(by_notice=False)
        office, period = walker(house.office.clerk), house.period(3)
        assert "市直部门和事业单位（3个单位，调度函）" in words(office.get("/papers/new/"))
        office.post("/papers/dispatch/", period=period.pk, whom="0")
        notice = Paper.objects.get()
        typed = {"title": notice.title, **paper_factories.passages(notice.kind)}
        refused = send(house.office.clerk, notice, "revise", **typed, go="submit")
        assert "请改用函" in words(refused)
        office.post("/papers/dispatch/", period=period.pk, whom="0.1")
        letter = Paper.objects.exclude(pk=notice.pk).get()
        assert letter.kind == PaperKind.DISPATCH_LETTER
        assert send(house.office.clerk, letter, "revise", **typed, go="submit").status_code == 302
        assert stored(letter).state == PaperState.CHECKING

    def test_a_correction_names_the_first(self, house: House) -> None:
        first = paper_factories.paper_in(PaperState.ISSUED, house)
        answer = send(house.office.clerk, first, "correct")
        second = Paper.objects.get(corrects=first)
        assert answer["Location"] == reverse("paper", args=[second.pk])
        assert f"关于更正《{first.title}》的" in words(page_of(second, house.office.clerk))

    def test_a_draft_is_not_corrected_but_revised(self, house: House) -> None:
        answer = send(house.office.clerk, paper_factories.drafted(house), "correct")
        assert answer.status_code == 422
        assert "只能更正已印发的公文" in words(answer)


class TestWriting:
    def test_saved_and_sent_to_be_checked(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        typed = {"title": "关于加快办理的通知", **paper_factories.passages(paper.kind), "reply_days": "7"}
        assert send(house.office.clerk, paper, "revise", **typed, go="save").status_code == 302
        assert (stored(paper).state, stored(paper).reply_days) == (PaperState.DRAFT, 7)
        answer = send(house.office.clerk, paper, "revise", **typed, go="submit")
        assert answer.status_code == 302
        assert stored(paper).state == PaperState.CHECKING

    def test_what_is_missing_is_said_and_what_was_typed_is_kept(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        answer = send(house.office.clerk, paper, "revise", title="半份", opening=HOSTILE, reply_days="5", go="submit")
        assert answer.status_code == 422
        assert "草稿已经保存" in words(answer)
        assert "请写明要求" in words(answer)
        assert HOSTILE not in answer.content.decode()
        assert (stored(paper).title, stored(paper).state) == ("半份", PaperState.DRAFT)

    def test_without_a_mandate_it_stays(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        Mandate.objects.update(confirmed_by=None, confirmed_at=None)
        typed = {"title": paper.title, **paper.words, "reply_days": "5"}
        answer = send(house.office.clerk, paper, "revise", **typed, go="submit")
        assert answer.status_code == 422
        assert "缺少授权依据" in words(answer)

    @pytest.mark.parametrize("days", ["0", "61", "-1", "abc", "9" * 500, ""])
    def test_a_reply_window_that_is_none(self, house: House, days: str) -> None:
        paper = paper_factories.drafted(house)
        typed = {"title": paper.title, **paper.words, "reply_days": days}
        answer = send(house.office.clerk, paper, "revise", **typed, go="save")
        assert answer.status_code == 422
        assert "请填写1到60的整数" in words(answer)
        assert stored(paper).reply_days == 5

    def test_somebody_was_faster(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        typed = {"title": "我的标题", **paper.words, "reply_days": "5"}
        answer = send(house.office.clerk, paper, "revise", **typed, go="save", version=paper.version - 1)
        assert answer.status_code == 409
        assert "我的标题" in answer.content.decode()
        assert stored(paper).title == paper.title

    def test_a_form_sent_twice_counts_once(self, house: House) -> None:
        line, key = house.line(house.commerce).pk, str(uuid4())
        for _ in range(2):
            walker(house.office.clerk).post("/papers/new/", line=line, kind=PaperKind.MEMO, form_key=key)
        assert Paper.objects.count() == 1


class TestTheWay:
    def test_checked_signed_numbered_stamped_issued(self, house: House) -> None:
        paper, office = paper_factories.paper_in(PaperState.CHECKING, house), house.office
        assert send(office.second_clerk, paper, "check").status_code == 302
        assert send(office.director, paper, "sign").status_code == 302
        assert "下一个字号：珠碳办〔2026〕1号" in words(
            walker(office.clerk).get(reverse("paper_number", args=[paper.pk]))
        )
        assert send(office.clerk, paper, "number").status_code == 302
        assert send(office.clerk, paper, "seal", scan=pdf("盖章件.pdf")).status_code == 302
        answer = send(office.clerk, paper, "issue")
        assert answer.status_code == 302
        assert stored(paper).number == "珠碳办〔2026〕1号"
        page = page_of(paper, office.clerk)
        assert "盖章扫描件：盖章件.pdf" in words(page)
        assert "登记印发" in words(page)

    @pytest.mark.parametrize(
        ("state", "act", "person"),
        [
            (PaperState.CHECKING, "return_checked", "second_clerk"),
            (PaperState.PRESENTED, "send_back", "director"),
            (PaperState.SEALED, "void", "director"),
        ],
    )
    def test_back_only_with_a_reason(self, house: House, state: str, act: str, person: str) -> None:
        paper, actor = paper_factories.paper_in(state, house), getattr(house.office, person)
        answer = send(actor, paper, act, reason="\u3000")
        assert answer.status_code == 422
        assert "请填写理由" in words(answer)
        assert stored(paper).state == state
        assert send(actor, paper, act, reason="事实有误。").status_code == 302
        assert stored(paper).state in (PaperState.DRAFT, PaperState.VOID)

    def test_out_of_turn_is_told_with_the_words_kept(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.SIGNED, house)
        answer = send(house.office.director, paper, "send_back", reason="再核一遍")
        assert answer.status_code == 409
        assert "现在的状态是“已签发”" in words(answer)

    def test_changes_are_known_before_it_is_signed(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house)
        closed(house)
        answer = send(house.office.director, paper, "sign")
        assert answer.status_code == 422
        assert "已知悉变化" in words(answer)
        assert send(house.office.director, paper, "sign", knows_changes="1").status_code == 302

    def test_changes_are_known_before_a_sheet_is_registered(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house)
        closed(house)
        sheet = {**SHEET, "scan": pdf("签批件.pdf")}
        assert send(house.office.clerk, paper, "sign_on_paper", **sheet).status_code == 422
        assert not PaperSheet.objects.exists()
        again = {**SHEET, "scan": pdf("签批件.pdf"), "knows_changes": "on"}
        assert send(house.office.clerk, paper, "sign_on_paper", **again).status_code == 302
        page = page_of(paper, house.office.clerk)
        assert "副市长陈某签批：“同意。”" in words(page)

    def test_a_leader_agrees_and_names_who_presides(self, house: House) -> None:
        paper, leader = presented_notice(house), house.office.leader
        at = interview_factories.AGREED_AT
        asked = Walker(leader, at).get(reverse("paper_agree", args=[paper.pk]))
        assert f'value="{leader.name}"' in asked.content.decode()
        refused = send(leader, paper, "agree", at, presider="李某", presider_title="秘书长")
        assert refused.status_code == 422
        assert "请写明委托依据" in words(refused)
        assert "秘书长" in refused.content.decode()
        answer = send(leader, paper, "agree", at, presider=leader.name, presider_title="副市长")
        assert answer.status_code == 302
        assert stored(paper).presider == leader.name
        assert "签发" in words(page_of(paper, house.office.director))

    def test_an_agreement_on_paper_needs_its_scan(self, house: House) -> None:
        paper = presented_notice(house)
        typed = {**SHEET, "presider": "陈某", "presider_title": "副市长"}
        at = interview_factories.AGREED_AT
        assert send(house.office.clerk, paper, "agree_on_paper", at, **typed).status_code == 422
        typed["scan"] = pdf("签批件.pdf")
        assert send(house.office.clerk, paper, "agree_on_paper", at, **typed).status_code == 302
        assert stored(paper).agreed_at is not None

    @pytest.mark.parametrize("act", ["agree", "agree_on_paper"])
    def test_a_leader_sees_what_changed_before_agreeing(self, house: House, act: str) -> None:
        paper, at = presented_notice(house), interview_factories.AGREED_AT
        closed(house)
        people = {"agree": house.office.leader, "agree_on_paper": house.office.clerk}
        asked = words(Walker(people[act], at).get(reverse(f"paper_{act}", args=[paper.pk])))
        assert "已知悉变化" in asked
        assert "→已完成" in asked
        typed = {"presider": "陈某", "presider_title": "副市长", "delegation": "受托。"}
        typed |= {**SHEET, "scan": pdf("签批件.pdf")} if act == "agree_on_paper" else {}
        assert "请先查看" in words(send(people[act], paper, act, at, **typed))
        typed |= {"scan": pdf("签批件.pdf"), "knows_changes": "on"}
        assert send(people[act], paper, act, at, **typed).status_code == 302

    def test_changes_after_signing_are_known_before_number_and_issue(self, house: House) -> None:
        paper, clerk = paper_factories.paper_in(PaperState.SIGNED, house), house.office.clerk
        closed(house)
        assert "→已完成" in words(page_of(paper, clerk))
        assert "请先查看" in words(send(clerk, paper, "number", external=""))
        assert send(clerk, paper, "number", external="", knows_changes="on").status_code == 302
        lines.reopen(house.line(house.commerce), reason="重办。", by=house.office.director, at=IN_DECEMBER)
        assert send(clerk, paper, "seal", scan=pdf("盖章件.pdf")).status_code == 302
        assert 'name="knows_changes"' in page_of(paper, clerk).content.decode()
        assert "请先查看" in words(send(clerk, paper, "issue"))
        assert send(clerk, paper, "issue", knows_changes="1").status_code == 302

    def test_whoever_signed_is_chosen_among_the_accounts_or_named(self, house: House) -> None:
        paper, director = paper_factories.paper_in(PaperState.PRESENTED, house), house.office.director
        form = walker(house.office.clerk).get(reverse("paper_sign_on_paper", args=[paper.pk]))
        assert f"{director.name}（领导小组办公室负责人）" in words(form)
        nobody = {**SHEET, "signer": "", "scan": pdf("签批件.pdf")}
        refused = send(house.office.clerk, paper, "sign_on_paper", **nobody)
        assert refused.status_code == 422
        assert "请选择签批人，或填写签批人姓名" in words(refused)
        stranger = {**nobody, "signer_account": house.commerce.liaison.user.pk, "scan": pdf("签批件.pdf")}
        assert "请从列出的人员中选择" in words(send(house.office.clerk, paper, "sign_on_paper", **stranger))
        chosen = {**nobody, "signer_account": director.user.pk, "scan": pdf("签批件.pdf")}
        assert send(house.office.clerk, paper, "sign_on_paper", **chosen).status_code == 302
        sheet = PaperSheet.objects.get()
        assert (sheet.signer, sheet.signer_user) == (director.name, director.user)

    def test_who_does_not_agree_is_led_back_to_the_list(self, house: House) -> None:
        paper = presented_notice(house)
        answer = send(house.office.leader, paper, "decline", reason="先发函。")
        assert answer["Location"] == reverse("papers")
        assert stored(paper).state == PaperState.DRAFT

    def test_a_memo_is_written_on(self, house: House) -> None:
        paper = paper_factories.paper_in(PaperState.PRESENTED, house, PaperKind.MEMO)
        assert send(house.office.leader, paper, "instruct", reason="").status_code == 422
        assert send(house.office.leader, paper, "instruct", reason="请分管同志协调。").status_code == 302
        assert "请分管同志协调。" in words(page_of(paper, house.office.clerk))

    def test_a_district_is_asked_with_the_governments_consent(self, house: House) -> None:
        paper = letter_to_a_district(house)
        page = page_of(paper, house.office.director)
        assert "须先登记市政府同意的日期和原件" in words(page)
        assert send(house.office.director, paper, "sign").status_code == 409
        late = send(house.office.clerk, paper, "consent", consent_on="2026-12-31", scan=pdf("同意件.pdf"))
        assert late.status_code == 422
        assert "不能晚于今天" in words(late)
        done = send(house.office.clerk, paper, "consent", consent_on="2026-12-08", scan=pdf("同意件.pdf"))
        assert done.status_code == 302
        assert send(house.office.director, paper, "sign").status_code == 302

    @pytest.mark.parametrize("typed", ["珠碳办第5号", "5", HOSTILE, "珠碳办〔2026〕05号"])
    def test_a_number_that_is_none(self, house: House, typed: str) -> None:
        paper = paper_factories.paper_in(PaperState.SIGNED, house)
        answer = send(house.office.clerk, paper, "number", external=typed)
        assert answer.status_code == 422
        assert "发文字号应写作" in words(answer)
        assert HOSTILE not in answer.content.decode()
        assert stored(paper).state == PaperState.SIGNED

    def test_without_a_series_only_a_number_of_the_offices_own(self, house: House) -> None:
        NumberSeries.objects.all().delete()
        paper = paper_factories.paper_in(PaperState.SIGNED, house)
        page = walker(house.office.clerk).get(reverse("paper_number", args=[paper.pk]))
        assert "尚未设置本年发文代字" in words(page)
        assert send(house.office.clerk, paper, "number").status_code == 409
        assert send(house.office.clerk, paper, "number", external="珠碳办函〔2026〕5号").status_code == 302

    @pytest.mark.parametrize("scan", ["", pdf("盖章件.docx", b"PK\x03\x04"), pdf("盖章件.pdf", b"MZ")])
    def test_no_stamp_without_its_scan(self, house: House, scan: object) -> None:
        paper = paper_factories.paper_in(PaperState.NUMBERED, house)
        assert send(house.office.clerk, paper, "seal", scan=scan).status_code == 422
        assert not PaperFile.objects.exists()

    def test_a_step_that_is_not_of_the_moment_has_no_form(self, house: House) -> None:
        paper = paper_factories.drafted(house)
        assert walker(house.office.clerk).get(reverse("paper_seal", args=[paper.pk])).status_code == 409


def letter_to_a_district(house: House) -> Paper:
    """A letter to 香洲区, checked; the line became the district's by a stroke of the test's pen."""
    line = house.line(house.commerce)
    line.unit = factories.unit("香洲区人民政府", UnitKind.DISTRICT)
    line.save()
    clerk, second = (
        factories.actor(one.own_post, IN_DECEMBER) for one in (house.office.clerk, house.office.second_clerk)
    )
    paper = paper_factories.drafted(house, PaperKind.SUPERVISION_LETTER, lines=[line])
    paper_drafts.submit(paper, by=clerk, at=moment("2026-12-08"))
    return papers.check(paper, by=second, at=moment("2026-12-08 10:00"))
