"""The policy (督办规则) in words: rules by what they are for, reach by kind of unit, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import UnitKind
from tasks_app.domain.policy import Policy, Rule
from tasks_app.domain.policy_faults import faults_of
from tasks_app.domain.reach import REACH, Level
from tasks_app.models import PolicyVersion

# What a notice fills in, as the page shows it.
BLANK = ("{deadline}", "〔时限〕")
OFFICE = "办公室自身时限"
GROUPS = ((Level.REMIND, "提醒"), (Level.URGE, "催办"), (Level.LETTER, "督办"), (Level.INTERVIEW, "约谈"))


@dataclass(frozen=True)
class RuleRow:
    """One rule: its moment and condition, who hears, what it asks, and what comes before it."""

    code: str
    words: str
    requirement: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RuleGroup:
    """Rules of one rung, or those that chase the office."""

    title: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True)
class ReachRow:
    """The only words that a kind of unit ever reads, in the order of rungs, and the papers proposed for it."""

    kind: str
    words: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True)
class VersionRow:
    """A version in the list of all."""

    number: int
    title: str
    url: str
    starts_on: date
    basis: str
    put_in_force_by: str
    is_shown: bool


@dataclass(frozen=True)
class PolicyPage:
    """A version of the policy as the page shows it."""

    version: PolicyVersion
    groups: tuple[RuleGroup, ...]
    reach: tuple[ReachRow, ...]
    faults: tuple[str, ...]
    versions: tuple[VersionRow, ...]
    is_in_force: bool


def policy_page(shown: PolicyVersion, in_force: PolicyVersion | None, every: Iterable[PolicyVersion]) -> PolicyPage:
    """The page of one version among all of them."""
    policy = shown.policy
    return PolicyPage(
        version=shown,
        groups=rule_groups(policy),
        reach=reach_rows(),
        faults=tuple(faults_of(policy)),
        versions=tuple(_version(one, shown) for one in every),
        is_in_force=in_force is not None and in_force.pk == shown.pk,
    )


def rule_groups(policy: Policy) -> tuple[RuleGroup, ...]:
    """The rules by rung; those that only chase the office stand last."""
    of_units = [rule for rule in policy.rules if not rule.chases_office]
    groups = [RuleGroup(title, _rows(rule for rule in of_units if rule.level is level)) for level, title in GROUPS]
    office = RuleGroup(OFFICE, _rows(rule for rule in policy.rules if rule.chases_office))
    return tuple(group for group in (*groups, office) if group.rows)


def _rows(rules: Iterable[Rule]) -> tuple[RuleRow, ...]:
    return tuple(RuleRow(rule.code, rule.in_words, rule.requirement.replace(*BLANK), _notes(rule)) for rule in rules)


def _notes(rule: Rule) -> tuple[str, ...]:
    told = (
        (bool(rule.after), f"须在 {rule.after} 触发后第 {rule.wait} 个工作日起"),
        (rule.urgent, "即时发送，不等当日汇总"),
        (not rule.ladder, "审核期间照常计时"),
    )
    return tuple(words for holds, words in told if holds)


def reach_rows() -> tuple[ReachRow, ...]:
    """The reach table, in the order of kinds."""
    return tuple(
        ReachRow(
            kind=UnitKind(kind).label,
            words=tuple(rung.word for rung in rungs),
            papers=tuple(rung.paper for rung in rungs if rung.paper),
        )
        for kind, rungs in REACH.items()
    )


def _version(version: PolicyVersion, shown: PolicyVersion) -> VersionRow:
    return VersionRow(
        number=version.version,
        title=version.title,
        url=f"{reverse('policy')}?version={version.version}",
        starts_on=version.starts_on,
        basis=version.basis,
        put_in_force_by=version.put_in_force_by.user.full_name if version.put_in_force_by else "系统",
        is_shown=version.pk == shown.pk,
    )
