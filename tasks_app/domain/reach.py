"""How far supervision may go (督办权限): rungs by the kind of unit, and the only words each kind ever reads.

Departments climb 提醒→催办→督办→约谈. Districts are asked by a letter 经市政府同意 and interviewed by a city leader
only. Party organs, mass organisations, central units and companies are asked and reported upwards: the words
催办、督办、通报、约谈 appear nowhere for them (《政府督查工作条例》 Art. 7, 11; local rules of rank, kept as a table).
"""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """Rungs of the ladder, in order."""

    REMIND = 1
    URGE = 2
    LETTER = 3
    INTERVIEW = 4


@dataclass(frozen=True)
class Rung:
    """What a level is called for one kind of unit, and the paper that is proposed there, if any."""

    level: Level
    word: str
    paper: str = ""


_DEPARTMENT = (
    Rung(Level.REMIND, "提醒"),
    Rung(Level.URGE, "催办"),
    Rung(Level.LETTER, "督办", "督办通知"),
    Rung(Level.INTERVIEW, "约谈", "约谈通知"),
)
_DISTRICT = (
    Rung(Level.REMIND, "提醒"),
    Rung(Level.URGE, "逾期提醒"),
    Rung(Level.LETTER, "发函（经市政府同意）", "督办函"),
    Rung(Level.INTERVIEW, "约谈（由市领导主持）", "约谈函"),
)
_ASKED = (
    Rung(Level.REMIND, "提醒"),
    Rung(Level.URGE, "逾期提醒"),
    Rung(Level.LETTER, "商请", "商请函"),
    Rung(Level.INTERVIEW, "报领导小组领导协调", "呈批件"),
)
_OFFICE = (
    Rung(Level.REMIND, "提醒"),
    Rung(Level.URGE, "逾期提醒"),
    Rung(Level.LETTER, "报领导小组领导协调", "呈批件"),
)

REACH: dict[str, tuple[Rung, ...]] = {
    "department": _DEPARTMENT,
    "institution": _DEPARTMENT,
    "district": _DISTRICT,
    "party": _ASKED,
    "mass": _ASKED,
    "central": _ASKED,
    "company": _ASKED,
    "coordination": _OFFICE,
}
_RUNGS = {(kind, rung.level): rung for kind, rungs in REACH.items() for rung in rungs}
GUARDED_WORDS = ("催办", "督办", "通报", "约谈")
# Whoever is asked, not supervised: party organs, mass organisations, central units and companies.
ASKED_KINDS = tuple(kind for kind, rungs in REACH.items() if rungs is _ASKED)


def is_asked(kind: str) -> bool:
    """Whether a unit of this kind is asked and never pressed: it is named in neutral words on every paper."""
    return REACH.get(kind, _ASKED) is _ASKED


def rung_of(kind: str, level: Level) -> Rung | None:
    """The rung a kind of unit has at a level; None above its reach."""
    return _RUNGS.get((kind, level))


def reaches(kind: str, level: Level, *, supervised_elsewhere: bool = False) -> bool:
    """Whether the ladder may go to this level; an item that 督查室 supervises already stops at 提醒 (Art. 15)."""
    if supervised_elsewhere and level > Level.REMIND:
        return False
    return rung_of(kind, level) is not None


def guarded_word_in(text: str, kind: str) -> str:
    """The first word in the text that a unit of this kind never reads, or an empty one."""
    if kind not in ASKED_KINDS:
        return ""
    return next((word for word in GUARDED_WORDS if word in text), "")
