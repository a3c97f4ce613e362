"""The second half of the whole story: the line is late, a letter stays unanswered, an interview mends it."""

import re

from playwright.sync_api import expect

from tasks_app.domain.paper_kinds import PaperKind
from tests.browser import paper_way
from tests.browser.story_cast import LEADER, TASK, TITLE, UNIT, Story, approve
from tests.browser.visitor import Visitor

LETTER_NUMBER, NOTICE_NUMBER = "珠碳办〔2026〕1号", "珠碳办〔2026〕2号"
PROMISES = (("完成其余 36 家重点外贸企业培训", "2026-08-14"), ("申请办结并报送名单", "2026-08-14"))
RECTIFIED = "两项承诺均已落实，累计培训 48 家企业。"
CLOSING_WORDS = "年度培训和对接任务全部完成，累计培训 48 家企业。"


def when_the_office_has_a_mandate_and_numbers(story: Story) -> None:
    clerk, director = story.clerk, story.director
    story.on("2026-04-10", clerk, director)
    clerk.opens("/papers/mandates/new/")
    clerk.writes(
        文件名称="关于授权开展碳达峰重点任务督促检查的通知",
        发文机关="珠海市人民政府办公室",
        授权事项="对碳达峰重点任务落实情况开展督促检查。",
        起始日="2026-03-01",
    )
    for choice in ("提醒、调度", "督办", "约谈", "市直部门"):
        clerk.page.get_by_role("checkbox", name=choice, exact=True).check()
    clerk.page.get_by_label("可以用通知行文").check()
    clerk.attaches("授权文件.pdf")
    clerk.presses("登记")
    clerk.reads("待确认")
    director.opens("/papers/mandates/")
    director.decides("确认")
    director.reads("授权文件")
    clerk.opens("/papers/series/")
    clerk.writes(年份="2026", 发文代字="珠碳办", 起始号="1")
    clerk.presses("设置")
    clerk.reads("珠碳办")


def when_the_line_is_late_and_the_clock_urges_and_proposes(story: Story) -> None:
    story.on("2026-07-01", story.liaison)
    story.liaison.reads("1 件逾期")
    story.liaison.opens("/inbox/")
    story.liaison.reads("本事项已超过完成时限")
    story.liaison.looks()
    story.on("2026-07-07", story.clerk, story.checker, story.director)
    story.clerk.opens("/supervision/proposals/")
    story.clerk.reads(f"{UNIT}：拟督办", TITLE, "逾期 5 个工作日", "催办")
    story.clerk.looks("proposal")


def when_a_letter_is_drafted_checked_signed_and_issued(story: Story) -> None:
    bureau, clerk = story.bureau, story.clerk
    path = paper_way.take_up(clerk, UNIT, PaperKind.SUPERVISION_NOTICE)
    clerk.reads("目前的情况；送核时冻结")
    paper_way.write(clerk, path, paper_way.LETTER)
    bureau.present(path)
    story.director.opens(path)
    story.director.reads("送核时冻结，供核稿和审批", "请查看办理情况后决定。")
    story.director.looks("paper-to-sign", at="办理情况附件")
    bureau.sign(path)
    bureau.send_out(path, LETTER_NUMBER)


def when_the_unit_signs_for_it_and_does_not_answer(story: Story) -> None:
    liaison = story.liaison
    story.on("2026-07-08", liaison)
    liaison.reads("1 件来文待签收")
    liaison.follows("全部来文")
    liaison.follows(f"关于督促办理{TITLE}的通知")
    liaison.reads("问题清单", "请签收；签收后 5 个工作日内答复。")
    liaison.looks("received", phone=True)
    liaison.presses("签收")
    liaison.reads("剩 5 个工作日")
    story.on("2026-07-16", liaison)
    liaison.opens("/inbox/")
    liaison.reads("来文已超过答复时限，请尽快答复。")


def when_the_clock_proposes_an_interview_and_a_leader_agrees(story: Story) -> None:
    bureau, clerk, leader = story.bureau, story.clerk, story.leader
    story.on("2026-07-28", clerk, story.checker, story.director, leader)
    path = paper_way.take_up(clerk, UNIT, PaperKind.INTERVIEW_NOTICE)
    paper_way.write(clerk, path, paper_way.INTERVIEW)
    bureau.present(path)
    leader.opens("/papers/")
    leader.follows(f"关于约谈{UNIT}的通知")
    leader.reads("此前公文", LETTER_NUMBER)
    leader.follows("同意约谈")
    leader.writes(约谈主持人=LEADER, 主持人职务="副市长")
    leader.looks()
    leader.presses("同意约谈")
    leader.reads("已同意约谈")
    bureau.sign(path)
    bureau.send_out(path, NOTICE_NUMBER)
    clerk.opens("/papers/register/")
    clerk.reads(LETTER_NUMBER, NOTICE_NUMBER)
    clerk.looks("register")


def when_the_interview_is_held_and_the_unit_commits_itself(story: Story) -> None:
    clerk, liaison = story.clerk, story.liaison
    story.on("2026-07-29", liaison)
    liaison.follows("全部来文")
    liaison.follows(f"关于约谈{UNIT}的通知")
    liaison.presses("签收")
    liaison.reads("已签收")
    story.on("2026-08-04", clerk)
    clerk.opens("/interviews/")
    clerk.follows(UNIT)
    clerk.follows("登记约谈")
    clerk.writes(
        约谈时间="2026-08-04T08:30", 约谈地点=paper_way.MEETING_PLACE, 参加人员="市商务局分管副局长；办公室经办人。"
    )
    clerk.presses("登记约谈")
    clerk.reads("已登记约谈", LEADER)
    clerk.follows("登记整改承诺")
    for row, (text, due) in enumerate(PROMISES, start=1):
        clerk.writes(**{f"承诺事项 {row}": text, f"完成时限 {row}": due})
    clerk.presses("登记整改承诺")
    clerk.reads("整改中", PROMISES[0][0])


def when_the_unit_rectifies_and_asks_for_closing(story: Story) -> None:
    clerk, liaison, reviewer = story.clerk, story.liaison, story.reviewer
    story.on("2026-08-12", clerk, liaison, reviewer)
    liaison.page.get_by_role("link", name=re.compile(rf"^{TASK}\s+{TITLE}$")).click()
    liaison.follows("申请办结")
    liaison.writes(完成情况=CLOSING_WORDS, 存在问题="无。", 下一步安排="无。")
    with liaison.refused(422):
        liaison.presses("送审")
        liaison.reads("请至少上传一个文件", "尚有 9 个配合单位未报送", "草稿和附件已经保存")
    liaison.writes(配合单位未报齐的理由="各区的部分按区年度计划另行报送。")
    liaison.attaches("年度总结.pdf")
    liaison.presses("送审")
    liaison.reads("已送审：办结申请")
    approve(reviewer, story.report_path(), "报送办结")
    liaison.opens("/papers/received/")
    liaison.follows(f"关于约谈{UNIT}的通知")
    liaison.follows("查看约谈办理情况")
    liaison.follows("报告整改情况")
    liaison.writes(整改情况=RECTIFIED)
    liaison.attaches("培训名单.pdf")
    liaison.presses("报告整改情况")
    liaison.reads("整改情况已报告")


def when_the_office_checks_and_closes_everything(story: Story) -> None:
    clerk, director = story.clerk, story.director
    story.on("2026-08-13", clerk, director)
    clerk.follows("审核办结申请")
    clerk.decides("同意办结")
    clerk.reads(f"已同意办结：{UNIT}")
    director.opens(_link_to(clerk, TITLE))
    director.decides("销号")
    director.reads("已销号", "本事项已经销号。")
    clerk.opens("/interviews/")
    clerk.follows(UNIT)
    for _ in PROMISES:
        clerk.page.locator("summary", has_text="承诺完成").first.click()
        clerk.page.get_by_label("完成日期").first.fill("2026-08-12")
        clerk.page.get_by_role("button", name="承诺完成").first.click()
        clerk.reads("已登记承诺完成")
    expect(clerk.page.locator("summary", has_text="承诺完成")).to_have_count(0)
    director.opens(clerk.page.url.removeprefix(clerk.address))
    director.decides("核查通过并办结", 核查意见="整改到位。")
    director.reads("核查通过，已办结。", RECTIFIED)
    director.looks("interview")


def _link_to(visitor: Visitor, title: str) -> str:
    return visitor.page.get_by_role("main").get_by_role("link", name=title).get_attribute("href") or ""
