"""What a file says about the plan in its properties (文档属性), where its table has no place for it.

One labelled line for each fact, so that a person can read them too. Written into the comments of .xlsx and .docx.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeGuard

Kind = Literal["action", "policy", "organisation"]

NUMBER, TITLE, ISSUER, DAY = "发文字号", "方案名称", "印发机关", "成文日期"
# The kinds of headings that are not the usual one, under the names the pages give them.
KIND_LABELS: Mapping[Kind, str] = {"policy": "政策保障", "organisation": "组织实施", "action": "行动"}
_BETWEEN = "｜"


@dataclass(frozen=True)
class FileNote:
    """The facts of a note; an empty word where the file does not say it."""

    number: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    kinds: Mapping[str, Kind] = field(default_factory=dict)  # heading → code


def is_kind(code: str) -> TypeGuard[Kind]:
    """Whether this is the code of a kind of headings."""
    return code in KIND_LABELS


def written(note: FileNote) -> str:
    """The note as lines of text."""
    day = note.issued_on.isoformat() if note.issued_on else ""
    facts = [(NUMBER, note.number), (TITLE, note.title), (ISSUER, note.issuer), (DAY, day)]
    for code, label in KIND_LABELS.items():
        facts.append((label, _BETWEEN.join(title for title, kind in note.kinds.items() if kind == code)))
    return "\n".join(f"{label}：{text}" for label, text in facts if text)


def read_note(text: str) -> FileNote:
    """The facts that lines of a text state in our form; everything else in it is passed over."""
    said = dict(_labelled(text.splitlines()))
    kinds = {
        title: code for code, label in KIND_LABELS.items() for title in said.get(label, "").split(_BETWEEN) if title
    }
    return FileNote(said.get(NUMBER, ""), said.get(TITLE, ""), said.get(ISSUER, ""), _day(said.get(DAY, "")), kinds)


def _labelled(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        label, colon, text = line.partition("：")
        if colon:
            yield label.strip(), text.strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
