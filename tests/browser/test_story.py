"""The story of one task: from the plan on paper to a line that is signed off, each person in a browser of their own."""

from dataclasses import dataclass
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import Role, Unit, UnitKind, User
from tasks_app.actions.sweeps import sweep
from tasks_app.models import StateChange, UnitLine
from tests import factories
from tests.browser.conftest import FIRST_DAY, Visit
from tests.browser.visitor import Visitor
from tests.factories import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = settings.BASE_DIR / "fixtures" / "plans" / "zhuhai_carbon_peak_2023.txt"
TASK = 18  # 推动发展高质量…绿色低碳产品国际贸易: 市商务局 stands first
TITLE = "推动发展高质量、高技术、高附加值的绿色低碳产品国际贸易，积极应对绿色贸易国际规则"
UNIT = "市商务局"
FIRST_WORDS = "已对 12 家重点外贸企业开展绿色贸易规则培训。"
MENDED_WORDS = f"{FIRST_WORDS}截至3月31日，参训 86 人。"
WHOLE_WORDS = f"{MENDED_WORDS}企业名单及签到表见附件。"
RETURNED = "请写明截至日期和人数。"
SENT_BACK = "佐证材料缺少签到表，请补充后重新报送。"
CLOSING_WORDS = "年度培训和对接任务全部完成，累计培训 48 家企业。"
CLERK, DIRECTOR, LIAISON, REVIEWER = "办公室经办人", "办公室负责人", "商务局联络员", "商务局审核人"
# What is kept of it, and of whom: the way of the line, and of the report that came back twice.
WAY_OF_THE_LINE = [
    ("交办", DIRECTOR),
    ("签收", LIAISON),
    ("申请办结", LIAISON),
    ("报送办结", REVIEWER),
    ("同意办结", CLERK),
    ("销号", DIRECTOR),
]
WAY_OF_THE_REPORT = [
    ("送审", LIAISON),
    ("退回修改", REVIEWER),
    ("修改", LIAISON),
    ("送审", LIAISON),
    ("审核通过", REVIEWER),
    ("退回修改", CLERK),
    ("修改", LIAISON),
    ("送审", LIAISON),
    ("审核通过", REVIEWER),
    ("采用", CLERK),
]


@dataclass
class Story:
    """Its people, one browser each, and the clock."""

    clock: time_machine.Traveller
    clerk: Visitor
    director: Visitor
    liaison: Visitor
    reviewer: Visitor

    def on(self, day: str, *present: Visitor) -> None:
        """A later day: the clock has swept, sessions of the day before are over, who is present comes in again."""
        self.clock.move_to(moment(day))
        sweep(at=moment(day))
        for visitor in present:
            visitor.logs_in()

    def report_path(self) -> str:
        """Where the report that is spoken of is read."""
        return self.liaison.page.url.removeprefix(self.liaison.address).removesuffix("edit/")


def _person(name: str, role: str, unit: Unit) -> User:
    return factories.post(role, unit, user=factories.person(name)).user


def test_from_the_plan_on_paper_to_a_line_signed_off(visit: Visit, clock: time_machine.Traveller) -> None:
    when_the_plan_is_imported_from_its_source()
    story = when_people_come_to_their_posts(visit, clock)
    then_the_clerk_reads_what_was_imported(story)
    when_the_director_confirms_who_leads(story)
    when_the_clerk_draws_up_the_year_and_the_director_issues_it(story)
    when_the_unit_signs_for_everything(story)
    when_it_reports_and_its_reviewer_wants_it_mended(story)
    when_the_office_sends_it_back_and_accepts_it_in_the_end(story)
    when_the_unit_asks_for_closing(story)
    when_the_office_agrees_and_signs_off(story)
    then_everyone_finds_the_whole_story(story)


def when_the_plan_is_imported_from_its_source() -> None:
    said = StringIO()
    call_command("set_up", stdout=said)
    call_command("import_plan", str(SOURCE), stdout=said)
    assert "重点任务 30，责任分工 194" in said.getvalue()


def when_people_come_to_their_posts(visit: Visit, clock: time_machine.Traveller) -> Story:
    office, commerce = Unit.objects.get(kind=UnitKind.COORDINATION), Unit.objects.get(name=UNIT)
    sweep(at=FIRST_DAY)
    return Story(
        clock,
        clerk=visit(_person(CLERK, Role.OFFICE_CLERK, office)),
        director=visit(_person(DIRECTOR, Role.OFFICE_DIRECTOR, office)),
        liaison=visit(_person(LIAISON, Role.LIAISON, commerce)),
        reviewer=visit(_person(REVIEWER, Role.UNIT_REVIEWER, commerce)),
    )


def then_the_clerk_reads_what_was_imported(story: Story) -> None:
    clerk = story.clerk
    clerk.opens("/plan/")
    clerk.follows("导入记录")
    clerk.reads("珠府〔2023〕39号", SOURCE.name, "系统时钟（import_plan", "修复", "疑点")
    clerk.looks("import")


def when_the_director_confirms_who_leads(story: Story) -> None:
    director = story.director
    director.opens("/plan/")
    director.follows("确认牵头单位")
    director.reads("30 项任务中，还有 30 项的牵头单位待确认")
    director.page.locator("[data-row-link]").nth(TASK - 1).click()
    expect(director.page.get_by_role("radio", name=UNIT)).to_be_checked()
    director.writes(依据="领导小组办公室主任会议纪要〔演示〕1号")
    director.looks("confirm-lead")
    director.presses("确认牵头单位")
    director.reads(f"已确认第 {TASK} 项由{UNIT}牵头", "还有 29 项")


def when_the_clerk_draws_up_the_year_and_the_director_issues_it(story: Story) -> None:
    clerk, director = story.clerk, story.director
    clerk.opens("/")
    clerk.reads("还没有建立年度")
    clerk.follows("建立年度")
    clerk.presses("拟定2026年度任务")
    clerk.reads("已按方案拟定2026年度任务 30 项，核对后由负责人印发。")
    story.on("2026-03-31", director)
    director.reads("1 个年度待印发")
    director.page.get_by_role("link", name="个年度待印发").click()
    director.page.locator("summary", has_text="印发").click()
    director.reads("将向", "印发后任务内容和时限不能直接修改")
    director.looks("issue-year")
    director.page.locator("details.confirm").get_by_role("button", name="印发").click()
    director.reads("已印发2026年度任务，交办")


def when_the_unit_signs_for_everything(story: Story) -> None:
    liaison = story.liaison
    story.on("2026-04-01", liaison)
    waiting = UnitLine.objects.filter(unit__name=UNIT).count()
    liaison.reads(f"{waiting} 件待签收")
    liaison.follows(f"全部签收（{waiting} 件）")
    liaison.reads(TITLE)
    liaison.looks()
    liaison.presses(f"全部签收（{waiting} 件）")
    liaison.reads(f"已签收 {waiting} 件承办事项。")
    liaison.looks()


def when_it_reports_and_its_reviewer_wants_it_mended(story: Story) -> None:
    liaison, reviewer = story.liaison, story.reviewer
    story.on("2026-04-08", liaison, reviewer)
    liaison.page.get_by_role("link", name=TITLE).click()
    liaison.follows("填报第一季度进展")
    liaison.writes(本期进展=FIRST_WORDS, 存在问题="无。", 下一步安排="6月底前完成第二批培训。")
    liaison.chooses("达到序时进度")
    liaison.attaches("培训通知.pdf")
    liaison.looks("write-report")
    liaison.presses("送审")
    liaison.reads("已送审：第一季度进展，请通知本单位审核人审核。")

    reviewer.opens("/")
    reviewer.reads("1 件待您审核")
    reviewer.follows("审核第一季度进展")
    reviewer.decides("退回修改", 退回理由=RETURNED)
    reviewer.reads("已退回修改")

    liaison.opens("/")
    liaison.reads("1 件退回修改")
    liaison.follows("修改后重报")
    liaison.reads(RETURNED)
    liaison.writes(本期进展=MENDED_WORDS)
    liaison.presses("送审")
    _approve(reviewer, story.report_path())
    reviewer.reads("已审核通过")


def when_the_office_sends_it_back_and_accepts_it_in_the_end(story: Story) -> None:
    clerk, liaison, reviewer = story.clerk, story.liaison, story.reviewer
    story.on("2026-04-09", clerk, liaison, reviewer)
    clerk.reads("1 件报送待审核")
    clerk.follows("审核第一季度进展")
    clerk.reads(MENDED_WORDS, "培训通知.pdf", "请核对内容和附件后审核。")
    clerk.looks("review-report")
    clerk.decides("退回修改", 理由=SENT_BACK)
    clerk.reads("已退回修改")

    liaison.opens("/")
    liaison.follows("修改后重报")
    liaison.reads(SENT_BACK, "请于 2026年4月14日前重报")
    liaison.writes(本期进展=WHOLE_WORDS)
    liaison.attaches("签到表.pdf")
    liaison.looks("sent-back", phone=True)
    liaison.presses("送审")
    _approve(reviewer, story.report_path())

    clerk.opens("/review/")
    clerk.follows(TITLE)
    clerk.reads(WHOLE_WORDS, "签到表.pdf")
    clerk.decides("采用")
    clerk.reads(f"已采用：{UNIT}")


def when_the_unit_asks_for_closing(story: Story) -> None:
    liaison, reviewer = story.liaison, story.reviewer
    story.on("2026-11-20", liaison, reviewer)
    liaison.page.get_by_role("link", name=TITLE).click()
    liaison.follows("申请办结")
    liaison.writes(完成情况=CLOSING_WORDS, 存在问题="无。", 下一步安排="无。")
    with liaison.refused(422):
        liaison.presses("送审")
        liaison.reads("请至少上传一个文件", "草稿和附件已经保存")
        expect(liaison.page.get_by_label("完成情况")).to_have_value(CLOSING_WORDS)
    liaison.attaches("年度总结.pdf")
    liaison.presses("送审")
    liaison.reads("已送审：办结申请")
    _approve(reviewer, story.report_path(), "报送办结")


def when_the_office_agrees_and_signs_off(story: Story) -> None:
    clerk, director = story.clerk, story.director
    story.on("2026-11-23", clerk, director)
    clerk.follows("审核办结申请")
    clerk.decides("同意办结")
    clerk.reads(f"已同意办结：{UNIT}")
    director.opens(clerk.page.get_by_role("main").get_by_role("link", name=TITLE).get_attribute("href") or "")
    director.decides("销号")
    director.reads("已销号", "本事项已经销号。")


def then_everyone_finds_the_whole_story(story: Story) -> None:
    line = UnitLine.objects.get(unit__name=UNIT, work_item__year_plan__task__number=TASK)
    report = line.reports.get(period__order=1)
    assert _steps("line", line.pk) == WAY_OF_THE_LINE
    assert _steps("report", report.pk) == WAY_OF_THE_REPORT
    story.on("2026-11-24", story.director, story.liaison, story.reviewer)
    for reader in (story.director, story.liaison, story.reviewer):
        reader.opens(f"/items/{line.work_item_id}/?line={line.pk}")
        reader.reads("已销号", SENT_BACK, "2026-04-09")
    story.liaison.looks("item")


def _steps(kind: str, pk: int) -> list[tuple[str, str]]:
    steps = StateChange.objects.filter(kind=kind, object_id=pk).order_by("pk")
    return [(step.label, step.actor_name) for step in steps]


def _approve(reviewer: Visitor, path: str, verb: str = "审核通过") -> None:
    reviewer.opens(path)
    reviewer.decides(verb)
    reviewer.reads("已报送领导小组办公室")
