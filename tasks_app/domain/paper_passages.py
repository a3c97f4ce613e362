"""The parts of the words of a paper (正文要素), which its form asks for and its kind declares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A part of the words (正文要素): its field, what it is called, and the sentence shown while it is missing."""

    code: str
    label: str
    required: str = ""
    help: str = ""
    rows: int = 3
    longest: int = 2000


OPENING = Passage("opening", "事由", "请写明事由：哪些事项、原定何时完成、目前到了哪一步。", rows=4)
DEMANDS = Passage("demands", "要求", "请写明要求：做什么、到什么程度、何时完成。", rows=4)
CONTACT = Passage("contact", "联系人", "请填写联系人。", rows=0, longest=40)
PHONE = Passage("phone", "联系电话", "请填写联系电话。", rows=0, longest=40)
BASIS = Passage("reason", "约谈事由", "请写明约谈事由。", rows=4)
MEETING_DAY = Passage("meeting_time", "约谈时间", "请填写约谈时间，例如 2026年12月8日上午9时30分。", rows=0, longest=60)
PLACE = Passage("meeting_place", "约谈地点", "请填写约谈地点。", rows=0, longest=100)
INVITED = Passage("invited", "约谈对象", "请填写约谈对象（单位及职务）。", rows=0, longest=120)
BRING = Passage("bring", "需准备的材料", "请写明需要准备的材料。", help="例如：书面情况说明、整改措施和时限。", rows=2)
DUE = Passage("due", "报送要求", "请写明报送内容和时限。", rows=3)
