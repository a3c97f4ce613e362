"""How the office carries a paper through its house, page by page: 拟稿, 核稿, 签发, 编号, 用印, 印发."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

from accounts.models import Unit
from tasks_app.domain.paper_kinds import PaperKind
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.factories import House

CONTACT = {"联系人": "办公室经办人", "联系电话": "0756-0000000"}
LETTER = {
    "事由": "该事项应于上月底前完成，目前尚未完成，亦未申请办结。",
    "要求": "请于收到本件之日起 5 个工作日内书面答复未完成的原因和下一步措施，并抓紧完成。",
    **CONTACT,
}
MEETING_PLACE = "市政府一号楼会议室"
INTERVIEW = {
    "约谈事由": "该事项逾期未完成，督促办理的公文期满未答复。",
    "约谈时间": "签发后第五个工作日上午9时30分",
    "约谈地点": MEETING_PLACE,
    "约谈对象": "该单位分管负责同志",
    "需准备的材料": "书面情况说明、整改措施和完成时限。",
    **CONTACT,
}
STAMPED = "盖章件.pdf"
# In which word the clock proposes a kind of paper.
PROPOSED = {
    PaperKind.SUPERVISION_NOTICE: "拟督办",
    PaperKind.REQUEST_LETTER: "拟商请",
    PaperKind.INTERVIEW_NOTICE: "拟约谈",
}


@dataclass(frozen=True)
class Bureau:
    """Those of the office who handle a paper: one drafts and sends it, another checks it, the director signs."""

    clerk: Visitor
    checker: Visitor
    director: Visitor

    def present(self, path: str) -> None:
        """核稿 by whoever did not draft it; from here it lies before its approver."""
        self.checker.opens(path)
        self.checker.decides("核稿通过并呈批")
        self.checker.reads("已核稿通过并呈批")

    def sign(self, path: str) -> None:
        """签发 by the director."""
        self.director.opens(path)
        self.director.decides("签发")
        self.director.reads("已签发")

    def send_out(self, path: str, number: str) -> None:
        """编号, 用印, 印发: the paper gets its number, comes back stamped, and leaves the house."""
        clerk = self.clerk
        clerk.opens(path)
        clerk.follows("编号")
        clerk.presses("编号")
        clerk.reads(number)
        clerk.follows("登记用印")
        clerk.attaches(STAMPED)
        clerk.presses("登记用印")
        clerk.reads(STAMPED)
        clerk.decides("登记印发")
        clerk.reads("已登记印发")


def bureau_of(house: House, visit: Visit) -> Bureau:
    """The office of a house, each at a browser of their own."""
    office = house.office
    return Bureau(visit(office.clerk.user), visit(office.second_clerk.user), visit(office.director.user))


def take_up(clerk: Visitor, unit: Unit | str, kind: PaperKind) -> str:
    """拟稿 from what the clock proposed about a unit; returns the address of the draft."""
    clerk.opens("/supervision/proposals/")
    proposal = clerk.page.locator("article.proposal").filter(has_text=f"{unit}：{PROPOSED[kind]}")
    return _begun(clerk, lambda: _drafted(proposal, kind))


def begin_about(clerk: Visitor, unit: Unit | str, kind: PaperKind) -> str:
    """拟稿 about a late line that the office chose itself; returns the address of the draft."""
    clerk.opens("/supervision/late/")
    clerk.page.get_by_role("checkbox", name=f"选择{unit}").first.check()
    clerk.presses("拟稿")
    clerk.page.get_by_label("文种").select_option(kind)
    return _begun(clerk, lambda: clerk.presses("拟稿"))


def write(clerk: Visitor, path: str, words: dict[str, str]) -> None:
    """Fills in the passages of a draft and sends it to be checked."""
    clerk.opens(path)
    clerk.writes(**words)
    clerk.presses("送核")
    clerk.reads("已送核")


def _drafted(proposal: Locator, kind: PaperKind) -> None:
    proposal.locator("summary", has_text="拟稿").click()
    question = proposal.locator("details.confirm[open]")
    question.get_by_label("文种").select_option(kind)
    question.get_by_role("button", name="拟稿", exact=True).click()


def _begun(clerk: Visitor, press: Callable[[], None]) -> str:
    press()
    clerk.reads("已拟稿")
    return clerk.page.url.removeprefix(clerk.address)
