"""Talking on an item (留言): what may be said, to whom, and until when it may be taken back.

Whoever is named must be able to read it: what is said on the item is for all its units, what is said on one line for
that line's unit and for the confirmed lead. The office reads everything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from tasks_app.domain.parts import Part
from tasks_app.domain.reach import guarded_word_in

LONGEST = 2000
WITHDRAWN_WITHIN = timedelta(minutes=10)
TEXT_NEEDED = "请填写内容。"
TOO_LONG = f"最多 {LONGEST} 字，请删减后再提交。"
NOBODY_ASKED = "请选择由哪个单位答复；提问须有答复单位。"
NOT_AMONG = (
    "只能选择能看到本条内容的单位：在事项上说的，为各承办单位和办公室；在承办事项上说的，为该单位、牵头单位和办公室。"
)
NOT_ONESELF = "不必点名本单位，请选择其他单位。"
NOT_FOR_THEM = "能看到本条内容的单位中，有的不使用“{word}”的表述，请改用“商请”“协调”等表述。"


class CommentKind(TextChoices):
    """What somebody says on an item. The labels are a contract for pages."""

    QUESTION = "question", "提问"
    ANSWER = "answer", "答复"
    REMARK = "remark", "说明"


@dataclass(frozen=True)
class Party:
    """A unit on an item: by its line, or the office by none."""

    unit: int
    name: str
    kind: str
    part: str = ""
    line: int | None = None


def readers_of(parties: Iterable[Party], line: int | None) -> tuple[Party, ...]:
    """The parties that can read what is said on the item, or on one of its lines; those are who may be named."""
    known = tuple(parties)
    if line is None:
        return known
    return tuple(party for party in known if party.line in (line, None) or party.part == Part.LEAD)


def faults_of(
    text: str, *, kind: str, named: Iterable[int], readers: Iterable[Party], own_unit: int | None
) -> dict[str, str]:
    """Why it cannot be said so, by field; empty where it can."""
    asked, known = set(named), tuple(readers)
    faults: dict[str, str] = {}
    word = next(filter(None, (guarded_word_in(text, party.kind) for party in known)), "")
    if not text:
        faults["text"] = TEXT_NEEDED
    elif len(text) > LONGEST:
        faults["text"] = TOO_LONG
    elif word:
        faults["text"] = NOT_FOR_THEM.format(word=word)
    if kind == CommentKind.QUESTION and not asked:
        faults["units"] = NOBODY_ASKED
    elif own_unit in asked:
        faults["units"] = NOT_ONESELF
    elif not asked <= {party.unit for party in known}:
        faults["units"] = NOT_AMONG
    return faults


def may_still_be_withdrawn(written_at: datetime, at: datetime) -> bool:
    """Whether the ten minutes are not over yet."""
    return at - written_at <= WITHDRAWN_WITHIN
