"""Who leads: declared outright in the cell, or by the convention that the first unit listed leads.

A cell declares it with labels (牵头单位：甲，配合单位：乙), in a sentence (甲牵头，乙、丙按职责分工负责), or behind
a name (甲（牵头）、乙). 甲、乙按职责分工负责 declares that nobody leads; 甲负责 alone makes 甲 the one to answer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tasks_app.importing.reading import Basis, LeadConvention, Role
from tasks_app.importing.role_clauses import Verb, clauses, has_verb

Convention = Literal["first", "declared", "none", "stated"]

WHO = "(?:单位|部门|主体)"
LABELLED = re.compile(
    rf"(?P<label>(?:总|主要)?牵头(?:负责|责任)?{WHO}?|主办{WHO}|主责{WHO}|(?:主要)?(?:责任|负责|落实|实施|承办|完成){WHO}"
    rf"|(?:配合|协办|协同|协助|参与|参加|支持){WHO}?)(?:及分工)?\s*[：:]"
)
# …。以下均需各市人民政府负责，不再列出: a rule for the items below, no unit of this one. It is doubted, never applied.
FOR_ALL_BELOW = re.compile(
    r"[。；;]\s*(?:以下|下列|后续|下文|其余)[^。；;]{2,60}?(?:不再\S{0,4}列[出示]?|不再重复|下同)[。]?\s*$"
)
# 牵头领导：张三；牵头单位：…: who among the leadership looks after the task. A person is no unit.
PERSONS = re.compile(
    r"\s*(?:(?:牵头|责任|分管|主管|协管|包抓|包保|联系|督办|挂帅|市|县|区|州)*领导|(?:第一|主要|直接|具体)?责任人|牵头人|联系人)"
    r"\s*[：:]\s*[^，,；;。：:（(）)\n]{1,40}[，,；;。\n]?\s*"
)
LEADING = re.compile(r"(?:总|主要)?牵头|主办|主责")
SUPPORTING = re.compile(r"配合|协办|协同|协助|参与|参加|支持")

SEVERAL = re.compile("[、，,；;和及与]")
BEHIND = re.compile(
    r"(?P<name>[^、，,；;]{1,60}?)[（(](?P<role>牵头|主办|主责|总牵头|牵头单位|配合|协办|协助)(?:负责)?[）)]"
)

# 列第一位的为牵头单位，下同: what a plan says once holds for all its cells.
FIRST = re.compile("第一|首位|首个|最前")
CONVENTION = re.compile(
    r"[。；;，,（(]?\s*(?:注[:：])?(?:以上|责任单位|各项任务|责任部门|其中|单位|名单)*(?:中|里)?(?:，|,)?\s*"
    r"(?:排列|排名|排序|名列|位列|列|排|位于|居)?(?:在|为)?(?:最前面?|第一|首)(?:位|个|名|的)*(?:责任|市级|省级)?(?:单位|部门|者|的)*"
    rf"\s*[为是即](?:该项任务的?|该项工作的?|总)?(?:牵头|主办|主责)(?:责任)?{WHO}[，,]?(?:下同)?[。）)]?"
)


@dataclass(frozen=True)
class Part:
    """A stretch of a cell whose units share a role; ``role`` is None where the cell does not say it.

    ``shared`` says that the cell itself gives the duty to all of them alike: nobody leads by the order. ``noted`` parts
    stand in the heading, not in the cell. A role is not ``sure`` where it follows from the other labels only.
    """

    text: str
    role: Role | None
    shared: bool = False
    noted: bool = False
    sure: bool = True


def declares_convention(lines: Iterable[str]) -> bool:
    """Whether a text says that the first-listed unit leads; the sentence may be cut by one line end."""
    before = ""
    for line in lines:
        text = f"{before}{line.strip()}"
        if "牵头" in text and FIRST.search(text) and CONVENTION.search(text):
            return True
        before = text[-60:]
    return False


def without_convention(cell: str) -> str:
    """The cell without that sentence, which is no unit."""
    return CONVENTION.sub("", cell) if FIRST.search(cell) else cell


def without_persons(cell: str) -> str:
    """The cell without the persons it names beside the units."""
    return PERSONS.sub("", cell) if "领导" in cell or "责任人" in cell or "牵头人" in cell or "联系人" in cell else cell


def parts_of(cell: str) -> tuple[Part, ...]:
    """The cell cut where it declares roles; one part without a role where it does not."""
    cell = FOR_ALL_BELOW.sub("", without_persons(without_convention(cell))).strip("。 \n")
    labels = list(LABELLED.finditer(cell)) if ("：" in cell or ":" in cell) else []
    if labels and not cell[: labels[0].start()].strip("（( "):
        return tuple(_labelled(cell, labels))
    if "（" in cell and BEHIND.search(cell):
        return tuple(_behind(cell))
    if has_verb(cell):
        return tuple(_in_sentence(cell))
    return (Part(cell, None),)


def _labelled(cell: str, labels: list[re.Match[str]]) -> Iterator[Part]:
    """Beside supporting units, 责任单位 are those that lead; beside leads, those that support."""
    ends = [*(label.start() for label in labels[1:]), len(cell)]
    leads = any(LEADING.search(label["label"]) for label in labels)
    supports = any(SUPPORTING.search(label["label"]) for label in labels)
    plain: Role | None = "support" if leads else "lead" if supports else None
    for label, end in zip(labels, ends, strict=True):
        text = cell[label.end() : end].strip("，,；;。、 \n（")
        is_lead, is_support = LEADING.search(label["label"]), SUPPORTING.search(label["label"])
        role: Role | None = "lead" if is_lead else "support" if is_support else plain
        sure = role != "lead" or bool(is_lead) or not SEVERAL.search(text)
        yield from parts_of(text) if role is None else (Part(text, role, sure=sure),)


def _behind(cell: str) -> Iterator[Part]:
    """甲（牵头）、乙、丙（配合）: a role behind a name is that name's; names without one support a lead."""
    rest = 0
    for found in BEHIND.finditer(cell):
        if before := cell[rest : found.start()].strip("、，,；; "):
            yield Part(before, "support")
        yield Part(found["name"].strip(), "lead" if LEADING.search(found["role"]) else "support")
        rest = found.end()
    if after := cell[rest:].strip("、，,；;。 "):
        yield Part(after, "support")


def _in_sentence(cell: str) -> Iterator[Part]:
    """甲牵头，乙、丙按职责分工负责: whoever leads is said, or whoever answers while others help, or nobody."""
    found = tuple(clauses(cell))
    verbs = {clause.verb for clause in found}
    chief = Verb.LEAD if Verb.LEAD in verbs else Verb.ANSWER if {Verb.ANSWER, Verb.HELP} <= verbs else None
    for clause in found:
        if chief:
            yield Part(clause.units, "lead" if clause.verb is chief else "support")
        else:
            several = len(found) > 1 or bool(SEVERAL.search(clause.units))
            yield Part(clause.units, None, clause.verb is Verb.SHARE or (clause.verb is Verb.ANSWER and several))


def role_and_basis(
    declared: Role | None, *, position: int, cell_declares: bool, convention: Convention
) -> tuple[Role, Basis]:
    """The role of the unit at ``position`` (0 is first) of its cell, and how it is known.

    ``first`` infers a lead where the cell declares none, ``stated`` is the same convention written in the plan itself,
    ``declared`` takes only what the cell says, ``none`` takes no lead at all. A supporting role beside an inferred lead
    is inferred with it.
    """
    if convention == "none":
        return "support", "declared"
    if cell_declares:
        return declared or "support", "declared"
    if convention == "declared":
        return "support", "declared"
    return ("lead" if position == 0 else "support"), ("declared" if convention == "stated" else "inferred")


def convention_of(lead: LeadConvention, *, first_leads: bool, shared: bool, may_infer: bool) -> Convention:
    """What holds for a cell: what the plan states goes before the convention that was chosen.

    A cell that gives the duty to all alike (``shared``) has no lead by its order, and where ``may_infer`` is False none
    is guessed either.
    """
    if lead == "none":
        return "none"
    if shared:
        return "declared"
    if first_leads:
        return "stated"
    return lead if may_infer else "declared"
