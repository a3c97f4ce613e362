"""A supervision policy (督办规则): dated, versioned rules as data. Local numbers live here, never in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from tasks_app.domain.conditions import CONDITIONS
from tasks_app.domain.facts import ANCHOR_WORDS, Anchor, SubjectKind
from tasks_app.domain.office_waits import WAITS
from tasks_app.domain.reach import Level


class Audience(StrEnum):
    """Who hears."""

    LIAISON = "liaison"
    UNIT_REVIEWER = "unit_reviewer"
    OFFICE_CLERK = "office_clerk"
    OFFICE_DIRECTOR = "office_director"


OF_UNIT = frozenset({Audience.LIAISON, Audience.UNIT_REVIEWER})
OF_OFFICE = frozenset({Audience.OFFICE_CLERK, Audience.OFFICE_DIRECTOR})

AUDIENCE_WORDS: dict[Audience, str] = {
    Audience.LIAISON: "联络员、承办人",
    Audience.UNIT_REVIEWER: "单位审核人",
    Audience.OFFICE_CLERK: "办公室经办人",
    Audience.OFFICE_DIRECTOR: "办公室负责人",
}


class Deed(StrEnum):
    """What a rule does: tell, or propose a paper to a person. It never issues one."""

    TELL = "tell"
    PROPOSE = "propose"


# A rung as the file writes it.
LEVELS: dict[str, Level] = {level.name.lower(): level for level in Level}


@dataclass(frozen=True)
class Rule:
    """One rule. ``offset`` counts working days strictly after (before, if negative) the anchor.

    ``after`` names the rule that must have fired ``wait`` working days before: levels are climbed one at a time.
    ``ladder`` rules stand still while a line is paused. ``urgent`` messages do not wait for the day's digest.
    """

    code: str
    about: SubjectKind
    anchor: Anchor
    offset: int
    condition: str
    audience: tuple[Audience, ...]
    level: Level
    requirement: str
    deed: Deed = Deed.TELL
    after: str = ""
    wait: int = 0
    ladder: bool = True
    urgent: bool = False

    @property
    def is_for_unit(self) -> bool:
        """Whether anybody of the responsible unit hears of it."""
        return not OF_UNIT.isdisjoint(self.audience)

    @property
    def chases_office(self) -> bool:
        """Whether it is about the office's own delay: it hears, and the matter lies with it."""
        return self.condition in WAITS and OF_OFFICE.issuperset(self.audience)

    @property
    def in_words(self) -> str:
        """The rule as the page shows it: 完成时限前 5 个工作日，尚未报送办结：提醒联络员、承办人。"""
        audience = "、".join(AUDIENCE_WORDS[one] for one in self.audience)
        deed = "提出建议，告知" if self.deed is Deed.PROPOSE else "告知"
        return f"{self.moment_in_words}，{CONDITIONS[self.condition][0]}：{deed}{audience}。"

    @property
    def moment_in_words(self) -> str:
        """The moment: 完成时限后第 1 个工作日."""
        if self.offset == 0:
            return f"{ANCHOR_WORDS[self.anchor]}当日"
        side = "后第" if self.offset > 0 else "前第"
        return f"{ANCHOR_WORDS[self.anchor]}{side} {abs(self.offset)} 个工作日"


@dataclass(frozen=True)
class Policy:
    """A version of the policy, in force from its start day."""

    version: int
    title: str
    starts_on: date
    rules: tuple[Rule, ...]

    def __getitem__(self, code: str) -> Rule:
        return self._by_code[code]

    def about(self, kind: SubjectKind) -> tuple[Rule, ...]:
        """The rules about one kind of subject, in order."""
        return self._by_kind[kind]

    def level_of(self, code: str) -> Level | None:
        """The rung of a rule; None where this version knows no such rule."""
        return self._by_code[code].level if code in self._by_code else None

    @cached_property
    def waited_for(self) -> frozenset[str]:
        """The codes of the rules that others climb on."""
        return frozenset(rule.after for rule in self.rules if rule.after)

    @cached_property
    def _by_code(self) -> dict[str, Rule]:
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def _by_kind(self) -> dict[SubjectKind, tuple[Rule, ...]]:
        return {kind: tuple(rule for rule in self.rules if rule.about == kind) for kind in SubjectKind}


def policy_from(data: Mapping[str, Any]) -> Policy:
    """A policy from data that ``policy_reading`` has found readable: nothing is coerced here, and nothing guessed."""
    return Policy(
        version=data["version"],
        title=data["title"],
        starts_on=date.fromisoformat(data["starts_on"]),
        rules=tuple(_rule(entry) for entry in data["rules"]),
    )


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        code=entry["code"],
        about=SubjectKind(entry["about"]),
        anchor=Anchor(entry["anchor"]),
        offset=entry["offset"],
        condition=entry["condition"],
        audience=tuple(Audience(one) for one in entry["audience"]),
        level=LEVELS[entry["level"]],
        requirement=entry["requirement"],
        deed=Deed(entry.get("deed", Deed.TELL)),
        after=entry.get("after", ""),
        wait=entry.get("wait", 0),
        ladder=entry.get("ladder", True),
        urgent=entry.get("urgent", False),
    )
