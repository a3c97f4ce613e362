"""Who issued the plan, under which number, on which day: read from the notice that precedes it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tasks_app.importing.reading import Doubt, Fault, Masthead

NOTICE = re.compile(r"(?P<issuer>\S+?)关于印发(?P<title>.+?)的通知\s*[（(](?P<number>[^（()）]+〔\d{4}〕\d+号)[）)]")
DAY = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")

# A notice is one short line; longer ones are not searched, so that no file can make the pattern crawl.
LONGEST_NOTICE = 300

# What each word is called, and the most characters that are stored of it.
FIELDS = {
    "number": ("发文字号（如“珠府〔2023〕39号”）", 60),
    "title": ("方案名称", 200),
    "issuer": ("印发机关", 40),
}


def read_masthead(lines: Sequence[str], *, given: Masthead) -> Masthead:
    """What the notice says; what the caller gives goes before what was found."""
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
    return Masthead(
        number=given.number or found.number,
        title=given.title or found.title,
        issuer=given.issuer or found.issuer,
        issued_on=given.issued_on or found.issued_on,
    )


def faults_of(masthead: Masthead) -> Iterator[Fault]:
    """What a plan cannot be stored without, and words too long to be what they should be."""
    for field, (what, longest) in FIELDS.items():
        value: str = getattr(masthead, field)
        if not value:
            yield Fault(None, field, f"未找到{what}，请用 --{field} 指明。")
        elif len(value) > longest:
            yield Fault(None, field, f"{what}超过 {longest} 字，请用 --{field} 指明。")


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
