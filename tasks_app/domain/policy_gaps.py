"""What a policy leaves out (缺口): a day nobody is reminded of, a rung jumped over, an office that nobody chases."""

from collections.abc import Callable, Iterator

from tasks_app.domain.facts import Anchor, SubjectKind
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


def _chases_reviews(rule: Rule) -> bool:
    return (
        rule.about is SubjectKind.REPORT and rule.anchor is Anchor.SUBMITTED and not OF_OFFICE.isdisjoint(rule.audience)
    )


def _chases_proposals(rule: Rule) -> bool:
    return rule.about is SubjectKind.PROPOSAL and not OF_OFFICE.isdisjoint(rule.audience)


def _chases_extensions(rule: Rule) -> bool:
    return rule.about is SubjectKind.EXTENSION and not OF_OFFICE.isdisjoint(rule.audience)


# What every policy must hold at least one rule of, and what is said where there is none.
NEEDED: tuple[tuple[Callable[[Rule], bool], str], ...] = (
    (_reminds_before_deadline, "没有完成时限之前的提醒规则，请至少设置一条。"),
    (_urges_after_deadline, "没有完成时限之后通知责任单位的催办规则，请至少设置一条。"),
    (_reminds_before_report, "没有报送时限之前的提醒规则，请至少设置一条。"),
    (_asks_for_missing_report, "没有报送时限之后的催报规则，请至少设置一条。"),
    (_asks_for_what_was_sent_back, "没有提醒重报退回件的规则，请至少设置一条。"),
    (_chases_reviews, "没有督促办公室审核报送件的规则，请至少设置一条。"),
    (_chases_extensions, "没有督促办公室审批延期申请的规则，请至少设置一条。"),
)


def _asks_to_receive(rule: Rule) -> bool:
    return rule.about is SubjectKind.SERVICE and rule.condition == "unreceived" and rule.is_for_unit


def _asks_to_answer(rule: Rule) -> bool:
    return rule.about is SubjectKind.SERVICE and rule.condition == "unanswered" and rule.is_for_unit


def _chases_objections(rule: Rule) -> bool:
    return rule.condition == "objected" and not OF_OFFICE.isdisjoint(rule.audience)


# What a policy must hold besides where it proposes papers: a paper that goes out has to be followed up.
NEEDED_WITH_PAPERS: tuple[tuple[Callable[[Rule], bool], str], ...] = (
    (_asks_to_receive, "没有提醒责任单位签收公文的规则，请至少设置一条。"),
    (_asks_to_answer, "没有提醒责任单位答复公文的规则，请至少设置一条。"),
    (_chases_objections, "没有督促办公室答复情况说明和异议的规则，请至少设置一条。"),
)
NOBODY_CHASES_PROPOSALS = "没有督促办公室处理建议的规则，请至少设置一条。"


def gaps_of(policy: Policy) -> Iterator[str]:
    """Every gap as a sentence."""
    for is_there, sentence in NEEDED:
        if not any(is_there(rule) for rule in policy.rules):
            yield sentence
    proposes = any(rule.deed is Deed.PROPOSE for rule in policy.rules)
    if proposes and not any(_chases_proposals(rule) for rule in policy.rules):
        yield NOBODY_CHASES_PROPOSALS
    for is_there, sentence in NEEDED_WITH_PAPERS if proposes else ():
        if not any(is_there(rule) for rule in policy.rules):
            yield sentence
    yield from _missing_rungs(policy)


def _missing_rungs(policy: Policy) -> Iterator[str]:
    levels = {rule.level for rule in policy.about(SubjectKind.LINE) if rule.anchor is Anchor.DEADLINE}
    for level in Level:
        if level not in levels and any(higher > level for higher in levels):
            yield f"完成时限之后缺少第 {int(level)} 级（其后的层级无法逐级到达）。"
