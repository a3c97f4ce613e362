"""What a policy leaves out (缺口): a day nobody is reminded of, a rung jumped over, an office that nobody chases."""

from collections.abc import Callable, Iterator

from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.office_waits import WAITS, Wait
from tasks_app.domain.policy import OF_OFFICE, Deed, Policy, Rule
from tasks_app.domain.reach import Level


def _reminds_before_deadline(rule: Rule) -> bool:
    return rule.about is SubjectKind.LINE and rule.anchor is Anchor.DEADLINE and rule.offset < 0


def _urges_after_deadline(rule: Rule) -> bool:
    is_after = rule.about is SubjectKind.LINE and rule.anchor is Anchor.DEADLINE and rule.offset > 0
    return is_after and rule.level is Level.URGE and rule.is_for_unit


def _reminds_before_report(rule: Rule) -> bool:
    return rule.about is SubjectKind.PERIOD and rule.offset < 0 and rule.is_for_unit


def _asks_for_missing_report(rule: Rule) -> bool:
    return rule.about is SubjectKind.PERIOD and rule.offset > 0 and rule.is_for_unit


def _asks_for_what_was_sent_back(rule: Rule) -> bool:
    return rule.about is SubjectKind.REPORT and rule.anchor is Anchor.REDO_BY and rule.is_for_unit


# What every policy must hold at least one rule of, and what is said where there is none.
NEEDED: tuple[tuple[Callable[[Rule], bool], str], ...] = (
    (_reminds_before_deadline, "没有完成时限之前的提醒规则，请至少设置一条。"),
    (_urges_after_deadline, "没有完成时限之后通知责任单位的催办规则，请至少设置一条。"),
    (_reminds_before_report, "没有报送时限之前的提醒规则，请至少设置一条。"),
    (_asks_for_missing_report, "没有报送时限之后的催报规则，请至少设置一条。"),
    (_asks_for_what_was_sent_back, "没有提醒重报退回件的规则，请至少设置一条。"),
)
# Of what lies with the office, that of which every policy must chase it; how it drafts its papers is a city's choice.
CHASED = (Wait.WITH_OFFICE, Wait.TO_DECIDE, Wait.RAISED, Wait.TO_RESUME)


def _asks_to_receive(rule: Rule) -> bool:
    return rule.about is SubjectKind.SERVICE and rule.condition == "unreceived" and rule.is_for_unit


def _asks_to_answer(rule: Rule) -> bool:
    return rule.about is SubjectKind.SERVICE and rule.condition == "unanswered" and rule.is_for_unit


# What a policy must hold besides where it proposes papers: a paper that goes out has to be followed up.
NEEDED_WITH_PAPERS: tuple[tuple[Callable[[Rule], bool], str], ...] = (
    (_asks_to_receive, "没有提醒责任单位签收公文的规则，请至少设置一条。"),
    (_asks_to_answer, "没有提醒责任单位答复公文的规则，请至少设置一条。"),
)
CHASED_WITH_PAPERS = (Wait.UNDECIDED, Wait.OBJECTED, Wait.TO_CLOSE, Wait.TO_SIGN, Wait.TO_CHECK)
NOBODY_CHASES = "没有督促办公室{duty}的规则，请至少设置一条。"


def chases_readings(policy: Policy) -> bool:
    """Whether anybody is asked for the figures of targets; no fault where not, for rules may be older than targets."""
    return any(rule.is_for_unit for rule in policy.about(SubjectKind.TARGET))


def gaps_of(policy: Policy) -> Iterator[str]:
    """Every gap as a sentence."""
    proposes = any(rule.deed is Deed.PROPOSE for rule in policy.rules)
    for is_there, sentence in (*NEEDED, *(NEEDED_WITH_PAPERS if proposes else ())):
        if not any(is_there(rule) for rule in policy.rules):
            yield sentence
    chased = {rule.condition for rule in policy.rules if not OF_OFFICE.isdisjoint(rule.audience)}
    for wait in (*CHASED, *(CHASED_WITH_PAPERS if proposes else ())):
        if wait not in chased:
            yield NOBODY_CHASES.format(duty=WAITS[wait].duty)
    yield from _missing_rungs(policy)


def _missing_rungs(policy: Policy) -> Iterator[str]:
    levels = {rule.level for rule in policy.about(SubjectKind.LINE) if rule.anchor is Anchor.DEADLINE}
    for level in Level:
        if level not in levels and any(higher > level for higher in levels):
            yield f"完成时限之后缺少第 {int(level)} 级（其后的层级无法逐级到达）。"
