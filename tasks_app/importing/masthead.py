"""Who issued the plan, under which number, on which day: read from the notice that precedes it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from tasks_app.importing.flat_text import FlatText, flattened
from tasks_app.importing.reading import Doubt, Fault, Masthead

NOTICE = re.compile(r"(?P<issuer>\S+?)关于印发(?P<title>.+?)的通知\s*[（(](?P<number>[^（()）]+〔\d{4}〕\d+号)[）)]")
DAY = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")

# Where no such line stands, title and number are looked for at the head of the text, each by itself.
ISSUER = (
    r"(?P<issuer>[\u4e00-\u9fff]{0,16}?(?:国务院办公厅|国务院|人民政府办公[厅室]|人民政府|政府办公[厅室]|委办公[厅室]|委员会|"
    r"领导小组办公室|领导小组|[厅局委办部]))"
)
NOTICE_OF = re.compile(rf"{ISSUER}(?:关于)?印发(?P<title>.{{4,100}}?)的通知")
TITLED = re.compile(rf"{ISSUER}(?P<title>关于.{{4,80}}?(?:实施意见|指导意见|意见|方案|若干措施|行动计划|决定))")
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[［【(（](?P<year>\d{4})[〕\]］】)）]\s*(?P<count>\d{1,4})\s*号")
BEFORE_NUMBER = re.compile("通知|意见|方案|措施|计划|文件|办法|规定|决定")

# A notice is one short line; longer ones are not searched, so that no file can make the pattern crawl.
LONGEST_NOTICE = 300
HEAD_LINES = 60
LONGEST_HEAD = 3000

# What each word is called, and the most characters that are stored of it.
FIELDS = {
    "number": ("发文字号（如“珠府〔2023〕39号”）", 60),
    "title": ("方案名称", 200),
    "issuer": ("印发机关", 40),
}
# What to do about them on the command line.
STATE_IT = "，请用 --{} 指明"


def read_masthead(lines: Sequence[str], *, given: Masthead) -> Masthead:
    """What the notice says; what the caller gives goes before what was found."""
    found = _in_one_line(lines)
    if not found.number:
        head = list(islice((line[:LONGEST_HEAD] for line in lines if not line.lstrip().startswith("|")), HEAD_LINES))
        found = _at_the_head(flattened(head)[0], lines, found)
    return Masthead(
        number=given.number or found.number,
        title=given.title or found.title,
        issuer=given.issuer or found.issuer,
        issued_on=given.issued_on or found.issued_on,
    )


def _in_one_line(lines: Sequence[str]) -> Masthead:
    found = Masthead()
    for line in lines:
        text = line.strip()
        notice = NOTICE.search(text) if len(text) <= LONGEST_NOTICE else None
        if notice and not found.number:
            found = replace(
                found, issuer=notice["issuer"], title=notice["title"].strip("《》"), number=notice["number"]
            )
        elif found.issued_on is None and (day := DAY.fullmatch(text)):
            found = replace(found, issued_on=_day(day))
        if text.startswith("|") or (found.number and found.issued_on):
            break
    return found


def _at_the_head(flat: FlatText, lines: Sequence[str], found: Masthead) -> Masthead:
    """Issuer and title from a line that begins with them, the number from wherever it stands first."""
    for start in flat.starts:
        stretch = flat.text[start : start + LONGEST_NOTICE]
        if notice := NOTICE_OF.match(stretch) or TITLED.match(stretch):
            found = replace(found, issuer=notice["issuer"], title=notice["title"].strip("《》"))
            break
    if number := NUMBER.search(unicodedata.normalize("NFKC", flat.text[:LONGEST_HEAD])):
        word = BEFORE_NUMBER.split(re.split(r"[〔\[［【(（]", number.group())[0])[-1]
        found = replace(found, number=f"{word}〔{number['year']}〕{int(number['count'])}号")
    if found.issued_on is None and found.issuer:
        signed = re.compile(rf"{re.escape(found.issuer)}\s*{DAY.pattern}")
        days = (signed.search(line[-LONGEST_HEAD:]) for line in lines)
        found = replace(found, issued_on=next((_day(day) for day in days if day), None))
    return found


def faults_of(masthead: Masthead) -> Iterator[Fault]:
    """What a plan cannot be stored without, and words too long to be what they should be."""
    for field, (what, longest) in FIELDS.items():
        value: str = getattr(masthead, field)
        if not value:
            yield Fault(None, field, f"未找到{what}{STATE_IT.format(field)}。")
        elif len(value) > longest:
            yield Fault(None, field, f"{what}超过 {longest} 字{STATE_IT.format(field)}。")


def is_to_be_stated(cell: str, message: str) -> bool:
    """Whether a fault is mended by stating a word of the masthead; 序号 of a row is called number as well."""
    return cell in FIELDS and STATE_IT.format(cell) in message


def doubts_of(masthead: Masthead) -> tuple[Doubt, ...]:
    """What may be missing, but never in silence."""
    if masthead.issued_on:
        return ()
    return (Doubt(None, "issued_on", "issued_on", "来源未写明成文日期。"),)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
