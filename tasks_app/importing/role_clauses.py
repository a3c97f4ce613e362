"""Who does what in a sentence: 甲牵头，乙、丙按职责分工负责. A clause ends with its verb, at a comma."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

JOB = "(?:职责|职能|任务|分工)"
MEANS = r"(?:分工|分别|共同|协同|各自|联合|积极|密切|具体|认真|做好|抓好|组织|相关工作|有关工作|工作)*"
LEADS = re.compile(
    r"(?:由)?(?P<units>.{2,}?)(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?(?:共同|联合|分别|总|双|主要|负责)?(?:牵头|主办)(?:(?:会同|商(?!务))(?P<others>.{2,}))?"
    r"(?:(?:组织|统筹|协调|负责|推进|推动|落实|实施|抓总|总责|办理|开展|制定|抓好|做好).{0,40})?"
)
SHARES = re.compile(
    rf"(?:按|依|根据|结合)(?:照|据)?(?:各自|其)?{JOB}\S{{0,16}}$|(?:分工|分别|共同|各自|协同|联合){MEANS}(?:负责|落实|推进|实施|办理)$"
)
HELPS = re.compile(rf"(?:负责)?{MEANS}(?:配合|参与|协助|支持|参加|协作|协办|协同)(?:配合|参与|协助|支持|{MEANS})$")
ANSWERS = re.compile(rf"{MEANS}(?:(?:负责|落实|承担|实施|推进|主责){MEANS})+$")
# 甲会同乙负责: who calls the others in leads.
CONSULTS = re.compile(r"(?P<units>[^，]{2,60}?)会同(?P<others>[^，]{2,600})")
HAS_DUTY = re.compile(r"(?P<units>[^负责]{2,80})(?:具体|主要)?负责(?P<duty>.{2,200})")
TOGETHER = re.compile("^(?:由|会同|联合)")
CUT = re.compile(r"[，,；;。\n]|(?<=牵头)、|(?<=牵头负责)、")
OPENS, CLOSES = "（(〔[【", "）)〕]】"
# No clause of a real cell is longer; whatever is longer is not searched, so that no cell can make a pattern crawl.
LONGEST_CLAUSE = 800
LONGEST_VERB = 40


class Verb(Enum):
    """What the units of a clause do; NONE where it ends without a verb."""

    LEAD = "牵头"
    SHARE = "按职责分工负责"
    HELP = "配合"
    ANSWER = "负责"
    NONE = ""


# First match wins.
ENDINGS = ((SHARES, Verb.SHARE), (HELPS, Verb.HELP), (ANSWERS, Verb.ANSWER))


@dataclass(frozen=True)
class Clause:
    """The units of a clause as they stand, and what they do."""

    units: str
    verb: Verb


def has_verb(cell: str) -> bool:
    """Whether the cell may be a sentence rather than a list."""
    return (
        "牵头" in cell
        or "主办" in cell
        or "负责" in cell
        or any(end.search(cell[-LONGEST_VERB:]) for end, _ in ENDINGS)
    )


def clauses(cell: str) -> Iterator[Clause]:
    """The clauses of a cell. Units without a verb of their own go with the clause that follows."""
    waiting = ""
    for text in _cut(cell):
        whole = f"{waiting}，{text}" if waiting else text
        found = tuple(_read(whole)) if len(whole) <= LONGEST_CLAUSE else ()
        yield from found
        waiting = "" if found else whole
    if waiting:
        yield Clause(waiting, Verb.NONE)


def _read(whole: str) -> Iterator[Clause]:
    if ("牵头" in whole or "主办" in whole) and (leads := LEADS.fullmatch(whole)):
        yield Clause(leads["units"], Verb.LEAD)
        if leads["others"]:
            yield Clause(_without_verb(leads["others"]), Verb.SHARE)
        return
    if "会同" in whole and (consults := CONSULTS.fullmatch(whole)):
        yield Clause(consults["units"].removeprefix("由"), Verb.LEAD)
        yield Clause(_without_verb(consults["others"]), Verb.SHARE)
        return
    for ending, verb in ENDINGS:
        if found := ending.search(whole, max(0, len(whole) - LONGEST_VERB)):
            if units := whole[: found.start()]:
                yield Clause(TOGETHER.sub("", units), verb)
            return
    if "负责" in whole and (duty := HAS_DUTY.fullmatch(whole)):
        yield Clause(duty["units"], Verb.SHARE)


def _without_verb(text: str) -> str:
    for ending, _verb in ENDINGS:
        text = ending.sub("", text)
    return text


def _cut(cell: str) -> Iterator[str]:
    """The cell at its commas, never inside brackets."""
    depth, places = 0, []
    cuts = {found.start() for found in CUT.finditer(cell)}
    for place, character in enumerate(cell):
        depth += (character in OPENS) - (character in CLOSES)
        if depth <= 0 and place in cuts:
            places.append(place)
    for start, end in pairwise((-1, *places, len(cell))):
        if clause := cell[start + 1 : end].strip():
            yield clause
