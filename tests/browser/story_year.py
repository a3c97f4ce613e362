"""The first half of the whole story: a lead is confirmed, the year issued, a report sent back and accepted."""

from playwright.sync_api import expect

from tasks_app.models import UnitLine
from tests.browser.story_cast import DUE, SOURCE, TASK, TITLE, UNIT, Story, approve

FIRST_WORDS = "已对 12 家重点外贸企业开展绿色贸易规则培训。"
MENDED_WORDS = f"{FIRST_WORDS}截至3月31日，参训 86 人。"
WHOLE_WORDS = f"{MENDED_WORDS}企业名单及签到表见附件。"
RETURNED = "请写明截至日期和人数。"
SENT_BACK = "佐证材料缺少签到表，请补充后重新报送。"


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
    director.page.locator("#id_basis_note").fill("领导小组办公室主任会议纪要〔演示〕1号")
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
    clerk.follows(TITLE)
    clerk.writes(完成时限=DUE)
    clerk.presses("保存修订")
    clerk.reads(DUE)
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
    approve(reviewer, story.report_path())
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
    approve(reviewer, story.report_path())

    clerk.opens("/review/")
    clerk.follows(TITLE)
    clerk.reads(WHOLE_WORDS, "签到表.pdf")
    clerk.decides("采用")
    clerk.reads(f"已采用：{UNIT}")
