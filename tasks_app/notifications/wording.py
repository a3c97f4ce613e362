"""What a notice says. Inside it names the matter and the reason; outside only a count, a date and a link."""

from dataclasses import dataclass
from datetime import date

from tasks_app.domain.facts import SubjectKind
from tasks_app.domain.policy import Deed, Rule
from tasks_app.domain.reach import rung_of

LONGEST_TITLE = 200
# What hangs on a line, as the office is told of it.
NOUNS = {
    SubjectKind.SERVICE: "公文",
    SubjectKind.COMMITMENT: "整改承诺",
    SubjectKind.EXTENSION: "延期申请",
    SubjectKind.PAPER: "在办公文",
    SubjectKind.INTERVIEW: "整改情况",
    SubjectKind.LINE_CASE: "异议、暂缓或撤项",
}
SENT_BY_MACHINE = "本邮件由系统自动发出，请勿回复，请勿在邮件中处理涉密内容。"


@dataclass(frozen=True)
class Matter:
    """What a notice is about, in plain words."""

    unit_name: str
    unit_kind: str
    item_title: str
    deadline: date


@dataclass(frozen=True)
class Words:
    """The three sentences of a notice."""

    title: str
    asked: str
    because: str


def words_of(
    rule: Rule, matter: Matter, *, anchor_on: date, due_on: date, version: int, stands_in: bool, covers: bool = False
) -> Words:
    """The words of a rule for a matter; the rung bears the only word this kind of unit may read."""
    rung = rung_of(matter.unit_kind, rule.level)
    word = rung.word if rung else ""
    if rule.deed is Deed.PROPOSE:
        title = f"建议{word}：{matter.unit_name}，{matter.item_title}"
    elif rule.about in (SubjectKind.REPORT, SubjectKind.PROPOSAL):
        title = f"提醒：{matter.unit_name}，{matter.item_title}"
    elif rule.about in NOUNS:
        title = _title_of_what_hangs_on_it(rule, word, matter)
    else:
        title = f"{word}：{matter.item_title}"
    asked = rule.requirement.format(deadline=matter.deadline)
    if stands_in:
        asked += f"（{matter.unit_name}相应岗位目前无人，请代为处理或督促补充人员）"
    if covers:
        asked += "（您为休假人员代班，请一并留意）"
    counted = f"起算日 {anchor_on}，应办日 {due_on}"
    because = f"因为{rule.moment_in_words}已到（{counted}），规则 {rule.code}，第 {version} 版。"
    return Words(title[:LONGEST_TITLE], asked, because)


def _title_of_what_hangs_on_it(rule: Rule, word: str, matter: Matter) -> str:
    """What a notice about it is called: the unit knows who it is, the office has to be told."""
    noun = NOUNS[rule.about]
    if rule.is_for_unit:
        return f"{word}：{'来文' if rule.about is SubjectKind.SERVICE else noun}，{matter.item_title}"
    return f"提醒：{matter.unit_name}的{noun}，{matter.item_title}"


@dataclass(frozen=True)
class Outside:
    """What a mail says: a count, a date and a link; never a unit, a title or content."""

    subject: str
    body: str


def outside(count: int, nearest: date | None, address: str) -> Outside:
    """The words of a message about so many notices, of which the nearest falls due on that day."""
    due = f"，最近一件 {nearest.month}月{nearest.day}日到期" if nearest else ""
    asked = f"您有 {count} 件待办"
    return Outside(asked, f"{asked}{due}，请登录办理：{address}\n\n{SENT_BY_MACHINE}\n")
